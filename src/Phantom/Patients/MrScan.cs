using System.Collections.Immutable;
using ContourFlow.Geometry.Patient;
using ContourFlow.Phantom.Anatomy;

namespace ContourFlow.Phantom.Patients;

/// <summary>A T2-weighted MR of the target under a known rigid pose, in a frame of reference of its own.</summary>
internal sealed class MrScan
{
    private const double NoiseSignal = 14;
    private readonly SpineAnatomy anatomy;
    private readonly ulong noise;
    private readonly PatientPoint coil;

    private MrScan(SpineAnatomy anatomy, PhantomOptions options, string folder, bool isSagittal)
    {
        this.anatomy = anatomy;
        Folder = folder;
        IsSagittal = isSagittal;
        Chance chance = new(options.Seed, folder);
        noise = chance.Stream();
        double Angle() => Math.Round(chance.Between(-8, 8), 2);
        double Shift() => Math.Round(chance.Between(-25, 25), 2);
        var target = anatomy.Origin + new PatientVector(0, 15, 0);
        Pose = RigidPose.About(target, Angle(), Angle(), Angle(), new(Shift(), Shift(), Shift()));

        // The technician centres the scan on the target, not quite exactly.
        var middle = Pose.Back(target + new PatientVector(chance.Between(-4, 4), chance.Between(-4, 4), chance.Between(-4, 4)));
        var (count, thickness, size, spacing) = isSagittal ? (17, 3.3, 256, 0.859375) : (96, 1.0, 192, 0.833333);
        PatientVector along = isSagittal ? new(1, 0, 0) : new(0, 0, 1);
        Rasters =
        [
            .. Enumerable.Range(0, count).Select(i => ImageRaster.Centred(
                middle + (along * ((i - ((count - 1) / 2.0)) * thickness)),
                isSagittal ? new(0, 1, 0) : new(1, 0, 0),
                isSagittal ? new(0, 0, -1) : new(0, 1, 0),
                size,
                size,
                spacing,
                thickness)),
        ];
        coil = middle + new PatientVector(0, 70, 0);
    }

    /// <summary>Name of the folder that the images are written into.</summary>
    public string Folder { get; }

    /// <summary>Sagittal planes 3.3 mm apart; else axial ones 1 mm apart.</summary>
    public bool IsSagittal { get; }

    /// <summary>From this MR's frame to the CT's.</summary>
    public RigidPose Pose { get; }

    /// <summary>One raster to an image.</summary>
    public ImmutableArray<ImageRaster> Rasters { get; }

    public static MrScan Axial(SpineAnatomy anatomy, PhantomOptions options) => new(anatomy, options, "MR_T2_AX", isSagittal: false);

    public static MrScan Sagittal(SpineAnatomy anatomy, PhantomOptions options) => new(anatomy, options, "MR_T2_SAG", isSagittal: true);

    /// <summary>Stored values of one image: signal over the slice's thickness, the coil's fall-off, Rician noise.</summary>
    public ushort[] Render(int index)
    {
        var raster = Rasters[index];
        var pixels = new ushort[raster.Rows * raster.Columns];
        var across = raster.RowDirection.Cross(raster.ColumnDirection);
        var parts = IsSagittal ? 3 : 1;
        var step = Pose.Apply(raster.RowDirection) * raster.Spacing;
        var through = Pose.Apply(across) * raster.Thickness;
        for (var row = 0; row < raster.Rows; row++)
        {
            var start = Pose.Apply(raster.At(row, 0)) - anatomy.Origin;
            for (var column = 0; column < raster.Columns; column++)
            {
                var there = raster.At(row, column);
                var signal = 0.0;
                for (var part = 0; part < parts; part++)
                {
                    var local = start + (step * column) + (through * (((part + 0.5) / parts) - 0.5));
                    signal += anatomy.At(local.X, local.Y, local.Z).T2 / parts;
                }

                var bias = 0.55 + (0.75 * Math.Exp(-(there - coil).Length / 90));
                var pixel = (row * raster.Columns) + column;
                var real = (signal * bias) + (NoiseSignal * Chance.Noise(noise + (ulong)(2 * index), pixel));
                var imaginary = NoiseSignal * Chance.Noise(noise + (ulong)((2 * index) + 1), pixel);
                pixels[pixel] = (ushort)Math.Clamp(Math.Round(Math.Sqrt((real * real) + (imaginary * imaginary))), 0, 4095);
            }
        }

        return pixels;
    }
}
