using System.Collections.Immutable;
using ContourFlow.Contouring.Cases;
using ContourFlow.Contouring.Faults;
using ContourFlow.Contouring.Protocols;
using ContourFlow.Geometry.Patient;
using ContourFlow.Geometry.Planes;
using ContourFlow.Geometry.Structures;

namespace ContourFlow.Contouring.Tests.Deriving;

/// <summary>A case of upright boxes on 60 planes of 1.25 mm, plane 0 at z = −30 mm: positions are known by hand.</summary>
internal sealed class DrawnCase
{
    private readonly List<Roi> _rois = [];
    private string _label = "PLAN";
    private int _lastNumber;

    public static PlaneGrid Grid { get; } = new(
        new FrameOfReferenceUid("1.2.3"), PlaneAxes.Axial, [.. Enumerable.Range(0, 60).Select(index => -30 + (1.25 * index))]);

    public static Protocol Spine { get; } = Load("spine-sbrt-sib");

    /// <summary>Body around, CTV of planes 20 to 39, canal and cord over planes 8 to 51: a case without a fault.</summary>
    public static DrawnCase Thoracic() => new DrawnCase()
        .With("CTV_T7", 20, 39, -20, 20, -20, 20)
        .With("SpinalCanal", 8, 51, -8, 8, 8, 24)
        .With("SpinalCord", 8, 51, -4, 4, 20.5, 23.5)
        .With("GTV", 24, 34, -10, 5, -15, 5)
        .With("Body", 0, 59, -150, 150, -100, 100);

    public static DrawnCase Sacral() => new DrawnCase()
        .With("CTV_S2", 20, 39, -20, 20, -20, 20)
        .With("SacralCanal", 8, 51, -8, 8, 8, 24)
        .With("SacralForamina", 26, 28, 10, 14, 0, 4)
        .With("ThecalSac", 8, 51, -5, 5, 10, 20);

    public static Protocol Load(string name) => ProtocolCatalogue.OfProgram.Load(name);

    public DrawnCase Label(string label)
    {
        _label = label;
        return this;
    }

    public DrawnCase Without(string name)
    {
        _rois.RemoveAll(roi => roi.Name == name);
        return this;
    }

    public DrawnCase With(string name, int first, int last, double right, double left, double anterior, double posterior, params int[] missing)
    {
        var regions = Enumerable.Range(first, last - first + 1)
            .Except(missing)
            .Select(index => new PlanarRegion(Grid.Positions[index], [new Ring([
                new(right, anterior), new(left, anterior), new(left, posterior), new(right, posterior)])]))
            .ToImmutableArray();
        return With(new Roi(++_lastNumber, name, string.Empty, null, new Structure(Grid, regions), null, []));
    }

    /// <summary>Moves one plane of an ROI to the Left.</summary>
    public DrawnCase WithJump(string name, int plane, double left)
    {
        var index = _rois.FindIndex(roi => roi.Name == name);
        var regions = _rois[index].Geometry!.Regions.Select(region => region.Z != Grid.Positions[plane]
            ? region
            : new PlanarRegion(region.Z, [.. region.Rings.Select(ring => new Ring([.. ring.Points.Select(point => point with { X = point.X + left })]))]));
        _rois[index] = _rois[index] with { Geometry = new Structure(Grid, [.. regions]) };
        return this;
    }

    public DrawnCase WithEmpty(string name) => With(new Roi(++_lastNumber, name, string.Empty, null, null, null, []));

    public DrawnCase WithFault(string name, string reasonCode) =>
        With(new Roi(++_lastNumber, name, string.Empty, null, null, new CaseDataException(reasonCode, $"ROI '{name}' is broken."), []));

    public PlanningCase Build()
    {
        var slices = Grid.Positions.Select((z, index) => new CtSlice(
            $"1.2.3.4.{index + 1}",
            "1.2.840.10008.5.1.4.1.1.2",
            new ImagePlane($"1.2.3.4.{index + 1}", new PatientPoint(-256, -256, z), new(1, 0, 0), new(0, 1, 0), 512, 512, 1, 1),
            ReadOnlyMemory<short>.Empty));
        return new PlanningCase(
            new PlanningCt("1.2.3", "1.2.3.4", Grid, [.. slices], new DicomDataset()),
            new PlanningStructureSet("1.2.3.5", _label, [.. _rois], DrawnSource.Of("1.2.3.5", [.. _rois])),
            [],
            [],
            []);
    }

    private DrawnCase With(Roi roi)
    {
        _rois.Add(roi);
        return this;
    }
}
