using System.Collections.Immutable;
using ContourFlow.Geometry.Patient;
using ContourFlow.Geometry.Planes;
using ContourFlow.Phantom.Anatomy;

namespace ContourFlow.Phantom.Patients;

/// <summary>The planning CT: its planes, and its pixels drawn from the anatomy.</summary>
internal sealed class CtScan
{
    /// <summary>Stored value of 0 HU (Rescale Intercept is minus this).</summary>
    public const int Offset = 1024;

    private const double NoiseHounsfield = 11;
    private readonly SpineAnatomy anatomy;
    private readonly ulong noise;

    public CtScan(SpineAnatomy anatomy, PhantomOptions options)
    {
        this.anatomy = anatomy;
        noise = new Chance(options.Seed, "CT noise").Stream();
        var count = options.SliceCount ?? options.Site switch
        {
            SpineSite.Lumbar => 152,
            SpineSite.Sacral => 144,
            _ => 136,
        };
        var middle = options.SliceCentre - (options.Site == SpineSite.Sacral ? 12 : 0);

        // A random phase of the planes, as on a scanner: the target does not start on a plane.
        var phase = new Chance(options.Seed, "CT planes").Between(0, options.SliceSpacing);
        var lowest = anatomy.Origin.Z + middle + phase - (count / 2 * options.SliceSpacing);
        Positions =
        [
            .. Enumerable.Range(0, count)
                .Where(i => !options.MissingSlices.Contains(i))
                .Select(i => Math.Round(lowest + (i * options.SliceSpacing) + (i % 2 * options.Unevenness), 2)),
        ];
        var (row, column) = Directions(options.PatientPosition);
        PatientPoint centre = new(anatomy.Origin.X, anatomy.Origin.Y - 18, 0);
        Rasters =
        [
            .. Positions.Select(z => ImageRaster.Centred(
                centre with { Z = z }, row, column, options.Rows, options.Columns, options.FieldOfView / options.Columns, options.SliceSpacing)),
        ];
        Grid = Positions.Length > 0 ? new(FrameOfReference(options), PlaneAxes.Axial, Positions) : null;
    }

    /// <summary>Patient Z of the planes, ascending, mm.</summary>
    public ImmutableArray<double> Positions { get; }

    /// <summary>One raster to a plane.</summary>
    public ImmutableArray<ImageRaster> Rasters { get; }

    /// <summary>The planes as a grid.</summary>
    public PlaneGrid? Grid { get; }

    public static FrameOfReferenceUid FrameOfReference(PhantomOptions options) => new(NamedUid.Of(options, "CT frame of reference"));

    /// <summary>Stored values of one image.</summary>
    public ushort[] Render(int index)
    {
        var raster = Rasters[index];
        var pixels = new ushort[raster.Rows * raster.Columns];
        var along = raster.RowDirection * raster.Spacing;
        for (var row = 0; row < raster.Rows; row++)
        {
            var start = raster.At(row, 0) - anatomy.Origin;
            for (var column = 0; column < raster.Columns; column++)
            {
                double x = start.X + (column * along.X), y = start.Y + (column * along.Y);
                var pixel = (row * raster.Columns) + column;
                var grain = Chance.Noise(noise + (ulong)index, pixel);
                var hounsfield = anatomy.At(x, y, start.Z).Hounsfield;
                var value = hounsfield + (grain * (hounsfield < -950 ? 5 : NoiseHounsfield)) + Offset;
                pixels[pixel] = (ushort)Math.Clamp(Math.Round(value), 0, 4095);
            }
        }

        return pixels;
    }

    /// <summary>
    /// Row and column direction of images whose rows and columns keep to the scanner: with the patient's head first and
    /// face up, rows run to Left and columns to Posterior. The last is FFDL.
    /// </summary>
    private static (PatientVector Row, PatientVector Column) Directions(string position) => position switch
    {
        "HFS" => (new(1, 0, 0), new(0, 1, 0)),
        "HFP" => (new(-1, 0, 0), new(0, -1, 0)),
        "FFS" => (new(-1, 0, 0), new(0, 1, 0)),
        "FFP" => (new(1, 0, 0), new(0, -1, 0)),
        "HFDR" => (new(0, 1, 0), new(-1, 0, 0)),
        "HFDL" => (new(0, -1, 0), new(1, 0, 0)),
        "FFDR" => (new(0, -1, 0), new(-1, 0, 0)),
        _ => (new(0, 1, 0), new(1, 0, 0)),
    };
}
