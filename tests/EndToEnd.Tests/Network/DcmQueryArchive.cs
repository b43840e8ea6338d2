using System.Globalization;

namespace ContourFlow.EndToEnd.Tests.Network;

/// <summary>DCMTK's archive, dcmqrscp, of a test's own: C-STORE, C-FIND, C-MOVE, C-GET.</summary>
internal sealed class DcmQueryArchive : IDisposable
{
    public const string Title = "PACS";

    private readonly TemporaryFolder place = new();
    private readonly string program = Tool.Find("dcmqrscp", "dcmtk");
    private readonly string[] more;
    private ServerProcess server = null!;

    private DcmQueryArchive(string[] more) => this.more = more;

    public int Port { get; } = ServerProcess.FreePort();

    /// <summary>How it is named on a command line.</summary>
    public string Address => $"{Title}@127.0.0.1:{Port.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>What it has said.</summary>
    public string Said => server.Said;

    /// <summary>Starts it.</summary>
    /// <param name="listenPort">Where it sends what it is asked to move to CONTOURFLOW.</param>
    /// <param name="cancellationToken">Ends the wait for it.</param>
    /// <param name="more">Further options of dcmqrscp.</param>
    public static async Task<DcmQueryArchive> StartAsync(int listenPort, CancellationToken cancellationToken, params string[] more)
    {
        var archive = new DcmQueryArchive(more);
        Directory.CreateDirectory(archive.place["db"]);
        await File.WriteAllTextAsync(
            archive.place["dcmqrscp.cfg"],
            $"""
            NetworkTCPPort  = {archive.Port}
            MaxPDUSize      = 131072
            MaxAssociations = 16
            HostTable BEGIN
            contourflow = (CONTOURFLOW, 127.0.0.1, {listenPort})
            HostTable END
            VendorTable BEGIN
            VendorTable END
            AETable BEGIN
            {Title} {archive.place["db"]} RW (200, 1024mb) ANY
            AETable END

            """,
            cancellationToken);
        await archive.StartAgainAsync(cancellationToken);
        return archive;
    }

    /// <summary>Starts it over what it had when it was stopped.</summary>
    public async Task StartAgainAsync(CancellationToken cancellationToken)
    {
        server?.Dispose();
        server = await ServerProcess.OtherAsync(program, Port, ["-c", place["dcmqrscp.cfg"], .. more], cancellationToken, place.Path);
    }

    /// <summary>Puts files into it.</summary>
    public async Task AddAsync(IEnumerable<string> files, CancellationToken cancellationToken)
    {
        IDicomClient client = DicomClientFactory.Create("127.0.0.1", Port, false, "FILLER", Title);
        client.ClientOptions.AssociationRequestTimeoutInMs = 120_000;
        foreach (string file in files)
        {
            await client.AddRequestAsync(new DicomCStoreRequest(file)
            {
                OnResponseReceived = (_, response) => response.Status.State.Should().Be(DicomState.Success),
            });
        }

        await client.SendAsync(cancellationToken);
    }

    /// <summary>Kills it, and the processes of its associations.</summary>
    public void Stop() => server.Kill();

    public void Dispose()
    {
        server?.Dispose();
        place.Dispose();
    }
}
