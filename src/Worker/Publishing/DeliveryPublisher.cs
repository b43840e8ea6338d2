using ContourFlow.Contouring.Faults;
using ContourFlow.Contracts.V1;
using ContourFlow.Storage.Objects;
using ContourFlow.Storage.Processing;
using ContourFlow.Storage.Publishing;
using ContourFlow.Worker.Hosting;
using ContourFlow.Worker.Messaging;
using Microsoft.Extensions.Logging;

namespace ContourFlow.Worker.Publishing;

/// <summary>
/// Brings a delivery one attempt further and takes down what came of it: published, postponed, or refused. A destination that is away costs an
/// attempt now and then; the pauses between them lie in the registry.
/// </summary>
internal sealed class DeliveryPublisher(
    IPublishingRegistry registry, DeliverySending sending, ServiceOptions options, Drain drain, PublishingMeter meter, TimeProvider time, ILogger<DeliveryPublisher> log)
{
    /// <summary>Makes an attempt, unless there is nothing to be done. Once it returns the message may go.</summary>
    /// <exception cref="TransientException">The registry cannot be reached: the message has to come again.</exception>
    /// <exception cref="ProgramFaultException">A fault of the program; the delivery is refused for it.</exception>
    public async Task PublishAsync(PublishResults command, CancellationToken cancellationToken)
    {
        if (!options.Destinations.TryGetValue(command.Destination, out DestinationSection? destination))
        {
            // It stays pending in the registry, for a publisher that knows it.
            log.UnknownDestination(command.Destination);
            return;
        }

        try
        {
            ClaimedDelivery? claimed = await registry.ClaimAsync(command.CaseId, command.Revision, command.Destination, options.Process, options.Publishing.Claim, cancellationToken);
            if (claimed is null)
                log.NothingToDo(command.CaseId, command.Revision, command.Destination);
            else
                await PublishAsync(command, claimed, destination, cancellationToken);
        }
        catch (StoreUnavailableException fault)
        {
            throw new TransientException("The registry cannot be reached.", fault);
        }
    }

    private async Task PublishAsync(PublishResults command, ClaimedDelivery claimed, DestinationSection destination, CancellationToken cancellationToken)
    {
        KillPoint.Pass(KillPoint.DeliveryClaimed);
        using var span = Spans.Start("publish results", command.CaseId, command.Revision)?.SetTag("contourflow.destination", command.Destination);
        log.Begun(command.CaseId, command.Revision, claimed.Objects.Count, command.Destination, claimed.Delivery.Attempts);
        long began = time.GetTimestamp();
        await using ClaimRenewal renewal = ClaimRenewal.Start(
            token => registry.RenewAsync(command.CaseId, command.Revision, claimed.Run, command.Destination, options.Process, options.Publishing.Claim, token), options.Publishing.Claim, time, log);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, drain.Over, renewal.Lost);
        string outcome = await AttemptAsync(command, claimed, destination, renewal, stop.Token);
        meter.Ended(command.Destination, outcome, time.GetElapsedTime(began));
    }

    private async Task<string> AttemptAsync(PublishResults command, ClaimedDelivery claimed, DestinationSection destination, ClaimRenewal renewal, CancellationToken stop)
    {
        try
        {
            return await TakeDownAsync(command, claimed, destination, await sending.AttemptAsync(claimed, destination, stop));
        }
        catch (OperationCanceledException) when (renewal.Lost.IsCancellationRequested)
        {
            return "lost";
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await registry.PostponeAsync(command.CaseId, command.Revision, claimed.Run, command.Destination, options.Process, "The process was stopped.", TimeSpan.Zero, CancellationToken.None);
            return "stopped";
        }
        catch (StoredBlobException fault)
        {
            return await RefuseAsync(command, claimed, new HoldReason(ReasonCodes.ResultDamaged, $"A result cannot be sent to {command.Destination}: {fault.Message} ({fault.Key}). Restore the object store, and retry the case."));
        }
        catch (Exception fault) when (fault is StoreUnavailableException or TransientException)
        {
            return await PostponeAsync(command, claimed, destination, $"The object store, the scratch folder or the registry cannot be used ({ProgramFaultException.KindOf(fault)}).");
        }
        catch (Exception fault)
        {
            string kind = ProgramFaultException.KindOf(fault);
            log.Fault(command.CaseId, command.Revision, command.Destination, kind, Environment.NewLine, fault.StackTrace ?? "");
            await RefuseAsync(command, claimed, new HoldReason(ReasonCodes.ProgramFault, $"A fault of the program kept the results from being sent to {command.Destination} ({kind}). Report it; once it is mended, retry the case."));
            throw new ProgramFaultException(fault);
        }
    }

    private async Task<string> TakeDownAsync(PublishResults command, ClaimedDelivery claimed, DestinationSection destination, DeliveryOutcome outcome)
    {
        switch (outcome.Verdict)
        {
            case DeliveryVerdict.Published:
                if (await registry.PublishedAsync(command.CaseId, command.Revision, claimed.Run, command.Destination, options.Process, CancellationToken.None))
                    log.Published(command.CaseId, command.Revision, command.Destination);
                KillPoint.Pass(KillPoint.Published);
                return "published";
            case DeliveryVerdict.Refused:
                return await RefuseAsync(command, claimed, new HoldReason(ReasonCodes.DestinationRefused, $"{command.Destination} refuses results. {outcome.Sentence}"));
            default:
                return await PostponeAsync(command, claimed, destination, outcome.Sentence);
        }
    }

    private async Task<string> PostponeAsync(PublishResults command, ClaimedDelivery claimed, DestinationSection destination, string sentence)
    {
        TimeSpan pause = Backoff.Of(destination.FirstPause, destination.LongestPause, claimed.Delivery.Attempts);
        await registry.PostponeAsync(command.CaseId, command.Revision, claimed.Run, command.Destination, options.Process, sentence, pause, CancellationToken.None);
        log.Postponed(command.CaseId, command.Revision, command.Destination, pause.TotalSeconds, sentence);
        return "postponed";
    }

    private async Task<string> RefuseAsync(PublishResults command, ClaimedDelivery claimed, HoldReason reason)
    {
        await registry.RefusedAsync(command.CaseId, command.Revision, claimed.Run, command.Destination, options.Process, reason, CancellationToken.None);
        log.Refused(command.CaseId, command.Revision, command.Destination, reason.Code, reason.Sentence);
        return "refused";
    }
}
