using System.Collections.Immutable;

namespace ContourFlow.Geometry.Planes;

/// <summary>Duplicates, missing images and uneven spacing of sorted positions.</summary>
internal static class PlaneSpacing
{
    /// <summary>Two numbers written with two decimals can be apart by the tolerance and the doubles' own rounding.</summary>
    private const double Tolerance = PlaneSeries.PositionTolerance + 1e-9;

    /// <summary>Finds what is wrong with the spacing; returns the commonest one, 0 when there is none.</summary>
    public static double Find(ImmutableArray<ImagePlane> sorted, ImmutableArray<double> positions, List<PlaneFault> faults)
    {
        var starts = FindDuplicates(sorted, positions, faults);
        if (starts.Count < 2)
        {
            faults.Add(new(PlaneFaultKind.TooFew, PlaneSeries.Ids(sorted), "The series has fewer than two positions, so that it has no spacing."));
            return 0;
        }

        var gaps = starts.Skip(1).Select((s, i) => positions[s] - positions[starts[i]]).ToList();
        var commonest = Commonest(gaps);
        for (var i = 0; i < gaps.Count; i++)
        {
            if (Math.Abs(gaps[i] - commonest) <= Tolerance) continue;
            ImagePlane below = sorted[starts[i]], above = sorted[starts[i + 1]];
            var where = $"between {positions[starts[i]]:0.###} and {positions[starts[i + 1]]:0.###} mm";
            var steps = (int)Math.Min(Math.Round(gaps[i] / commonest), int.MaxValue);

            // The commonest spacing is itself known to the tolerance only, so that n of them are off by n times it.
            if (steps >= 2 && Math.Abs(gaps[i] - (steps * commonest)) <= steps * Tolerance)
            {
                faults.Add(new(PlaneFaultKind.Missing, [below.ImageId, above.ImageId],
                    $"{steps - 1} image(s) missing {where} (spacing {commonest:0.###} mm).", steps - 1));
            }
            else
            {
                faults.Add(new(PlaneFaultKind.Uneven, [below.ImageId, above.ImageId],
                    $"The spacing is {gaps[i]:0.###} mm {where}, {commonest:0.###} mm elsewhere."));
            }
        }

        return commonest;
    }

    /// <summary>Indices of the first image at each distinct position.</summary>
    private static List<int> FindDuplicates(ImmutableArray<ImagePlane> sorted, ImmutableArray<double> positions, List<PlaneFault> faults)
    {
        var starts = new List<int> { 0 };
        for (var i = 1; i <= sorted.Length; i++)
        {
            if (i < sorted.Length && positions[i] - positions[starts[^1]] <= PlaneSeries.PositionTolerance) continue;
            if (i - starts[^1] > 1)
            {
                faults.Add(new(PlaneFaultKind.Duplicate, PlaneSeries.Ids(sorted.AsSpan()[starts[^1]..i].ToArray()),
                    $"{i - starts[^1]} images lie at {positions[starts[^1]]:0.###} mm."));
            }

            if (i < sorted.Length) starts.Add(i);
        }

        return starts;
    }

    /// <summary>The gap that most gaps are equal to, within the tolerance; of several the smallest.</summary>
    private static double Commonest(List<double> gaps)
    {
        var ordered = gaps.Order().ToArray();
        double best = ordered[0];
        var most = 0;
        int low = 0, high = 0;
        foreach (var gap in ordered)
        {
            while (ordered[low] < gap - Tolerance) low++;
            while (high < ordered.Length && ordered[high] <= gap + Tolerance) high++;
            if (high - low > most) (best, most) = (gap, high - low);
        }

        return best;
    }
}
