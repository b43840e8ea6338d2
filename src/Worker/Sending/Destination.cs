using ContourFlow.Worker.Peers;
using Microsoft.Extensions.Logging;

namespace ContourFlow.Worker.Sending;

/// <summary>An archive, and how it is talked to.</summary>
/// <param name="Remote">The archive.</param>
/// <param name="CallingAe">The title that we call with.</param>
/// <param name="Tls">Secures the connection; null: it is not secured.</param>
/// <param name="ResponseTimeout">How long an answer may take.</param>
/// <param name="Log">Where its associations log.</param>
internal sealed record Destination(RemoteAe Remote, string CallingAe, TlsFiles? Tls, TimeSpan ResponseTimeout, ILogger Log)
{
    private readonly ITlsInitiator? secured = Tls?.Initiator();

    /// <summary>A client for one use.</summary>
    public IDicomClient Client()
    {
        IDicomClient client = DicomClientFactory.Create(Remote.Host, Remote.Port, secured, CallingAe, Remote.Title);
        client.Logger = Log;
        client.ServiceOptions.RequestTimeout = ResponseTimeout;
        client.ClientOptions.AssociationRequestTimeoutInMs = (int)Math.Min(ResponseTimeout.TotalMilliseconds, 30_000);
        client.ClientOptions.MaximumNumberOfConsecutiveTimedOutAssociationRequests = 1;
        client.ClientOptions.AssociationLingerTimeoutInMs = 0;
        return client;
    }
}
