using ContourFlow.Contouring.Faults;
using ContourFlow.Contouring.Protocols;
using ContourFlow.Geometry.Planes;

namespace ContourFlow.Contouring.Cases;

/// <summary>The planes of a planning CT, from what is known of its headers: no file is opened.</summary>
public static class PlanningCtPlanes
{
    /// <summary>The planes of a planning CT, as whoever reads the files finds them.</summary>
    /// <param name="ctSeriesInstanceUid">Its Series Instance UID.</param>
    /// <param name="images">The facts of its images; of others they are passed over.</param>
    /// <param name="protocol">Whose limits for planes count.</param>
    /// <exception cref="CaseDataException">No image of it is there, or its planes are not a planning CT's.</exception>
    public static PlaneGrid Of(string ctSeriesInstanceUid, IEnumerable<ObjectFacts> images, Protocol protocol)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(ctSeriesInstanceUid);
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(protocol);
        var candidate = CtCandidates.Find([.. images.Select(FactsReading.Scanned)], []).FirstOrDefault(ct => ct.SeriesInstanceUid == ctSeriesInstanceUid)
            ?? throw new CaseDataException(ReasonCodes.NoPlanningCt, $"No image of CT series {ctSeriesInstanceUid} is kept any more. Send the series again.");
        if (PlanningCtReader.PlaneFault(candidate, CaseReadOptions.By(protocol, threads: 1)) is { } fault) throw fault;
        return PlanningCtReader.Open(candidate).Grid;
    }
}
