using System.Collections.Immutable;
using ContourFlow.Contouring.Cases;
using ContourFlow.Contouring.Dose;
using ContourFlow.Contouring.Faults;
using ContourFlow.Contouring.Protocols;
using ContourFlow.Storage.Objects;
using ContourFlow.Storage.Processing;
using ContourFlow.Storage.Scoring;
using ContourFlow.Worker.Hosting;
using ContourFlow.Worker.Intake;
using ContourFlow.Worker.Messaging;
using ContourFlow.Worker.Processing;

namespace ContourFlow.Worker.Scoring;

/// <summary>A claimed scoring from the object store to the object store: fetch, score, store. It decides nothing of the dose's fate.</summary>
internal sealed class DoseWork(IObjectStore objects, ServiceOptions options, TimeProvider time)
{
    /// <summary>Does the work.</summary>
    /// <param name="claim">The scoring.</param>
    /// <param name="scratch">A folder for its files.</param>
    /// <param name="cancellationToken">Stops it; files that were stored already stay, and are the same the next time.</param>
    /// <exception cref="CaseDataException">The dose cannot be scored as it is.</exception>
    /// <exception cref="ProtocolException">The protocol is not there, or has faults.</exception>
    /// <exception cref="StoredBlobException">An input is missing or damaged.</exception>
    /// <exception cref="StoreUnavailableException">The object store cannot be reached.</exception>
    public async Task<CompletedScore> DoAsync(ScoreClaim claim, ScratchFolder scratch, CancellationToken cancellationToken)
    {
        long began = time.GetTimestamp();
        Protocol protocol = ServiceOptionsCheck.CatalogueOf(options).Load(claim.Protocol);
        ResultObject structureSet = StructureSets.Of(claim.Results)
            ?? throw new CaseDataException(ReasonCodes.NoStructureSet, $"The structure set of revision {claim.Revision} is not kept any more. Send the study again.");
        using (Spans.Start("fetch dose"))
        {
            await objects.FetchAsync(structureSet.StoreKey, scratch[FileName(structureSet.SopInstanceUid, structureSet.StoreKey)], cancellationToken);
            foreach (StoredObject input in claim.Inputs)
                await objects.FetchAsync(input.StoreKey, scratch[FileName(input.SopInstanceUid, input.StoreKey)], cancellationToken);
        }

        DoseScorecard scorecard = await Task.Run(() => Score(claim, structureSet, protocol, scratch, cancellationToken), cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        var files = new List<ResultFile>();
        foreach ((string name, byte[] content) in DoseFiles.Of(scorecard))
        {
            StoredBlob blob = await objects.PutAsync(content, cancellationToken);
            files.Add(new ResultFile(name, blob.Sha256, blob.Key, blob.Length));
        }

        KillPoint.Pass(KillPoint.DoseStored);
        return new CompletedScore(scorecard.Verdict, protocol.Name, protocol.Hash, structureSet, files, time.GetElapsedTime(began));
    }

    // By the UID, which the intake has looked at; what is no UID must not become a path.
    private static string FileName(string sopInstanceUid, string storeKey) =>
        InstanceUid.IsValid(sopInstanceUid) ? sopInstanceUid + ".dcm" : throw new StoredBlobException(storeKey, "An input is listed under something that is no UID.");

    private DoseScorecard Score(ScoreClaim claim, ResultObject structureSet, Protocol protocol, ScratchFolder scratch, CancellationToken cancellationToken)
    {
        using var span = Spans.Start("score dose");
        PlanningCtPlanes ct = PlanningCtPlanes.Of(claim.CtSeriesInstanceUid, claim.CtFacts.Select(ObjectFacts.FromJson), protocol);
        ImmutableArray<DicomDataset> inputs = [.. claim.Inputs.Select(input => Read(scratch, input.SopInstanceUid, input.StoreKey))];
        return DoseScoring.Score(
            Read(scratch, structureSet.SopInstanceUid, structureSet.StoreKey),
            ct,
            [.. inputs.Where(IsDose)],
            inputs.FirstOrDefault(input => !IsDose(input)),
            protocol,
            new DoseScoringOptions { MaximumDegreeOfParallelism = options.Processing.Threads },
            cancellationToken);
    }

    private static bool IsDose(DicomDataset dataset) => ObjectFacts.Of(dataset).Dose is not null;

    private static DicomDataset Read(ScratchFolder scratch, string sopInstanceUid, string storeKey)
    {
        try
        {
            return DicomFile.Open(scratch[FileName(sopInstanceUid, storeKey)]).Dataset;
        }
        catch (DicomException fault)
        {
            throw new CaseDataException(ReasonCodes.UnreadableFile, $"Object {sopInstanceUid} cannot be read as DICOM: {fault.Message} Export it again under a new UID.", fault);
        }
    }
}
