using System.Globalization;
using System.Text.Json.Nodes;
using ContourFlow.Worker.Operations.Cases;
using ContourFlow.Worker.Tables;
using Spectre.Console;

namespace ContourFlow.Worker.Operations.Queue;

/// <summary>What `contourflow queue` says.</summary>
internal static class QueueAnswer
{
    /// <summary>Where there is no broker.</summary>
    public static Answer InMemory() => new(
        ExitCode.Done,
        new JsonObject { ["transport"] = "in-memory" },
        console => console.WriteLine("The queue is in memory (no Queue:Url): it lives in the process of 'contourflow serve', and has no dead letters. What is lost with it is in the registry and is issued anew; see 'contourflow cases'."));

    public static Answer OfDepths(IReadOnlyList<QueueDepth> depths) => new(
        ExitCode.Done,
        new JsonObject
        {
            ["transport"] = "rabbitmq",
            ["queues"] = new JsonArray([.. depths.Select(depth => (JsonNode)new JsonObject
            {
                ["queue"] = depth.Queue,
                ["exists"] = depth.Exists,
                ["ready"] = depth.Ready,
                ["consumers"] = depth.Consumers,
            })]),
        },
        console =>
        {
            Table table = PlainTable.With("Queue").Figures("Ready", "Consumers");
            foreach (QueueDepth depth in depths.Where(depth => depth.Exists))
                table.AddTextRow(depth.Queue, Figure(depth.Ready), Figure(depth.Consumers));
            if (table.Rows.Count > 0)
                console.Write(table);
            if (depths.Count(depth => !depth.Exists) is > 0 and int absent)
                console.WriteLine($"{absent} queues are not there: each is made when it is first needed.");
        });

    public static Answer OfDead(IReadOnlyList<DeadMessage> dead, int limit) => new(
        ExitCode.Done,
        new JsonObject
        {
            ["transport"] = "rabbitmq",
            ["isCut"] = dead.Count > limit,
            ["messages"] = new JsonArray([.. dead.Take(limit).Select(Json)]),
        },
        console =>
        {
            if (dead.Count == 0)
            {
                console.WriteLine("No dead letter.");
                return;
            }

            Show(console, dead.Take(limit));
            console.WriteLine(dead.Count > limit ? $"The first {limit}; there are more. See --limit." : $"{dead.Count}. 'contourflow queue replay' gives them back to their queues.");
        });

    public static Answer OfReplayed(IReadOnlyList<DeadMessage> replayed) => new(
        ExitCode.Done,
        new JsonObject
        {
            ["transport"] = "rabbitmq",
            ["replayed"] = new JsonArray([.. replayed.Select(Json)]),
        },
        console =>
        {
            if (replayed.Count == 0)
            {
                console.WriteLine("There is no such dead letter.");
                return;
            }

            Show(console, replayed);
            console.WriteLine($"{replayed.Count} given back to their queues. A case that is held meanwhile is not begun by this: see 'contourflow cases retry'.");
        });

    public static Answer OfPurged(long purged) => new(
        ExitCode.Done,
        new JsonObject { ["transport"] = "rabbitmq", ["purged"] = purged },
        console => console.WriteLine($"{purged} dead letters are removed. The registry has the cases all the same."));

    private static void Show(IAnsiConsole console, IEnumerable<DeadMessage> messages)
    {
        Table table = PlainTable.With("Lies in", "Died (UTC)", "Message", "Case", "Destination", "Reason").Figures("Revision");
        foreach (DeadMessage message in messages)
        {
            table.AddTextRow(
                message.End, CaseTimes.Table(message.DiedAt), message.Type ?? "unreadable", message.CaseId?.ToString() ?? "", message.Destination ?? "",
                message.Reason, message.Revision is { } revision ? Figure(revision) : "");
        }

        console.Write(table);
    }

    private static JsonNode Json(DeadMessage message) => new JsonObject
    {
        ["queue"] = message.Queue,
        ["liesIn"] = message.End,
        ["type"] = message.Type,
        ["case"] = message.CaseId?.ToString(),
        ["revision"] = message.Revision,
        ["destination"] = message.Destination,
        ["reason"] = message.Reason,
        ["diedAt"] = CaseTimes.Json(message.DiedAt),
    };

    private static string Figure(long figure) => figure.ToString(CultureInfo.InvariantCulture);
}
