using ContourFlow.Contouring;
using ContourFlow.Contouring.Cases;
using ContourFlow.Contouring.Faults;
using ContourFlow.Contouring.Protocols;
using ContourFlow.Storage.Objects;
using ContourFlow.Storage.Processing;
using ContourFlow.Worker.Hosting;
using ContourFlow.Worker.Intake;
using ContourFlow.Worker.Messaging;

namespace ContourFlow.Worker.Processing;

/// <summary>A claimed revision from the object store to the object store: fetch, read, fuse, derive, check, store. It decides nothing of the case's fate.</summary>
internal sealed class CaseWork(IObjectStore objects, ServiceOptions options)
{
    /// <summary>Does the work.</summary>
    /// <param name="claim">The revision.</param>
    /// <param name="scratch">A folder for its files.</param>
    /// <param name="times">Takes how long each step took.</param>
    /// <param name="cancellationToken">Stops it; files that were stored already stay, and are the same the next time.</param>
    /// <exception cref="CaseDataException">The case cannot be done as it is.</exception>
    /// <exception cref="ProtocolException">The protocol is not there, or has faults.</exception>
    /// <exception cref="StoredBlobException">An input is missing or damaged.</exception>
    /// <exception cref="StoreUnavailableException">The object store cannot be reached.</exception>
    public async Task<(CaseResult Result, ProcessedRevision Revision)> DoAsync(Claim claim, ScratchFolder scratch, StepTimes times, CancellationToken cancellationToken)
    {
        Protocol protocol = ServiceOptionsCheck.CatalogueOf(options).Load(claim.Protocol);
        times.Begin("fetch");
        using (Spans.Start("fetch inputs"))
        {
            foreach (StoredObject input in claim.Inputs)
                await objects.FetchAsync(input.StoreKey, scratch[FileName(input)], cancellationToken);
        }

        KillPoint.Pass(KillPoint.InputsFetched);
        CaseResult result = await Task.Run(() => Process(claim, protocol, scratch, times, cancellationToken), cancellationToken);
        times.Begin("report");
        IReadOnlyList<(DicomFile Object, byte[] Content)> written = ResultFiles.ObjectsOf(result);
        IReadOnlyList<(string Name, byte[] Content)> report = ResultFiles.ReportOf(result);
        times.End();
        KillPoint.Pass(KillPoint.CaseDone);
        cancellationToken.ThrowIfCancellationRequested();
        times.Begin("store");
        ResultObject[] stored = await StoreAsync(written, cancellationToken);
        ResultFile[] files = await StoreAsync(report, cancellationToken);
        times.End();
        KillPoint.Pass(KillPoint.ResultsStored);
        (IReadOnlyList<Route> routes, bool afterReview) = ResultRouting.Of(options, claim.Protocol, stored);
        return (result, new ProcessedRevision(protocol.Name, protocol.Hash, stored, files, routes, afterReview, HeldFor(result), times.Durations));
    }

    // By the UID, which the intake has looked at; what is no UID must not become a path.
    private static string FileName(StoredObject input) =>
        InstanceUid.IsValid(input.SopInstanceUid) ? input.SopInstanceUid + ".dcm" : throw new StoredBlobException(input.StoreKey, "An input is listed under something that is no UID.");

    // What a refused fusion leaves undone is missing from the structure set: nobody would miss it in the planning system, so a person says
    // whether the rest goes out.
    private static HoldReason? HeldFor(CaseResult result)
    {
        if (result.IsHeld)
        {
            Contouring.Checks.CheckResult[] failed = [.. result.Checks.Where(check => check.Severity == Severity.Failure)];
            string others = failed.Length > 1 ? $" {failed.Length - 1} more failed." : "";
            return new HoldReason(ReasonCodes.CheckFailed, $"A check failed: {failed[0].Title}; {failed[0].Figure}, limit {failed[0].Limit}.{others} The report names the place. Mend the contours, or release the case.");
        }

        return result.IsPartlyHeld
            ? new HoldReason(result.Derivation.Held[0].ReasonCode, $"{string.Join(", ", result.Derivation.Held.Select(one => one.Name))} cannot be derived. {result.Derivation.Held[0].Sentence} The rest is done and goes out when the case is released.")
            : null;
    }

    private CaseResult Process(Claim claim, Protocol protocol, ScratchFolder scratch, StepTimes times, CancellationToken cancellationToken)
    {
        times.Begin("read");
        using var span = Spans.Start("process inputs");
        PlanningCase planningCase = CaseReader.Read(
            scratch.Path,
            CaseReadOptions.By(protocol, options.Processing.Threads) with { CtSeriesInstanceUid = claim.CtSeriesInstanceUid },
            cancellationToken);
        return CaseProcessor.Process(
            planningCase,
            protocol,
            new ProcessOptions { MaximumDegreeOfParallelism = options.Processing.Threads, Steps = times },
            progress: null,
            cancellationToken);
    }

    private async Task<ResultObject[]> StoreAsync(IReadOnlyList<(DicomFile Object, byte[] Content)> written, CancellationToken cancellationToken)
    {
        var stored = new List<ResultObject>();
        foreach ((DicomFile file, byte[] content) in written)
        {
            StoredBlob blob = await objects.PutAsync(content, cancellationToken);
            stored.Add(new ResultObject(
                file.Dataset.GetSingleValue<string>(DicomTag.SOPInstanceUID),
                file.Dataset.GetSingleValue<string>(DicomTag.SOPClassUID),
                file.Dataset.GetSingleValue<string>(DicomTag.StudyInstanceUID),
                file.Dataset.GetSingleValue<string>(DicomTag.SeriesInstanceUID),
                blob.Sha256,
                blob.Key,
                blob.Length));
        }

        return [.. stored];
    }

    private async Task<ResultFile[]> StoreAsync(IReadOnlyList<(string Name, byte[] Content)> report, CancellationToken cancellationToken)
    {
        var stored = new List<ResultFile>();
        foreach ((string name, byte[] content) in report)
        {
            StoredBlob blob = await objects.PutAsync(content, cancellationToken);
            stored.Add(new ResultFile(name, blob.Sha256, blob.Key, blob.Length));
        }

        return [.. stored];
    }
}
