using System.Diagnostics;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using ContourFlow.EndToEnd.Tests.Network;

namespace ContourFlow.EndToEnd.Tests;

/// <summary>An Orthanc of the test's own: free ports, a data folder that goes with it, asked over loopback.</summary>
internal sealed class Archive : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(300);

    private readonly TemporaryFolder place;
    private readonly string program;
    private Process process = null!;
    private Task<string> log = null!;

    private Archive(string program, TemporaryFolder place, int dicomPort, HttpClient rest)
    {
        this.program = program;
        this.place = place;
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
    /// <param name="cancellationToken">Ends the wait for it.</param>
    /// <param name="user">The only one who may ask; null for everybody.</param>
    /// <param name="password">That user's password.</param>
    public static Task<Archive> StartWithDicomWebAsync(CancellationToken cancellationToken, string? user = null, string password = "")
    {
        Assert.SkipUnless(HasDicomWeb, "Orthanc's DICOMweb is not installed (package orthanc-dicomweb)");
        var more = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["Plugins"] = new[] { DicomWebPlugin },
            ["DicomWeb"] = new { Enable = true, Root = "/dicom-web/" },
        };
        if (user is not null)
        {
            more["AuthenticationEnabled"] = true;
            more["RegisteredUsers"] = new Dictionary<string, string>(StringComparer.Ordinal) { [user] = password };
        }

        return StartAsync(more, cancellationToken);
    }

    /// <summary>At a port that others know, and with others that it knows.</summary>
    /// <param name="dicomPort">Its DICOM port.</param>
    /// <param name="modalities">Orthanc's DicomModalities.</param>
    /// <param name="cancellationToken">Ends the wait for it.</param>
    public static Task<Archive> StartAsync(int dicomPort, JsonObject modalities, CancellationToken cancellationToken)
    {
        var more = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["DicomPort"] = dicomPort,
            ["DicomModalities"] = modalities,
            ["DicomAlwaysAllowFind"] = true,
        };
        return StartAsync(more, cancellationToken);
    }

    /// <summary>With those that may ask and be sent to, and nobody else; and with DICOMweb where it is installed.</summary>
    /// <param name="modalities">Orthanc's DicomModalities.</param>
    /// <param name="cancellationToken">Ends the wait for it.</param>
    public static Task<Archive> StartForRetrievalAsync(JsonObject modalities, CancellationToken cancellationToken)
    {
        var more = new Dictionary<string, object>(StringComparer.Ordinal) { ["DicomModalities"] = modalities };
        if (HasDicomWeb)
        {
            more["Plugins"] = new[] { DicomWebPlugin };
            more["DicomWeb"] = new { Enable = true, Root = "/dicom-web/" };
        }

        return StartAsync(more, cancellationToken);
    }

    /// <summary>Whether Orthanc's DICOMweb is installed.</summary>
    public static bool HasDicomWeb => File.Exists(DicomWebPlugin);

    private static async Task<Archive> StartAsync(Dictionary<string, object> more, CancellationToken cancellationToken)
    {
        string orthanc = Tool.Find("Orthanc", "orthanc");
        var folder = new TemporaryFolder();
        int http = ServerProcess.FreePort();
        int dicom = more.TryGetValue("DicomPort", out object? known) ? (int)known : ServerProcess.FreePort();
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

        var archive = new Archive(orthanc, folder, dicom, new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{http}/") });
        await archive.StartAgainAsync(cancellationToken);
        return archive;
    }

    /// <summary>Starts it over what it had when it was stopped.</summary>
    public async Task StartAgainAsync(CancellationToken cancellationToken)
    {
        process?.Dispose();
        // Nagle's algorithm in DCMTK costs 40 ms an object.
        process = ProgramRun.Start("env", ["TCP_NODELAY=1", program, place["orthanc.json"]], place.Path);
        // Read on, or a full pipe stops it.
        _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        log = process.StandardError.ReadToEndAsync(CancellationToken.None);
        await WaitUntilUpAsync(cancellationToken);
    }

    /// <summary>Puts a file into it; gives Orthanc's name of the instance.</summary>
    public async Task<string> AddAsync(string file, CancellationToken cancellationToken)
    {
        using var content = new ByteArrayContent(await File.ReadAllBytesAsync(file, cancellationToken));
        using HttpResponseMessage answer = await Rest.PostAsync(new Uri("instances", UriKind.Relative), content, cancellationToken);
        answer.EnsureSuccessStatusCode();
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancellationToken))!["ID"]!.GetValue<string>();
    }

    /// <summary>Asks Orthanc to do something.</summary>
    public async Task<JsonNode> PostAsync(string path, JsonNode body, CancellationToken cancellationToken)
    {
        using var content = new StringContent(body.ToJsonString());
        using HttpResponseMessage answer = await Rest.PostAsync(new Uri(path, UriKind.Relative), content, cancellationToken);
        string text = await answer.Content.ReadAsStringAsync(cancellationToken);
        answer.IsSuccessStatusCode.Should().BeTrue(text);
        return JsonNode.Parse(text)!;
    }

    /// <summary>Asks again until the answer is as it shall be.</summary>
    public async Task<JsonNode> UntilAsync(string path, Func<JsonNode, bool> isThere, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(s_patience);
        while (true)
        {
            JsonNode answer = JsonNode.Parse(await Rest.GetStringAsync(new Uri(path, UriKind.Relative), limit.Token))!;
            if (isThere(answer))
                return answer;
            await Task.Delay(50, limit.Token);
        }
    }

    /// <summary>The SOP Instance UIDs of all that it has.</summary>
    public async Task<string[]> InstancesAsync(CancellationToken cancellationToken) =>
        [.. JsonNode.Parse(await Rest.GetStringAsync(new Uri("instances?expand", UriKind.Relative), cancellationToken))!.AsArray().Select(item => item!["MainDicomTags"]!["SOPInstanceUID"]!.GetValue<string>())];

    /// <summary>Kills it.</summary>
    public void Stop()
    {
        if (!process.HasExited)
            process.Kill();
        process.WaitForExit();
    }

    public void Dispose()
    {
        Rest.Dispose();
        Stop();
        process.Dispose();
        place.Dispose();
    }

    private async Task WaitUntilUpAsync(CancellationToken cancellationToken)
    {
        TimeProvider time = TimeProvider.System;
        long began = time.GetTimestamp();
        while (time.GetElapsedTime(began) < s_patience)
        {
            if (process.HasExited)
                throw new InvalidOperationException($"Orthanc ended with {process.ExitCode}: {await log}");
            try
            {
                using HttpResponseMessage answer = await Rest.GetAsync("system", cancellationToken);
                if (answer.IsSuccessStatusCode || answer.StatusCode == HttpStatusCode.Unauthorized)
                    return;
            }
            catch (HttpRequestException)
            {
                // Not yet listening.
            }

            await Task.Delay(100, cancellationToken);
        }

        throw new InvalidOperationException($"Orthanc did not answer within {s_patience}.");
    }
}
