using System.Net;

namespace ContourFlow.Review.Tests.Access;

/// <summary>Behind a proxy on this machine that ends TLS: what it says of the browser's request is believed, and cookies are for HTTPS.</summary>
public sealed class ProxyTests
{
    private const string Public = "https://review.example.org";

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.0/8")]
    public async Task Request_that_the_proxy_hands_on_is_one_of_the_public_address(string proxy)
    {
        await using ReviewPlace place = await PlaceAsync(proxy);
        using Browser browser = place.Nobody();

        using HttpResponseMessage own = await ThroughProxyAsync(browser, "review.example.org", Public);
        own.StatusCode.Should().Be(HttpStatusCode.Unauthorized, "the request is let through to where a session is asked for");
        own.Headers.GetValues("Strict-Transport-Security").Single().Should().Be("max-age=31536000");
        using HttpResponseMessage foreign = await ThroughProxyAsync(browser, "review.example.org", "https://evil.example.org");
        foreign.StatusCode.Should().Be(HttpStatusCode.Forbidden);
        using HttpResponseMessage clear = await ThroughProxyAsync(browser, "review.example.org", "http://review.example.org");
        clear.StatusCode.Should().Be(HttpStatusCode.Forbidden);
        using HttpResponseMessage other = await ThroughProxyAsync(browser, "evil.example.org", Public);
        other.StatusCode.Should().Be(HttpStatusCode.MisdirectedRequest);
    }

    [Theory]
    [InlineData("192.0.2.0/24")]
    [InlineData("192.0.2.1")]
    public async Task What_somebody_outside_of_the_known_network_says_of_a_request_is_not_believed(string proxy)
    {
        await using ReviewPlace place = await PlaceAsync(proxy);
        using Browser browser = place.Nobody();

        // The test calls from the loopback address: its X-Forwarded-Host is left aside, and its own Host is not the public one.
        using HttpResponseMessage response = await ThroughProxyAsync(browser, "review.example.org", Public);
        response.StatusCode.Should().Be(HttpStatusCode.MisdirectedRequest);
    }

    private static Task<HttpResponseMessage> ThroughProxyAsync(Browser browser, string host, string origin) => browser.SendAsync(
        HttpMethod.Post, "/api/cases/search", new { }, request =>
        {
            request.Headers.Remove("Origin");
            request.Headers.Add("Origin", origin);
            request.Headers.Add("X-Forwarded-Host", host);
            request.Headers.Add("X-Forwarded-Proto", "https");
            request.Headers.Add("X-Forwarded-For", "192.0.2.7");
        });

    private static Task<ReviewPlace> PlaceAsync(string proxy) => ReviewPlace.StartAsync(options => options with
    {
        PublicAddress = new Uri(Public),
        KnownProxies = [proxy],
        Access = new ReviewAccess { OpenIdConnect = new OpenIdConnectAccess { Authority = "https://id.example.org", ClientId = "contourflow" } },
    });
}
