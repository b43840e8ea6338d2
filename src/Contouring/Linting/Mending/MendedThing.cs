namespace ContourFlow.Contouring.Linting.Mending;

/// <summary>Something that was mended.</summary>
/// <param name="Rule">Id of the rule that it broke; "identity" for what every new instance gets.</param>
/// <param name="Place">Where, in the structure set as it was.</param>
/// <param name="Sentence">What was done, with what was there and what is there now.</param>
public sealed record MendedThing(string Rule, LintPlace Place, string Sentence);
