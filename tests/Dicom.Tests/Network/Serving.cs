using System.Diagnostics;

namespace ContourFlow.Dicom.Tests.Network;

/// <summary>Tests that look at the descriptors and temporary files of the whole process: one at a time.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "Network, alone";
}

/// <summary>A server with short deadlines and a temporary folder of its own, which has to serve and have left nothing behind when a test is over.</summary>
internal sealed class Serving : IAsyncDisposable
{
    private readonly string? _temporaryBefore = Environment.GetEnvironmentVariable("TMPDIR");
    private readonly int _sockets;
    private readonly string _folder = Directory.CreateTempSubdirectory("contourflow-network-").FullName;

    public Serving(NetworkDeadlines? deadlines = null, MemoryArchive? archive = null, ITlsAcceptor? tls = null, int most = 0)
    {
        Environment.SetEnvironmentVariable("TMPDIR", _folder);
        Archive = archive ?? new MemoryArchive();
        Server = MemoryService.Serve(Archive, deadlines ?? Long, Log, tls, most);
        _sockets = Sockets();
    }

    /// <summary>Nothing of a test ends by them.</summary>
    public static NetworkDeadlines Long { get; } = new() { Association = TimeSpan.FromSeconds(30), Pdu = TimeSpan.FromSeconds(30), Idle = TimeSpan.FromSeconds(30), Send = TimeSpan.FromSeconds(30) };

    /// <summary>Every test waits for one of them, and takes as long.</summary>
    public static NetworkDeadlines Short { get; } = new() { Association = TimeSpan.FromSeconds(0.4), Pdu = TimeSpan.FromSeconds(0.4), Idle = TimeSpan.FromSeconds(0.4), Send = TimeSpan.FromSeconds(0.4), Response = TimeSpan.FromSeconds(0.4) };

    public MemoryArchive Archive { get; }

    public IDicomServer Server { get; }

    public CapturingLogger Log { get; } = new();

    public int Port => Server.Port;

    public int TemporaryFiles => Directory.GetFiles(_folder).Length;

    public IDicomClient Client() => DicomClientFactory.Create("127.0.0.1", Port, false, "SENDER", "RECEIVER");

    /// <summary>Waits for what is about to come true.</summary>
    public static async Task UntilAsync(Func<bool> isSo, string what)
    {
        var watch = Stopwatch.StartNew();
        while (!isSo())
        {
            watch.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(20), what);
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    public Task EndedAsync(int associations = 1) => UntilAsync(() => Archive.Ends.Count >= associations, "the service has to end");

    /// <summary>An echo works, and nothing is left of what was before.</summary>
    public async Task StillServesAsync(Action<IDicomClient>? prepare = null)
    {
        var client = Client();
        prepare?.Invoke(client);
        client.ClientOptions.AssociationLingerTimeoutInMs = 0;
        client.ClientOptions.AssociationRequestTimeoutInMs = 20_000;
        ushort? status = null;
        await client.AddRequestAsync(new DicomCEchoRequest { OnResponseReceived = (_, response) => status = response.Status.Code });
        await client.SendAsync(TestContext.Current.CancellationToken);
        status.Should().Be(0);
        await UntilAsync(() => TemporaryFiles == 0, "temporary files have to go");
    }

    /// <summary>Every connection is closed, once the test has closed its own.</summary>
    public Task NothingIsOpenAsync() => UntilAsync(() => Sockets() <= _sockets, "connections have to be closed");

    public ValueTask DisposeAsync()
    {
        Server.Dispose();
        Environment.SetEnvironmentVariable("TMPDIR", _temporaryBefore);
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    // Sockets that this process has open.
    private static int Sockets() => new DirectoryInfo("/proc/self/fd").GetFiles().Count(file => file.LinkTarget?.StartsWith("socket:", StringComparison.Ordinal) is true);
}
