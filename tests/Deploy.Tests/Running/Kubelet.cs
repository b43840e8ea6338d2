using System.Globalization;
using System.Text.Json.Nodes;

namespace ContourFlow.Deploy.Tests.Running;

/// <summary>
/// What a kubelet does with a pod's probes: asks by HTTP, takes 200 to 399 for a success, and counts failures. Asked more often than the manifest says, so that tests are
/// short; the time that a pod is given is the manifest's.
/// </summary>
internal static class Kubelet
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(200);

    // No test waits longer, however patient a manifest is.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(120);

    /// <summary>Waits until a container has started, is alive, and is ready, in the time that its probes give it.</summary>
    /// <exception cref="InvalidOperationException">It ended, or a probe failed for longer than the manifest bears.</exception>
    public static async Task ReadyAsync(ContainerProcess container, CancellationToken cancellationToken)
    {
        await UntilAsync(container, "startupProbe", container => Longest(container, "startupProbe"), cancellationToken);
        await AliveAsync(container, cancellationToken);
        await UntilAsync(container, "readinessProbe", _ => s_patience, cancellationToken);
    }

    /// <summary>Waits until a container says that it is alive, in the time after which a kubelet would end it.</summary>
    public static Task AliveAsync(ContainerProcess container, CancellationToken cancellationToken) =>
        UntilAsync(container, "livenessProbe", container => Longest(container, "livenessProbe"), cancellationToken);

    /// <summary>Asks one probe, once.</summary>
    /// <returns>Null when it succeeds; else why not.</returns>
    public static async Task<string?> AskAsync(ContainerProcess container, string probe, CancellationToken cancellationToken)
    {
        JsonObject asked = Probe(container, probe);
        JsonNode get = asked["httpGet"] ?? throw new InvalidOperationException($"{container.Workload}: {probe} is no HTTP request.");
        int port = container.Port(get["port"]!.ToString());
        var address = new Uri(string.Create(CultureInfo.InvariantCulture, $"{((string?)get["scheme"] ?? "HTTP").ToLowerInvariant()}://127.0.0.1:{port}{(string)get["path"]!}"));
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds((int?)asked["timeoutSeconds"] ?? 1) };
        try
        {
            using HttpResponseMessage answer = await client.GetAsync(address, cancellationToken);
            return (int)answer.StatusCode is >= 200 and < 400 ? null : $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(cancellationToken)}";
        }
        catch (Exception fault) when (fault is HttpRequestException || (fault is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return fault.Message;
        }
    }

    private static async Task UntilAsync(ContainerProcess container, string probe, Func<ContainerProcess, TimeSpan> longest, CancellationToken cancellationToken)
    {
        TimeProvider time = TimeProvider.System;
        long began = time.GetTimestamp();
        while (await AskAsync(container, probe, cancellationToken) is { } fault)
        {
            if (container.HasExited)
                throw new InvalidOperationException($"{container.Workload} ended with {await container.EndedAsync(s_patience, cancellationToken)}: {container.Said}");
            if (time.GetElapsedTime(began) > longest(container))
                throw new InvalidOperationException($"{container.Workload}: {probe} fails: {fault} {container.Said}");
            await Task.Delay(s_pause, cancellationToken);
        }
    }

    private static TimeSpan Longest(ContainerProcess container, string probe)
    {
        JsonObject asked = Probe(container, probe);
        TimeSpan said = TimeSpan.FromSeconds(((int?)asked["initialDelaySeconds"] ?? 0) + (((int?)asked["periodSeconds"] ?? 10) * ((int?)asked["failureThreshold"] ?? 3)));
        return said < s_patience ? said : s_patience;
    }

    private static JsonObject Probe(ContainerProcess container, string probe) =>
        container.Workload.Containers.Single().Probes.Single(one => one.Name == probe).Probe;
}
