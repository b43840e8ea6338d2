using ContourFlow.Contouring;
using ContourFlow.Contouring.Cases;
using ContourFlow.Contouring.Protocols;
using ContourFlow.Worker.Output;

namespace ContourFlow.Worker.Processing;

/// <summary>The work of `contourflow process`: read, derive and check, write.</summary>
internal static class ProcessJob
{
    public static Answer Run(ProcessRequest request, IProgress<string> progress, CancellationToken cancellationToken)
    {
        FolderPair folders = FolderPairs.Of(request.Folder, request.Out);
        if (folders == FolderPair.Same)
            throw new OutputException("The output folder is the input folder. Name another one: results and originals are kept apart.");

        progress.Report("reading the protocol");
        Protocol protocol = ProtocolCatalogue.OfProgram.Load(request.Protocol);

        progress.Report("reading the folder");
        PlanningCase planningCase = CaseReader.Read(
            request.Folder,
            CaseReadOptions.By(protocol, request.Threads) with
            {
                CtSeriesInstanceUid = request.CtSeriesUid,
                // Results of an earlier run, when they lie in the input folder: a second run reads what the first one
                // read. Whatever else lies there is input like any other.
                LeaveOut = path => IsOwn(path, Path.TrimEndingDirectorySeparator(Path.GetFullPath(request.Out))),
                StructureSetInstanceUid = request.StructureSetUid,
                Progress = new ReadingProgress(progress),
            },
            cancellationToken);

        // Before the work and not after it: an output that cannot be written is said at once.
        using OutputFolder output = OutputFolder.Open(request.Out, ResultFiles.IsEarlierResult);
        CaseResult result = CaseProcessor.Process(
            planningCase,
            protocol,
            new ProcessOptions { Level = request.Level, MaximumDegreeOfParallelism = request.Threads },
            progress,
            cancellationToken);

        progress.Report("drawing the report");
        IReadOnlyList<(string Name, byte[] Content)> files = ResultFiles.Of(result);
        cancellationToken.ThrowIfCancellationRequested();
        foreach ((string name, byte[] content) in files)
            output.Write(name, content);
        output.Commit();
        return ProcessAnswer.Of(result, output.Path, files, folders);
    }

    private static bool IsOwn(string path, string output) =>
        path.EndsWith(OutputFolder.StagingEnding, StringComparison.Ordinal)
        || (string.Equals(Path.GetDirectoryName(path), output, StringComparison.Ordinal) && File.Exists(path) && ResultFiles.IsEarlierResult(path));
}
