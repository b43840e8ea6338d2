using ContourFlow.Contouring.Linting;

namespace ContourFlow.Worker.Linting;

/// <summary>What is said of a linted structure set, and the exit code.</summary>
internal static class LintAnswer
{
    /// <summary>The answer; the exit code is judged by the mended instance where there is one.</summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="input">The structure set; null when only its transfer syntax could be read.</param>
    /// <param name="report">What the linter says of it.</param>
    /// <param name="mending">What mending came to, or null.</param>
    public static Answer Of(LintRequest request, LintInput? input, LintReport report, Mending? mending)
    {
        int errors = (mending?.Left ?? report).Count(LintSeverity.Error);
        return new Answer(
            errors > 0 ? ExitCode.LintErrors : ExitCode.Done,
            LintJson.Of(request, input, report, mending),
            console => LintTables.Show(console, request, report, mending));
    }

    /// <summary>Numbers of findings in words.</summary>
    public static string Summary(LintReport report)
    {
        int errors = report.Count(LintSeverity.Error), warnings = report.Count(LintSeverity.Warning), notes = report.Count(LintSeverity.Information);
        return errors + warnings + notes == 0
            ? "nothing found"
            : $"{Number(errors, "error")}, {Number(warnings, "warning")}, {notes} for information";
    }

    private static string Number(int count, string word) => $"{count} {word}{(count == 1 ? string.Empty : "s")}";
}
