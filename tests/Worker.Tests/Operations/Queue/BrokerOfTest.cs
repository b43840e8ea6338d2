using System.Text;
using System.Text.Json.Nodes;
using ContourFlow.Contracts;
using ContourFlow.Servers;
using ContourFlow.Worker.Hosting;
using ContourFlow.Worker.Messaging;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using RabbitMQ.Client;

namespace ContourFlow.Worker.Tests.Operations.Queue;

/// <summary>The queues of one test on the broker, made as the service makes them, under a prefix of the test's own.</summary>
internal sealed class BrokerOfTest : IAsyncDisposable
{
    private readonly IConnection connection;

    private BrokerOfTest(IConnection connection, ServiceOptions options) => (this.connection, Options) = (connection, options);

    public ServiceOptions Options { get; }

    public string ProcessCase => new QueueNames(Options.Queue.Prefix).ProcessCase;

    public static async Task<BrokerOfTest> StartAsync(RabbitMqServer server, string prefix)
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        var broker = new BrokerOfTest(
            await server.ConnectAsync(cancel),
            new ServiceOptions { Queue = new QueueSection { Url = server.Url.ToString(), Prefix = prefix, DeliveryLimit = 2, RedeliveryPauses = [TimeSpan.FromSeconds(1)] } });
        await new QueueTopology(broker.Options, NullLogger<QueueTopology>.Instance).EnsureAsync(broker.ProcessCase, cancel);
        return broker;
    }

    /// <summary>Runs `contourflow queue` over it.</summary>
    public Task<CommandLineRun> RunAsync(params string[] args) => CommandLineRun.Of(
        TestContext.Current.CancellationToken, ["queue", .. args, "--set", $"Queue:Url={Options.Queue.Url}", "--set", $"Queue:Prefix={Options.Queue.Prefix}"]);

    /// <summary>Puts a command into a queue as MassTransit writes it, with something beside that must be shown to nobody.</summary>
    public async Task SendAsync(string exchange, CaseId caseId, int revision)
    {
        var body = new JsonObject
        {
            ["messageType"] = new JsonArray("urn:message:ContourFlow.Contracts.V1:ProcessCase"),
            ["message"] = new JsonObject { ["caseId"] = caseId.ToString(), ["revision"] = revision, ["other"] = "xyzzy" },
            ["host"] = new JsonObject { ["machineName"] = "xyzzy" },
        };
        await using IChannel channel = await connection.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true));
        await channel.BasicPublishAsync(
            exchange, "", mandatory: true, new BasicProperties { ContentType = "application/vnd.masstransit+json", Persistent = true }, Encoding.UTF8.GetBytes(body.ToJsonString()));
    }

    /// <summary>A message is delivered and given back, as when the process that has it dies, until the broker takes it for dead.</summary>
    public async Task LetDieAsync(CaseId caseId, int revision)
    {
        await SendAsync(ProcessCase, caseId, revision);
        string dead = QueueNames.Dead(ProcessCase);
        uint before = await CountAsync(dead);
        await using IChannel channel = await connection.CreateChannelAsync();
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        while (await CountAsync(dead) == before)
        {
            if (await channel.BasicGetAsync(ProcessCase, autoAck: false, deadline.Token) is { } message)
                await channel.BasicNackAsync(message.DeliveryTag, multiple: false, requeue: true, deadline.Token);
            else
                await Task.Delay(20, deadline.Token);
        }
    }

    /// <summary>A process takes a message and fails at it by a fault of the program: MassTransit brings it into the error queue.</summary>
    public async Task LetFailAsync(CaseId caseId, int revision)
    {
        await using ServiceProvider services = new ServiceCollection()
            .AddLogging()
            .AddMassTransit(bus =>
            {
                bus.DisableUsageTelemetry();
                bus.UsingRabbitMq((_, rabbit) =>
                {
                    rabbit.Host(new Uri(Options.Queue.Url!));
                    QueuePolicy.ConfigureEnds(rabbit);
                    rabbit.ReceiveEndpoint(ProcessCase, endpoint =>
                    {
                        new QueuePolicy(Options, null!, null!, null!, NullLoggerFactory.Instance).Apply(endpoint, ProcessCase, 1);
                        endpoint.Handler<Contracts.V1.ProcessCase>(_ => throw new ProgramFaultException(new InvalidOperationException("xyzzy")));
                    });
                });
            })
            .BuildServiceProvider();
        var control = services.GetRequiredService<IBusControl>();
        await control.StartAsync(TestContext.Current.CancellationToken);
        await SendAsync(ProcessCase, caseId, revision);
        await UntilAsync(async () => await IsThereAsync(QueueNames.Error(ProcessCase)) && await CountAsync(QueueNames.Error(ProcessCase)) > 0);
        await control.StopAsync(TestContext.Current.CancellationToken);
    }

    public async Task<uint> CountAsync(string queue)
    {
        await using IChannel channel = await connection.CreateChannelAsync();
        return (await channel.QueueDeclarePassiveAsync(queue)).MessageCount;
    }

    /// <summary>Waits until a queue holds so many messages: what was not acknowledged comes back a moment after its channel is closed.</summary>
    public Task UntilHoldsAsync(string queue, uint count) => UntilAsync(async () => await CountAsync(queue) == count);

    /// <summary>Takes a message out.</summary>
    public async Task<BasicGetResult?> TakeAsync(string queue)
    {
        await using IChannel channel = await connection.CreateChannelAsync();
        return await channel.BasicGetAsync(queue, autoAck: true);
    }

    /// <summary>Removes a queue.</summary>
    public async Task RemoveAsync(string queue)
    {
        await using IChannel channel = await connection.CreateChannelAsync();
        await channel.QueueDeleteAsync(queue);
    }

    public async ValueTask DisposeAsync() => await connection.DisposeAsync();

    private async Task<bool> IsThereAsync(string queue)
    {
        IChannel channel = await connection.CreateChannelAsync();
        try
        {
            await channel.QueueDeclarePassiveAsync(queue);
            return true;
        }
        catch (RabbitMQ.Client.Exceptions.OperationInterruptedException)
        {
            return false;
        }
        finally
        {
            await channel.DisposeAsync();
        }
    }

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        while (!await isSo())
            await Task.Delay(20, deadline.Token);
    }
}
