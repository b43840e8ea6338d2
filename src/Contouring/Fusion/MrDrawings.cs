using ContourFlow.Contouring.Cases;
using ContourFlow.Contouring.Deriving;
using ContourFlow.Contouring.Faults;
using ContourFlow.Contouring.Protocols;
using ContourFlow.Geometry.Margins;
using ContourFlow.Geometry.Solids;
using ContourFlow.Geometry.Structures;

namespace ContourFlow.Contouring.Fusion;

/// <summary>An input of the protocol that is drawn on an MR.</summary>
/// <param name="Mr">The MR.</param>
/// <param name="StructureSet">The structure set that has it.</param>
/// <param name="Roi">The ROI, on the MR's planes.</param>
internal sealed record MrDrawing(MrSeries Mr, MrStructureSet StructureSet, Roi Roi);

/// <summary>Finds what is drawn on an MR for the protocol's inputs, and brings it onto the CT's planes.</summary>
internal static class MrDrawings
{
    /// <summary>
    /// Every input that is drawn on the MR and that the protocol takes from some MR, in the protocol's order within
    /// each structure set of the MR; whether this MR has the right weighting is not asked here. Where two ROIs could be
    /// the input, the drawing has that fault: it counts only when the drawing is needed.
    /// </summary>
    public static IEnumerable<(InputDefinition Input, MrDrawing Drawing)> Of(MrSeries mr, Protocol protocol)
    {
        foreach (var structureSet in mr.StructureSets)
        {
            foreach (var input in protocol.Inputs.Where(input => input.FromMr != MrSource.None))
            {
                if (Find(structureSet, protocol, input) is { } roi && (roi.Geometry is { IsEmpty: false } || roi.Fault is not null))
                    yield return (input, new(mr, structureSet, roi));
            }
        }
    }

    private static Roi? Find(MrStructureSet structureSet, Protocol protocol, InputDefinition input)
    {
        try
        {
            var alone = protocol with { Inputs = [input] };
            return InputMatching.Match(new(structureSet.SopInstanceUid, string.Empty, structureSet.Rois, structureSet.Source), alone).GetValueOrDefault(input.Name);
        }
        catch (CaseDataException fault)
        {
            return new Roi(0, input.Name, string.Empty, null, null, fault, []);
        }
    }

    /// <summary>True when the protocol takes the input from an MR of this weighting.</summary>
    public static bool Takes(InputDefinition input, MrSeries mr) => input.FromMr switch
    {
        MrSource.None => false,
        MrSource.T1 => mr.Weighting == MrWeighting.T1,
        MrSource.T2 => mr.Weighting == MrWeighting.T2,
        _ => true,
    };

    /// <summary>The drawing on the CT's planes: its solid stays where it was drawn and is cut there (geometry specification 4).</summary>
    public static Structure OnCt(Structure drawn, FusedPose pose, PlanningCt ct, int threads)
    {
        var plane = ct.Slices[0].Plane;
        return FrameTransfer.Transfer(drawn, pose.MrToCt, ct.Grid, new GrowthOptions
        {
            LatticeStep = Math.Min(0.5, Math.Min(plane.RowSpacing, plane.ColumnSpacing) / 2),
            MaximumDegreeOfParallelism = threads,
        });
    }
}
