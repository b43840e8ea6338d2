using System.Collections.Immutable;
using ContourFlow.Contouring.Cases;
using ContourFlow.Contouring.Protocols;
using ContourFlow.Contouring.RtObjects;

namespace ContourFlow.Contouring.Fusion;

/// <summary>
/// Gives every accepted pose that was found here its Spatial Registration object. What came with the case keeps its
/// own, where MR and CT share a frame of reference there is nothing to state, and what another MR of the frame stands on
/// is stated once.
/// </summary>
internal static class WrittenFusions
{
    /// <summary>The fusions with the objects that state them, and those objects in the same order.</summary>
    public static (ImmutableArray<MrFusion> Fusions, ImmutableArray<DicomFile> Registrations) Of(
        PlanningCase planningCase, Protocol protocol, ImmutableArray<MrFusion> fusions)
    {
        var result = ImmutableArray.CreateBuilder<MrFusion>(fusions.Length);
        var files = ImmutableArray.CreateBuilder<DicomFile>();
        foreach (var fusion in fusions)
        {
            if (!fusion.IsAccepted || fusion.Pose is not { Origin: PoseOrigin.Registration } pose)
            {
                result.Add(fusion);
                continue;
            }

            var written = SpatialRegistrationWriter.Write(planningCase.Ct, fusion.Mr, pose.MrToCt, protocol.Hash, planningCase.StructureSet);
            files.Add(written.File);
            result.Add(fusion with { Pose = pose with { RegistrationInstanceUid = written.SopInstanceUid } });
        }

        var ofFrame = result
            .Where(fusion => fusion is { IsAccepted: true, Pose.Origin: PoseOrigin.Registration })
            .ToDictionary(fusion => fusion.Mr.Grid.FrameOfReference, fusion => fusion.Pose!.RegistrationInstanceUid);
        for (var i = 0; i < result.Count; i++)
        {
            if (result[i].Pose is { Origin: PoseOrigin.OtherSeriesOfFrame } pose)
                result[i] = result[i] with { Pose = pose with { RegistrationInstanceUid = ofFrame[result[i].Mr.Grid.FrameOfReference] } };
        }

        return (result.MoveToImmutable(), files.ToImmutable());
    }
}
