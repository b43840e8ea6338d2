using System.Collections.Immutable;
using ContourFlow.Geometry.Patient;
using ContourFlow.Itk;
using ContourFlow.Phantom.Anatomy;
using ContourFlow.Phantom.Patients;

namespace ContourFlow.Bench.Registration;

/// <summary>
/// A planning CT and one MR of a phantom patient, in frames of reference of their own, with the pose between them: turned
/// by up to 8 degrees about each axis and moved by up to 25 mm along each, coil's bias and noise on the MR.
/// </summary>
internal sealed class RegistrationCase
{
    private static readonly SpineSite[] Sites = [SpineSite.Thoracic, SpineSite.Lumbar, SpineSite.Sacral];

    private RegistrationCase(string name, bool isAxial, Volume ct, Volume mr, RigidTransform truth, PatientPoint target, PatientPoint centre)
    {
        (Name, IsAxial, Ct, Mr, Truth, Target, Centre) = (name, isAxial, ct, mr, truth, target, centre);
    }

    public string Name { get; }

    public bool IsAxial { get; }

    public Volume Ct { get; }

    public Volume Mr { get; }

    /// <summary>From the CT's frame to the MR's.</summary>
    public RigidTransform Truth { get; }

    /// <summary>Centre of the target, frame of the CT.</summary>
    public PatientPoint Target { get; }

    /// <summary>Where a person would put the box: within 5 mm of the target along each axis.</summary>
    public PatientPoint Centre { get; }

    /// <summary>Where errors are measured: the corners of a box of 40 x 40 x 50 mm about the target, and its centre.</summary>
    private IEnumerable<PatientPoint> Points =>
        from x in new[] { -20.0, 20 }
        from y in new[] { -20.0, 20 }
        from z in new[] { -25.0, 25 }
        select Target + new PatientVector(x, y, z);

    /// <summary>The axial and the sagittal case of a patient, who share the CT.</summary>
    public static IEnumerable<RegistrationCase> Of(int number)
    {
        PhantomOptions options = new() { Seed = 500 + number, Site = Sites[number % Sites.Length], Rows = 300, Columns = 300, FieldOfView = 300 };
        var anatomy = SpineAnatomy.Of(options.Site, options.Seed);
        CtScan scan = new(anatomy, options);
        var ct = Volume.Of(CtScan.FrameOfReference(options), scan.Rasters, i => [.. scan.Render(i).Select(v => (short)(v - CtScan.Offset))]);
        Chance chance = new(options.Seed, "box");
        double Off() => chance.Between(-5, 5);
        var target = anatomy.Origin + new PatientVector(0, 15, 0);
        var centre = target + new PatientVector(Off(), Off(), Off());
        foreach (var mr in new[] { MrScan.Axial(anatomy, options), MrScan.Sagittal(anatomy, options) })
        {
            FrameOfReferenceUid frame = new(NamedUid.Of(options, mr.Folder));
            var truth = RigidTransform.FromMatrix(frame, ct.Geometry.FrameOfReference, mr.Pose.Matrix.AsSpan()).Inverse();
            var name = $"{options.Site.ToString().ToLowerInvariant()} {number + 1} {(mr.IsSagittal ? "sagittal" : "axial")}";
            yield return new(name, !mr.IsSagittal, ct, Volume.Of(frame, mr.Rasters, i => [.. mr.Render(i).Select(v => (short)v)]), truth, target, centre);
        }
    }

    /// <summary>Distance of where a pose puts the points from where they are: mean and largest, mm.</summary>
    public (double Mean, double Largest) ErrorOf(RigidTransform pose)
    {
        double[] errors = [.. Points.Append(Target).Select(p => (pose.Apply(p) - Truth.Apply(p)).Length)];
        return (errors.Average(), errors.Max());
    }
}

/// <summary>Voxels and where they lie.</summary>
internal sealed record Volume(ImageGeometry Geometry, short[] Voxels)
{
    public static Volume Of(FrameOfReferenceUid frame, ImmutableArray<ImageRaster> rasters, Func<int, short[]> render)
    {
        var first = rasters[0];
        var step = rasters[^1].First - first.First;
        var spacing = step.Length / (rasters.Length - 1);
        ImageGeometry geometry = new(
            frame, first.Columns, first.Rows, rasters.Length, first.First, first.RowDirection, first.ColumnDirection, step * (1 / step.Length), first.Spacing, first.Spacing, spacing);
        var voxels = new short[geometry.VoxelCount];
        Parallel.For(0, rasters.Length, i => render(i).CopyTo(voxels, (long)i * first.Columns * first.Rows));
        return new(geometry, voxels);
    }
}
