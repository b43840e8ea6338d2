using ContourFlow.Contouring;
using ContourFlow.Contouring.Faults;
using ContourFlow.Contouring.Protocols;
using ContourFlow.Contracts;
using ContourFlow.Storage.Objects;
using ContourFlow.Storage.Processing;
using ContourFlow.Worker.Hosting;
using ContourFlow.Worker.Messaging;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;

namespace ContourFlow.Worker.Processing;

/// <summary>
/// Brings a revision from its claim to its end: processed, held, or handed back. The registry sees to it that a revision has one end, whoever
/// works at it and how often.
/// </summary>
internal sealed class RevisionProcessor(
    IProcessingRegistry registry, CaseWork work, ServiceOptions options, Drain drain, ProcessingMeter meter, TimeProvider time, ILogger<RevisionProcessor> log)
{
    // Work of minutes is not thrown away for a registry that is away for less.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Backoff pauses = new(options.Queue.RedeliveryPauses[0], options.Queue.RedeliveryPauses[^1]);
    private readonly ResiliencePipeline patiently = new ResiliencePipelineBuilder { TimeProvider = time }
        .AddTimeout(Patience)
        .AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = new PredicateBuilder().Handle<StoreUnavailableException>(),
            MaxRetryAttempts = 8,
            BackoffType = DelayBackoffType.Exponential,
            Delay = TimeSpan.FromMilliseconds(250),
            MaxDelay = TimeSpan.FromSeconds(15),
        })
        .Build();

    /// <summary>Processes a revision, unless there is nothing to be done. Once it returns the message may go.</summary>
    /// <exception cref="TransientException">The registry cannot be reached: the message has to come again.</exception>
    /// <exception cref="ProgramFaultException">A fault of the program; the case is held for it.</exception>
    public async Task ProcessAsync(CaseId caseId, int revision, CancellationToken cancellationToken)
    {
        try
        {
            Claim claim = await registry.ClaimAsync(caseId, revision, options.Process, options.Processing.Claim, options.Processing.MostAttempts, cancellationToken);
            if (claim.Outcome == ClaimOutcome.Claimed)
                await ProcessAsync(new Piece(caseId, revision), claim, cancellationToken);
            else
                log.NothingToDo(caseId, revision, claim.Outcome.ToString());
        }
        catch (Exception fault) when (fault is StoreUnavailableException or Polly.Timeout.TimeoutRejectedException)
        {
            throw new TransientException("The registry cannot be reached.", fault);
        }
    }

    private async Task ProcessAsync(Piece piece, Claim claim, CancellationToken cancellationToken)
    {
        KillPoint.Pass(KillPoint.RevisionClaimed);
        using var span = Spans.Start("process case", piece.CaseId, piece.Revision);
        log.Begun(piece.CaseId, piece.Revision, claim.Attempt, claim.Inputs.Count, claim.Protocol);
        meter.UnderWay(+1);
        try
        {
            await using ClaimRenewal renewal = ClaimRenewal.Start(
                token => registry.RenewAsync(piece.CaseId, piece.Revision, options.Process, options.Processing.Claim, token), options.Processing.Claim, time, log);
            await DoAsync(piece, claim, renewal, cancellationToken);
        }
        finally
        {
            meter.UnderWay(-1);
        }
    }

    private async Task DoAsync(Piece piece, Claim claim, ClaimRenewal renewal, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(options.Processing.LongestCase, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, drain.Over, renewal.Lost, limit.Token);
        try
        {
            long began = time.GetTimestamp();
            (CaseResult result, ProcessedRevision revision) = await WorkAsync(piece, claim, stop.Token);
            await CompleteAsync(piece, result, revision, time.GetElapsedTime(began));
        }
        catch (OperationCanceledException) when (renewal.Lost.IsCancellationRequested)
        {
            meter.Ended("lost");
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested || drain.Over.IsCancellationRequested)
        {
            await registry.HandBackAsync(piece.CaseId, piece.Revision, options.Process, TimeSpan.Zero, CancellationToken.None);
            log.HandedBack(piece.CaseId, piece.Revision);
            meter.Ended("handed-back");
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            await HoldAsync(piece, new HoldReason(ReasonCodes.CaseTooLong, $"The case took longer than {options.Processing.LongestCase} and was stopped. Raise Processing.LongestCase or give it more threads, and retry it."));
        }
        catch (CaseDataException fault)
        {
            await HoldAsync(piece, new HoldReason(fault.ReasonCode, fault.Message));
        }
        catch (ProtocolException fault)
        {
            await HoldAsync(piece, new HoldReason(ReasonCodes.ProtocolInvalid, $"Protocol {claim.Protocol} cannot be used on worker {options.Process}. {string.Join(' ', fault.Faults.Take(3))}"));
        }
        catch (StoredBlobException fault)
        {
            await HoldAsync(piece, new HoldReason(ReasonCodes.InputDamaged, $"An input of the case cannot be used: {fault.Message} ({fault.Key}). Send the object again, or restore the object store, and retry the case."));
        }
        catch (Exception fault) when (IsTransient(fault))
        {
            await PutOffAsync(piece, fault);
        }
        catch (Exception fault)
        {
            string kind = ProgramFaultException.KindOf(fault);
            log.Fault(piece.CaseId, piece.Revision, kind, Environment.NewLine, fault.StackTrace ?? "");
            await HoldAsync(piece, new HoldReason(ReasonCodes.ProgramFault, $"A fault of the program kept the case from being processed ({kind}). Report it; once it is mended, retry the case."));
            throw new ProgramFaultException(fault);
        }
    }

    private static bool IsTransient(Exception fault) =>
        fault is StoreUnavailableException or TransientException or Polly.Timeout.TimeoutRejectedException
        || (Output.WriteFaults.Cause(fault) is { } cause && Output.WriteFaults.IsNoRoom(cause));

    private async Task<(CaseResult Result, ProcessedRevision Revision)> WorkAsync(Piece piece, Claim claim, CancellationToken cancellationToken)
    {
        using ScratchFolder scratch = ScratchFolder.Make(options, $"{piece.CaseId}-{piece.Revision}-{claim.Attempt}");
        return await work.DoAsync(claim, scratch, new StepTimes(time), cancellationToken);
    }

    // The claim may be lost by now: the first who comes is taken down all the same, and both have the same.
    private async Task CompleteAsync(Piece piece, CaseResult result, ProcessedRevision revision, TimeSpan took)
    {
        bool isFirst = await patiently.ExecuteAsync(
            async token => await registry.CompleteAsync(piece.CaseId, piece.Revision, options.Process, revision, token), CancellationToken.None);
        KillPoint.Pass(KillPoint.ResultsRegistered);
        pauses.Succeeded();
        if (!isFirst)
        {
            log.InVain(piece.CaseId, piece.Revision);
            meter.Ended("in-vain");
            return;
        }

        meter.Took(revision.Steps);
        meter.Fused(result);
        if (revision.Held is { } held)
            Tell(piece, held);
        else
            log.Processed(piece.CaseId, piece.Revision, took.TotalSeconds, revision.Objects.Count);
        meter.Ended(revision.Held is null ? "processed" : "held", revision.Held?.Code);
    }

    private async Task HoldAsync(Piece piece, HoldReason reason)
    {
        bool isFirst = await patiently.ExecuteAsync(
            async token => await registry.HoldAsync(piece.CaseId, piece.Revision, options.Process, reason, token), CancellationToken.None);
        pauses.Succeeded();
        if (isFirst)
            Tell(piece, reason);
        else
            log.InVain(piece.CaseId, piece.Revision);
        meter.Ended(isFirst ? "held" : "in-vain", isFirst ? reason.Code : null);
    }

    private void Tell(Piece piece, HoldReason reason) => log.Held(piece.CaseId, piece.Revision, reason.Code);

    // The registry keeps the message that begins it again: the attempt does not count, and this message may go.
    private async Task PutOffAsync(Piece piece, Exception fault)
    {
        TimeSpan pause = pauses.Failed();
        await registry.HandBackAsync(piece.CaseId, piece.Revision, options.Process, pause, CancellationToken.None);
        log.PutOff(piece.CaseId, piece.Revision, pause.TotalSeconds, ProgramFaultException.KindOf(fault));
        meter.Ended("put-off");
    }

    /// <summary>A revision of a case.</summary>
    private sealed record Piece(CaseId CaseId, int Revision);
}
