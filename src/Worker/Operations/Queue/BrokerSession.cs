using ContourFlow.Contouring.Faults;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace ContourFlow.Worker.Operations.Queue;

/// <summary>A connection to the broker (RabbitMQ), for a command or a reading of depths; what it throws names no secret.</summary>
internal sealed class BrokerSession : IAsyncDisposable
{
    private static readonly TimeSpan TimeToConnect = TimeSpan.FromSeconds(10);

    // Those that AMQP has at IANA, where the address names none.
    private const int PlainPort = 5672, SecurePort = 5671;

    private readonly IConnection connection;
    private readonly string address;

    private BrokerSession(IConnection connection, string address) => (this.connection, this.address) = (connection, address);

    /// <summary>Whether the connection stands.</summary>
    public bool IsOpen => connection.IsOpen;

    /// <summary>Connects.</summary>
    /// <param name="url">amqp(s)://user:password@host:port/virtual-host.</param>
    /// <param name="name">What the broker shows of whom the connection is.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="TransientException">The broker cannot be reached, or does not let us in.</exception>
    public static async Task<BrokerSession> OpenAsync(string url, string name, CancellationToken cancellationToken)
    {
        var uri = new Uri(url);
        string place = $"{uri.Host}:{(uri.Port >= 0 ? uri.Port : uri.Scheme == "amqps" ? SecurePort : PlainPort)}";
        var factory = new ConnectionFactory
        {
            Uri = uri,
            AutomaticRecoveryEnabled = false,
            ClientProvidedName = name,
            RequestedConnectionTimeout = TimeToConnect,
            ContinuationTimeout = TimeToConnect,
        };
        try
        {
            return new BrokerSession(await factory.CreateConnectionAsync(cancellationToken), place);
        }
        catch (BrokerUnreachableException fault) when (HasRefused(fault))
        {
            throw new TransientException($"The broker at {place} does not let us in: look at user, password and virtual host in Queue:Url.", fault);
        }
        catch (Exception fault) when (IsOfBroker(fault))
        {
            throw new TransientException($"The broker at {place} cannot be reached: look whether it runs, and at Queue:Url.", fault);
        }
    }

    /// <summary>A channel; what it publishes is confirmed by the broker before it counts as published.</summary>
    public Task<IChannel> ChannelAsync(CancellationToken cancellationToken) =>
        connection.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true), cancellationToken);

    /// <summary>Does work, and tells what the broker does to it as what may pass.</summary>
    /// <exception cref="TransientException">The broker went away, or refused.</exception>
    public async Task<T> DoAsync<T>(Func<BrokerSession, Task<T>> work)
    {
        try
        {
            return await work(this);
        }
        catch (OperationInterruptedException fault) when (fault.ShutdownReason is { Initiator: ShutdownInitiator.Peer } reason)
        {
            throw new TransientException($"The broker at {address} has ended it: {reason.ReplyText}", fault);
        }
        catch (Exception fault) when (IsOfBroker(fault))
        {
            throw new TransientException($"The broker at {address} went away in the middle.", fault);
        }
    }

    public async ValueTask DisposeAsync() => await connection.DisposeAsync();

    private static bool HasRefused(BrokerUnreachableException fault) =>
        fault.InnerException is AuthenticationFailureException or PossibleAuthenticationFailureException or OperationInterruptedException
        || fault.InnerException is AggregateException several && several.InnerExceptions.Any(one => one is AuthenticationFailureException or PossibleAuthenticationFailureException or OperationInterruptedException);

    private static bool IsOfBroker(Exception fault) =>
        fault is BrokerUnreachableException or OperationInterruptedException or RabbitMQClientException or IOException or TimeoutException or System.Net.Sockets.SocketException;
}
