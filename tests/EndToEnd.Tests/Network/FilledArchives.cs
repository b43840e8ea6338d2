using System.Globalization;
using System.Text.Json.Nodes;
using ContourFlow.Worker.Tests;

namespace ContourFlow.EndToEnd.Tests.Network;

/// <summary>Archives that hold the same objects, each started when a test first asks for it: dcmqrscp, and Orthanc by DIMSE and by DICOMweb.</summary>
public sealed class FilledArchives : IAsyncLifetime
{
    /// <summary>The name of the tests that share them; one after the other, because they share a port to move to.</summary>
    public const string Collection = "Archives that hold objects";

    private readonly TemporaryFolder place = new();
    private QueriedObjects? objects;
    private DcmQueryArchive? dcmtk;
    private Archive? orthanc;

    /// <summary>Where the archives send what they are asked to move to CONTOURFLOW.</summary>
    internal int ListenPort { get; } = ServerProcess.FreePort();

    internal QueriedObjects Objects => objects ??= QueriedObjects.In(place["objects"]);

    /// <summary>The options that name an archive.</summary>
    internal async Task<string[]> AddressAsync(string kind, CancellationToken cancellationToken)
    {
        if (kind == "dcmtk")
        {
            if (dcmtk is null)
            {
                dcmtk = await DcmQueryArchive.StartAsync(ListenPort, cancellationToken);
                await dcmtk.AddAsync(Objects.Files.Values, cancellationToken);
            }

            return ["--from", dcmtk.Address];
        }

        if (kind == "web")
            Assert.SkipUnless(Archive.HasDicomWeb, "Orthanc's DICOMweb is not installed (package orthanc-dicomweb)");
        if (orthanc is null)
        {
            orthanc = await Archive.StartForRetrievalAsync(new JsonObject { ["us"] = new JsonArray("CONTOURFLOW", "127.0.0.1", ListenPort) }, cancellationToken);
            foreach (string file in Objects.Files.Values)
                await orthanc.AddAsync(file, cancellationToken);
        }

        return kind == "web"
            ? ["--web", orthanc.DicomWebRoot.ToString()]
            : ["--from", $"{Archive.Title}@127.0.0.1:{orthanc.DicomPort.ToString(CultureInfo.InvariantCulture)}"];
    }

    /// <summary>Runs a command against an archive.</summary>
    internal async Task<CommandLineRun> RunAsync(string kind, string command, params string[] args)
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        return await CommandLineRun.Of(cancel, [command, .. await AddressAsync(kind, cancel), .. args]);
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync()
    {
        dcmtk?.Dispose();
        orthanc?.Dispose();
        place.Dispose();
        return ValueTask.CompletedTask;
    }
}

/// <summary>Binds the archives to the tests that share them.</summary>
[CollectionDefinition(FilledArchives.Collection)]
public sealed class FilledArchivesCollection : ICollectionFixture<FilledArchives>;
