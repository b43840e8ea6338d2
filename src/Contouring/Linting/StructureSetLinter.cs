using ContourFlow.Contouring.Linting.Rules;

namespace ContourFlow.Contouring.Linting;

/// <summary>Tells whether planning systems will take a structure set. Pure: a data set in, findings out.</summary>
public static class StructureSetLinter
{
    /// <summary>Holds a structure set against every rule. Nothing is thrown for what is in it.</summary>
    /// <param name="input">The structure set, and its CT where that is there.</param>
    /// <param name="profile">For whom it is judged.</param>
    /// <param name="cancellationToken">Stops between two rules.</param>
    public static LintReport Lint(LintInput input, LintProfile profile, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        var set = new LintedSet(input);
        var sink = new LintSink(profile);
        foreach (var rule in LintRules.All)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (rule.NeedsCt && input.Ct is null) continue;
            sink.Begin(rule);
            rule.Check(set, sink);
        }

        return sink.Report();
    }

    /// <summary>What can be said of a file of which only the meta information can be read; null when nothing can.</summary>
    /// <param name="file">What was read of it before the fault.</param>
    /// <param name="profile">For whom it is judged.</param>
    public static LintReport? LintTransferSyntax(DicomFile file, LintProfile profile)
    {
        ArgumentNullException.ThrowIfNull(file);
        var sink = new LintSink(profile);
        var set = new LintedSet(LintInput.Of(file, null));
        foreach (var rule in LintRules.All.Where(rule => rule is TransferSyntaxRule or UnusableTransferSyntaxRule))
        {
            sink.Begin(rule);
            rule.Check(set, sink);
        }

        var report = sink.Report();
        return report.Findings.IsEmpty ? null : report;
    }
}
