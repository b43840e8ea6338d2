using System.Text.Json.Nodes;
using ContourFlow.Worker.Commitment;
using ContourFlow.Worker.Intake;
using Microsoft.Extensions.Logging;
using Spectre.Console;

namespace ContourFlow.Worker.Receiving;

/// <summary>`contourflow receive`: listens until it is asked to stop, and says what it has taken.</summary>
internal static class ReceiveJob
{
    public static async Task<Answer> RunAsync(ReceiveRequest request, TextWriter messages, CancellationToken cancellationToken)
    {
        using ILoggerFactory loggers = MessageLog.To(messages, request.Verbose);
        await using ObjectFolder folder = ObjectFolder.Open(request.Intake, loggers.CreateLogger("ContourFlow.Intake"), TimeProvider.System);
        string working = Path.Combine(Path.GetFullPath(request.Intake.Folder), ObjectPath.Working);
        await using var commitments = new CommitmentProvider(
            folder, Path.Combine(working, "commitments"), request.Options.Peers, request.Options.Tls, loggers.CreateLogger("ContourFlow.Commitment"), TimeProvider.System);
        var reports = new FolderReports(request.Reports ?? Path.Combine(working, "reports"), loggers.CreateLogger("ContourFlow.Commitment"));
        commitments.Resume();
        Receiver receiver = await Receiver.StartAsync(request.Options, folder, commitments, reports, loggers, cancellationToken);
        await using (receiver)
        {
            messages.WriteLine($"Receiving as {string.Join(", ", request.Options.Titles)} on port {receiver.Port}. Ctrl-C stops.");
            await messages.FlushAsync(CancellationToken.None);
            var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await using CancellationTokenRegistration stop = cancellationToken.Register(() => stopped.TrySetResult());
            await stopped.Task;
        }

        return Said(receiver.State.Counts, folder.Conflicts.Count);
    }

    private static Answer Said(ReceiverCounts counts, int conflicts)
    {
        var json = new JsonObject
        {
            ["associations"] = counts.Associations,
            ["rejectedAssociations"] = counts.Rejected,
            ["stored"] = counts.Stored,
            ["alreadyHere"] = counts.AlreadyHere,
            ["keptAside"] = counts.KeptAside,
            ["refused"] = counts.Refused,
            ["conflicts"] = conflicts,
        };
        return new Answer(ExitCode.Done, json, console =>
        {
            console.WriteLine($"{counts.Associations} associations ({counts.Rejected} rejected): {counts.Stored} objects stored, {counts.AlreadyHere} here already, {counts.KeptAside} kept aside, {counts.Refused} refused.");
            if (conflicts > 0)
                console.WriteLine($"{conflicts} objects in the folder '{ObjectPath.Conflicts}' have the SOP Instance UID of another one and other content.");
        });
    }
}
