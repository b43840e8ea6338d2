using System.Collections.Immutable;
using ContourFlow.Worker.Intake;
using ContourFlow.Worker.Output;
using ContourFlow.Worker.Peers;
using ContourFlow.Worker.Query;
using ContourFlow.Worker.Receiving;
using Microsoft.Extensions.Logging;

namespace ContourFlow.Worker.Retrieval;

/// <summary>`contourflow retrieve`: brings a study, a series or objects from an archive into a folder and shows that they are all there.</summary>
internal static class RetrieveJob
{
    public static async Task<Answer> RunAsync(RetrieveRequest request, TextWriter messages, CancellationToken cancellationToken)
    {
        request.Validate();
        using ILoggerFactory loggers = MessageLog.To(messages, request.Verbose);
        using OpenArchive archive = request.Archive.Open(loggers);
        return request.IsElsewhere
            ? await MoveElsewhereAsync(request, archive, loggers, cancellationToken)
            : await TakeHereAsync(request, archive, loggers, cancellationToken);
    }

    private static async Task<Answer> TakeHereAsync(RetrieveRequest request, OpenArchive archive, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        await using ObjectFolder folder = ObjectFolder.Open(request.Intake!, loggers.CreateLogger("ContourFlow.Intake"), TimeProvider.System);
        if (request.IsOfProcess)
            KeepTemporaryFilesIn(Path.Combine(Path.GetFullPath(request.Intake!.Folder), ObjectPath.Working));
        var intake = new ObservedIntake(folder);
        await using Receiver? receiver = archive.Destination is not null && request is { ListenPort: { } port, By: By.Any or By.Move }
            ? await ListenAsync(request, port, intake, loggers, cancellationToken)
            : null;
        ILogger log = loggers.CreateLogger("ContourFlow.Retrieval");
        var retriever = new Retriever(archive.Queried, WaysTo(request, archive, intake, log), (item, token) => IsHereAsync(intake, item, token), request.Options, log, TimeProvider.System);
        try
        {
            if (!folder.HasRoom)
                throw new OutputException($"There is no room in {request.Intake!.Folder}. Make room, or lower --keep-free-mib.");
            return RetrieveAnswer.Of(await retriever.RetrieveAsync(request.Scope, cancellationToken), archive.Queried.Name, intake, request);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            int came = intake.Received.Count(pair => pair.Value == Reception.Stored);
            var stopped = new Problem("cancelled", $"Stopped; {came} objects came and are kept. Run the same command again: only what is missing is asked for.");
            return new Answer(ExitCode.Cancelled, [], _ => { }) { Messages = [$"{stopped.Code}: {stopped.Sentence}"], Problem = stopped };
        }
        catch (IntakeRefusedException full)
        {
            throw new OutputException($"{full.Message} What came before is kept; run the same command again.", full);
        }
    }

    // What comes by C-GET the toolkit's client writes into a temporary file first, and its surface has no place to be named for it. In the
    // system's folder that would be on a disk whose room nobody watches, and what a killed process leaves there, a patient's, would stay;
    // in the folder of objects on their way it goes at the next start. Each operating system has its own variable for it.
    internal static void KeepTemporaryFilesIn(string folder)
    {
        foreach (string variable in (string[])["TMPDIR", "TMP", "TEMP"])
            Environment.SetEnvironmentVariable(variable, folder);
    }

    private static async Task<Answer> MoveElsewhereAsync(RetrieveRequest request, OpenArchive archive, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        ILogger log = loggers.CreateLogger("ContourFlow.Retrieval");
        var way = new MoveRetrieval(archive.Destination!, request.MoveTo!, log);

        // That receiver has the folder open; what it has acknowledged is to be seen in it.
        Func<ListedObject, CancellationToken, ValueTask<bool>>? isHere = request.Intake is { Folder: var folder }
            ? (item, _) => new(File.Exists(Path.Combine(folder, item.StudyInstanceUid, item.SeriesInstanceUid, ObjectPath.Name(item.SopInstanceUid))))
            : null;
        var retriever = new Retriever(archive.Queried, [way], isHere, request.Options, log, TimeProvider.System);
        return RetrieveAnswer.Of(await retriever.RetrieveAsync(request.Scope, cancellationToken), archive.Queried.Name, intake: null, request);
    }

    private static ImmutableArray<IRetrievalWay> WaysTo(RetrieveRequest request, OpenArchive archive, ObservedIntake intake, ILogger log)
    {
        if (archive.Web is { } web)
            return [new WebRetrieval(web, intake)];
        Destination destination = archive.Destination!;
        var get = new GetRetrieval(destination, intake, log);
        var move = new MoveRetrieval(destination, request.MoveTo ?? request.Archive.CallingAe, log);
        return request.By switch
        {
            By.Get => [get],
            By.Move => [move],
            _ => request.ListenPort is null ? [get] : [get, move],
        };
    }

    // An archive may state a class that the object does not have, or none: what counts is that an object of this UID is here.
    private static async ValueTask<bool> IsHereAsync(ObservedIntake intake, ListedObject item, CancellationToken cancellationToken)
    {
        if (item.SopClassUid is { } named && await intake.HoldsAsync(named, item.SopInstanceUid, cancellationToken))
            return true;
        foreach (DicomUID uid in AcceptedSyntaxes.StorageClasses)
        {
            if (await intake.HoldsAsync(uid.UID, item.SopInstanceUid, cancellationToken))
                return true;
        }

        return false;
    }

    private static Task<Receiver> ListenAsync(RetrieveRequest request, int port, ObservedIntake intake, ILoggerFactory loggers, CancellationToken cancellationToken) =>
        Receiver.StartAsync(
            new ReceiverOptions
            {
                Titles = [request.MoveTo ?? request.Archive.CallingAe],
                Port = port,
                IdleTimeout = request.Archive.ResponseTimeout,
                StopTimeout = TimeSpan.FromSeconds(5),
                Tls = request.Archive.Tls is { Certificate: not null } secured ? secured : null,
            },
            intake,
            commitments: null,
            reports: null,
            loggers,
            cancellationToken);
}
