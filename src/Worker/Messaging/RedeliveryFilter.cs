using System.Collections.Immutable;
using ContourFlow.Contouring.Faults;
using MassTransit;
using Microsoft.Extensions.Logging;

namespace ContourFlow.Worker.Messaging;

/// <summary>
/// Around a consumer: a message that failed by a <see cref="TransientException"/> is delivered again after a pause, and counts as handled. The last pause
/// repeats for as long as it takes. Everything else passes, into the error queue.
/// </summary>
internal sealed class RedeliveryFilter<TConsumer, TMessage>(
    ImmutableArray<TimeSpan> pauses, IRedelivery redelivery, InMemoryBacklog backlog, MessagingMeter meter, ILogger log)
    : IFilter<ConsumerConsumeContext<TConsumer, TMessage>>
    where TConsumer : class
    where TMessage : class
{
    /// <inheritdoc/>
    public async Task Send(ConsumerConsumeContext<TConsumer, TMessage> context, IPipe<ConsumerConsumeContext<TConsumer, TMessage>> next)
    {
        if (InMemoryBacklog.Counts<TMessage>())
            backlog.Taken();
        try
        {
            await next.Send(context);
        }
        catch (TransientException fault)
        {
            int count = context.GetRedeliveryCount();
            TimeSpan pause = pauses[Math.Min(count, pauses.Length - 1)];
            log.Redelivering(typeof(TMessage).Name, pause.TotalSeconds, ProgramFaultException.KindOf(fault), count + 1);
            await redelivery.AgainAsync(context, pause, count + 1);
            if (InMemoryBacklog.Counts<TMessage>())
                backlog.Added();
            meter.Redelivered(typeof(TMessage).Name);
        }
    }

    /// <inheritdoc/>
    public void Probe(ProbeContext context) => context.CreateFilterScope("redelivery");
}
