using System.Text.Json;
using ContourFlow.Storage.Messaging;
using ContourFlow.Storage.Objects;
using ContourFlow.Worker.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client.Exceptions;

namespace ContourFlow.Worker.Messaging;

/// <summary>
/// Brings what was decided on in the registry to the queue, at least once. A broker that is away keeps nothing from being decided: messages stay in the
/// registry and go out when it is back.
/// </summary>
internal sealed class OutboxDispatcher(IOutbox outbox, IOutboxSender sender, ServiceOptions options, MessagingMeter meter, TimeProvider time, ILogger<OutboxDispatcher> log)
    : BackgroundService
{
    // So many that a round costs little, so few that they are sent while they are ours.
    private const int Most = 100;

    private static readonly TimeSpan TakenFor = TimeSpan.FromSeconds(15);

    // The bus waits for a lost broker for as long as that takes, and says nothing.
    private static readonly TimeSpan SendTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    private readonly Backoff backoff = new(TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(15));
    private readonly SemaphoreSlim written = new(0, 1);

    /// <summary>Sends what is due.</summary>
    /// <returns>How many were sent, and how many were there.</returns>
    public async Task<(int Sent, int Taken)> DispatchAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<OutboxMessage> messages = await outbox.TakeAsync(options.Process, Most, options.Operations.ReissueAfter < TakenFor ? options.Operations.ReissueAfter : TakenFor, cancellationToken);
        if (messages.Count == 0)
            return (0, 0);
        KillPoint.Pass(KillPoint.OutboxTaken);
        Exception?[] faults = await Task.WhenAll(messages.Select(message => TrySendAsync(message, cancellationToken)));
        KillPoint.Pass(KillPoint.OutboxSent);
        long[] sent = [.. messages.Where((_, place) => faults[place] is null).Select(message => message.Sequence)];

        // A message that this process cannot send at all stays taken: put back, a hundred of them would be the oldest in every round and keep all others
        // from being sent. It is due again for every process when its time is over.
        long[] failed = [.. messages.Where((_, place) => faults[place] is not (null or UnknownContractException or JsonException or OperationInterruptedException)).Select(message => message.Sequence)];

        // What was sent is taken down although we are stopping: sent twice costs everybody more than the moment does us.
        if (sent.Length > 0)
            await outbox.SentAsync(sent, CancellationToken.None);
        KillPoint.Pass(KillPoint.OutboxMarked);
        if (failed.Length > 0)
            await outbox.ReturnAsync(failed, CancellationToken.None);
        meter.Sent(sent.Length);
        meter.Failed(failed.Length);
        Tell(faults, sent.Length);
        cancellationToken.ThrowIfCancellationRequested();
        return (sent.Length, messages.Count);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        outbox.Written += Wake;
        try
        {
            await Task.Yield();
            while (!stoppingToken.IsCancellationRequested)
                await RoundAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What is left goes out from another process, or from this one when it is started again.
        }
        finally
        {
            outbox.Written -= Wake;
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        written.Dispose();
        base.Dispose();
    }

    private async Task RoundAsync(CancellationToken stopping)
    {
        try
        {
            (int sent, int taken) = await DispatchAsync(stopping);
            if (taken > 0 && sent == 0)
                await Task.Delay(backoff.Failed(), time, stopping);
            else if (sent < Most)
                await WaitAsync(stopping);
        }
        catch (StoreUnavailableException fault)
        {
            TimeSpan pause = backoff.Failed();
            log.RegistryAway(fault.GetType().Name, pause.TotalSeconds);
            await Task.Delay(pause, time, stopping);
        }
        catch (Exception fault) when (!stopping.IsCancellationRequested)
        {
            // A round that fails must not end the process' sending: what was taken is due again for anybody when its time is over.
            TimeSpan pause = backoff.Failed();
            log.RoundFailed("outbox dispatcher", ProgramFaultException.KindOf(fault), pause.TotalSeconds, Environment.NewLine, fault.StackTrace ?? "");
            await Task.Delay(pause, time, stopping);
        }
    }

    private async Task<Exception?> TrySendAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            Task sending = sender.SendAsync(message, limit.Token);
            await sending.WaitAsync(SendTimeout, time, cancellationToken);
            return null;
        }
        catch (Exception fault)
        {
            await limit.CancelAsync();
            if (fault is UnknownContractException unknown)
                log.UnknownType(unknown.Type);
            return fault;
        }
    }

    private void Tell(Exception?[] faults, int sent)
    {
        if (sent > 0)
        {
            if (backoff.IsFailing)
                log.SentAgain();
            backoff.Succeeded();
        }

        if (faults.FirstOrDefault(fault => fault is not null) is { } first)
            log.NotSent(faults.Count(fault => fault is not null), ProgramFaultException.KindOf(first));
    }

    // The hint is only a hint: other processes write messages too.
    private async Task WaitAsync(CancellationToken stopping) => await written.WaitAsync(Poll, stopping);

    private void Wake()
    {
        try
        {
            written.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is awake.
        }
    }
}
