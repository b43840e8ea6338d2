using ContourFlow.Contouring.Cases;
using ContourFlow.Geometry.Patient;

namespace ContourFlow.Contouring.Viewing;

/// <summary>
/// Puts one CT image onto its plane of a <see cref="ViewGrid"/>: its own values, each where it lies, where the image's pixels are the grid's voxels;
/// between its pixels, where rows are turned within the plane or the plane is shifted, linearly.
/// </summary>
internal static class CtPlane
{
    // Pixels this close to voxels, as a part of a pixel, are they: text rounds positions and spacings.
    private const double SamePixel = 0.05;

    /// <summary>Fills a plane of the grid.</summary>
    /// <param name="slice">The image.</param>
    /// <param name="grid">The grid.</param>
    /// <param name="into">One value a voxel, from Right to Left first, then from Anterior to Posterior.</param>
    public static void Fill(CtSlice slice, ViewGrid grid, Span<short> into)
    {
        var index = PixelIndex.Of(slice, grid);
        if (index.IsWhole(grid))
            Copy(slice, grid, index, into);
        else
            Interpolate(slice, grid, index, into);
    }

    private static void Copy(CtSlice slice, ViewGrid grid, PixelIndex index, Span<short> into)
    {
        var values = slice.Hounsfield.Span;
        int rows = slice.Plane.Rows, columns = slice.Plane.Columns;
        int row0 = Round(index.Row0), rowI = Round(index.RowI), rowJ = Round(index.RowJ);
        int column0 = Round(index.Column0), columnI = Round(index.ColumnI), columnJ = Round(index.ColumnJ);
        for (var j = 0; j < grid.CountY; j++)
        {
            var line = into.Slice(j * grid.CountX, grid.CountX);
            int row = row0 + (j * rowJ), column = column0 + (j * columnJ);
            for (var i = 0; i < line.Length; i++, row += rowI, column += columnI)
                line[i] = (uint)row < (uint)rows && (uint)column < (uint)columns ? Shown(values[(row * columns) + column]) : ViewGrid.Nothing;
        }
    }

    private static void Interpolate(CtSlice slice, ViewGrid grid, PixelIndex index, Span<short> into)
    {
        var values = slice.Hounsfield.Span;
        int rows = slice.Plane.Rows, columns = slice.Plane.Columns;
        for (var j = 0; j < grid.CountY; j++)
        {
            for (var i = 0; i < grid.CountX; i++)
            {
                var value = PixelSampler.At(values, rows, columns, index.Row0 + (i * index.RowI) + (j * index.RowJ), index.Column0 + (i * index.ColumnI) + (j * index.ColumnJ));
                into[(j * grid.CountX) + i] = double.IsNaN(value) ? ViewGrid.Nothing : Shown((short)Math.Round(value, MidpointRounding.AwayFromZero));
            }
        }
    }

    // A pixel may have the value that says "nothing"; a step above it is as black.
    private static short Shown(short value) => value == ViewGrid.Nothing ? (short)(ViewGrid.Nothing + 1) : value;

    private static int Round(double value) => (int)Math.Round(value);

    /// <summary>Row and column of an image as linear functions of a voxel's i and j.</summary>
    private readonly record struct PixelIndex(double Row0, double RowI, double RowJ, double Column0, double ColumnI, double ColumnJ)
    {
        public static PixelIndex Of(CtSlice slice, ViewGrid grid)
        {
            var plane = slice.Plane;
            var down = plane.ColumnDirection * (1 / plane.RowSpacing);
            var across = plane.RowDirection * (1 / plane.ColumnSpacing);
            // Z is the plane's own: its share of the dot product is nothing for an axial plane.
            var corner = new PatientVector(grid.OriginX - plane.Position.X, grid.OriginY - plane.Position.Y, 0);
            return new(corner.Dot(down), down.X * grid.SpacingX, down.Y * grid.SpacingY, corner.Dot(across), across.X * grid.SpacingX, across.Y * grid.SpacingY);
        }

        /// <summary>Whether every voxel of the grid is a pixel, or lies where further pixels would be.</summary>
        public bool IsWhole(ViewGrid grid)
        {
            var (row, rowI, rowJ) = (Off(Row0), Off(RowI) * (grid.CountX - 1), Off(RowJ) * (grid.CountY - 1));
            var (column, columnI, columnJ) = (Off(Column0), Off(ColumnI) * (grid.CountX - 1), Off(ColumnJ) * (grid.CountY - 1));
            return row + rowI + rowJ <= SamePixel && column + columnI + columnJ <= SamePixel;
        }

        private static double Off(double value) => Math.Abs(value - Math.Round(value));
    }
}
