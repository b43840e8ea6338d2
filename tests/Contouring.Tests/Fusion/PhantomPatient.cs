using ContourFlow.Contouring.Cases;
using ContourFlow.Contouring.Protocols;
using ContourFlow.Contouring.Tests.Deriving;
using ContourFlow.Geometry.Patient;
using ContourFlow.Phantom.Anatomy;
using ContourFlow.Phantom.Patients;

namespace ContourFlow.Contouring.Tests.Fusion;

/// <summary>A phantom patient with both MRs, read once for all tests of a class, and its truth.</summary>
public sealed class PhantomPatient
{
    private static readonly Lazy<PhantomPatient> LazyThoracic = new(() => new(SpineSite.Thoracic, 3));

    private PhantomPatient(SpineSite site, long seed)
    {
        var folder = Directory.CreateTempSubdirectory("contourflow-fusion-").FullName;
        try
        {
            Truth = Phantom.Patients.PhantomPatient.Write(folder, new PhantomOptions { Site = site, Seed = seed, Rows = 256, Columns = 256, FieldOfView = 250, IncludeExpectedVolumes = false });
            var rules = Protocol.Fusion!;
            Case = CaseReader.Read(folder, new CaseReadOptions { Mr = new(rules.MaximumPlaneSpacing, rules.MaximumAgeDays) });
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>A thoracic patient.</summary>
    public static PhantomPatient Thoracic => LazyThoracic.Value;

    /// <summary>The trial's protocol.</summary>
    public static Protocol Protocol => DrawnCase.Spine;

    /// <summary>The case with everything.</summary>
    public PlanningCase Case { get; }

    /// <summary>What is known of it.</summary>
    public PhantomTruth Truth { get; }

    /// <summary>The case with one of its MRs: AX or SAG.</summary>
    public PlanningCase With(string plane) => Case with { MrSeries = [Mr(plane)] };

    /// <summary>One of its MRs: AX or SAG.</summary>
    public MrSeries Mr(string plane) => Case.MrSeries.Single(mr => mr.SeriesInstanceUid == TruthOf(plane).Series);

    /// <summary>The true pose of one of its MRs.</summary>
    public RigidTransform TruePose(string plane)
    {
        var truth = TruthOf(plane);
        return RigidTransform.FromMatrix(new(truth.FrameOfReference), new(Truth.CtFrameOfReference), truth.Matrix.AsSpan());
    }

    /// <summary>The case without an ROI of its planning structure set.</summary>
    public static PlanningCase Without(PlanningCase planningCase, string roiName) => planningCase with
    {
        StructureSet = planningCase.StructureSet with { Rois = [.. planningCase.StructureSet.Rois.Where(roi => roi.Name != roiName)] },
    };

    private MrTruth TruthOf(string plane) => Truth.Mr.Single(mr => mr.Folder.EndsWith(plane, StringComparison.Ordinal));
}
