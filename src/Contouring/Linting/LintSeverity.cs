namespace ContourFlow.Contouring.Linting;

/// <summary>How much a finding of the linter weighs for the profile that was asked for.</summary>
public enum LintSeverity
{
    /// <summary>Worth knowing; no system is known to mind.</summary>
    Information,

    /// <summary>May be misread, changed or refused; somebody should look.</summary>
    Warning,

    /// <summary>Breaks the standard so that readers must disagree, or the profile's system is known to refuse it.</summary>
    Error,
}
