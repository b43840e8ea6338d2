using System.Collections.Immutable;
using ContourFlow.Contouring.Faults;
using ContourFlow.Contouring.Protocols;
using ContourFlow.Geometry.Planes;

namespace ContourFlow.Contouring.Cases;

/// <summary>A planning CT without its pixels: its series, its images and their planes.</summary>
/// <param name="SeriesInstanceUid">Its series.</param>
/// <param name="ImageUids">SOP Instance UIDs of its images; of an enhanced CT those of the instances whose frames are planes of it.</param>
/// <param name="Grid">Its planes, Inferior to Superior, with axial axes and the frame of reference.</param>
public sealed record PlanningCtPlanes(string SeriesInstanceUid, ImmutableHashSet<string> ImageUids, PlaneGrid Grid)
{
    /// <summary>The planes of a planning CT as whoever reads the files finds them, from what is known of its headers: no file is opened.</summary>
    /// <param name="ctSeriesInstanceUid">Its Series Instance UID.</param>
    /// <param name="images">The facts of its images; of others they are passed over.</param>
    /// <param name="protocol">Whose limits for planes count.</param>
    /// <exception cref="CaseDataException">No image of it is there, or its planes are not a planning CT's.</exception>
    public static PlanningCtPlanes Of(string ctSeriesInstanceUid, IEnumerable<ObjectFacts> images, Protocol protocol)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(ctSeriesInstanceUid);
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(protocol);
        var candidate = CtCandidates.Find([.. images.Select(FactsReading.Scanned)], []).FirstOrDefault(ct => ct.SeriesInstanceUid == ctSeriesInstanceUid)
            ?? throw new CaseDataException(ReasonCodes.NoPlanningCt, $"No image of CT series {ctSeriesInstanceUid} is kept any more. Send the series again.");
        return Of(candidate, CaseReadOptions.By(protocol, threads: 1));
    }

    /// <summary>The planes of a CT series.</summary>
    /// <exception cref="CaseDataException">They are not a planning CT's.</exception>
    internal static PlanningCtPlanes Of(CtCandidate ct, CaseReadOptions options) =>
        PlanningCtReader.PlaneFault(ct, options) is { } fault ? throw fault : new(ct.SeriesInstanceUid, ct.ImageUids, PlanningCtReader.Open(ct).Grid);
}
