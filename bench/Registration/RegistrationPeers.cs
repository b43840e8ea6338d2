using System.Globalization;
using System.Text;
using ContourFlow.Bench.Peers;
using ContourFlow.Geometry.Patient;
using ContourFlow.Itk;

namespace ContourFlow.Bench.Registration;

/// <summary>
/// elastix and plastimatch on the same images, from the same coordinates, as careful users would run them. Both get the box's
/// centre as origin of the coordinates: plastimatch turns about the origin, and from a scanner's it finds nothing.
/// </summary>
internal static class RegistrationPeers
{
    public static bool HasElastix => TimedProcess.IsInstalled("elastix");

    public static bool HasPlastimatch => TimedProcess.IsInstalled("plastimatch");

    /// <summary>elastix with its mask on our box.</summary>
    public static (RigidTransform Pose, double Wall, double Cpu) Elastix(RegistrationCase @case)
    {
        var folder = Directory.CreateTempSubdirectory("contourflow-bench-").FullName;
        try
        {
            var (ct, mr) = WriteImages(folder, @case);
            var mask = Path.Combine(folder, "mask.mha");
            WriteMask(mask, @case);
            var (wall, cpu) = TimedProcess.Run(
                "elastix", "-f", ct, "-m", mr, "-fMask", mask, "-p", Path.Combine(AppContext.BaseDirectory, "Registration", "elastix.txt"), "-out", folder, "-threads", "2");
            var lines = File.ReadAllLines(Path.Combine(folder, "TransformParameters.0.txt"));
            var p = Numbers(lines.Single(l => l.StartsWith("(TransformParameters ", StringComparison.Ordinal)).Trim('(', ')'));
            var c = Numbers(lines.Single(l => l.StartsWith("(CenterOfRotationPoint ", StringComparison.Ordinal)).Trim('(', ')'));
            Euler3DTransform found = new(p[0], p[1], p[2], Centre(@case, c), new(p[3], p[4], p[5]));
            return (found.ToRigid(@case.Truth.From, @case.Truth.To), wall / 1000, cpu / 1000);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>plastimatch: its ITK stages, a translation at 4 mm and rigid ones at 4 and 2 mm, with the same mask.</summary>
    public static (RigidTransform Pose, double Wall, double Cpu) Plastimatch(RegistrationCase @case)
    {
        var folder = Directory.CreateTempSubdirectory("contourflow-bench-").FullName;
        try
        {
            var (ct, mr) = WriteImages(folder, @case);
            var mask = Path.Combine(folder, "mask.mha");
            WriteMask(mask, @case);
            var xform = Path.Combine(folder, "xform.txt");
            var command = Path.Combine(folder, "command.txt");
            static string Stage(string xform, int mm, int samples, double step, double least) =>
                $"[STAGE]\n{xform}\nimpl=itk\nmetric=mattes\nmax_its=200\nmax_step={Text(step)}\nmin_step={Text(least)}\nmi_histogram_bins=32\nnum_samples={samples}\nres_mm={mm} {mm} {mm}\n";
            const string translation = "xform=translation\noptim=rsg", rigid = "xform=rigid\noptim=versor";
            File.WriteAllText(
                command,
                $"[GLOBAL]\nfixed={ct}\nmoving={mr}\nfixed_roi={mask}\nxform_out={xform}\n"
                + Stage(translation, 4, 20_000, 4, 0.2) + Stage(rigid, 4, 20_000, 0.1, 0.0005) + Stage(rigid, 2, 40_000, 0.02, 0.0001));
            var (wall, cpu) = TimedProcess.Run("plastimatch", "register", command);
            var lines = File.ReadAllLines(xform);
            var p = Numbers(lines.Single(l => l.StartsWith("Parameters:", StringComparison.Ordinal)));
            var c = Numbers(lines.Single(l => l.StartsWith("FixedParameters:", StringComparison.Ordinal)));
            return (FromVersor(p, Centre(@case, c), @case.Truth), wall / 1000, cpu / 1000);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // A centre of rotation that a peer states, in the CT's frame.
    private static PatientPoint Centre(RegistrationCase @case, double[] c) => @case.Centre + new PatientVector(c[0], c[1], c[2]);

    private static RigidTransform FromVersor(double[] p, PatientPoint center, RigidTransform frames)
    {
        double x = p[0], y = p[1], z = p[2], w = Math.Sqrt(Math.Max(0, 1 - (x * x) - (y * y) - (z * z)));
        PatientVector a = new(1 - (2 * ((y * y) + (z * z))), 2 * ((x * y) - (z * w)), 2 * ((x * z) + (y * w)));
        PatientVector b = new(2 * ((x * y) + (z * w)), 1 - (2 * ((x * x) + (z * z))), 2 * ((y * z) - (x * w)));
        PatientVector d = new(2 * ((x * z) - (y * w)), 2 * ((y * z) + (x * w)), 1 - (2 * ((x * x) + (y * y))));
        PatientVector at = new(center.X, center.Y, center.Z);
        PatientVector turned = new(a.Dot(at), b.Dot(at), d.Dot(at));
        return new(frames.From, frames.To, a, b, d, at + new PatientVector(p[3], p[4], p[5]) + (turned * -1));
    }

    private static (string Ct, string Mr) WriteImages(string folder, RegistrationCase @case)
    {
        string ct = Path.Combine(folder, "ct.mha"), mr = Path.Combine(folder, "mr.mha");
        Write(ct, @case.Ct.Geometry, @case.Centre, "MET_SHORT", stream => stream.Write(System.Runtime.InteropServices.MemoryMarshal.AsBytes(@case.Ct.Voxels.AsSpan())));
        Write(mr, @case.Mr.Geometry, @case.Centre, "MET_SHORT", stream => stream.Write(System.Runtime.InteropServices.MemoryMarshal.AsBytes(@case.Mr.Voxels.AsSpan())));
        return (ct, mr);
    }

    private static void WriteMask(string file, RegistrationCase @case)
    {
        var g = @case.Ct.Geometry;
        var half = new RegistrationSettings { Centre = @case.Centre }.HalfSize;
        var mask = new byte[g.VoxelCount];
        for (var n = 0; n < mask.Length; n++)
        {
            var d = g.PointAt(n % g.SizeI, n / g.SizeI % g.SizeJ, n / g.SizeI / g.SizeJ) - @case.Centre;
            if (Math.Abs(d.X) <= half.X && Math.Abs(d.Y) <= half.Y && Math.Abs(d.Z) <= half.Z) mask[n] = 1;
        }

        Write(file, g, @case.Centre, "MET_UCHAR", stream => stream.Write(mask));
    }

    // MetaImage: a header of lines, then the voxels.
    private static void Write(string file, ImageGeometry g, PatientPoint origin, string type, Action<Stream> voxels)
    {
        using var stream = File.Create(file);
        PatientVector[] axes = [g.AxisI, g.AxisJ, g.AxisK];
        var first = g.Origin - origin;
        stream.Write(Encoding.ASCII.GetBytes(
            "ObjectType = Image\nNDims = 3\nBinaryData = True\nBinaryDataByteOrderMSB = False\nCompressedData = False\n"
            + $"TransformMatrix = {string.Join(' ', axes.Select(a => $"{Text(a.X)} {Text(a.Y)} {Text(a.Z)}"))}\n"
            + $"Offset = {Text(first.X)} {Text(first.Y)} {Text(first.Z)}\nCenterOfRotation = 0 0 0\n"
            + $"ElementSpacing = {Text(g.SpacingI)} {Text(g.SpacingJ)} {Text(g.SpacingK)}\nDimSize = {g.SizeI} {g.SizeJ} {g.SizeK}\n"
            + $"ElementType = {type}\nElementDataFile = LOCAL\n"));
        voxels(stream);
    }

    private static double[] Numbers(string line) =>
        [.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(n => double.Parse(n, CultureInfo.InvariantCulture))];

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
