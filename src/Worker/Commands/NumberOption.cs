using System.CommandLine;
using System.Globalization;
using System.Numerics;

namespace ContourFlow.Worker.Commands;

/// <summary>Options that take a number within limits: what lies outside is told with the option's name before anything is begun.</summary>
internal static class NumberOption
{
    /// <summary>The longest time that can be named: a week. Pauses and deadlines of the network count milliseconds in 32 bits.</summary>
    private const double LongestSeconds = 7 * 86_400;

    /// <summary>The largest size that can be named, in MiB: 4 EiB, which still are bytes in 63 bits.</summary>
    private const long LargestMiB = 1L << 42;

    // A millisecond: what is shorter would be no time at all.
    private const double ShortestSeconds = 0.001;

    /// <summary>A time in seconds, which may be 0.</summary>
    public static Option<double> Seconds(string name, string description, double usual) =>
        Within(new Option<double>(name) { Description = description, DefaultValueFactory = _ => usual }, 0, LongestSeconds);

    /// <summary>A deadline in seconds, which is more than 0.</summary>
    public static Option<double> Deadline(string name, string description, double usual) =>
        Within(new Option<double>(name) { Description = description, DefaultValueFactory = _ => usual }, ShortestSeconds, 86_400);

    /// <summary>A size in MiB.</summary>
    /// <param name="name">The option.</param>
    /// <param name="description">For --help.</param>
    /// <param name="usual">Where it is not given.</param>
    /// <param name="least">The smallest that is possible.</param>
    public static Option<long> MiB(string name, string description, long usual, long least) =>
        Within(new Option<long>(name) { Description = description, DefaultValueFactory = _ => usual }, least, LargestMiB);

    /// <summary>How many.</summary>
    public static Option<int> Count(string name, string description, int usual, int most) =>
        Within(new Option<int>(name) { Description = description, DefaultValueFactory = _ => usual }, 1, most);

    /// <summary>A port to listen at; none where it is not given.</summary>
    /// <param name="name">The option.</param>
    /// <param name="description">For --help.</param>
    /// <param name="least">0 where the system may choose, else 1.</param>
    public static Option<int?> Port(string name, string description, int least)
    {
        var option = new Option<int?>(name) { Description = description };
        Limit<int>(option, least, 65_535, $"{name} is no port: a number from {least} to 65535.");
        return option;
    }

    /// <summary>Threads: one a processor where it is not given.</summary>
    public static Option<int> Threads()
    {
        var option = new Option<int>("--threads") { Description = "Threads to use; the result does not depend on it", DefaultValueFactory = _ => Environment.ProcessorCount };
        Limit(option, 1, int.MaxValue, "--threads takes a number from 1 up.");
        return option;
    }

    /// <summary>A dose in Gy; none where it is not given.</summary>
    public static Option<double?> Gray(string name, string description)
    {
        var option = new Option<double?>(name) { Description = description };
        Limit(option, 0.001, 1000.0, $"{name} takes a number of Gy from 0.001 to 1000.");
        return option;
    }

    private static Option<T> Within<T>(Option<T> option, T least, T most)
        where T : INumber<T>
    {
        Limit(option, least, most, string.Create(CultureInfo.InvariantCulture, $"{option.Name} takes a number from {least} to {most}."));
        return option;
    }

    // By the text: what is no number of its kind is told by the parser, and cannot be asked for here.
    private static void Limit<T>(Option option, T least, T most, string sentence)
        where T : INumber<T> =>
        option.Validators.Add(result =>
        {
            // Written so that what is not a number (NaN) lies outside.
            if (result.Tokens is [var token] && T.TryParse(token.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out T? value) && !(value >= least && value <= most))
                result.AddError(sentence);
        });
}
