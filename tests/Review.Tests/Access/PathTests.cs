using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ContourFlow.Review.Tests.Access;

/// <summary>Identifiers that are none: whatever stands in their place is no path, and there is nothing there. Sent as raw bytes, since clients tidy paths up.</summary>
public sealed class PathTests
{
    public static TheoryData<string> Hostile =>
    [
        "..", "../..", "%2e%2e", "..%2f..%2f..%2fetc%2fpasswd", "..%5c..%5cwindows", "%252e%252e%252f", "....//....//etc/passwd", "/etc/passwd", "%2fetc%2fpasswd",
        "C:%5cwindows", "%00", "a%00b", "*", "null", "-1", "0", "1e3", "+1", "1.", "%201", "99999999999999999999", "%EF%BC%91", "<script>", "' OR 1=1 --".Replace(" ", "%20", StringComparison.Ordinal),
        "registry.db", "keys", "signin-link", "0123456789abcdef0123456789abcde", "0123456789abcdef0123456789abcdef0", "%7B0123456789abcdef0123456789abcdef%7D",
    ];

    [Theory]
    [MemberData(nameof(Hostile))]
    public async Task Whatever_stands_where_an_identifier_should_leads_nowhere(string hostile)
    {
        await using ReviewPlace place = await ReviewPlace.StartAsync();
        await place.ProcessedAsync(1);
        using Browser browser = await place.SignedInAsync();
        string cookies = browser.Cookies.GetCookieHeader(place.Address), known = ReviewPlace.Case(1).ToString();

        foreach (string path in new[]
        {
            $"/{hostile}", $"/assets/{hostile}", $"/api/{hostile}", $"/api/cases/{hostile}", $"/api/cases/{hostile}/revisions/1/report", $"/api/cases/{known}/revisions/{hostile}/report",
            $"/api/cases/{hostile}/revisions/1/seen", $"/api/cases/{known}/revisions/{hostile}/seen", $"/api/cases/{known}/revisions/{hostile}/images", $"/api/cases/{known}/revisions/1/volumes/{hostile}",
            $"/dicom-web/studies/{hostile}", $"/dicom-web/studies/{hostile}/series/{hostile}/instances/{hostile}",
        })
        {
            (int status, string body) = await AskAsync(place.Address, path, cookies);
            // 400: Kestrel's own word for what is no path at all. Dots can lead up to the page itself, which holds nothing.
            if (status != 200 || !body.Contains("text/html", StringComparison.Ordinal))
                status.Should().BeOneOf([400, 404], $"{path} leads nowhere: {body}");
            body.Should().NotContain("root:").And.NotContain("SQLite format").And.NotContain(place.Token());
        }
    }

    [Fact]
    public async Task Case_that_is_not_there_is_not_found()
    {
        await using ReviewPlace place = await ReviewPlace.StartAsync();
        using Browser browser = await place.SignedInAsync();

        foreach (string path in new[] { "", "/revisions/1/report" })
            (await browser.GetAsync($"/api/cases/{ReviewPlace.Case(7)}{path}")).StatusCode.Should().Be(HttpStatusCode.NotFound);
        using HttpResponseMessage answer = await browser.PostAsync($"/api/cases/{ReviewPlace.Case(7)}/decisions", new { kind = "accept", version = 1 });
        answer.StatusCode.Should().Be(HttpStatusCode.NotFound);
        using HttpResponseMessage seen = await browser.PostAsync($"/api/cases/{ReviewPlace.Case(7)}/revisions/1/seen", new { planes = new[] { 1 }, processedAt = DateTimeOffset.UnixEpoch });
        seen.StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    private static async Task<(int Status, string Body)> AskAsync(Uri address, string path, string cookies)
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        using var socket = new TcpClient();
        await socket.ConnectAsync(address.Host, address.Port, cancel);
        await using NetworkStream stream = socket.GetStream();
        await stream.WriteAsync(Encoding.UTF8.GetBytes($"GET {path} HTTP/1.1\r\nHost: {address.Authority}\r\nCookie: {cookies}\r\nConnection: close\r\n\r\n"), cancel);
        using var reader = new StreamReader(stream, Encoding.Latin1);
        string answer = await reader.ReadToEndAsync(cancel);
        return (int.Parse(answer.AsSpan(9, 3)), answer);
    }
}
