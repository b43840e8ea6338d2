using System.Collections.Concurrent;
using ContourFlow.EndToEnd.Tests.Network;
using ContourFlow.Servers;

namespace ContourFlow.EndToEnd.Tests.Service;

/// <summary>
/// The service as many processes: a gateway, two workers and a publisher over a RabbitMQ, a PostgreSQL and a folder that they share, beside an Orthanc. Made
/// once for the tests of a class, which may break it and have to leave it whole.
/// </summary>
public class Cluster : IAsyncLifetime
{
    private readonly TemporaryFolder place = new();
    private readonly ConcurrentDictionary<string, ServiceProcess> processes = new(StringComparer.Ordinal);

    private readonly ConcurrentQueue<string> lastWords = new();

    /// <summary>Its broker.</summary>
    public RabbitMqServer Broker { get; } = new();

    /// <summary>Its database.</summary>
    public PostgreSqlServer Database { get; } = new();

    internal Pacs Pacs { get; private set; } = null!;

    internal ServiceSetup Setup { get; private set; } = null!;

    internal CaseStory Story { get; private set; } = null!;

    /// <summary>What its processes said.</summary>
    public string Said => string.Join(Environment.NewLine, processes.Select(one => $"--- {one.Key}{Environment.NewLine}{(one.Value.Said.Length > 1500 ? one.Value.Said[^1500..] : one.Value.Said)}"));

    /// <summary>Everything that they said, those that were killed first.</summary>
    internal string AllSaid => string.Join(Environment.NewLine, [.. lastWords, .. processes.Select(one => $"--- {one.Key}{Environment.NewLine}{one.Value.Said}")]);

    /// <summary>A folder of a test's own; "objects" is the object store's.</summary>
    internal string Folder(string name) => place[name];

    internal ServiceProcess this[string name] => processes[name];

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        if (!RabbitMqServer.IsInstalled)
            return;
        Uri broker = await Broker.StartedAsync(cancel);
        string database = await Database.MakeDatabaseAsync();
        int port = ServerProcess.FreePort();
        Pacs = await Pacs.StartAsync(port, cancel);
        Setup = new ServiceSetup(place, port).To("pacs", Archive.Title, Pacs.Archive.DicomPort).Over(broker.ToString(), database);
        Setup.Json["Objects"]!["Folder"] = place["objects"];
        Configure(Setup);
        string[] roles = ["gateway", "worker-1", "worker-2", "publisher"];
        await Task.WhenAll(roles.Select(role => StartAsync(role, cancel)));
        Story = new CaseStory(Setup);
    }

    /// <summary>Changes the configuration before anything is started.</summary>
    internal virtual void Configure(ServiceSetup setup)
    {
    }

    /// <summary>Skips the test where there is no broker.</summary>
    public static void Needed() => Assert.SkipUnless(RabbitMqServer.IsInstalled, "RabbitMQ is not installed (package rabbitmq-server)");

    /// <summary>Starts a process and waits until it is ready; of the role that its name begins with.</summary>
    internal async Task StartAsync(string name, CancellationToken cancellationToken, params string[] sets)
    {
        string[] own = name == "gateway" ? [] : [$"Operations:Port={ServerProcess.FreePort()}"];
        ServiceProcess process = await ServiceProcess.StartReadyAsync(name.Split('-')[0], Setup, cancellationToken, null, 1, [$"Data={place[name]}", .. own, .. sets]);
        processes[name] = process;
    }

    /// <summary>SIGTERM, as what runs the processes does it.</summary>
    /// <returns>The code that it ended with.</returns>
    internal async Task<int> StopAsync(string name)
    {
        processes.TryRemove(name, out ServiceProcess? process);
        (int exitCode, string said) = await process!.StopAsync();
        lastWords.Enqueue($"--- {name}, stopped{Environment.NewLine}{said}");
        process.Dispose();
        return exitCode;
    }

    internal void Kill(string name)
    {
        processes.TryRemove(name, out ServiceProcess? process);
        process!.Kill();
        lastWords.Enqueue($"--- {name}, killed{Environment.NewLine}{process.Said}");
        process.Dispose();
    }

    /// <summary>Cases of a test's own.</summary>
    internal IReadOnlyList<SmallCase> Cases(int from, int count) => [.. Enumerable.Range(from, count).Select(number => SmallCase.In(place[$"case-{number}"], number))];

    /// <summary>Each case is published, once, and right.</summary>
    internal async Task AllRightAsync(IEnumerable<SmallCase> cases, CancellationToken cancellationToken)
    {
        foreach (SmallCase small in cases)
        {
            Storage.Cases.CaseDetails details = await Story.InStateAsync(small, Storage.Cases.CaseState.Published, () => Said, cancellationToken);
            SmallCaseTruth.Check((await Pacs.ResultsAsync(small.Study, 1, () => Said, cancellationToken))[0], small);
            CaseStory.Once(details, Storage.Cases.LedgerEvents.RevisionOpened, Storage.Cases.LedgerEvents.Processed, Storage.Cases.LedgerEvents.Published);
        }
    }

    /// <inheritdoc/>
    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (ServiceProcess process in processes.Values)
            process.Dispose();
        if (Story is not null)
            await Story.DisposeAsync();
        Pacs?.Dispose();
        await Database.DisposeAsync();
        await Broker.DisposeAsync();
        place.Dispose();
    }
}
