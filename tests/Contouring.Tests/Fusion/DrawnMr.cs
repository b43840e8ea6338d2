using System.Collections.Immutable;
using ContourFlow.Contouring.Cases;
using ContourFlow.Contouring.Faults;
using ContourFlow.Contouring.Fusion;
using ContourFlow.Contouring.Tests.Deriving;
using ContourFlow.Geometry.Patient;
using ContourFlow.Geometry.Planes;
using ContourFlow.Geometry.Structures;

namespace ContourFlow.Contouring.Tests.Fusion;

/// <summary>
/// An MR of axial planes, without pixels, that lies 100 mm Superior of where the CT has it: its pose is known by hand.
/// Drawings on it are upright boxes.
/// </summary>
internal sealed class DrawnMr(string series, MrWeighting weighting = MrWeighting.T2, double spacing = 1)
{
    private static readonly FrameOfReferenceUid Frame = new("1.2.8"), CtFrame = new("1.2.3");
    private readonly List<MrStructureSet> _sets = [];

    private PlaneGrid Grid { get; } = new(
        Frame, PlaneAxes.Axial, [.. Enumerable.Range(0, (int)(100 / spacing)).Select(index => 60 + (spacing * index))]);

    /// <summary>A structure set with one ROI, a box in the MR's frame over the planes from one z to the other.</summary>
    public DrawnMr With(string structureSetUid, string name, double inferior, double superior, double right, double left, double anterior, double posterior)
    {
        var regions = Grid.Positions.Where(z => z >= inferior && z <= superior)
            .Select(z => new PlanarRegion(z, [new Ring([new(right, anterior), new(left, anterior), new(left, posterior), new(right, posterior)])]))
            .ToImmutableArray();
        var roi = new Roi(7, name, string.Empty, null, new Structure(Grid, regions), null, []);
        _sets.Add(new MrStructureSet(structureSetUid, [roi], DrawnSource.Of(structureSetUid, roi)));
        return this;
    }

    /// <summary>All its ROIs in one structure set.</summary>
    public DrawnMr Merged(string structureSetUid)
    {
        Roi[] rois = [.. _sets.SelectMany(set => set.Rois).Select((roi, index) => roi with { Number = index + 1, Name = index == 0 ? "Myelon" : roi.Name })];
        _sets.Clear();
        _sets.Add(new MrStructureSet(structureSetUid, [.. rois], DrawnSource.Of(structureSetUid, rois)));
        return this;
    }

    public MrSeries Build() => new(
        "1.2.9", series, weighting, new DateOnly(2026, 1, 1), Grid,
        [.. Grid.Positions.Select((z, index) => new MrSlice(
            $"{series}.{index + 1}",
            "1.2.840.10008.5.1.4.1.1.4",
            new ImagePlane($"{series}.{index + 1}", new PatientPoint(-60, -60, z), new(1, 0, 0), new(0, 1, 0), 120, 120, 1, 1),
            new float[120 * 120]))],
        [.. _sets],
        new DicomDataset());

    /// <summary>The MR with its true pose, accepted.</summary>
    public MrFusion Accepted() => new(
        Build(),
        new FusedPose(
            PoseOrigin.Registration,
            new RigidTransform(Frame, CtFrame, new(1, 0, 0), new(0, 1, 0), new(0, 0, 1), new(0, 0, -100)),
            default,
            "1.2.840.99"),
        [],
        null,
        null);

    /// <summary>The MR with a fusion that was refused.</summary>
    public MrFusion Refused() => Accepted() with { RefusalCode = ReasonCodes.FusionRefused, Refusal = $"The fusion of MR series {series} is refused by fusion-vertebra." };
}
