using System.Text.Json;
using ContourFlow.Contouring.Dose;
using ContourFlow.Contouring.Protocols;
using ContourFlow.Worker.Output;

namespace ContourFlow.Worker.Scoring;

/// <summary>The work of `contourflow dose`: read, score, write.</summary>
internal static class DoseJob
{
    public static Answer Run(DoseRequest request, IProgress<string> progress, CancellationToken cancellationToken)
    {
        progress.Report("reading the protocol");
        Protocol protocol = ProtocolCatalogue.OfProgram.Load(request.Protocol);
        progress.Report("reading the folder");
        DoseCase found = DoseCaseReader.Read(
            request.Folders,
            protocol,
            new DoseCaseOptions
            {
                StructureSetInstanceUid = request.StructureSetUid,
                DoseInstanceUid = request.DoseUid,
                LeaveOut = path => path.EndsWith(OutputFolder.StagingEnding, StringComparison.Ordinal),
                MaximumDegreeOfParallelism = request.Threads,
                Progress = new ReadingProgress(progress),
            },
            cancellationToken);

        // Before the work and not after it: an output that cannot be written is said at once.
        bool isEarlier = request.Out is { } earlier && HoldsScorecard(earlier);
        using OutputFolder? output = request.Out is { } folder ? OutputFolder.Open(folder, path => isEarlier && IsNamedLikeOne(path)) : null;
        progress.Report("scoring the dose");
        DoseScorecard scorecard = DoseScoring.Score(
            found.StructureSet,
            found.Ct,
            found.Doses,
            found.Plan,
            protocol,
            new DoseScoringOptions
            {
                MaximumDegreeOfParallelism = request.Threads,
                IsDeclaredTotal = request.IsDeclaredTotal,
                RelativeReferenceGy = request.RelativeReferenceGy,
            },
            cancellationToken);
        IReadOnlyList<(string Name, byte[] Content)> files = DoseFiles.Of(scorecard);
        cancellationToken.ThrowIfCancellationRequested();
        if (output is not null)
        {
            foreach ((string name, byte[] content) in files)
                output.Write(name, content);
            output.Commit();
        }

        return DoseAnswer.Of(scorecard, files, output?.Path);
    }

    private static bool IsNamedLikeOne(string path) => Path.GetFileName(path) is DoseFiles.Json or DoseFiles.Csv or DoseFiles.CurvesCsv or DoseFiles.Html;

    // Of the files of a scorecard the JSON says of itself what it is, and the others lie beside it: told once, before any of them is replaced.
    private static bool HoldsScorecard(string folder)
    {
        string json = Path.Combine(folder, DoseFiles.Json);
        try
        {
            return File.Exists(json) && DoseScorecardJson.Read(File.ReadAllBytes(json)) is not null;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
