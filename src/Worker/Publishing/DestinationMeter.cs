using System.Diagnostics.Metrics;
using ContourFlow.Worker.Hosting;
using ContourFlow.Worker.Operations;
using Microsoft.Extensions.Logging;

namespace ContourFlow.Worker.Publishing;

/// <summary>Whether this publisher's destinations answer it.</summary>
internal sealed class DestinationMeter
{
    private readonly DestinationEcho[] echoes;

    /// <summary>Makes the instrument; nobody is asked before it is looked at.</summary>
    public DestinationMeter(IMeterFactory meters, ServiceOptions options, TimeProvider time, ILogger<DestinationMeter> log)
    {
        echoes = [.. options.Destinations.Select(one => new DestinationEcho(one.Key, one.Value, options.Receiver.Titles[0], time, log))];
        meters.Create(OperationsServices.MeterName).CreateObservableGauge(
            "contourflow.destination.reachable", Reachable, "1", "Whether each destination answered this process's last C-ECHO: 1 or 0.");
    }

    private IEnumerable<Measurement<int>> Reachable()
    {
        foreach (DestinationEcho echo in echoes)
        {
            if (echo.IsReachable is { } reachable)
                yield return new Measurement<int>(reachable ? 1 : 0, new KeyValuePair<string, object?>("destination", echo.Name));
        }
    }
}
