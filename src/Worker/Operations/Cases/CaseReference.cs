using ContourFlow.Contracts;
using ContourFlow.Storage.Cases;

namespace ContourFlow.Worker.Operations.Cases;

/// <summary>A case as a person names it: by its id, by the first digits of that, or by the Series Instance UID of its planning CT.</summary>
internal static class CaseReference
{
    // Enough to tell that it is ambiguous, and what could be meant.
    private const int MostNamed = 5;
    private const int FewestDigits = 4;
    private const int AllDigits = 32;

    /// <summary>How it is written.</summary>
    public const string Form = "the case: its 32 digits, the first of them, or the Series Instance UID of its planning CT";

    /// <summary>Whether a text can name a case.</summary>
    public static bool IsOne(string text) => IsUid(text) || IsDigits(text);

    /// <summary>Finds it.</summary>
    /// <exception cref="CaseNotFoundException">There is none, or several begin like this.</exception>
    /// <exception cref="Storage.Objects.StoreUnavailableException">The registry cannot be reached.</exception>
    public static async Task<CaseSummary> FindAsync(ICaseQueries registry, string text, CancellationToken cancellationToken)
    {
        if (IsUid(text))
        {
            return await registry.FindAsync(CaseId.OfPlanningCt(text), cancellationToken)
                ?? throw new CaseNotFoundException("no-such-case", $"The registry has no case of the CT series {text}: no object of it, and no structure set on it, has been filed. 'contourflow cases list' shows what is there.");
        }

        string digits = text.ToLowerInvariant();
        IReadOnlyList<CaseId> named = digits.Length == AllDigits
            ? [CaseId.Parse(digits)]
            : await registry.BeginningWithAsync(digits, MostNamed, cancellationToken);
        if (named.Count > 1)
            throw new CaseNotFoundException("ambiguous-case", $"Several cases begin with {digits}: {string.Join(", ", named)}{(named.Count == MostNamed ? " ..." : "")}. Give more digits.");
        return (named is [var one] ? await registry.FindAsync(one, cancellationToken) : null)
            ?? throw new CaseNotFoundException("no-such-case", $"The registry has no case {digits}. 'contourflow cases list' shows what is there.");
    }

    // A UID has at least one dot (PS3.5 section 9.1), which digits of a case never have.
    private static bool IsUid(string text) =>
        text.Length <= 64 && text.Contains('.', StringComparison.Ordinal) && text.All(letter => letter == '.' || char.IsAsciiDigit(letter));

    private static bool IsDigits(string text) =>
        text.Length is >= FewestDigits and <= AllDigits && text.All(char.IsAsciiHexDigit);
}
