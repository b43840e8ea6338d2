using System.Collections.Concurrent;
using System.Collections.Immutable;
using ContourFlow.Contouring.Cases;
using ContourFlow.Contouring.Checks;
using ContourFlow.Contouring.Deriving;
using ContourFlow.Contouring.Protocols;
using ContourFlow.Geometry.Margins;
using ContourFlow.Geometry.Patient;
using ContourFlow.Geometry.Planes;
using ContourFlow.Geometry.Structures;

namespace ContourFlow.Contouring.Tests.Reporting;

/// <summary>
/// A case made in code: a round vertebra (radius 20 mm at patient (10, 30)) with a canal of 8 mm behind its middle,
/// on 80 planes of 1.25 mm, 256 × 256 pixels of 0.9 mm. Truths are the numbers here; nothing is read from DICOM.
/// A bright rod of 3 mm radius stands at <see cref="Rod"/>, to the patient's Left of the middle.
/// </summary>
internal sealed record SyntheticCase
{
    public static readonly PlanePoint Vertebra = new(10, 30);
    public static readonly PlanePoint Canal = new(10, 44);
    public static readonly PlanePoint Rod = new(60, 30);
    public const double PixelSize = 0.9;
    public const double PlaneSpacing = 1.25;
    public const int Planes = 80;
    public const string PatientName = "DOE^JANE";
    public const string PatientId = "ID-4711";
    public const string PatientBirthDate = "19500131";
    public const string OutputUid = "2.25.4242";
    private const int Size = 256;
    private static readonly ConcurrentDictionary<(PatientVector, PatientVector), short[]> Images = new();

    public PatientVector RowDirection { get; init; } = new(1, 0, 0);

    public PatientVector ColumnDirection { get; init; } = new(0, 1, 0);

    public string CtvName { get; init; } = "CTV_T7";

    public string CanalName { get; init; } = "SpinalCanal";

    public ImmutableArray<CheckResult> Checks { get; init; } = [Passed("margin-PTV"), Passed("canal-PTV_Eval")];

    public ImmutableArray<Finding> Findings { get; init; } = [];

    public ImmutableArray<UnusedObject> NotUsed { get; init; } = [];

    public DicomDataset Header { get; init; } = Patient();

    public bool Derives { get; init; } = true;

    /// <summary>Head first supine: rows to the patient's Left, columns to Posterior.</summary>
    public static SyntheticCase Supine { get; } = new();

    /// <summary>Head first prone: rows to the patient's Right, columns to Anterior.</summary>
    public static SyntheticCase Prone { get; } = new() { RowDirection = new(-1, 0, 0), ColumnDirection = new(0, -1, 0) };

    /// <summary>Head first, lying on the left side: rows to Posterior, columns to the patient's Right.</summary>
    public static SyntheticCase Decubitus { get; } = new() { RowDirection = new(0, 1, 0), ColumnDirection = new(-1, 0, 0) };

    public static CheckResult Passed(string id) =>
        new(id, $"Title of {id}", Severity.Information, "0.98 to 1.02", "0.90 to 1.10", $"Sentence of {id}.", "specification 5");

    public static CheckResult Warned(string id, double? z = null) =>
        Passed(id) with { Severity = Severity.Warning, RoiName = "PTV", Z = z };

    public static CheckResult Failed(string id, double? z = null) =>
        Passed(id) with { Severity = Severity.Failure, RoiName = "PTV_Eval", Z = z };

    public static double PlaneZ(int plane) => -50 + (plane * PlaneSpacing);

