using System.Collections.Immutable;

namespace ContourFlow.Contouring.Linting;

/// <summary>
/// One thing that a structure set can have wrong. A rule that is an error rests on a source: a clause of the standard,
/// or what is documented of the profile's system. One without a source is our advice, and at most a warning.
/// </summary>
public abstract class LintRule
{
    private readonly LintSeverity _severity;

    private protected LintRule(string id, string title, string why, LintSeverity severity, string? source = null, params VendorBehaviour[] vendors)
    {
        Id = id;
        Title = title;
        Why = why;
        Source = source;
        Vendors = [.. vendors];
        _severity = severity;
    }

    /// <summary>A stable word: for scripts, and for looking it up in docs/linting.md.</summary>
    public string Id { get; }

    /// <summary>What is wrong, in a few words.</summary>
    public string Title { get; }

    /// <summary>Why it matters.</summary>
    public string Why { get; }

    /// <summary>The clause of the standard, or what else it rests on for every system; null when there is none.</summary>
    public string? Source { get; }

    /// <summary>What is known of single systems.</summary>
    public ImmutableArray<VendorBehaviour> Vendors { get; }

    /// <summary>Whether the rule needs the CT.</summary>
    public virtual bool NeedsCt => false;

    /// <summary>What a finding weighs for a profile.</summary>
    public LintSeverity SeverityFor(LintProfile profile) => profile == LintProfile.Strict
        ? Vendors.Select(vendor => vendor.Severity).Append(_severity).Max()
        : Vendors.FirstOrDefault(vendor => vendor.Profile == profile)?.Severity ?? _severity;

    /// <summary>Looks for it.</summary>
    internal abstract void Check(LintedSet set, LintSink sink);
}
