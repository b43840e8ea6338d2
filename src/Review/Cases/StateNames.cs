using System.Collections.Frozen;
using System.Text.Json;
using ContourFlow.Storage.Cases;
using ContourFlow.Storage.Publishing;

namespace ContourFlow.Review.Cases;

/// <summary>States as the page's interface writes them: awaitingReview.</summary>
internal static class StateNames
{
    private static readonly FrozenDictionary<string, CaseState> s_states = Enum.GetValues<CaseState>()
        .Where(state => state != CaseState.Superseded)
        .ToFrozenDictionary(Of, state => state, StringComparer.Ordinal);

    /// <summary>The name of a state.</summary>
    public static string Of(CaseState state) => JsonNamingPolicy.CamelCase.ConvertName(state.ToString());

    /// <summary>The name of a state.</summary>
    public static string Of(DeliveryState state) => JsonNamingPolicy.CamelCase.ConvertName(state.ToString());

    /// <summary>The states of a list of names with commas between; null where one of them is no state of a case.</summary>
    public static IReadOnlyList<CaseState>? Read(string names)
    {
        var states = new List<CaseState>();
        foreach (string name in names.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (!s_states.TryGetValue(name, out CaseState state))
                return null;
            states.Add(state);
        }

        return states;
    }
}
