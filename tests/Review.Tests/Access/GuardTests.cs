using System.Net;
using System.Text.Json.Nodes;

namespace ContourFlow.Review.Tests.Access;

/// <summary>Requests that others' pages, names and programs make.</summary>
public sealed class GuardTests
{
    [Fact]
    public async Task Every_answer_has_the_headers_that_protect_the_page()
    {
        await using ReviewPlace place = await ReviewPlace.StartAsync();
        using Browser browser = await place.SignedInAsync();

        foreach (string path in new[] { "/api/session", "/api/cases", "/api/nothing", "/nothing" })
        {
            using HttpResponseMessage answer = await browser.GetAsync(path);
            Header(answer, "Content-Security-Policy").Should().Be("default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'");
            Header(answer, "X-Content-Type-Options").Should().Be("nosniff");
            Header(answer, "X-Frame-Options").Should().Be("DENY");
            Header(answer, "Referrer-Policy").Should().Be("no-referrer");
            Header(answer, "Permissions-Policy").Should().Contain("camera=()").And.Contain("microphone=()");
            Header(answer, "Cross-Origin-Opener-Policy").Should().Be("same-origin");
            Header(answer, "Cross-Origin-Resource-Policy").Should().Be("same-origin");
            Header(answer, "Cache-Control").Should().Contain("no-store");
            answer.Headers.Contains("Server").Should().BeFalse();
        }
    }

