using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using ContourFlow.Worker.Intake;
using ContourFlow.Worker.Query;
using ContourFlow.Worker.Tables;
using Spectre.Console;

namespace ContourFlow.Worker.Retrieval;

/// <summary>What `contourflow retrieve` says at its end.</summary>
internal static class RetrieveAnswer
{
    /// <param name="result">What it has come to.</param>
    /// <param name="archive">What the archive is called.</param>
    /// <param name="intake">What came; null where it went elsewhere.</param>
    /// <param name="request">What was asked.</param>
    public static Answer Of(RetrievalResult result, string archive, ObservedIntake? intake, RetrieveRequest request)
    {
        Problem? problem = ProblemOf(result, archive, out int exitCode);
        string[] aside = intake is null ? [] : [.. intake.Received.Where(pair => pair.Value == Reception.KeptAside).Select(pair => pair.Key).Order(StringComparer.Ordinal)];
        return new Answer(exitCode, Json(result, intake, aside), console => Show(console, result, archive, intake, aside, request))
        {
            Messages = problem is null ? [] : [$"{problem.Code}: {problem.Sentence}"],
            Problem = problem,
        };
    }

    private static Problem? ProblemOf(RetrievalResult result, string archive, out int exitCode)
    {
        ArchiveListing listing = result.Listing;
        SubOperations counts = result.SubOperations;
        int open = result.Missing?.Length ?? Math.Max(0, listing.Objects.Length - counts.Completed - counts.Warning);
        exitCode = ExitCode.RetrievalIncomplete;
        if (listing.IsEmpty)
            return new Problem("not-found", $"{archive} has nothing of what was asked for. Ask 'contourflow find' for the UIDs that it has.");
        if (result.Unavailable is { } sentence && (open > 0 || result.Missing is null))
        {
            exitCode = ExitCode.PeerUnavailable;
            return new Problem("peer-unavailable", $"{sentence} {open} of {listing.Objects.Length} objects are missing. Run the same command again: only what is missing is asked for.");
        }

        if (open > 0 && counts is { Completed: 0, Warning: 0, Fault: { State: DicomState.Failure } refusal })
        {
            exitCode = ExitCode.QueryRefused;
            return new Problem("query-refused", new QueryRefusedException(archive, $"retrieval by {result.By}", refusal).Message);
        }

        if (open > 0)
        {
            string why = counts.Fault is { } fault ? $" Its last status was {fault.Code:X4}, {fault.Description}." : "";
            return new Problem("retrieval-incomplete", $"{archive} has {listing.Objects.Length} objects; {open} of them did not come.{why} Run the same command again, or take another way (--by, --web).");
        }

        if (!listing.Absent.IsEmpty)
            return new Problem("not-found", $"{archive} does not have {listing.Absent.Length} of the objects that were asked for.");
        if (listing.Unlisted > 0)
            return new Problem("retrieval-incomplete", $"{archive} says that it has {listing.Unlisted} objects more than it lists. It may limit its answers: have the limit raised there.");
        exitCode = ExitCode.Done;
        return null;
    }

    private static JsonObject Json(RetrievalResult result, ObservedIntake? intake, string[] aside) => new()
    {
        ["by"] = result.By,
        ["series"] = new JsonArray([.. result.Listing.Series.Select(series => new JsonObject
        {
            ["seriesInstanceUid"] = series.SeriesInstanceUid,
            ["modality"] = series.Modality,
            ["stated"] = series.Stated,
            ["listed"] = series.Listed,
        })]),
        ["objects"] = result.Listing.Objects.Length,
        ["otherKinds"] = result.Listing.OtherKinds,
        ["stored"] = Count(intake, Reception.Stored),
        ["keptAside"] = new JsonArray([.. aside.Select(uid => (JsonNode)uid)]),
        ["missing"] = result.Missing is { } missing
            ? new JsonArray([.. missing.Select(item => new JsonObject
            {
                ["sopInstanceUid"] = item.SopInstanceUid,
                ["seriesInstanceUid"] = item.SeriesInstanceUid,
                ["refused"] = Refusal(intake, item),
            })])
            : null,
        ["absent"] = new JsonArray([.. result.Listing.Absent.Select(uid => (JsonNode)uid)]),
        ["subOperations"] = new JsonObject
        {
            ["completed"] = result.SubOperations.Completed,
            ["failed"] = result.SubOperations.Failed,
            ["warning"] = result.SubOperations.Warning,
            ["remaining"] = result.SubOperations.Remaining,
            ["status"] = result.SubOperations.Fault?.Code.ToString("X4", CultureInfo.InvariantCulture),
        },
    };

    private static void Show(IAnsiConsole console, RetrievalResult result, string archive, ObservedIntake? intake, string[] aside, RetrieveRequest request)
    {
        if (result.Listing.IsEmpty)
            return;
        ImmutableArray<ListedObject> missing = result.Missing ?? [];
        Table table = PlainTable.With("Modality", "Series").Figures("There", "Here");
        foreach (ListedSeries series in result.Listing.Series)
        {
            int there = result.Listing.Objects.Count(item => item.SeriesInstanceUid == series.SeriesInstanceUid);
            int here = there - missing.Count(item => item.SeriesInstanceUid == series.SeriesInstanceUid);
            table.AddTextRow(series.Modality ?? "", series.SeriesInstanceUid, Figure(there), result.Missing is null ? "" : Figure(here));
        }

        console.WriteLine($"From {archive} by {result.By}{(request.IsElsewhere ? $" to {request.MoveTo}" : "")}:");
        console.Write(table);
        SubOperations counts = result.SubOperations;
        console.WriteLine($"{counts.Completed} completed, {counts.Failed} failed, {counts.Warning} with a warning, {counts.Remaining} remaining; {Count(intake, Reception.Stored) ?? 0} new here.");
        if (result.Listing.OtherKinds > 0)
            console.WriteLine($"{result.Listing.OtherKinds} objects are of kinds that are not received.");
        foreach (string uid in aside)
            console.WriteLine($"kept aside, other content under a UID that is here: {uid}");
        foreach (ListedObject item in missing)
            console.WriteLine($"missing: {item.SopInstanceUid}{(Refusal(intake, item) is { } refusal ? $" (refused: {refusal})" : "")}");
        foreach (string uid in result.Listing.Absent)
            console.WriteLine($"not in {archive}: {uid}");
    }

    private static int? Count(ObservedIntake? intake, Reception reception) => intake?.Received.Count(pair => pair.Value == reception);

    private static string? Refusal(ObservedIntake? intake, ListedObject item) =>
        intake is not null && intake.Refused.TryGetValue(item.SopInstanceUid, out IntakeRefusal refusal) ? refusal.ToString() : null;

    private static string Figure(int figure) => figure.ToString(CultureInfo.InvariantCulture);
}
