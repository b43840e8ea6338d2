using Microsoft.Extensions.Logging;

namespace ContourFlow.Dicom.Network;

/// <summary>Listens on a port and makes a service for each connection.</summary>
public interface IDicomServer : IDisposable
{
    /// <summary>The address that it listens at.</summary>
    string IPAddress { get; }

    /// <summary>The port that it listens at; where 0 was asked for, the one that the system gave.</summary>
    int Port { get; }

    /// <summary>Whether it listens.</summary>
    bool IsListening { get; }

    /// <summary>Why it does not, where that was not asked for.</summary>
    Exception? Exception { get; }

    /// <summary>How its services work; to be set before the first connection.</summary>
    DicomServiceOptions Options { get; }

    /// <summary>Where it and its services log.</summary>
    ILogger Logger { get; set; }

    /// <summary>Stops listening. Associations that are there go on; <see cref="IDisposable.Dispose"/> ends them too.</summary>
    void Stop();
}