    public CaseResult Result()
    {
        var grid = new PlaneGrid(new("1.2.3.4"), PlaneAxes.Axial, [.. Enumerable.Range(0, Planes).Select(PlaneZ)]);
        var ctv = Stack(grid, 30, 50, _ => [Circle(Vertebra, 20)]);
        var canal = Stack(grid, 5, 75, _ => [Circle(Canal, 8)]);
        var roi = new Roi(1, CtvName, "CTV", new(255, 120, 40), ctv, Fault: null, Findings: []);
        var canalRoi = new Roi(2, CanalName, "ORGAN", new(60, 220, 90), canal, Fault: null, Findings: []);
        var empty = new Roi(3, "Couch", "SUPPORT", Colour: null, Geometry: null, Fault: null, Findings: []);
        var ctvInput = new UsedInput(Input("CTV", StructureRole.Ctv), 1, CtvName, ctv, new string('a', 64));
        var canalInput = new UsedInput(Input("SpinalCanal", StructureRole.SpinalCanal), 2, CanalName, canal, new string('b', 64));
        var ptv = Derived(
            "PTV", StructureRole.Ptv, new(60, 120, 255), Stack(grid, 26, 54, _ => [Circle(Vertebra, 22)]),
            new WithMargin(new NamedStructure("CTV"), PatientMargins.InPlaneAndAxial(2, 5)), "CTV + (2, 2, 5)", [ctvInput]);
        var eval = Derived(
            "PTV_Eval", StructureRole.PtvEval, new(0, 230, 230),
            // The canal is drawn whole into the ring: a hole where it lies inside. Its outermost part leaves the PTV,
            // so the synthetic hole is kept smaller than the canal and inside the vertebra.
            Stack(grid, 26, 54, _ => [Circle(Vertebra, 22), Reversed(Circle(Canal, 7))]),
            new DifferenceOf(new NamedStructure("PTV"), new NamedStructure("SpinalCanal")), "PTV - SpinalCanal", [ctvInput, canalInput]);
        // Everything is a cylinder along Z, so that one image serves for all planes.
        var image = Images.GetOrAdd((RowDirection, ColumnDirection), _ => Hounsfield(PlaneAt(0)));
        var slices = grid.Positions.Select(PlaneAt).Select((plane, i) =>
            new CtSlice($"1.2.3.4.5.{i + 1}", "1.2.840.10008.5.1.4.1.1.2", plane, image));
        var ct = new PlanningCt("1.2.3.1", "1.2.3.2", grid, [.. slices], Header);
        var set = new PlanningStructureSet("1.2.3.3", "T7 SBRT", [roi, canalRoi, empty], Patient());
        var result = new CaseResult(
            new(ct, set, [Mr()], NotUsed, Findings),
            Protocol(),
            new(
                new(LevelGroup.Spine, VertebralLevel.T7, VertebralLevel.T7, Inferred: false, $"ROI {CtvName}"),
                [ctvInput, canalInput],
                Derives ? [ptv, eval] : [],
                []),
            Checks,
            StructureSet: null,
            Derives ? [new("PTV", CtvName, 2, 1.99, 2.01, 2, 5, 5, PatientMargins.InPlaneAndAxial(2, 5))] : []);
        return result.IsHeld ? result : result with { StructureSet = Written() };
    }

    /// <summary>Forty axial planes of 1 mm, one pixel each.</summary>
    private static MrSeries Mr()
    {
        var grid = new PlaneGrid(new FrameOfReferenceUid("1.2.3.8"), PlaneAxes.Axial, [.. Enumerable.Range(0, 40).Select(i => (double)i)]);
        var slices = grid.Positions.Select((z, i) => new MrSlice(
            $"1.2.3.9.{i + 1}", DicomUID.MRImageStorage.UID, new($"1.2.3.9.{i + 1}", new(0, 0, z), new(1, 0, 0), new(0, 1, 0), 1, 1, 1, 1), new float[] { i }));
        return new("1.2.3.7", "1.2.3.9", MrWeighting.T2, null, grid, [.. slices], [], new DicomDataset());
    }

    /// <summary>Whom no report may name.</summary>
    private static DicomDataset Patient() => new DicomDataset()
        .AddOrUpdate(DicomTag.PatientName, PatientName)
        .AddOrUpdate(DicomTag.PatientID, PatientId)
        .AddOrUpdate(DicomTag.PatientBirthDate, PatientBirthDate);

