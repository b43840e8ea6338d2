using ContourFlow.Contracts.V1;
using ContourFlow.Worker.Hosting;
using ContourFlow.Worker.Messaging;
using MassTransit;

namespace ContourFlow.Worker.Scoring;

/// <summary>Takes the command to score a dose.</summary>
internal sealed class ScoreDoseConsumer(DoseProcessor processor) : IConsumer<ScoreDose>
{
    /// <inheritdoc/>
    public Task Consume(ConsumeContext<ScoreDose> context) =>
        processor.ProcessAsync(context.Message.CaseId, context.Message.Key, context.CancellationToken);
}

/// <summary>Its queue, and how many doses a process works at: as many as cases, beside them, so that neither waits for the other.</summary>
internal sealed class ScoreDoseDefinition : ConsumerDefinition<ScoreDoseConsumer>
{
    private readonly QueuePolicy policy;
    private readonly QueueNames names;
    private readonly ServiceOptions options;

    /// <param name="policy">What is the same for every queue.</param>
    /// <param name="names">The names of queues.</param>
    /// <param name="options">The configuration.</param>
    public ScoreDoseDefinition(QueuePolicy policy, QueueNames names, ServiceOptions options)
    {
        (this.policy, this.names, this.options) = (policy, names, options);
        EndpointName = names.ScoreDose;
    }

    /// <inheritdoc/>
    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator, IConsumerConfigurator<ScoreDoseConsumer> consumerConfigurator, IRegistrationContext context)
    {
        // A command goes to the queue of its name, and to no exchange that others could bind to.
        endpointConfigurator.ConfigureConsumeTopology = false;
        policy.Apply(endpointConfigurator, names.ScoreDose, options.Processing.Concurrency);
        policy.Redeliver<ScoreDoseConsumer, ScoreDose>(consumerConfigurator);
    }
}
