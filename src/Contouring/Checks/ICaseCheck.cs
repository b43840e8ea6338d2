namespace ContourFlow.Contouring.Checks;

/// <summary>One rule or proof over a finished case. Says nothing when the case has not what it looks at.</summary>
internal interface ICaseCheck
{
    /// <summary>The results, in a fixed order.</summary>
    IEnumerable<CheckResult> Run(CheckContext context);
}