    private static DicomFile Written() => new(Patient()
        .AddOrUpdate(DicomTag.SOPClassUID, "1.2.840.10008.5.1.4.1.1.481.3")
        .AddOrUpdate(DicomTag.SOPInstanceUID, OutputUid));

    private ImagePlane PlaneAt(double z)
    {
        // The middle of the image is at patient (10, 30) whichever way its rows and columns run.
        var half = (Size - 1) / 2.0 * PixelSize;
        var first = new PatientPoint(Vertebra.X, Vertebra.Y, z) + (RowDirection * -half) + (ColumnDirection * -half);
        return new(FormattableString.Invariant($"1.2.{z}"), first, RowDirection, ColumnDirection, Size, Size, PixelSize, PixelSize);
    }

    private static short[] Hounsfield(ImagePlane plane)
    {
        var values = new short[Size * Size];
        for (var row = 0; row < Size; row++)
        {
            for (var column = 0; column < Size; column++)
            {
                var at = plane.PixelCentre(row, column);
                values[(row * Size) + column] = Tissue(at);
            }
        }

        return values;
    }

    private static short Tissue(PatientPoint at)
    {
        if (Distance(at, Rod) <= 3) return 1500;
        if (Distance(at, Canal) <= 8) return 20;
        if (Distance(at, Vertebra) <= 20) return 450;
        // Grain that depends on the place only, so that pictures look and weigh like a CT's.
        var grain = (int)(Math.Sin((at.X * 12.9898) + (at.Y * 78.233)) * 43758.5453) % 25;
        var (x, y) = ((at.X - Vertebra.X) / 105, (at.Y - Vertebra.Y + 20) / 75);
        return (short)((x * x) + (y * y) <= 1 ? 50 + grain : -1000);
    }

    private static double Distance(PatientPoint at, PlanePoint centre) => Math.Sqrt(
        ((at.X - centre.X) * (at.X - centre.X)) + ((at.Y - centre.Y) * (at.Y - centre.Y)));

    private static Structure Stack(PlaneGrid grid, int first, int last, Func<int, ImmutableArray<Ring>> rings) =>
        new(grid, [.. Enumerable.Range(first, last - first + 1).Select(plane => new PlanarRegion(grid.Positions[plane], rings(plane)))]);

    private static Ring Circle(PlanePoint centre, double radius) => new(
        [.. Enumerable.Range(0, 180).Select(i => new PlanePoint(
            centre.X + (radius * Math.Cos(i * Math.Tau / 180)), centre.Y + (radius * Math.Sin(i * Math.Tau / 180))))]);

    private static Ring Reversed(Ring ring) => new([.. ring.Points.Reverse()]);

    private static InputDefinition Input(string name, StructureRole role) =>
        new() { Name = name, Role = role, Aliases = [], Required = InputRequirement.Always, InterpolatePlanes = 1 };

    private static DerivedStructure Derived(
        string name, StructureRole role, RgbColour colour, Structure geometry, StructureExpression expression, string text,
        ImmutableArray<UsedInput> operands)
    {
        var variant = new DerivedVariant(Group: null, expression, text);
        var definition = new DerivedDefinition
        {
            Name = name,
            RoiName = name,
            Role = role,
            InterpretedType = "PTV",
            Colour = colour,
            Variants = [variant],
            SkipWithoutOperands = false,
        };
        return new(definition, name, geometry, $"{text}, half-slice caps", variant, operands);
    }

    private static Protocol Protocol() => new()
    {
        Name = "spine-sbrt-sib",
        Version = "1.0",
        Hash = new string('c', 64),
        Title = "Spine SBRT with simultaneous integrated boost",
        Source = "made up for a test",
        StructureSetLabel = "ContourFlow",
        PlanningCt = new(3, 0.1, AllowUnevenSpacing: true),
        Inputs = [],
        Derived = [],
        Holes = HoleEncoding.Keyhole,
        Limits = ImmutableSortedDictionary<string, double>.Empty,
        SliverArea = 4,
        SliverOpening = 0.25,
    };
}
