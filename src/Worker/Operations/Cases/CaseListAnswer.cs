using System.Globalization;
using System.Text.Json.Nodes;
using ContourFlow.Storage.Cases;
using ContourFlow.Worker.Tables;
using Spectre.Console;

namespace ContourFlow.Worker.Operations.Cases;

/// <summary>What `cases list` and `cases why-waiting` say of many cases.</summary>
internal static class CaseListAnswer
{
    // Enough digits to name one case of very many; the whole id is in the JSON answer.
    private const int ShownDigits = 12;

    /// <summary>The first digits of a case, as tables show it.</summary>
    public static string Short(CaseSummary found) => found.CaseId.ToString()[..ShownDigits];

    /// <summary>A page of cases.</summary>
    public static Answer OfList(CasePage page) => new(
        ExitCode.Done,
        Paged(page, new JsonArray([.. page.Cases.Select(CaseJson.Of)])),
        console =>
        {
            if (page.Cases.Count == 0)
            {
                console.WriteLine("No case.");
                return;
            }

            Table table = PlainTable.With("Case", "State", "since (UTC)", "Newest object (UTC)", "Protocol", "CT series", "Reason").Figures("Revision");
            foreach (CaseSummary found in page.Cases)
            {
                table.AddTextRow(
                    Short(found), StateWords.Of(found.State), CaseTimes.Table(found.StateSince), CaseTimes.Table(found.LastObjectAt), found.Protocol,
                    found.CtSeriesInstanceUid, found.ReasonCode ?? "", found.Revision.ToString(CultureInfo.InvariantCulture));
            }

            console.Write(table);
            ShowNext(console, page);
        });

    /// <summary>What each case of a page waits for.</summary>
    /// <param name="page">The page.</param>
    /// <param name="unknown">Destinations that results wait for in vain, with how many deliveries do.</param>
    /// <param name="time">The time now.</param>
    public static Answer OfWaits(CasePage page, IReadOnlyList<(string Destination, int Count)> unknown, TimeProvider time)
    {
        CaseWait[] waits = [.. page.Cases.Select(found => CaseWait.Of(found))];
        JsonObject json = Paged(page, new JsonArray([.. waits.Select(CaseJson.Of)]));
        json["unknownDestinations"] = new JsonArray([.. unknown.Select(one => (JsonNode)new JsonObject { ["destination"] = one.Destination, ["deliveries"] = one.Count })]);
        return new(
            ExitCode.Done,
            json,
            console =>
            {
                foreach ((string destination, int count) in unknown)
                    console.WriteLine(CaseWait.OfUnknown($"{count.ToString(CultureInfo.InvariantCulture)} {(count == 1 ? "delivery" : "deliveries")}", destination));
                if (waits.Length == 0)
                {
                    console.WriteLine("No case waits for anything but the service itself.");
                    return;
                }

                ShowWaits(console, waits, time);
                ShowNext(console, page);
            });
    }

    /// <summary>What one case waits for.</summary>
    public static Answer OfWait(CaseWait wait, TimeProvider time) => new(
        ExitCode.Done,
        new JsonObject { ["cases"] = new JsonArray(CaseJson.Of(wait)), ["next"] = null },
        console =>
        {
            if (wait.Sentences.Count > 0)
                ShowWaits(console, [wait], time);
            else
                console.WriteLine($"Case {wait.Case.CaseId} is {StateWords.Of(wait.Case.State)} and waits for nothing.");
        });

    private static JsonObject Paged(CasePage page, JsonArray cases) =>
        new() { ["cases"] = cases, ["next"] = page.Next is { } next ? CursorText.Of(next) : null };

    private static void ShowWaits(IAnsiConsole console, IEnumerable<CaseWait> waits, TimeProvider time)
    {
        Table table = PlainTable.With("Case", "State", "Reason", "Waits for").Figures("since");
        foreach (CaseWait wait in waits)
        {
            table.AddTextRow(
                Short(wait.Case), StateWords.Of(wait.Case.State), wait.Case.ReasonCode ?? "", string.Join('\n', wait.Sentences),
                CaseTimes.Age(time.GetUtcNow() - wait.Case.StateSince));
        }

        console.Write(table);
    }

    private static void ShowNext(IAnsiConsole console, CasePage page)
    {
        if (page.Next is { } next)
            console.WriteLine($"There are more: --after {CursorText.Of(next)}");
    }
}
