using System.Collections.Immutable;
using ContourFlow.Geometry.Patient;
using ContourFlow.Itk;
using ContourFlow.Phantom.Anatomy;
using ContourFlow.Phantom.Patients;
using ContourFlow.Phantom.Solids;

namespace ContourFlow.Bench.Registration;

/// <summary>
/// A planning CT and one MR of a phantom patient, in frames of reference of their own, with the pose between them: turned
/// by up to 8 degrees about each axis and moved by up to 25 mm along each, coil's bias and noise on the MR.
/// </summary>
internal sealed class RegistrationCase
{
    private static readonly SpineSite[] Sites = [SpineSite.Thoracic, SpineSite.Lumbar, SpineSite.Sacral];

    private RegistrationCase(string name, bool isAxial, double pitch, Volume ct, Volume mr, RigidTransform truth, PatientPoint target, PatientPoint centre)
    {
        (Name, IsAxial, Pitch, Ct, Mr, Truth, Target, Centre) = (name, isAxial, pitch, ct, mr, truth, target, centre);
    }

    public string Name { get; }

    public bool IsAxial { get; }

    /// <summary>Distance of neighbouring vertebrae, mm; 0 in the sacrum.</summary>
    public double Pitch { get; }

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
        var height = anatomy.TargetReach.Superior - anatomy.TargetReach.Inferior;
        var pitch = options.Site switch
        {
            // As src/Phantom/Anatomy/ColumnAnatomy: a disc is 4.5 or 9 mm for a vertebra of the atlas's size.
            SpineSite.Thoracic => height * (1 + (4.5 / (2 * Vertebra.Thoracic.HalfHeight))),
            SpineSite.Lumbar => height * (1 + (9 / (2 * Vertebra.Lumbar.HalfHeight))),
            _ => 0,
        };
        foreach (var mr in new[] { MrScan.Axial(anatomy, options), MrScan.Sagittal(anatomy, options) })
        {
            FrameOfReferenceUid frame = new(NamedUid.Of(options, mr.Folder));
            var truth = RigidTransform.FromMatrix(frame, ct.Geometry.FrameOfReference, mr.Pose.Matrix.AsSpan()).Inverse();
            var name = $"{options.Site.ToString().ToLowerInvariant()} {number + 1} {(mr.IsSagittal ? "sagittal" : "axial")}";
            yield return new(name, !mr.IsSagittal, pitch, ct, Volume.Of(frame, mr.Rasters, i => [.. mr.Render(i).Select(v => (short)v)]), truth, target, centre);
        }
    }

    /// <summary>The same with the MR cut to three vertebrae in height.</summary>
    public RegistrationCase WithThreeVertebrae()
    {
        var middle = Truth.Apply(Target);
        return new(Name, IsAxial, Pitch, Ct, Mr.Cut(middle.Z - (1.5 * Pitch), middle.Z + (1.5 * Pitch)), Truth, Target, Centre);
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

    /// <summary>Its voxels between two heights.</summary>
    public Volume Cut(double inferior, double superior)
    {
        var g = Geometry;
        bool IsInside(PatientPoint p) => p.Z >= inferior && p.Z <= superior;
        int[] rows = [.. Enumerable.Range(0, g.SizeJ).Where(j => g.AxisJ.Z == 0 || IsInside(g.PointAt(0, j, 0)))];
        int[] planes = [.. Enumerable.Range(0, g.SizeK).Where(k => g.AxisK.Z == 0 || IsInside(g.PointAt(0, 0, k)))];
        var voxels = new short[(long)g.SizeI * rows.Length * planes.Length];
        for (var k = 0; k < planes.Length; k++)
            for (var j = 0; j < rows.Length; j++)
                Array.Copy(Voxels, (((long)planes[k] * g.SizeJ) + rows[j]) * g.SizeI, voxels, (((long)k * rows.Length) + j) * g.SizeI, g.SizeI);
        return new(
            new(g.FrameOfReference, g.SizeI, rows.Length, planes.Length, g.PointAt(0, rows[0], planes[0]), g.AxisI, g.AxisJ, g.AxisK, g.SpacingI, g.SpacingJ, g.SpacingK), voxels);
    }
}
