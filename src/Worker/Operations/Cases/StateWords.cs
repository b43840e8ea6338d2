using System.Collections.Immutable;
using ContourFlow.Storage.Cases;
using ContourFlow.Storage.Publishing;
using ContourFlow.Storage.Scoring;

namespace ContourFlow.Worker.Operations.Cases;

/// <summary>States as commands, metrics and pages write them: small letters and hyphens.</summary>
internal static class StateWords
{
    private static readonly ImmutableDictionary<CaseState, string> s_words = Enum.GetValues<CaseState>().ToImmutableDictionary(state => state, state => Word(state.ToString()));

    /// <summary>The words of all states that a case can be in; a revision can be superseded too.</summary>
    public static ImmutableArray<string> OfCases { get; } =
        [.. Enum.GetValues<CaseState>().Where(state => state != CaseState.Superseded).Select(Of)];

    /// <summary>The word of a state.</summary>
    public static string Of(CaseState state) => s_words[state];

    /// <summary>The word of a state.</summary>
    public static string Of(DeliveryState state) => Word(state.ToString());

    /// <summary>The word of a state.</summary>
    public static string Of(DoseScoreState state) => Word(state.ToString());

    /// <summary>The state of a word.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static CaseState Read(string word) =>
        s_words.FirstOrDefault(pair => pair.Value == word) is { Value: not null } found ? found.Key : throw new ArgumentException($"'{word}' is no state of a case.", nameof(word));

    private static string Word(string name) =>
        string.Concat(name.Select((letter, at) => char.IsUpper(letter) ? (at == 0 ? "" : "-") + char.ToLowerInvariant(letter) : letter.ToString()));
}
