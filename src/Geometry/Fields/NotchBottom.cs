using ContourFlow.Geometry.Structures;

namespace ContourFlow.Geometry.Fields;

/// <summary>
/// The bottom of a notch narrower than a lattice step, where two fronts meet at a small angle. The lattice sees only
/// its mouth; from there the ridge between its two walls is followed until nothing is between them any more.
/// </summary>
internal static class NotchBottom
{
    // A notch as wide as a lattice step at its mouth, between two fronts of 2 mm, is less than 2 mm deep; one that is
    // deeper by far is no notch but a gap, which the lattice sees.
    private const double DeepestInSteps = 8;
    private const int SearchesAcross = 24;

    /// <summary>Where the notch ends, or null when it does not end within eight lattice steps.</summary>
    /// <param name="field">The field.</param>
    /// <param name="mouth">A point in the notch.</param>
    /// <param name="value">The field there; its sign is the notch's.</param>
    /// <param name="inwards">Unit vector from the mouth towards the bottom.</param>
    /// <param name="width">Width of the mouth, mm.</param>
    /// <param name="allowed">How exactly the bottom is found, mm.</param>
    public static PlanePoint? Of(LevelField field, PlanePoint mouth, double value, PlanePoint inwards, double width, double allowed)
    {
        var sign = value < 0 ? -1 : 1;
        var (at, half) = (mouth, width / 2);
        var step = Math.Max(width / 2, allowed);
        var longest = field.Lattice.Step / 2;
        for (var walked = 0.0; walked < DeepestInSteps * field.Lattice.Step;)
        {
            var ahead = new PlanePoint(at.X + (step * inwards.X), at.Y + (step * inwards.Y));
            var (ridge, height) = Across(field, ahead, inwards, half, sign, allowed);
            if (height > 0)
            {
                // The notch leads where its ridge leads, which need not be straight on.
                double dx = ridge.X - at.X, dy = ridge.Y - at.Y, length = Math.Sqrt((dx * dx) + (dy * dy));
                inwards = new(dx / length, dy / length);
                at = ridge;
                walked += length;
                step = Math.Min(2 * step, longest);
                continue;
            }

            longest = step / 2;
            if (step <= allowed / 2) return at;
            step /= 2;
        }

        return null;
    }

    // The point of a line across the notch that is furthest from both walls, by golden section: between two walls the
    // field rises to one ridge and falls again.
    private static (PlanePoint Point, double Height) Across(LevelField field, PlanePoint middle, PlanePoint inwards, double half, int sign, double allowed)
    {
        const double Golden = 0.6180339887498949;
        double low = -half, high = half;
        double left = high - (Golden * (high - low)), right = low + (Golden * (high - low));
        double leftHeight = Height(left), rightHeight = Height(right);
        for (var i = 0; i < SearchesAcross && high - low > allowed / 100; i++)
        {
            if (leftHeight > rightHeight)
            {
                (high, right, rightHeight) = (right, left, leftHeight);
                left = high - (Golden * (high - low));
                leftHeight = Height(left);
            }
            else
            {
                (low, left, leftHeight) = (left, right, rightHeight);
                right = low + (Golden * (high - low));
                rightHeight = Height(right);
            }
        }

        var best = leftHeight > rightHeight ? left : right;
        return (Point(best), Math.Max(leftHeight, rightHeight));

        PlanePoint Point(double t) => new(middle.X - (t * inwards.Y), middle.Y + (t * inwards.X));

        double Height(double t)
        {
            var point = Point(t);
            return sign * field.At(point.X, point.Y);
        }
    }
}
