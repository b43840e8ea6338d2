namespace ContourFlow.EndToEnd.Tests.Service;

/// <summary>What breaks in a cluster, one or two things at a time, and is mended after a moment; by chance, which is seeded.</summary>
internal sealed class Faults
{
    private readonly Cluster cluster;
    private readonly Random chance;
    private readonly Fault[] processes, servers;
    private readonly List<string> happened = [];

    public Faults(Cluster cluster, int seed)
    {
        this.cluster = cluster;
        chance = new Random(seed);
        processes = [.. new[] { "gateway", "worker-1", "worker-2", "publisher" }.Select(Killed)];
        servers =
        [
            new("broker stopped", cluster.Broker.StopAsync, cancel => cluster.Broker.StartedAsync(cancel)),
            new("broker killed", cluster.Broker.KillAsync, cancel => cluster.Broker.StartedAsync(cancel)),
            new("broker lost everything", LoseBrokerAsync, cancel => cluster.Broker.StartedAsync(cancel)),
            new("database killed", _ => cluster.Database.KillAsync(), _ => cluster.Database.StartAgainAsync()),
            new("archive killed", _ => Task.Run(cluster.Pacs.Archive.Stop, CancellationToken.None), cluster.Pacs.Archive.StartAgainAsync),
            new("objects away", _ => Task.Run(TakeObjects, CancellationToken.None), _ => Task.Run(BringObjects, CancellationToken.None)),
        ];
    }

    /// <summary>What broke, in order.</summary>
    public IReadOnlyList<string> Happened => happened;

    /// <summary>Breaks and mends until it is told to stop; everything is whole then.</summary>
    public async Task RunAsync(CancellationToken stop, CancellationToken cancellationToken)
    {
        while (!stop.IsCancellationRequested)
        {
            // Each process and each server is as likely as another; every third time one of each.
            Fault[] both = chance.Next(3) == 0 ? [OneOf(servers), OneOf(processes)] : [OneOf([.. servers, .. processes])];
            foreach (Fault fault in both)
            {
                happened.Add(fault.Name);
                await fault.BreakAsync(cancellationToken);
            }

            await PauseAsync(0.5, 3, cancellationToken);
            foreach (Fault fault in both)
                await fault.MendAsync(cancellationToken);
            await PauseAsync(1, 4, cancellationToken);
        }
    }

    // A service is ready when its servers are: these are mended first, which is their order above.
    private Fault Killed(string name) =>
        new($"{name} killed", _ => Task.Run(() => cluster.Kill(name), CancellationToken.None), cancel => cluster.StartAsync(name, cancel));

    private async Task LoseBrokerAsync(CancellationToken cancellationToken)
    {
        await cluster.Broker.KillAsync(cancellationToken);
        cluster.Broker.LoseEverything();
    }

    // A file stands where the folder was.
    private void TakeObjects()
    {
        Directory.Move(cluster.Folder("objects"), cluster.Folder("objects-away"));
        File.WriteAllText(cluster.Folder("objects"), "");
    }

    private void BringObjects()
    {
        File.Delete(cluster.Folder("objects"));
        Directory.Move(cluster.Folder("objects-away"), cluster.Folder("objects"));
    }

    private Fault OneOf(Fault[] faults) => faults[chance.Next(faults.Length)];

    private Task PauseAsync(double from, double to, CancellationToken cancellationToken) =>
        Task.Delay(TimeSpan.FromSeconds(from + (chance.NextDouble() * (to - from))), cancellationToken);

    private sealed record Fault(string Name, Func<CancellationToken, Task> BreakAsync, Func<CancellationToken, Task> MendAsync);
}
