using System.Numerics;

namespace ContourFlow.Contouring.Cases;

/// <summary>Values between the pixels of an image, linear in both directions.</summary>
internal static class PixelSampler
{
    /// <summary>
    /// The value at a row and column, which count pixels' centres from 0. Up to half a pixel beyond the outermost centres their own value counts, farther out there
    /// is none: NaN.
    /// </summary>
    /// <param name="values">Row by row.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="columns">Number of columns.</param>
    /// <param name="row">Where, in pixels.</param>
    /// <param name="column">Where, in pixels.</param>
    public static double At<T>(ReadOnlySpan<T> values, int rows, int columns, double row, double column)
        where T : INumberBase<T>
    {
        if (!(row >= -0.5 && column >= -0.5 && row <= rows - 0.5 && column <= columns - 0.5)) return double.NaN;
        row = Math.Clamp(row, 0, rows - 1);
        column = Math.Clamp(column, 0, columns - 1);
        int top = (int)row, left = (int)column;
        int bottom = Math.Min(top + 1, rows - 1), right = Math.Min(left + 1, columns - 1);
        double down = row - top, across = column - left;
        var above = ((1 - across) * double.CreateChecked(values[(top * columns) + left])) + (across * double.CreateChecked(values[(top * columns) + right]));
        var below = ((1 - across) * double.CreateChecked(values[(bottom * columns) + left])) + (across * double.CreateChecked(values[(bottom * columns) + right]));
        return ((1 - down) * above) + (down * below);
    }
}
