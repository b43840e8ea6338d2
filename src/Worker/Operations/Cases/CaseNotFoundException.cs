namespace ContourFlow.Worker.Operations.Cases;

/// <summary>What a person named is not one case.</summary>
/// <param name="code"><c>no-such-case</c> or <c>ambiguous-case</c>.</param>
/// <param name="message">What was named, and the way out.</param>
internal sealed class CaseNotFoundException(string code, string message) : Exception(message)
{
    /// <summary>The stable word.</summary>
    public string Code { get; } = code;
}
