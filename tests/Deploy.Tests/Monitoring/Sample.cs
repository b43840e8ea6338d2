using System.Globalization;
using System.Text.RegularExpressions;

namespace ContourFlow.Deploy.Tests.Monitoring;

/// <summary>A line of a scrape: a series and its value.</summary>
/// <param name="Name">Name of the metric.</param>
/// <param name="Labels">Its labels, in the order of their names.</param>
/// <param name="Value">The value, as it was written.</param>
internal sealed partial record Sample(string Name, IReadOnlyDictionary<string, string> Labels, string Value)
{
    /// <summary>The series as Prometheus writes it: one text for one series.</summary>
    public string Series => $"{Name}{{{string.Join(",", Labels.OrderBy(label => label.Key, StringComparer.Ordinal).Select(label => $"{label.Key}=\"{label.Value}\""))}}}";

    public double Number => double.Parse(Value, CultureInfo.InvariantCulture);

    /// <summary>Reads what a process answers at /metrics, or a recording of it.</summary>
    public static IReadOnlyList<Sample> Read(string text) =>
        [.. text.Split('\n').Where(line => line.Length > 0 && line[0] != '#').Select(Line).Select(match => new Sample(
            match.Groups["name"].Value,
            Label().Matches(match.Groups["labels"].Value).ToDictionary(label => label.Groups["name"].Value, label => label.Groups["value"].Value, StringComparer.Ordinal),
            match.Groups["value"].Value))];

    /// <summary>The same with labels that the scrape adds.</summary>
    public Sample With(IEnumerable<KeyValuePair<string, string>> labels) =>
        this with { Labels = Labels.Concat(labels).ToDictionary(label => label.Key, label => label.Value, StringComparer.Ordinal) };

    public override string ToString() => $"{Series} {Value}";

    private static Match Line(string line) =>
        Sampled().Match(line) is { Success: true } match ? match : throw new InvalidDataException($"'{line}' is no line of a scrape.");

    // Values of ours have no quotation marks; a timestamp may follow.
    [GeneratedRegex("^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(\\{(?<labels>[^}]*)\\})? (?<value>\\S+)( [0-9]+)?\\r?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Sampled();

    [GeneratedRegex("(?<name>[a-zA-Z_][a-zA-Z0-9_]*)=\"(?<value>[^\"]*)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Label();
}
