using System.Collections.Immutable;
using ContourFlow.Geometry.Planes;

namespace ContourFlow.Contouring.Viewing;

/// <summary>
/// The voxels that a page shows, in patient axes whatever the direction of the images' rows and columns: the centre of voxel (i, j, k) lies at
/// x = <see cref="OriginX"/> + i · <see cref="SpacingX"/> (to the Left), y = <see cref="OriginY"/> + j · <see cref="SpacingY"/> (to the Posterior),
/// z = <see cref="Planes"/>[k] (to the Superior), mm in the planning CT's frame of reference.
/// </summary>
/// <param name="FrameOfReferenceUid">The planning CT's frame of reference.</param>
/// <param name="CountX">Voxels from Right to Left.</param>
/// <param name="CountY">Voxels from Anterior to Posterior.</param>
/// <param name="SpacingX">Distance of voxels from Right to Left, mm.</param>
/// <param name="SpacingY">Distance of voxels from Anterior to Posterior, mm.</param>
/// <param name="OriginX">x of the rightmost voxels' centres, mm.</param>
/// <param name="OriginY">y of the most anterior voxels' centres, mm.</param>
/// <param name="Planes">z of the planes, mm, ascending; uneven where the CT is.</param>
public sealed record ViewGrid(
    string FrameOfReferenceUid, int CountX, int CountY, double SpacingX, double SpacingY, double OriginX, double OriginY, ImmutableArray<double> Planes)
{
    /// <summary>What is shown around everything drawn, mm.</summary>
    public const double Border = 60;

    /// <summary>The value of a voxel where there is no image.</summary>
    public const short Nothing = short.MinValue;

    // A plane that claims to lie elsewhere must not make a volume of any size.
    private const int MostVoxels = 4096;

    /// <summary>Voxels of a plane.</summary>
    public int PlaneSize => CountX * CountY;

    /// <summary>Bytes of a volume of 16-bit values.</summary>
    public long Bytes => 2L * PlaneSize * Planes.Length;

    /// <summary>
    /// The grid of a CT, cropped in its planes to what is drawn and <see cref="Border"/> around; whole where nothing is drawn on it. Its voxels are
    /// the CT's own where rows and columns run along the patient's axes, in either direction and order.
    /// </summary>
    /// <param name="grid">The CT's planes.</param>
    /// <param name="images">Each plane as its image states it.</param>
    /// <param name="drawn">What is drawn on it; null for nothing.</param>
    internal static ViewGrid Of(PlaneGrid grid, IReadOnlyList<ImagePlane> images, DrawnExtent? drawn)
    {
        var first = images[0];
        var alongX = Math.Abs(first.RowDirection.X) >= Math.Abs(first.RowDirection.Y);
        var (spacingX, spacingY) = alongX ? (first.ColumnSpacing, first.RowSpacing) : (first.RowSpacing, first.ColumnSpacing);
        var (x, y) = (Axis.Of(Extents(images, point => point.X), spacingX), Axis.Of(Extents(images, point => point.Y), spacingY));
        if (drawn is { } extent && x.Meets(extent.LowX, extent.HighX) && y.Meets(extent.LowY, extent.HighY))
            (x, y) = (x.Cropped(extent.LowX - Border, extent.HighX + Border), y.Cropped(extent.LowY - Border, extent.HighY + Border));
        return new(grid.FrameOfReference.Value, x.Count, y.Count, x.Spacing, y.Spacing, x.Origin, y.Origin, grid.Positions);
    }

    // Lowest and highest centre of a pixel of each image along an axis; the first image's first.
    private static IEnumerable<(double Low, double High)> Extents(IReadOnlyList<ImagePlane> images, Func<Geometry.Patient.PatientPoint, double> along)
    {
        foreach (var image in images)
        {
            double[] corners =
            [
                along(image.PixelCentre(0, 0)),
                along(image.PixelCentre(image.Rows - 1, 0)),
                along(image.PixelCentre(0, image.Columns - 1)),
                along(image.PixelCentre(image.Rows - 1, image.Columns - 1)),
            ];
            yield return (corners.Min(), corners.Max());
        }
    }

    /// <summary>Evenly spaced positions along an axis of the patient.</summary>
    private readonly record struct Axis(double Origin, double Spacing, int Count)
    {
        /// <summary>The positions of the first image, continued as far as others reach.</summary>
        public static Axis Of(IEnumerable<(double Low, double High)> extents, double spacing)
        {
            var all = extents.ToList();
            var origin = all[0].Low;
            var before = Whole((origin - all.Min(extent => extent.Low)) / spacing);
            var count = Whole((all.Max(extent => extent.High) - origin) / spacing) + 1;
            return new(origin - (before * spacing), spacing, Math.Min(before + count, MostVoxels));
        }

        public bool Meets(double low, double high) => high >= Origin && low <= Origin + ((Count - 1) * Spacing);

        public Axis Cropped(double low, double high)
        {
            var first = Math.Clamp((int)Math.Floor((low - Origin) / Spacing), 0, Count - 1);
            var last = Math.Clamp((int)Math.Ceiling((high - Origin) / Spacing), first, Count - 1);
            return new(Origin + (first * Spacing), Spacing, last - first + 1);
        }

        // What text has rounded by less than a twentieth of a voxel is no further voxel.
        private static int Whole(double steps) => (int)Math.Min(Math.Ceiling(steps - 0.05), MostVoxels);
    }
}

/// <summary>How far everything drawn reaches in the planes, mm.</summary>
/// <param name="LowX">The rightmost point.</param>
/// <param name="HighX">The leftmost.</param>
/// <param name="LowY">The most anterior.</param>
/// <param name="HighY">The most posterior.</param>
internal readonly record struct DrawnExtent(double LowX, double HighX, double LowY, double HighY);
