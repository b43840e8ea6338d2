using System.Net;
using ContourFlow.Worker.Hosting;

namespace ContourFlow.Worker.Operations.Health;

/// <summary>What a process of the service is asked by `contourflow health`.</summary>
/// <param name="Question">Which of the process's questions.</param>
/// <param name="Address">Address and port that it answers at.</param>
/// <param name="Timeout">How long the answer may take.</param>
internal sealed record HealthRequest(HealthQuestion Question, IPEndPoint Address, TimeSpan Timeout)
{
    /// <summary>The address that is asked.</summary>
    public Uri Url => new($"http://{Address}/health/{Word(Question)}");

    /// <summary>The question as the address and JSON have it.</summary>
    public static string Word(HealthQuestion question) => question switch
    {
        HealthQuestion.Startup => "startup",
        HealthQuestion.Ready => "ready",
        _ => "live",
    };

    /// <summary>
    /// The question to the process of this machine that has this configuration. Who listens at every address of the machine is asked at its loopback
    /// address.
    /// </summary>
    /// <exception cref="ConfigurationException">No process of this configuration answers, or not at a port that the configuration tells.</exception>
    public static HealthRequest To(ServiceOptions options, HealthQuestion question, TimeSpan timeout)
    {
        OperationsSection operations = options.Operations;
        int port = operations.Port switch
        {
            null => throw new ConfigurationException(["Operations:Port: there is none, so that processes of this configuration answer nobody. Give one."]),
            0 => throw new ConfigurationException(["Operations:Port: with 0 each process takes a free port, and only its log says which. Give a port, or the one that it took: --set Operations:Port=..."]),
            < 0 or > 65535 => throw new ConfigurationException([$"Operations:Port: {operations.Port} is no port."]),
            { } given => given,
        };
        if (!IPAddress.TryParse(operations.Address, out IPAddress? address))
            throw new ConfigurationException([$"Operations:Address: '{operations.Address}' is no address of this machine."]);
        if (address.Equals(IPAddress.Any))
            address = IPAddress.Loopback;
        else if (address.Equals(IPAddress.IPv6Any))
            address = IPAddress.IPv6Loopback;
        return new HealthRequest(question, new IPEndPoint(address, port), timeout);
    }
}

/// <summary>What a process can be asked.</summary>
internal enum HealthQuestion
{
    /// <summary>Does it answer?</summary>
    Live,

    /// <summary>Has it started once?</summary>
    Startup,

    /// <summary>Can it do its work now?</summary>
    Ready,
}
