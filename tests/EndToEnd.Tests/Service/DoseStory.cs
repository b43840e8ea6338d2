using System.Text.Json.Nodes;
using ContourFlow.Contouring.Dose;
using ContourFlow.Storage.Objects;
using ContourFlow.Storage.Processing;
using ContourFlow.Storage.Scoring;

namespace ContourFlow.EndToEnd.Tests.Service;

/// <summary>What the registry of a service says became of doses.</summary>
internal static class DoseStory
{
    /// <summary>Waits until the doses of a case are these.</summary>
    public static async Task<IReadOnlyList<DoseScore>> UntilAsync(CaseStory story, SmallCase small, Func<string> otherwise, params string[] doses)
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        IReadOnlyList<DoseScore> found = [];
        string[] now = [];
        string[] expected = [.. doses.Order(StringComparer.Ordinal)];
        await Eventually.SoAsync(
            async () =>
            {
                found = await story.Get<IDoseScoreQueries>().OfCaseAsync(small.CaseId, cancel);
                now = [.. (await Task.WhenAll(found.Select(one => WordsAsync(story, one)))).Order(StringComparer.Ordinal)];
                return now.SequenceEqual(expected);
            },
            () => $"The doses are {string.Join(", ", now)}, not {string.Join(", ", expected)}. {otherwise()}",
            cancel);
        return found;
    }

    /// <summary>The scorecard of a dose, read from the object store.</summary>
    public static async Task<DoseScorecard> ScorecardAsync(CaseStory story, DoseScore score)
    {
        ResultFile file = score.Files.Single(one => one.Name == DoseFiles.Json);
        using var into = new TemporaryFolder();
        await story.Get<IObjectStore>().FetchAsync(file.StoreKey, into["dose.json"], TestContext.Current.CancellationToken);
        return DoseScorecardJson.Read(await File.ReadAllBytesAsync(into["dose.json"], TestContext.Current.CancellationToken));
    }

    /// <summary>The ledger's lines of an event, with their details.</summary>
    public static async Task<JsonNode[]> LinesAsync(CaseStory story, SmallCase small, string happened) =>
        [.. (await story.Cases.DetailsAsync(small.CaseId, TestContext.Current.CancellationToken))!.Ledger.Where(line => line.Event == happened).Select(line => JsonNode.Parse(line.Details)!)];

    private static async Task<string> WordsAsync(CaseStory story, DoseScore score)
    {
        string state = $"{score.State} on {score.Revision}".ToLowerInvariant();
        if (score.Files.Count == 0)
            return score.ReasonCode is null ? state : $"{state}: {score.ReasonCode}";
        double value = (await ScorecardAsync(story, score)).Objectives.Single().Value!.Value;
        return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{value:0.##} Gy {state}");
    }
}