    [Theory]
    [InlineData("evil.example.org")]
    [InlineData("127.0.0.1.evil.example.org")]
    [InlineData("localhost.evil.example.org")]
    [InlineData("192.0.2.1")]
    public async Task Name_of_somebody_else_that_leads_here_is_refused(string host)
    {
        await using ReviewPlace place = await ReviewPlace.StartAsync();
        using Browser browser = await place.SignedInAsync();

        foreach (string path in new[] { "/", "/signin", "/api/session" })
        {
            using HttpResponseMessage answer = await browser.SendAsync(HttpMethod.Get, path, change: request => request.Headers.Host = $"{host}:{place.Address.Port}");
            answer.StatusCode.Should().Be(HttpStatusCode.MisdirectedRequest);
        }
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    [InlineData("[::1]")]
    public async Task Names_of_this_machine_are_answered(string host)
    {
        await using ReviewPlace place = await ReviewPlace.StartAsync();
        using Browser browser = await place.SignedInAsync();

        // Through a tunnel the port is another one.
        using HttpResponseMessage answer = await browser.SendAsync(HttpMethod.Get, "/api/session", change: request => request.Headers.Host = $"{host}:9999");
        answer.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("X-Forwarded-Host", "evil.example.org")]
    [InlineData("X-Forwarded-Proto", "https")]
    public async Task Nobody_is_believed_to_be_a_proxy_who_was_not_named(string header, string value)
    {
        await using ReviewPlace place = await ReviewPlace.StartAsync();
        using Browser browser = await place.SignedInAsync();

        using HttpResponseMessage answer = await browser.SendAsync(HttpMethod.Post, "/api/cases/search", new { }, request => request.Headers.Add(header, value));

        answer.StatusCode.Should().Be(HttpStatusCode.OK, "the header changes nothing, not even the origin that is expected");
    }

    [Theory]
    [InlineData("Origin", "https://evil.example.org")]
    [InlineData("Origin", "null")]
    [InlineData("Origin", "http://127.0.0.1:1")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Sec-Fetch-Site", "none")]
    public async Task Request_of_another_sites_page_changes_nothing(string header, string value)
    {
        await using ReviewPlace place = await ReviewPlace.StartAsync();
        await place.ProcessedAsync(1);
        using Browser browser = await place.SignedInAsync();
        long version = (await place.FindAsync(1)).Version;

        foreach (string path in new[] { $"/api/cases/{ReviewPlace.Case(1)}/decisions", "/api/signout", "/api/signin" })
        {
            using HttpResponseMessage answer = await browser.SendAsync(
                HttpMethod.Post, path, new { kind = "accept", version, token = place.Token(), name = "mallory" },
                request =>
                {
                    request.Headers.Remove(header);
                    request.Headers.Add(header, value);
                });
            JsonObject problem = await Browser.JsonAsync(answer, HttpStatusCode.Forbidden);
            problem["error"]!.GetValue<string>().Should().Contain("another site");
        }

        (await place.FindAsync(1)).Version.Should().Be(version);
        (await browser.GetAsync("/api/session")).StatusCode.Should().Be(HttpStatusCode.OK, "nobody signed out");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("CfDJ8AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task Request_without_the_sessions_token_changes_nothing(string? token)
    {
        await using ReviewPlace place = await ReviewPlace.StartAsync();
        await place.ProcessedAsync(1);
        using Browser browser = await place.SignedInAsync();
        browser.Token = token;
        long version = (await place.FindAsync(1)).Version;

        using HttpResponseMessage answer = await browser.PostAsync($"/api/cases/{ReviewPlace.Case(1)}/decisions", new { kind = "accept", version });

        JsonObject problem = await Browser.JsonAsync(answer, HttpStatusCode.Forbidden);
        problem["error"]!.GetValue<string>().Should().Contain("X-CSRF-TOKEN");
        (await place.FindAsync(1)).Version.Should().Be(version);
    }

    [Fact]
    public async Task Token_of_another_session_changes_nothing()
    {
        await using ReviewPlace place = await ReviewPlace.StartAsync();
        await place.ProcessedAsync(1);
        using Browser anna = await place.SignedInAsync("anna"), mallory = await place.SignedInAsync("mallory");
        long version = (await place.FindAsync(1)).Version;
        anna.Token = mallory.Token;

        using HttpResponseMessage answer = await anna.PostAsync($"/api/cases/{ReviewPlace.Case(1)}/decisions", new { kind = "accept", version });
        answer.StatusCode.Should().Be(HttpStatusCode.Forbidden);

        // Not even with the cookie that belongs to it.
        foreach (Cookie cookie in mallory.Cookies.GetCookies(place.Address).Where(cookie => cookie.Name == "contourflow-forgery"))
            anna.Cookies.Add(place.Address, new Cookie(cookie.Name, cookie.Value));
        using HttpResponseMessage again = await anna.PostAsync($"/api/cases/{ReviewPlace.Case(1)}/decisions", new { kind = "accept", version });
        again.StatusCode.Should().Be(HttpStatusCode.Forbidden);
        (await place.FindAsync(1)).Version.Should().Be(version);
    }

    [Fact]
    public async Task Body_that_is_too_large_is_refused_before_it_is_read()
    {
        await using ReviewPlace place = await ReviewPlace.StartAsync();
        using Browser browser = await place.SignedInAsync();
        string reason = new('x', 2 << 20);

        foreach (string path in new[] { $"/api/cases/{ReviewPlace.Case(1)}/decisions", $"/api/cases/{ReviewPlace.Case(1)}/revisions/1/seen", "/api/cases/search", "/api/signin" })
        {
            using HttpResponseMessage answer = await browser.SendAsync(HttpMethod.Post, path, new { kind = "reject", version = 1, reason }, request => request.Headers.ExpectContinue = true);
            JsonObject problem = await Browser.JsonAsync(answer, HttpStatusCode.RequestEntityTooLarge);
            problem["error"]!.GetValue<string>().Should().Contain("1 MiB");
        }
    }

    [Fact]
    public async Task Body_that_is_no_json_is_refused_without_saying_what_was_in_it()
    {
        await using ReviewPlace place = await ReviewPlace.StartAsync();
        using Browser browser = await place.SignedInAsync();
        using var body = new StringContent("""{ "kind": ["MUSTER^ANNA"], "version": "MUSTER^ANNA" }""", null, "application/json");

        using HttpResponseMessage answer = await browser.PostAsync($"/api/cases/{ReviewPlace.Case(1)}/decisions", body);

        (await Browser.JsonAsync(answer, HttpStatusCode.BadRequest)).ToJsonString().Should().NotContain("MUSTER");
        place.Log.Text.Should().NotContain("MUSTER");
    }

    private static string Header(HttpResponseMessage answer, string name) => string.Join(", ", answer.Headers.GetValues(name));
}
