using System.Collections.Immutable;

namespace ContourFlow.Contouring.Linting;

/// <summary>Takes the findings of the rules, and counts those that are one of many.</summary>
internal sealed class LintSink(LintProfile profile)
{
    private readonly List<(int Order, LintFinding Finding)> _listed = [];
    private readonly Dictionary<(string Rule, int? Number, string? Name), (int Order, LintSeverity Severity, int Count)> _counted = [];
    private LintRule? _rule;
    private int _order;

    /// <summary>From here on findings are this rule's.</summary>
    public void Begin(LintRule rule)
    {
        _rule = rule;
        _order++;
    }

    public void Add(LintPlace place, string sentence)
    {
        var severity = _rule!.SeverityFor(profile);
        var key = (_rule.Id, place.RoiNumber, place.RoiName);
        var (_, _, count) = _counted.GetValueOrDefault(key);
        _counted[key] = (_order, severity, count + 1);
        if (count < LintReport.ListedOfAKind) _listed.Add((_order, new(_rule.Id, severity, place, sentence)));
    }

    public LintReport Report() => new(
        profile,
        [.. _listed.OrderByDescending(entry => entry.Finding.Severity).ThenBy(entry => entry.Order).Select(entry => entry.Finding)],
        [
            .. _counted.Where(entry => entry.Value.Count > LintReport.ListedOfAKind)
                .OrderByDescending(entry => entry.Value.Severity).ThenBy(entry => entry.Value.Order).ThenBy(entry => entry.Key.Number)
                .ThenBy(entry => entry.Key.Name, StringComparer.Ordinal)
                .Select(entry => new LintMore(entry.Key.Rule, entry.Value.Severity, entry.Key.Number, entry.Key.Name, entry.Value.Count - LintReport.ListedOfAKind)),
        ]);
}
