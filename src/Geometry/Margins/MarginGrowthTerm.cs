using System.Runtime.Intrinsics;

namespace ContourFlow.Geometry.Margins;

/// <summary>
/// One term of the grown field on one output plane: a section moved by u, or the blend of two neighbouring sections
/// with the u that reaches furthest in closed form (geometry specification 2). u = z of the source − z of the
/// output, mm; a term's u has one sign, so that one margin along the axis applies.
/// </summary>
internal readonly record struct MarginGrowthTerm
{
    private MarginGrowthTerm(int first, int second) => (First, Second) = (first, second);

    /// <summary>The field of the section, or of the lower section of a pair.</summary>
    public int First { get; }

    /// <summary>The field of the pair's upper section; -1 for a single section.</summary>
    public int Second { get; }

    /// <summary>In-plane growth of a single section, mm (in units of the gauge where there is one).</summary>
    public double Growth { get; private init; }

    private double InPlane { get; init; }

    private double Along { get; init; }

    private double FirstU { get; init; }

    private double InverseGap { get; init; }

    private double Low { get; init; }

    private double High { get; init; }

    /// <summary>In-plane growth at the u nearest to zero: the term is never less than its sections less this.</summary>
    public double Widest { get; private init; }

    /// <summary>A section at one u: its distance less a growth.</summary>
    public static MarginGrowthTerm Section(int field, double growth) => new(field, -1) { Growth = growth, Widest = growth };

    /// <summary>A pair of neighbouring sections over an interval of u.</summary>
    /// <param name="first">Field of the lower section.</param>
    /// <param name="second">Field of the upper section.</param>
    /// <param name="inPlane">Margin within the plane, mm.</param>
    /// <param name="along">Margin along the axis on u's side, mm, positive.</param>
    /// <param name="firstU">u of the lower section.</param>
    /// <param name="gap">Distance between the sections, mm.</param>
    /// <param name="low">Start of the interval, at least -along.</param>
    /// <param name="high">End of the interval, at most along.</param>
    public static MarginGrowthTerm Pair(int first, int second, double inPlane, double along, double firstU, double gap, double low, double high) =>
        new(first, second)
        {
            InPlane = inPlane,
            Along = along,
            FirstU = firstU,
            InverseGap = 1 / gap,
            Low = low,
            High = high,
            Widest = Reach(inPlane, along, Math.Clamp(0, low, high)),
        };

    /// <summary>In-plane reach in mm of an ellipse: a·√(1 − (u/c)²).</summary>
    public static double Reach(double inPlane, double along, double u)
    {
        if (u == 0) return inPlane;
        var s = u / along;
        return inPlane * Math.Sqrt(Math.Max(0, 1 - (s * s)));
    }

    /// <summary>The term's value from its sections' signed distances.</summary>
    public double Value(double first, double second)
    {
        if (Second < 0) return first - Growth;
        var slope = (second - first) * InverseGap;
        if (InPlane == 0) return first + (slope * ((slope > 0 ? Low : High) - FirstU));
        var q = slope * Along / InPlane;
        var u = Math.Clamp(-Along * q / Math.Sqrt(1 + (q * q)), Low, High);
        var s = u / Along;
        return first + (slope * (u - FirstU)) - (InPlane * Math.Sqrt(Math.Max(0, 1 - (s * s))));
    }

    /// <summary>Lowers values to this term's, a tile at a time.</summary>
    public void Lower(Span<double> result, ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        if (Second < 0)
        {
            var growth = Vector256.Create(Growth);
            for (var i = 0; i < result.Length; i += 4)
                Vector256.MinNative(Vector256.Create<double>(result[i..]), Vector256.Create(first[i..]) - growth).CopyTo(result[i..]);
            return;
        }

        if (InPlane == 0)
        {
            for (var i = 0; i < result.Length; i++) result[i] = Math.Min(result[i], Value(first[i], second[i]));
            return;
        }

        var one = Vector256<double>.One;
        var zero = Vector256<double>.Zero;
        var inverseGap = Vector256.Create(InverseGap);
        var ratio = Vector256.Create(Along / InPlane);
        var along = Vector256.Create(Along);
        var inverseAlong = Vector256.Create(1 / Along);
        var inPlane = Vector256.Create(InPlane);
        var firstU = Vector256.Create(FirstU);
        var low = Vector256.Create(Low);
        var high = Vector256.Create(High);
        var widest = Vector256.Create(Widest);
        for (var i = 0; i < result.Length; i += 4)
        {
            var near = Vector256.Create(first[i..]);
            var far = Vector256.Create(second[i..]);
            var known = Vector256.Create<double>(result[i..]);
            if (Vector256.GreaterThanOrEqualAll(Vector256.MinNative(near, far) - widest, known)) continue;
            var slope = (far - near) * inverseGap;
            var q = slope * ratio;
            var u = -along * q / Vector256.Sqrt(one + (q * q));
            u = Vector256.MaxNative(low, Vector256.MinNative(high, u));
            var s = u * inverseAlong;
            var reach = inPlane * Vector256.Sqrt(Vector256.MaxNative(zero, one - (s * s)));
            var value = near + (slope * (u - firstU)) - reach;
            Vector256.MinNative(known, value).CopyTo(result[i..]);
        }
    }
}
