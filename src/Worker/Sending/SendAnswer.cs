using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using ContourFlow.Worker.Tables;
using Spectre.Console;

namespace ContourFlow.Worker.Sending;

/// <summary>What `contourflow send` says at its end.</summary>
internal static class SendAnswer
{
    public static Answer Of(OutgoingFiles files, SendLedger ledger, SendRequest request, string? unavailable)
    {
        ImmutableArray<(OutgoingObject Item, SendRecord Record)> told = [.. files.Objects.Select(item => (item, ledger.Of(item)))];
        bool needsProof = request.Options.Proof != Proof.None;
        // Whoever wants no proof has what was answered: also where an earlier run asked for more.
        bool isDone(SendRecord record) => record.IsProven || (!needsProof && record.State is (SendState.Sent or SendState.CommitmentAsked));
        int refused = told.Count(pair => pair.Record.State == SendState.Refused);
        int open = told.Count(pair => !isDone(pair.Record)) - refused;
        int missed = files.LeftOut.Count(file => file.WasMeant);
        int exitCode = refused > 0 || missed > 0 ? ExitCode.ObjectsRefused : unavailable is not null && open > 0 ? ExitCode.PeerUnavailable : open > 0 ? ExitCode.NotProven : ExitCode.Done;
        Problem? problem = exitCode switch
        {
            ExitCode.ObjectsRefused when refused == 0 => new Problem("files-left-out", $"{missed} files were to be sent and cannot be: {string.Join("; ", files.LeftOut.Where(file => file.WasMeant).Select(file => file.Name))}. The reasons are among what was left out. {told.Length - open} of {told.Length} objects are done. Mend the files, or leave them out, and run the same command again."),
            ExitCode.ObjectsRefused => new Problem("objects-refused", $"{request.Remote.Title} does not take {refused} of {told.Length} objects. Their statuses and the messages say why. Mend them, or the archive, and run the same command again.{(missed > 0 ? $" {missed} files were left out." : "")}"),
            ExitCode.PeerUnavailable => new Problem("peer-unavailable", $"{unavailable} {open} of {told.Length} objects are not known to be there. Run the same command again: only what is missing is sent."),
            ExitCode.NotProven => new Problem("not-proven", $"{open} of {told.Length} objects were sent and {request.Remote.Title} has not shown that it has them.{Doubt(told)} Run the same command again later: it goes on from here. An archive without storage commitment and C-FIND can show nothing: --proof none takes its answer for enough."),
            _ => null,
        };
        return new Answer(exitCode, Json(told, files.LeftOut), console => Show(console, told, files.LeftOut, request))
        {
            Messages = problem is null ? [] : [$"{problem.Code}: {problem.Sentence}"],
            Problem = problem,
        };
    }

    /// <summary>What it says when it was stopped in the middle.</summary>
    public static Answer Stopped(OutgoingFiles files, SendLedger ledger, SendRequest request)
    {
        ImmutableArray<(OutgoingObject Item, SendRecord Record)> told = [.. files.Objects.Select(item => (item, ledger.Of(item)))];
        int answered = told.Count(pair => pair.Record.State != SendState.Waiting);
        var stopped = new Problem("cancelled", $"Stopped; what {request.Remote.Title} has answered of {answered} of {told.Length} objects is written down. Run the same command again: only what is missing is sent.");
        return new Answer(ExitCode.Cancelled, Json(told, files.LeftOut), console => Show(console, told, files.LeftOut, request))
        {
            Messages = [$"{stopped.Code}: {stopped.Sentence}"],
            Problem = stopped,
        };
    }

    // Commitment and query know an object by its UID alone.
    private static string Doubt(ImmutableArray<(OutgoingObject Item, SendRecord Record)> told)
    {
        int doubtful = told.Count(pair => pair.Record is { FollowsOther: true, State: SendState.Sent });
        return doubtful == 0 ? "" : $" Under the SOP Instance UIDs of {doubtful} of them other content was sent before, and the archive may have kept that: give changed content a UID of its own, or look into the archive.";
    }

    private static JsonObject Json(ImmutableArray<(OutgoingObject Item, SendRecord Record)> told, ImmutableArray<FileLeftOut> leftOut) => new()
    {
        ["objects"] = new JsonArray([.. told.Select(pair => new JsonObject
        {
            ["sopInstanceUid"] = pair.Item.SopInstanceUid,
            ["sopClassUid"] = pair.Item.SopClassUid,
            ["state"] = Word(pair.Record.State),
            ["status"] = pair.Record.Status is { } status ? Hex(status) : null,
            ["attempts"] = pair.Record.Attempts,
            ["transactionUid"] = pair.Record.TransactionUid,
            ["commitmentFailure"] = pair.Record.CommitmentFailure is { } reason ? Hex(reason) : null,
        })]),
        ["leftOut"] = new JsonArray([.. leftOut.Select(file => new JsonObject { ["file"] = file.Name, ["reason"] = file.Reason, ["wasMeant"] = file.WasMeant })]),
    };

    private static void Show(IAnsiConsole console, ImmutableArray<(OutgoingObject Item, SendRecord Record)> told, ImmutableArray<FileLeftOut> leftOut, SendRequest request)
    {
        Table table = PlainTable.With("state", "status").Figures("objects");
        foreach (var group in told.GroupBy(pair => (pair.Record.State, pair.Record.Status)).OrderBy(group => group.Key.State))
            table.AddTextRow(Word(group.Key.State), group.Key.Status is { } status ? $"{Hex(status)} {DicomStatus.Lookup(status).Description}" : "", group.Count().ToString(CultureInfo.InvariantCulture));
        console.WriteLine($"To {request.Remote}:");
        console.Write(table);
        foreach ((OutgoingObject item, SendRecord record) in told.Where(pair => pair.Record.State is SendState.Refused or SendState.Waiting))
            console.WriteLine($"{Word(record.State)}: {item.SopInstanceUid}");
        foreach (FileLeftOut file in leftOut)
            console.WriteLine($"left out: {file.Name}: {file.Reason}");
    }

    private static string Word(SendState state) => state switch
    {
        SendState.Waiting => "waiting",
        SendState.Sent => "sent",
        SendState.CommitmentAsked => "commitment-asked",
        SendState.Committed => "committed",
        SendState.Found => "found",
        _ => "refused",
    };

    private static string Hex(ushort code) => code.ToString("X4", CultureInfo.InvariantCulture);
}
