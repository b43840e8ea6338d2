using System.Net;
using ContourFlow.EndToEnd.Tests.Service;

namespace ContourFlow.Deploy.Tests.Monitoring;

/// <summary>A cluster of real processes with a review page and a protocol that asks something of doses, and what Prometheus would read of them.</summary>
internal sealed class MonitoredCluster : IAsyncDisposable
{
    private readonly List<string> names = [];

    private MonitoredCluster(Cluster cluster) => Cluster = cluster;

    public Cluster Cluster { get; }

    /// <summary>Its processes, each with its role and the port of its metrics.</summary>
    public IEnumerable<(string Name, string Component, int Port)> Targets => names.Select(name => (name, Component(name), Cluster[name].OperationsPort));

    /// <summary>Starts it: gateway, two workers, publisher, review page.</summary>
    public static async Task<MonitoredCluster> StartAsync(CancellationToken cancellationToken, Action<ServiceSetup>? change = null)
    {
        Cluster.Needed();
        var made = new MonitoredCluster(new ClusterWithDoses());
        try
        {
            await made.Cluster.InitializeAsync();
            change?.Invoke(made.Cluster.Setup);
            made.names.AddRange(["gateway", "worker-1", "worker-2", "publisher"]);
            await made.StartAsync("review", cancellationToken, "Review:Port=0");
            return made;
        }
        catch
        {
            await made.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a process, of the role that its name begins with.</summary>
    public async Task StartAsync(string name, CancellationToken cancellationToken, params string[] sets)
    {
        await Cluster.StartAsync(name, cancellationToken, sets);
        if (!names.Contains(name, StringComparer.Ordinal))
            names.Add(name);
    }

    /// <summary>Kills one and starts it again.</summary>
    public async Task RestartAsync(string name, CancellationToken cancellationToken, params string[] sets)
    {
        Cluster.Kill(name);
        await Cluster.StartAsync(name, cancellationToken, sets);
    }

    /// <summary>Kills one for good: its pod is not there any more.</summary>
    public void Remove(string name)
    {
        Cluster.Kill(name);
        names.Remove(name);
    }

    /// <summary>What a process shows now: our own metrics, with the labels that the ServiceMonitor has added to them, and whether it answers.</summary>
    public async Task<IReadOnlyList<Sample>> ScrapeAsync(string name, CancellationToken cancellationToken)
    {
        (HttpStatusCode status, string body) = await Cluster[name].GetAsync("metrics", cancellationToken);
        KeyValuePair<string, string>[] labels = Labels(name);
        bool isUp = status == HttpStatusCode.OK;
        var up = new Sample("up", new Dictionary<string, string>(StringComparer.Ordinal), isUp ? "1" : "0");
        return [.. Sample.Read(isUp ? body : "").Append(up).Select(sample => sample.With(labels))];
    }

    /// <summary>What all of them show.</summary>
    public async Task<IReadOnlyList<Sample>> ScrapeAsync(CancellationToken cancellationToken)
    {
        var all = new List<Sample>();
        foreach (string name in names)
            all.AddRange(await ScrapeAsync(name, cancellationToken));
        return all;
    }

    /// <summary>Waits until something is to be seen in the metrics, and gives all of them.</summary>
    public async Task<IReadOnlyList<Sample>> UntilAsync(Func<IReadOnlyList<Sample>, bool> isSo, CancellationToken cancellationToken)
    {
        IReadOnlyList<Sample> seen = [];
        await Eventually.SoAsync(
            async () => isSo(seen = await ScrapeAsync(cancellationToken)),
            () => string.Join(Environment.NewLine, seen.Where(sample => sample.Name.StartsWith("contourflow", StringComparison.Ordinal) && !sample.Name.EndsWith("_bucket", StringComparison.Ordinal))),
            cancellationToken);
        return seen;
    }

    /// <summary>The labels that a target has beside its own: those of the Prometheus Operator, and component.</summary>
    public static KeyValuePair<string, string>[] Labels(string name) =>
    [
        new("namespace", "contourflow"), new("job", "contourflow"), new("endpoint", "http"), new("component", Component(name)),
        new("container", "contourflow"), new("pod", $"contourflow-{name}"),
    ];

    public ValueTask DisposeAsync() => Cluster.DisposeAsync();

    private static string Component(string name) => name.Split('-')[0];
}
