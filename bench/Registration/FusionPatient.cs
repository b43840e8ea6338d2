using ContourFlow.Contouring.Cases;
using ContourFlow.Contouring.Protocols;
using ContourFlow.Geometry.Patient;
using ContourFlow.Phantom.Anatomy;
using ContourFlow.Phantom.Patients;
using ContourFlow.Phantom.Solids;

namespace ContourFlow.Bench.Registration;

/// <summary>
/// A phantom patient's case as the program reads it, with both MRs and their true poses. Nothing is drawn on the MRs: the
/// fusion has the images only.
/// </summary>
internal sealed class FusionPatient
{
    private static readonly SpineSite[] Sites = [SpineSite.Thoracic, SpineSite.Lumbar, SpineSite.Sacral];

    private readonly PhantomTruth truth;

    private FusionPatient(string name, double vertebraHeight, PatientPoint target, PlanningCase planningCase, PhantomTruth truth) =>
        (Name, VertebraHeight, Target, Case, this.truth) = (name, vertebraHeight, target, planningCase, truth);

    public static Protocol Protocol { get; } = ProtocolCatalogue.OfProgram.Load("spine-sbrt-sib");

    public string Name { get; }

    /// <summary>Distance of neighbouring vertebrae, mm; in the sacrum, which has one bone, 30.</summary>
    public double VertebraHeight { get; }

    /// <summary>Centre of the target, frame of the CT.</summary>
    public PatientPoint Target { get; }

    public PlanningCase Case { get; }

    /// <summary>Makes a patient, writes the files and reads them.</summary>
    public static FusionPatient Of(int number)
    {
        PhantomOptions options = new()
        {
            Seed = 900 + number,
            Site = Sites[number % Sites.Length],
            Rows = 256,
            Columns = 256,
            FieldOfView = 250,
            IncludeExpectedVolumes = false,
        };
        var anatomy = SpineAnatomy.Of(options.Site, options.Seed);
        var folder = Directory.CreateTempSubdirectory("contourflow-bench-").FullName;
        try
        {
            var written = Phantom.Patients.PhantomPatient.Write(folder, options);
            var rules = Protocol.Fusion!;
            var read = CaseReader.Read(folder, new CaseReadOptions { Mr = new(rules.MaximumPlaneSpacing, rules.MaximumAgeDays) });
            var planningCase = read with { MrSeries = [.. read.MrSeries.Select(mr => mr with { StructureSets = [] })] };
            return new($"{written.Site} {number + 1}", Height(anatomy, options.Site), anatomy.Origin + new PatientVector(0, 15, 0), planningCase, written);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>From an MR's frame to the CT's.</summary>
    public RigidTransform TruePose(MrSeries mr)
    {
        var known = truth.Mr.Single(one => one.Series == mr.SeriesInstanceUid);
        return RigidTransform.FromMatrix(new(known.FrameOfReference), new(truth.CtFrameOfReference), known.Matrix.AsSpan());
    }

    /// <summary>Mean distance, over the corners of a box of 40 x 40 x 50 mm about the target and its centre, of a pose from the true one, mm.</summary>
    public double ErrorOf(RigidTransform mrToCt, RigidTransform truePose)
    {
        var points =
            from x in new[] { -20.0, 20 }
            from y in new[] { -20.0, 20 }
            from z in new[] { -25.0, 25 }
            select Target + new PatientVector(x, y, z);
        return points.Append(Target).Average(point => (mrToCt.Apply(truePose.Inverse().Apply(point)) - point).Length);
    }

    // As src/Phantom/Anatomy/ColumnAnatomy: a disc is 4.5 or 9 mm for a vertebra of the atlas's size.
    private static double Height(SpineAnatomy anatomy, SpineSite site)
    {
        var body = anatomy.TargetReach.Superior - anatomy.TargetReach.Inferior;
        return site switch
        {
            SpineSite.Thoracic => body * (1 + (4.5 / (2 * Vertebra.Thoracic.HalfHeight))),
            SpineSite.Lumbar => body * (1 + (9 / (2 * Vertebra.Lumbar.HalfHeight))),
            _ => 30,
        };
    }
}
