using System.Diagnostics;
using OpenTelemetry;

namespace ContourFlow.Worker.Operations.Tracing;

/// <summary>Keeps probes and scrapes out of the traces: a few each second, and nothing happens in them.</summary>
internal sealed class ProbesLeftOut : BaseProcessor<Activity>
{
    /// <inheritdoc/>
    public override void OnEnd(Activity data)
    {
        if (data.GetTagItem("url.path") is string path && (path.StartsWith("/health/", StringComparison.Ordinal) || path == "/metrics"))
            data.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
    }
}
