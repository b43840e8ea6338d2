using System.Diagnostics;

namespace ContourFlow.Dicom.Tests.Network;

/// <summary>Tests that look at the descriptors and temporary files of the whole process: one at a time.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "Network, alone";
}

/// <summary>A server with deadlines of a test's choice and a temporary folder of its own, which has to serve and have left nothing behind when a test is over.</summary>
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

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(120);

    /// <summary>A deadline that a test waits for, and takes as long.</summary>
    public static readonly TimeSpan Soon = TimeSpan.FromSeconds(0.4);

    /// <summary>Nothing of a test ends by them.</summary>
    public static NetworkDeadlines Long { get; } = new() { Association = s_patience, Pdu = s_patience, Idle = s_patience, Send = s_patience };

    public MemoryArchive Archive { get; }

    public IDicomServer Server { get; }

    public CapturingLogger Log { get; } = new();

    public int Port => Server.Port;

    public int TemporaryFiles => Directory.GetFiles(_folder).Length;

    public IDicomClient Client()
    {
        var client = DicomClientFactory.Create("127.0.0.1", Port, false, "SENDER", "RECEIVER");
        client.ClientOptions.AssociationRequestTimeoutInMs = 120_000;
        return client;
    }

    /// <summary>Waits for what is about to come true.</summary>
    public static async Task UntilAsync(Func<bool> isSo, string what)
    {
        var watch = Stopwatch.StartNew();
        while (!isSo())
        {
            watch.Elapsed.Should().BeLessThan(s_patience, what);
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>From here on other deadlines count, where one is begun.</summary>
    public void Await(NetworkDeadlines deadlines) => Server.Options.Deadlines = deadlines;

    public Task EndedAsync(int associations = 1) => UntilAsync(() => Archive.Ends.Count >= associations, "the service has to end");

    /// <summary>An echo works, and nothing is left of what was before.</summary>
    public async Task StillServesAsync(Action<IDicomClient>? prepare = null)
    {
        var client = Client();
        prepare?.Invoke(client);
        client.ClientOptions.AssociationLingerTimeoutInMs = 0;
        client.ClientOptions.AssociationRequestTimeoutInMs = 120_000;
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
