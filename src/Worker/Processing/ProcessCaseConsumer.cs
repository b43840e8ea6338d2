using ContourFlow.Contracts.V1;
using ContourFlow.Worker.Hosting;
using ContourFlow.Worker.Messaging;
using MassTransit;

namespace ContourFlow.Worker.Processing;

/// <summary>Takes the command to process a case.</summary>
internal sealed class ProcessCaseConsumer(RevisionProcessor processor) : IConsumer<ProcessCase>
{
    /// <inheritdoc/>
    public Task Consume(ConsumeContext<ProcessCase> context) =>
        processor.ProcessAsync(context.Message.CaseId, context.Message.Revision, context.CancellationToken);
}

/// <summary>Its queue, and how many cases a process works at.</summary>
internal sealed class ProcessCaseDefinition : ConsumerDefinition<ProcessCaseConsumer>
{
    private readonly QueuePolicy policy;
    private readonly QueueNames names;
    private readonly ServiceOptions options;

    /// <param name="policy">What is the same for every queue.</param>
    /// <param name="names">The names of queues.</param>
    /// <param name="options">The configuration.</param>
    public ProcessCaseDefinition(QueuePolicy policy, QueueNames names, ServiceOptions options)
    {
        (this.policy, this.names, this.options) = (policy, names, options);
        EndpointName = names.ProcessCase;
    }

    /// <inheritdoc/>
    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator, IConsumerConfigurator<ProcessCaseConsumer> consumerConfigurator, IRegistrationContext context)
    {
        // A command goes to the queue of its name, and to no exchange that others could bind to.
        endpointConfigurator.ConfigureConsumeTopology = false;
        policy.Apply(endpointConfigurator, names.ProcessCase, options.Processing.Concurrency);
        policy.Redeliver<ProcessCaseConsumer, ProcessCase>(consumerConfigurator);
    }
}
