using System.Text.Json.Nodes;
using ContourFlow.Deploy.Tests.Rendering;

namespace ContourFlow.Deploy.Tests.Rules;

/// <summary>
/// A process is ended only when it does not answer at all: start and liveness ask /health/live, and readiness alone asks for more. No probe speaks to the
/// DICOM port. The table of docs/operating.md says what each answers.
/// </summary>
internal static class ProbeRule
{
    // The program gives a dependency five seconds to answer.
    private const int LongestCheck = 5;

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    public static IEnumerable<string> Faults(RenderedOverlay overlay)
    {
        foreach (Workload workload in overlay.OurWorkloads.Where(workload => workload.Manifest.Kind != "Job"))
        {
            var probes = workload.Containers.Single().Probes.ToDictionary(probe => probe.Name, probe => probe.Probe, StringComparer.Ordinal);
            foreach ((string name, string path) in new[] { ("startupProbe", "/health/live"), ("livenessProbe", "/health/live"), ("readinessProbe", "/health/ready") })
            {
                if (!probes.TryGetValue(name, out JsonObject? probe) || probe["httpGet"] is not { } get)
                    yield return $"{workload} has no {name} by HTTP";
                else if ((string?)get["path"] != path || (string?)get["port"] != "http")
                    yield return $"{workload}: {name} asks {get.ToJsonString()} and not {path} of http";
            }

            if (probes.TryGetValue("readinessProbe", out JsonObject? ready) && ((int?)ready["timeoutSeconds"] ?? 1) <= LongestCheck)
                yield return $"{workload}: readinessProbe gives up before the program does";
            foreach (string name in new[] { "startupProbe", "livenessProbe" })
                if (probes.TryGetValue(name, out JsonObject? probe) && Patience(probe) < s_patience)
                    yield return $"{workload}: {name} ends a process after {Patience(probe)}";
        }
    }

    private static TimeSpan Patience(JsonObject probe) => TimeSpan.FromSeconds(((int?)probe["periodSeconds"] ?? 10) * ((int?)probe["failureThreshold"] ?? 3));
}
