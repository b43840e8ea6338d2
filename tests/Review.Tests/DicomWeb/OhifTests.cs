using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using ContourFlow.Review.DicomWeb;
using ContourFlow.Review.Tests.Doses;
using ContourFlow.Review.Tests.Images;

namespace ContourFlow.Review.Tests.DicomWeb;

public sealed class OhifTests(PhantomCases phantoms) : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("contourflow-test-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void The_viewer_is_told_where_it_is_and_whom_to_ask()
    {
        Directory.CreateDirectory(Path.Combine(folder, "dist"));
        Write("dist/index.html", "<html><head><link href=\"/app.css\"><script>window.PUBLIC_URL=\"/\"</script><script src=\"/app.js\"></script></head></html>");
        Write("dist/app.js", "x(); __webpack_require__.p = \"/\"; y.p=\"\"");
        Write("dist/other.js", "const path = \"/\";");
        Write("dist/app-config.js", "window.config = { of: 'others' };");
        Write("secret.txt", "not the viewer's");
        using var files = new OhifFiles(Path.Combine(folder, "dist"));

        Text(files, "app.js").Should().Be("x(); __webpack_require__.p = \"/ohif/\"; y.p=\"\"");
        Text(files, "other.js").Should().Be("const path = \"/\";");
        Text(files, "app-config.js").Should().Contain("wadoRoot: '/dicom-web'").And.NotContain("others").And.NotContain("http");
        string page = "<html><head><link href=\"/ohif/app.css\"><script>window.PUBLIC_URL=\"/ohif/\"</script><script src=\"/ohif/app.js\"></script></head></html>";
        foreach (string path in (string[])["", "index.html", "viewer", "../secret.txt", "..%2Fsecret.txt", "/etc/passwd"])
            Text(files, path).Should().Be(page, "what is no file of the viewer is a place in it");

        files.Policy.Should().Contain($"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes("window.PUBLIC_URL=\"/ohif/\"")))}'").And.NotContain("http").And.NotContain("script-src 'self' 'unsafe-inline'");
    }

    [Fact]
    public async Task A_case_is_opened_with_all_its_studies()
    {
        Write("index.html", "<html></html>");
        ReviewedCase reviewed = await phantoms.WithMr;
        await using ImageServer server = await ImageServer.StartAsync(reviewed, ohif: folder);
        using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = server.Client.BaseAddress };
        HttpResponseMessage answer = await client.GetAsync($"/ohif/case/{reviewed.CaseId}", Cancellation);
        answer.StatusCode.Should().Be(HttpStatusCode.Redirect);
        string[] studies = [.. Directory.EnumerateFiles(reviewed.Patient, "*.dcm", SearchOption.AllDirectories).Select(file => DicomFile.Open(file).Dataset.GetString(DicomTag.StudyInstanceUID)).Distinct(StringComparer.Ordinal)];
        answer.Headers.Location!.ToString().Split('=')[1].Split(',').Should().BeEquivalentTo(studies);
        (await client.GetAsync("/ohif/case/0", Cancellation)).StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    /// <summary>With the real viewer (CONTOURFLOW_OHIF: its dist folder) and Chromium: leaves a screenshot beside it, to be looked at.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_real_viewer_opens_a_case(bool hasDose)
    {
        string? viewer = Environment.GetEnvironmentVariable("CONTOURFLOW_OHIF");
        Assert.SkipUnless(viewer is { Length: > 0 } && File.Exists("/usr/bin/chromium"), "CONTOURFLOW_OHIF names no viewer, or there is no Chromium.");
        ReviewedCase reviewed = await phantoms.WithMr;
        var doses = new KnownDoses { All = hasDose ? (await StudyDose.StoreAsync(reviewed)).Scores : [] };
        await using ImageServer server = await ImageServer.StartAsync(reviewed, ohif: viewer, doses: doses);
        string picture = Path.Combine(Path.GetTempPath(), hasDose ? "contourflow-ohif-dose.png" : "contourflow-ohif.png");
        File.Delete(picture);
        var start = new ProcessStartInfo("/usr/bin/chromium")
        {
            ArgumentList =
            {
                "--headless", "--no-sandbox", "--disable-gpu", "--enable-unsafe-swiftshader", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
                "--user-data-dir=" + Path.Combine(folder, "profile"), "--window-size=1400,900", "--virtual-time-budget=240000", "--enable-logging=stderr", "--v=0", "--screenshot=" + picture,
                $"{server.Client.BaseAddress}ohif/case/{reviewed.CaseId}",
            },
            RedirectStandardError = true,
        };
        using Process browser = Process.Start(start)!;
        string said = await browser.StandardError.ReadToEndAsync(Cancellation);
        await browser.WaitForExitAsync(Cancellation);
        TestContext.Current.TestOutputHelper!.WriteLine(said);
        File.Exists(picture).Should().BeTrue();
        said.Should().NotContain("Content Security Policy");
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(folder, name), text);

    private static string Text(OhifFiles files, string path)
    {
        using var reader = new StreamReader(files.Find(path)!.Value.Content);
        return reader.ReadToEnd();
    }
}
