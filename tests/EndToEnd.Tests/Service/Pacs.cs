using System.Globalization;
using System.Text.Json.Nodes;
using ContourFlow.EndToEnd.Tests.Network;

namespace ContourFlow.EndToEnd.Tests.Service;

/// <summary>
/// What a hospital has around the service: storescu that sends to it as its PACS would, and an Orthanc that keeps the results, commits them, and is
/// asked afterwards what it has.
/// </summary>
internal sealed class Pacs : IDisposable
{
    private readonly TemporaryFolder place;

    private Pacs(Archive archive, TemporaryFolder place) => (Archive, this.place) = (archive, place);

    public Archive Archive { get; }

    /// <summary>Starts an Orthanc that knows the service at a port.</summary>
    public static async Task<Pacs> StartAsync(int servicePort, CancellationToken cancellationToken)
    {
        Tool.Find("storescu", "dcmtk");
        var modalities = new JsonObject
        {
            ["contourflow"] = new JsonObject { ["AET"] = ServiceSetup.Title, ["Host"] = "127.0.0.1", ["Port"] = servicePort, ["AllowNAction"] = true, ["AllowNEventReport"] = true },
        };
        return new Pacs(await Archive.StartAsync(ServerProcess.FreePort(), modalities, cancellationToken), new TemporaryFolder());
    }

    /// <summary>Sends files to the service, once.</summary>
    /// <returns>Whether all were answered with success.</returns>
    public static bool TrySend(int port, IEnumerable<string> files) =>
        ProgramRun.Of("env", ["TCP_NODELAY=1", "storescu", "-aec", ServiceSetup.Title, "127.0.0.1", port.ToString(CultureInfo.InvariantCulture), .. files]).ExitCode == 0;

    /// <summary>Sends files until all were answered with success, as a PACS does.</summary>
    public static Task SendAsync(int port, IReadOnlyCollection<string> files, CancellationToken cancellationToken) =>
        Eventually.SoAsync(() => Task.Run(() => TrySend(port, files)), () => "The service did not take what was sent.", cancellationToken);

    /// <summary>Waits until the archive has this many objects of a study, and gives their files.</summary>
    public async Task<IReadOnlyList<string>> ResultsAsync(string studyInstanceUid, int count, Func<string> otherwise, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> names = [];
        await Eventually.SoAsync(
            async () => (names = await InstancesOfAsync(studyInstanceUid, cancellationToken)).Count >= count,
            () => $"There are {names.Count} of {count} results. {otherwise()}",
            cancellationToken);
        names.Should().HaveCount(count);
        var files = new List<string>();
        foreach (string name in names)
        {
            string path = place[$"{name}.dcm"];
            await File.WriteAllBytesAsync(path, await Archive.Rest.GetByteArrayAsync(new Uri($"instances/{name}/file", UriKind.Relative), cancellationToken), cancellationToken);
            files.Add(path);
        }

        return files;
    }

    /// <summary>Orthanc's names of what it has of a study.</summary>
    public async Task<IReadOnlyList<string>> InstancesOfAsync(string studyInstanceUid, CancellationToken cancellationToken)
    {
        var query = new JsonObject { ["Level"] = "Instance", ["Query"] = new JsonObject { ["StudyInstanceUID"] = studyInstanceUid } };
        JsonNode found = await Archive.PostAsync("tools/find", query, cancellationToken);
        return [.. found.AsArray().Select(name => name!.GetValue<string>())];
    }

    public void Dispose()
    {
        Archive.Dispose();
        place.Dispose();
    }
}
