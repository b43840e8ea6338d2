namespace ContourFlow.Bench.Scaling;

/// <summary>When the cases of a day come. Within an hour they come without memory.</summary>
internal static class CaseArrivals
{
    /// <summary>
    /// Assumed: parts of the cases in each hour of the day, by the same two figures as docs/capacity.md, ten hours and twice the mean in the busiest. Planning
    /// CTs and drawn structures come through the morning to noon, and once more in the afternoon.
    /// </summary>
    public static IReadOnlyList<double> Day { get; } = Parts((8, 4), (9, 8), (10, 16), (11, 20), (12, 10), (13, 6), (14, 10), (15, 12), (16, 9), (17, 5));

    /// <summary>Assumed: half of the cases at once in the night, between one and two o'clock, where a PACS sends by a timetable; the others as <see cref="Day"/>.</summary>
    public static IReadOnlyList<double> NightBatch { get; } = [.. Day.Select((part, hour) => (part / 2) + (hour == 1 ? 0.5 : 0))];

    /// <summary>Times in seconds from midnight, in order.</summary>
    /// <param name="cases">How many come in the day.</param>
    /// <param name="hours">The part of each hour.</param>
    /// <param name="random">Where chance comes from.</param>
    public static IReadOnlyList<double> Of(int cases, IReadOnlyList<double> hours, Random random)
    {
        // Given their number, arrivals without memory are independent and uniform.
        double[] times = new double[cases];
        for (int i = 0; i < cases; i++)
        {
            double at = random.NextDouble();
            int hour = 0;
            while (hour < hours.Count - 1 && at >= hours[hour])
                at -= hours[hour++];
            times[i] = (hour + Math.Min(at / hours[hour], 1)) * 3600;
        }

        Array.Sort(times);
        return times;
    }

    /// <summary>Arrivals without memory at a rate, so many.</summary>
    public static IReadOnlyList<double> Poisson(int cases, double perSecond, Random random)
    {
        double[] times = new double[cases];
        double at = 0;
        for (int i = 0; i < cases; i++)
            times[i] = at += -Math.Log(1 - random.NextDouble()) / perSecond;
        return times;
    }

    private static double[] Parts(params (int Hour, int Percent)[] parts)
    {
        double[] hours = new double[24];
        foreach ((int hour, int percent) in parts)
            hours[hour] = percent / 100.0;
        return hours;
    }
}
