using System.Net;
using System.Text;
using ContourFlow.Dicom.Network.Tls;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ContourFlow.Dicom.Network;

/// <summary>Makes servers, which listen at once.</summary>
public static class DicomServerFactory
{
    /// <summary>A server at all addresses of the machine.</summary>
    /// <inheritdoc cref="Create{T}(string, int, ITlsAcceptor, Encoding, ILogger, object, Action{DicomServerOptions})"/>
    public static IDicomServer Create<T>(int port, ITlsAcceptor? tlsAcceptor = null, Encoding? fallbackEncoding = null, ILogger? logger = null, object? userState = null, Action<DicomServerOptions>? configure = null)
        where T : DicomService =>
        Create<T>(Socket6() ? "::" : "0.0.0.0", port, tlsAcceptor, fallbackEncoding, logger, userState, configure);

    /// <summary>A server at one address.</summary>
    /// <typeparam name="T">The service: with a constructor (INetworkStream, Encoding, ILogger, DicomServiceDependencies).</typeparam>
    /// <param name="ipAddress">The address.</param>
    /// <param name="port">The port; 0: one that is free.</param>
    /// <param name="tlsAcceptor">Its TLS; <c>null</c>: none.</param>
    /// <param name="fallbackEncoding">The encoding of text in data sets that do not name their character set; <c>null</c>: ASCII.</param>
    /// <param name="logger">Where it and its services log.</param>
    /// <param name="userState">Handed to each service.</param>
    /// <param name="configure">Sets its options.</param>
    /// <exception cref="DicomNetworkException">The port is taken, or may not be listened on.</exception>
    public static IDicomServer Create<T>(string ipAddress, int port, ITlsAcceptor? tlsAcceptor = null, Encoding? fallbackEncoding = null, ILogger? logger = null, object? userState = null, Action<DicomServerOptions>? configure = null)
        where T : DicomService
    {
        ArgumentNullException.ThrowIfNull(ipAddress);
        var options = new DicomServerOptions();
        configure?.Invoke(options);
        var dependencies = new DicomServiceDependencies(NullLoggerFactory.Instance, TimeProvider.System);
        return new DicomServer<T>(new IPEndPoint(IPAddress.Parse(ipAddress), port), tlsAcceptor, fallbackEncoding, logger ?? NullLogger.Instance, userState, options, dependencies);
    }

    private static bool Socket6() => System.Net.Sockets.Socket.OSSupportsIPv6;
}
