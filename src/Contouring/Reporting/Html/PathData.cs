using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using ContourFlow.Contouring.Reporting.Pictures;

namespace ContourFlow.Contouring.Reporting.Html;

/// <summary>
/// Lines and rectangles as path data in whole hundredths of a millimetre. Steps are differences of rounded points,
/// so that no error adds up along a line.
/// </summary>
internal static class PathData
{
    public static string Of(ImmutableArray<ImmutableArray<PicturePoint>> lines, bool closed)
    {
        var text = new StringBuilder();
        foreach (var line in lines)
        {
            var (x, y) = Rounded(line[0]);
            text.Append(CultureInfo.InvariantCulture, $"M{x} {y}l");
            foreach (var point in line.AsSpan()[1..])
            {
                var (nextX, nextY) = Rounded(point);
                if (nextX == x && nextY == y) continue;
                Append(text, nextX - x);
                Append(text, nextY - y);
                (x, y) = (nextX, nextY);
            }

            // A path command without a number would be an error: a line of one point has no steps.
            if (text[^1] == 'l') text.Append("0 0");
            if (closed) text.Append('z');
        }

        return text.ToString();
    }

    public static string Of(ImmutableArray<PictureBlock> blocks)
    {
        var text = new StringBuilder();
        foreach (var block in blocks)
        {
            var (left, top) = Rounded(new(block.Across, block.Down));
            var (right, bottom) = Rounded(new(block.Across + block.Width, block.Down + block.Height));
            text.Append(CultureInfo.InvariantCulture, $"M{left} {top}H{right}V{bottom}H{left}z");
        }

        return text.ToString();
    }

    /// <summary>A minus sign separates numbers as well as a space does.</summary>
    private static void Append(StringBuilder text, long step)
    {
        if (step >= 0 && text[^1] != 'l') text.Append(' ');
        text.Append(step);
    }

    private static (long X, long Y) Rounded(PicturePoint point) =>
        ((long)Math.Round(point.Across * 100), (long)Math.Round(point.Down * 100));
}
