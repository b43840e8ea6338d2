using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace ContourFlow.EndToEnd.Tests;

/// <summary>An Orthanc of the test's own: free ports, a data folder that goes with it, asked over loopback.</summary>
internal sealed class Archive : IDisposable
{
    private readonly TemporaryFolder place;
    private readonly Process process;
    private readonly Task<string> log;

    private Archive(TemporaryFolder place, Process process, Task<string> log, int dicomPort, HttpClient rest)
    {
        this.place = place;
        this.process = process;
        this.log = log;
        DicomPort = dicomPort;
        Rest = rest;
    }

    public const string Title = "ARCHIVE";

    // Where Debian's orthanc-dicomweb puts it.
    private const string DicomWebPlugin = "/usr/share/orthanc/plugins/libOrthancDicomWeb.so";

    public int DicomPort { get; }

    public HttpClient Rest { get; }

    /// <summary>The root of its DICOMweb, where it was started with it.</summary>
    public Uri DicomWebRoot => new(Rest.BaseAddress!, "dicom-web");

    public static Task<Archive> StartAsync(CancellationToken cancellationToken) => StartAsync([], cancellationToken);

    /// <summary>With DICOMweb; skips the test where its plugin is not installed.</summary>
    public static Task<Archive> StartWithDicomWebAsync(CancellationToken cancellationToken)
    {
        Assert.SkipUnless(File.Exists(DicomWebPlugin), "Orthanc's DICOMweb is not installed (package orthanc-dicomweb)");
        return StartAsync(new() { ["Plugins"] = new[] { DicomWebPlugin }, ["DicomWeb"] = new { Enable = true, Root = "/dicom-web/" } }, cancellationToken);
    }

    private static async Task<Archive> StartAsync(Dictionary<string, object> more, CancellationToken cancellationToken)
    {
        string orthanc = Tool.Find("Orthanc", "orthanc");
        var folder = new TemporaryFolder();
        (int http, int dicom) = (FreePort(), FreePort());
        var configuration = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["Name"] = Title,
            ["StorageDirectory"] = folder["storage"],
            ["IndexDirectory"] = folder["storage"],
            ["HttpPort"] = http,
            ["RemoteAccessAllowed"] = false,
            ["AuthenticationEnabled"] = false,
            ["DicomPort"] = dicom,
            ["DicomAet"] = Title,
            ["DicomAlwaysAllowStore"] = true,
            ["Plugins"] = Array.Empty<string>(),
        };
        foreach ((string name, object value) in more)
            configuration[name] = value;
        await File.WriteAllTextAsync(folder["orthanc.json"], JsonSerializer.Serialize(configuration), cancellationToken);

        Process daemon = ProgramRun.Start(orthanc, [folder["orthanc.json"]], folder.Path);
        // Read on, or a full pipe stops it.
        Task<string> output = daemon.StandardOutput.ReadToEndAsync(CancellationToken.None);
        Task<string> messages = daemon.StandardError.ReadToEndAsync(CancellationToken.None);
        _ = output;
        var archive = new Archive(folder, daemon, messages, dicom, new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{http}/") });
        await archive.WaitUntilUpAsync(cancellationToken);
        return archive;
    }

    public void Dispose()
    {
        Rest.Dispose();
        if (!process.HasExited)
            process.Kill();
        process.WaitForExit();
        process.Dispose();
        place.Dispose();
    }

    private async Task WaitUntilUpAsync(CancellationToken cancellationToken)
    {
        for (int attempt = 0; attempt < 300; attempt++)
        {
            if (process.HasExited)
                throw new InvalidOperationException($"Orthanc ended with {process.ExitCode}: {await log}");
            try
            {
                using HttpResponseMessage answer = await Rest.GetAsync("system", cancellationToken);
                if (answer.IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException)
            {
                // Not yet listening.
            }

            await Task.Delay(100, cancellationToken);
        }

        throw new InvalidOperationException("Orthanc did not answer within 30 seconds.");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
