using System.Collections.Immutable;
using ContourFlow.Contouring.Cases;
using ContourFlow.Contouring.Protocols;
using ContourFlow.Geometry.Patient;
using ContourFlow.Itk;

namespace ContourFlow.Contouring.Fusion;

/// <summary>
/// Fuses every MR of a case onto the planning CT. A pose that somebody stated goes before our own: a Spatial
/// Registration that came with the case, then a shared frame of reference; both are verified against the images like
/// a pose that was found here. MR series of one frame of reference have one pose: the one with the closest planes is
/// registered, the others are verified at its pose. One MR's refusal says nothing about the others.
/// </summary>
public static class CaseFusion
{
    /// <summary>Fuses the MR series of a case.</summary>
    /// <param name="planningCase">The case.</param>
    /// <param name="protocol">The protocol; without a fusion section nothing is fused.</param>
    /// <param name="options">The level by the case's own note, threads.</param>
    /// <param name="progress">Told, in words, what is being done.</param>
    /// <param name="cancellation">Stops within a moment, also in the middle of a registration.</param>
    /// <returns>One result for each MR series, in the case's order; the same bits at any thread count.</returns>
    /// <exception cref="Faults.CaseDataException">The target is in doubt: two ROIs could be it, or two names state different levels.</exception>
    public static ImmutableArray<MrFusion> Fuse(
        PlanningCase planningCase,
        Protocol protocol,
        ProcessOptions options,
        IProgress<string>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(planningCase);
        ArgumentNullException.ThrowIfNull(protocol);
        ArgumentNullException.ThrowIfNull(options);
        if (protocol.Fusion is not { } rules || planningCase.MrSeries.IsEmpty) return [];

        // A case without a target is held by the derivation, which says what is missing.
        if (FusionTarget.Of(planningCase, protocol, options.Level) is not { } target) return [];
        var fusions = new Dictionary<MrSeries, MrFusion>();
        var ofFrame = new Dictionary<FrameOfReferenceUid, FusedPose>();
        using var ct = FusionVolumes.OfCt(planningCase.Ct, target.Centre);

        // The one with the closest planes leads: its pose is the best that its frame of reference can have.
        foreach (var mr in planningCase.MrSeries.OrderBy(mr => Math.Round(mr.PlaneSpacing, 2)).ThenBy(mr => mr.SeriesInstanceUid, StringComparer.Ordinal))
        {
            progress?.Report($"fusing MR {fusions.Count + 1} of {planningCase.MrSeries.Length}");
            var fusing = new MrFusing(planningCase, ct, mr, target, protocol, rules, options.MaximumDegreeOfParallelism);
            var fusion = Fuse(fusing, mr, ofFrame.GetValueOrDefault(mr.Grid.FrameOfReference), cancellation);
            fusions.Add(mr, fusion);
            if (fusion is { IsAccepted: true, Pose: { Origin: PoseOrigin.Registration } pose }) ofFrame.TryAdd(mr.Grid.FrameOfReference, pose);
        }

        return [.. planningCase.MrSeries.Select(mr => fusions[mr])];
    }

    private static MrFusion Fuse(MrFusing fusing, MrSeries mr, FusedPose? ofFrame, CancellationToken cancellation)
    {
        try
        {
            return fusing.Fuse(ofFrame, cancellation);
        }
        catch (RegistrationException fault)
        {
            return FusionRefusal.Of(mr, fault);
        }
    }
}
