using ContourFlow.Contouring;
using ContourFlow.Contouring.Faults;
using ContourFlow.Contouring.Protocols;
using ContourFlow.Contracts;
using ContourFlow.Storage.Objects;
using ContourFlow.Storage.Processing;
using ContourFlow.Worker.Hosting;
using ContourFlow.Worker.Messaging;
using Microsoft.Extensions.Logging;

namespace ContourFlow.Worker.Processing;

/// <summary>
/// Brings a revision from its claim to its end: processed, held, or handed back. The registry sees to it that a revision has one end, whoever
/// works at it and how often.
/// </summary>
internal sealed class RevisionProcessor(
    IProcessingRegistry registry, CaseWork work, ServiceOptions options, Drain drain, ProcessingMeter meter, TimeProvider time, ILogger<RevisionProcessor> log)
{
    private readonly IProcessingRegistry registry = registry;
    private readonly ServiceOptions options = options;
    private readonly ProcessingMeter meter = meter;
    private readonly TimeProvider time = time;
    private readonly ILogger<RevisionProcessor> log = log;
    private readonly ClaimedWork claimed = new(options, drain, time, log);

    /// <summary>Processes a revision, unless there is nothing to be done. Once it returns the message may go.</summary>
    /// <exception cref="TransientException">The registry cannot be reached: the message has to come again.</exception>
    /// <exception cref="ProgramFaultException">A fault of the program; the case is held for it.</exception>
    public Task ProcessAsync(CaseId caseId, int revision, CancellationToken cancellationToken) => ClaimedWork.ClaimAsync(async () =>
    {
        Claim claim = await registry.ClaimAsync(caseId, revision, options.Process, options.Processing.Claim, options.Processing.MostAttempts, cancellationToken);
        if (claim.Outcome == ClaimOutcome.Claimed)
            await ProcessAsync(new Piece(this, caseId, revision, claim), claim, cancellationToken);
        else
            log.NothingToDo(caseId, revision, claim.Outcome.ToString());
    });

    private async Task ProcessAsync(Piece piece, Claim claim, CancellationToken cancellationToken)
    {
        KillPoint.Pass(KillPoint.RevisionClaimed);
        using var span = Spans.Start("process case", piece.CaseId, piece.Revision);
        log.Begun(piece.CaseId, piece.Revision, claim.Attempt, claim.Inputs.Count, claim.Protocol);
        meter.UnderWay(+1);
        try
        {
            await claimed.DoAsync(piece, cancellationToken);
        }
        finally
        {
            meter.UnderWay(-1);
        }
    }

    private async Task<(CaseResult Result, ProcessedRevision Revision)> WorkAsync(Piece piece, Claim claim, CancellationToken cancellationToken)
    {
        using ScratchFolder scratch = ScratchFolder.Make(options, $"{piece.CaseId}-{piece.Revision}-{claim.Attempt}");
        return await work.DoAsync(claim, scratch, new StepTimes(time), cancellationToken);
    }

    private async Task CompleteAsync(Piece piece, CaseResult result, ProcessedRevision revision, TimeSpan took)
    {
        bool isFirst = await claimed.EndAsync(token => registry.CompleteAsync(piece.CaseId, piece.Revision, piece.Run, options.Process, revision, token));
        KillPoint.Pass(KillPoint.ResultsRegistered);
        if (!isFirst)
        {
            log.InVain(piece.CaseId, piece.Revision);
            meter.Ended("in-vain");
            return;
        }

        meter.Took(revision.Steps);
        meter.Fused(result);
        if (revision.Held is { } held)
            log.Held(piece.CaseId, piece.Revision, held.Code);
        else
            log.Processed(piece.CaseId, piece.Revision, took.TotalSeconds, revision.Objects.Count);
        meter.Ended(revision.Held is null ? "processed" : "held", revision.Held?.Code);
    }

    private async Task HoldAsync(Piece piece, HoldReason reason)
    {
        bool isFirst = await claimed.EndAsync(token => registry.HoldAsync(piece.CaseId, piece.Revision, piece.Run, options.Process, reason, token));
        if (isFirst)
            log.Held(piece.CaseId, piece.Revision, reason.Code);
        else
            log.InVain(piece.CaseId, piece.Revision);
        meter.Ended(isFirst ? "held" : "in-vain", isFirst ? reason.Code : null);
    }

    /// <summary>A run of a revision of a case.</summary>
    private sealed class Piece(RevisionProcessor processor, CaseId caseId, int revision, Claim claim) : IClaimedPiece
    {
        public CaseId CaseId => caseId;

        public int Revision => revision;

        public int Run => claim.Run;

        private ServiceOptions Options => processor.options;

        public HoldReason TooLong => new(ReasonCodes.CaseTooLong, $"The case took longer than {Options.Processing.LongestCase} and was stopped. Raise Processing.LongestCase or give it more threads, and retry it.");

        public Task<bool> RenewAsync(CancellationToken cancellationToken) =>
            processor.registry.RenewAsync(caseId, revision, claim.Run, Options.Process, Options.Processing.Claim, cancellationToken);

        public async Task DoAsync(CancellationToken cancellationToken)
        {
            long began = processor.time.GetTimestamp();
            (CaseResult result, ProcessedRevision processed) = await processor.WorkAsync(this, claim, cancellationToken);
            await processor.CompleteAsync(this, result, processed, processor.time.GetElapsedTime(began));
        }

        public Task RefuseAsync(HoldReason reason) => processor.HoldAsync(this, reason);

        public Task HandBackAsync(TimeSpan pause) => processor.registry.HandBackAsync(caseId, revision, claim.Run, Options.Process, pause, CancellationToken.None);

        public void Tell(PieceEnd end, TimeSpan pause, Exception? fault)
        {
            if (end == PieceEnd.HandedBack)
                processor.log.HandedBack(caseId, revision);
            else if (end == PieceEnd.PutOff)
                processor.log.PutOff(caseId, revision, pause.TotalSeconds, ProgramFaultException.KindOf(fault!));
            processor.meter.Ended(ClaimedWork.WordOf(end));
        }

        public void Tell(Exception fault) =>
            processor.log.Fault(caseId, revision, ProgramFaultException.KindOf(fault), Environment.NewLine, fault.StackTrace ?? "");

        public HoldReason Unusable(ProtocolException fault) =>
            new(ReasonCodes.ProtocolInvalid, $"Protocol {claim.Protocol} cannot be used on worker {Options.Process}. {string.Join(' ', fault.Faults.Take(3))}");

        public HoldReason Damaged(StoredBlobException fault) =>
            new(ReasonCodes.InputDamaged, $"An input of the case cannot be used: {fault.Message} ({fault.Key}). Send the object again, or restore the object store, and retry the case.");

        public HoldReason Failed(string kind) =>
            new(ReasonCodes.ProgramFault, $"A fault of the program kept the case from being processed ({kind}). Report it; once it is mended, retry the case.");
    }
}
