using System.Collections.Immutable;
using System.Text.Json;
using ContourFlow.Contouring.Reporting;

namespace ContourFlow.Contouring.Viewing;

/// <summary>What a page has to know of a report to show the case: its fusions, and what its structures are.</summary>
public sealed class ViewReport
{
    private readonly Dictionary<string, (string Role, double Volume)> _derived;
    private readonly Dictionary<int, (string Role, double? Volume)> _carried = [];

    private ViewReport(ReportDocument report)
    {
        Fusions = [.. report.Fusions.Select(Fusion)];
        CtSeriesInstanceUid = report.PlanningCt.SeriesInstanceUid;
        ProtocolHash = report.Protocol.Hash;
        _derived = report.Derived.ToDictionary(derived => derived.RoiName, derived => (derived.Role, derived.VolumeCc), StringComparer.Ordinal);
        foreach (var input in report.Inputs) _carried[input.RoiNumber] = ("Input", input.VolumeCc);
        foreach (var carried in report.CarriedRois) _carried.TryAdd(carried.RoiNumber, ("Carried", carried.VolumeCc));
    }

    /// <summary>The fusion of every MR, in the report's order.</summary>
    public ImmutableArray<ViewFusion> Fusions { get; }

    /// <summary>The planning CT's series.</summary>
    public string CtSeriesInstanceUid { get; }

    /// <summary>SHA-256 of the protocol that the case was processed by.</summary>
    public string ProtocolHash { get; }

    /// <summary>Reads report.json.</summary>
    /// <exception cref="JsonException">It is no report.</exception>
    public static ViewReport Read(ReadOnlySpan<byte> json)
    {
        var report = JsonSerializer.Deserialize(json, ReportJsonContext.Default.ReportDocument);
        if (report is null || report.Schema != ReportJson.Schema || report.PlanningCt is null || report.Protocol is null || report.Fusions.IsDefault
            || report.Derived.IsDefault || report.Inputs.IsDefault || report.CarriedRois.IsDefault)
        {
            throw new JsonException("This is no report of this program.");
        }

        return new(report);
    }

    /// <summary>Whether an ROI was derived.</summary>
    public bool IsDerived(ViewRoi roi)
    {
        ArgumentNullException.ThrowIfNull(roi);
        return _derived.ContainsKey(roi.Name);
    }

    /// <summary>What an ROI is to the case: its role in the protocol where it was derived, else "input" or "carried".</summary>
    public string RoleOf(ViewRoi roi)
    {
        ArgumentNullException.ThrowIfNull(roi);
        var role = _derived.TryGetValue(roi.Name, out var derived) ? derived.Role : _carried.TryGetValue(roi.Number, out var carried) ? carried.Role : "Input";
        return char.ToLowerInvariant(role[0]) + role[1..];
    }

    /// <summary>The volume of an ROI, cm³: as the report has it, else of its polygons.</summary>
    public double VolumeOf(ViewRoi roi)
    {
        ArgumentNullException.ThrowIfNull(roi);
        var told = _derived.TryGetValue(roi.Name, out var derived) ? derived.Volume : _carried.GetValueOrDefault(roi.Number).Volume;
        return told ?? ReportNumber.Cc(roi.AreaTimesThickness);
    }

    private static ViewFusion Fusion(ReportFusion fusion) => new(
        fusion.SeriesInstanceUid,
        fusion.FrameOfReferenceUid,
        fusion.Weighting,
        fusion.Planes,
        fusion.Verdict == "accepted",
        fusion.Refusal?.Sentence,
        fusion.Pose is { MrToCt: { IsDefault: false, Length: 16 } pose } ? pose : null);
}

/// <summary>The fusion of an MR.</summary>
/// <param name="SeriesInstanceUid">The MR series.</param>
/// <param name="FrameOfReferenceUid">Its frame of reference.</param>
/// <param name="Weighting">T1, T2 or unknown.</param>
/// <param name="Planes">How many planes it has.</param>
/// <param name="IsAccepted">Whether the fusion was accepted.</param>
/// <param name="Refusal">Why not; null when it was.</param>
/// <param name="MrToCt">Its pose, 4 × 4, row by row: maps points of the MR's frame to the CT's; null where none was found.</param>
public sealed record ViewFusion(
    string SeriesInstanceUid, string FrameOfReferenceUid, string Weighting, int Planes, bool IsAccepted, string? Refusal, ImmutableArray<double>? MrToCt);
