using System.Text.RegularExpressions;

namespace ContourFlow.Deploy.Tests.Monitoring;

/// <summary>A metric that an expression names, with the labels that it chooses by.</summary>
internal sealed partial record MetricReference(string Name, IReadOnlyList<string> Labels)
{
    /// <summary>The metrics of an expression of ours, which are told by how they begin.</summary>
    public static IReadOnlyList<MetricReference> Of(string expression) =>
        [.. Selector().Matches(expression).Select(match => new MetricReference(
            match.Groups["name"].Value, [.. Matcher().Matches(match.Groups["labels"].Value).Select(label => label.Groups["name"].Value)]))];

    /// <summary>The labels that an expression groups by.</summary>
    public static IReadOnlyList<string> Grouped(string expression) =>
        [.. By().Matches(expression).SelectMany(match => match.Groups["labels"].Value.Split(',', StringSplitOptions.TrimEntries)).Distinct(StringComparer.Ordinal)];

    [GeneratedRegex(@"\b(?<name>contourflow_\w+|dotnet_\w+|up)\b(\{(?<labels>[^}]*)\})?", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Selector();

    [GeneratedRegex("(?<name>[a-z_]+)(=|!=|=~|!~)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Matcher();

    [GeneratedRegex(@"\bby \((?<labels>[^)]*)\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex By();
}
