using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using ContourFlow.Review.Access;
using ContourFlow.Review.Hosting;

namespace ContourFlow.Review.Tests.Access;

/// <summary>Signing in by the printed link: once, by this machine's browsers, under a name.</summary>
public sealed class SignInTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Printed_link_lets_one_browser_in_and_the_next_one_is_told()
    {
        await using ReviewPlace place = await ReviewPlace.StartAsync();
        Uri first = place.Links.Should().ContainSingle().Subject;
        first.AbsoluteUri.Should().MatchRegex("^http://127\\.0\\.0\\.1:[0-9]+/signin#token=[A-Za-z0-9_-]{43}$", "256 bits are 43 letters of base64url");

        using Browser browser = await place.SignedInAsync("anna");

        JsonObject session = await browser.JsonAsync("/api/session");
        session["user"]!.GetValue<string>().Should().Be("anna");
        session["roles"]!.AsArray().Select(role => role!.GetValue<string>()).Should().Equal("viewer", "reviewer", "admin");
        session["expiresAt"]!.GetValue<DateTimeOffset>().Should().Be(place.Time.GetUtcNow() + TimeSpan.FromMinutes(30));
        session["notice"]!.GetValue<string>().Should().Contain("not the plan's approval");
        session["ohif"]!.GetValue<bool>().Should().BeFalse();
        // As texts: addresses are equal whatever their fragments are.
        place.Links.Select(link => link.AbsoluteUri).Should().HaveCount(2).And.OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task Used_token_lets_nobody_in()
    {
        await using ReviewPlace place = await ReviewPlace.StartAsync();
        string token = place.Token();
        using Browser first = place.Nobody(), second = place.Nobody();
        (await first.SignInAsync(token, "anna")).StatusCode.Should().Be(HttpStatusCode.OK);

        using HttpResponseMessage answer = await second.SignInAsync(token, "mallory");

        JsonObject problem = await Browser.JsonAsync(answer, HttpStatusCode.Unauthorized);
        problem["signIn"]!.GetValue<string>().Should().Be("/signin");
        (await second.GetAsync("/api/session")).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        place.Log.Text.Should().NotContain(token);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("two\nlines")]
    [InlineData("\u202Egnitirw")]
    [InlineData("a name that is longer than sixty-four characters, which no ledger needs")]
    public async Task Name_that_cannot_stand_in_the_ledger_is_refused_and_the_token_stays_good(string name)
    {
        await using ReviewPlace place = await ReviewPlace.StartAsync();
        using Browser browser = place.Nobody();

        using HttpResponseMessage answer = await browser.SignInAsync(place.Token(), name);

        answer.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        place.Links.Should().ContainSingle();
        using Browser other = await place.SignedInAsync();
    }

    [Fact]
    public async Task Form_signs_in_as_json_does()
    {
        await using ReviewPlace place = await ReviewPlace.StartAsync();
        using Browser browser = place.Nobody();
        using var form = new FormUrlEncodedContent([new("token", place.Token()), new("name", "Anna B.")]);

        using HttpResponseMessage answer = await browser.PostAsync("/api/signin", form);

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        (await browser.JsonAsync("/api/session"))["user"]!.GetValue<string>().Should().Be("Anna B.");
    }

    [Fact]
    public async Task Link_lies_in_a_file_of_the_account_alone_while_the_page_listens()
    {
        await using ReviewPlace place = await ReviewPlace.StartAsync();
        string file = Path.Combine(place.Options.Folder, "signin-link");

        Assert.SkipWhen(OperatingSystem.IsWindows(), "Files have no such modes there.");
#pragma warning disable CA1416 // Skipped there.
        File.GetUnixFileMode(file).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.GetUnixFileMode(place.Options.Folder).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
#pragma warning restore CA1416
        using Browser browser = await place.SignedInAsync();
        ReviewServer.SignInLink(place.Options.Folder).Should().Be(place.Links[1].AbsoluteUri);

        await place.Server.StopAsync(Cancel);
        ReviewServer.SignInLink(place.Options.Folder).Should().BeNull();
    }

    [Fact]
    public async Task Cookie_is_out_of_reach_of_scripts_and_other_sites()
    {
        await using ReviewPlace place = await ReviewPlace.StartAsync();
        using Browser browser = place.Nobody();

        using HttpResponseMessage answer = await browser.SignInAsync(place.Token(), "anna");

        string cookie = answer.Headers.GetValues("Set-Cookie").Single(value => value.StartsWith("contourflow-review=", StringComparison.Ordinal));
        string[] said = [.. cookie.Split("; ").Skip(1).Select(part => part.ToLowerInvariant())];
        said.Should().BeEquivalentTo("path=/", "samesite=strict", "httponly");
    }

    [Fact]
    public async Task Tries_without_end_are_slowed_down()
    {
        await using ReviewPlace place = await ReviewPlace.StartAsync();
        using Browser browser = place.Nobody();
        var codes = new List<HttpStatusCode>();

        for (int attempt = 0; attempt < 40; attempt++)
        {
            using HttpResponseMessage answer = await browser.SignInAsync($"guess-{attempt}", "mallory");
            codes.Add(answer.StatusCode);
        }

        // A window may end between two of them: 30 and the rest of 40 fit into two.
        codes.Should().Contain(HttpStatusCode.TooManyRequests).And.OnlyContain(code => code == HttpStatusCode.Unauthorized || code == HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task Copy_of_a_cookie_is_worth_nothing_after_signing_out()
    {
        await using ReviewPlace place = await ReviewPlace.StartAsync();
        using Browser browser = await place.SignedInAsync(), thief = place.Nobody();
        foreach (Cookie cookie in browser.Cookies.GetCookies(place.Address))
            thief.Cookies.Add(place.Address, new Cookie(cookie.Name, cookie.Value));
        (await thief.GetAsync("/api/session")).StatusCode.Should().Be(HttpStatusCode.OK);

        JsonObject answer = await Browser.JsonAsync(await browser.PostAsync("/api/signout", null), HttpStatusCode.OK);

        answer["redirect"].Should().BeNull();
        (await browser.GetAsync("/api/session")).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        (await thief.GetAsync("/api/session")).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("forged")]
    [InlineData("CfDJ8AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task Forged_cookie_lets_nobody_in(string value)
    {
        await using ReviewPlace place = await ReviewPlace.StartAsync();
        using Browser browser = place.Nobody();
        browser.Cookies.Add(place.Address, new Cookie("contourflow-review", value));

        (await browser.GetAsync("/api/session")).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Cookie_of_another_installation_lets_nobody_in()
    {
        await using ReviewPlace here = await ReviewPlace.StartAsync(), elsewhere = await ReviewPlace.StartAsync();
        using Browser theirs = await elsewhere.SignedInAsync(), browser = here.Nobody();
        foreach (Cookie cookie in theirs.Cookies.GetCookies(elsewhere.Address))
            browser.Cookies.Add(here.Address, new Cookie(cookie.Name, cookie.Value));

        (await browser.GetAsync("/api/session")).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public void Tokens_come_from_the_source_that_was_given_and_are_good_once()
    {
        using var random = new Counting();
        var tokens = new SignInTokens(random);
        string first = tokens.Current;

        // 32 bytes of 1: each six bits of 00000001 00000001 00000001 are 000000 010000 000100 000001.
        first.Should().Be(string.Concat(Enumerable.Repeat("AQEB", 10)) + "AQE");
        tokens.TryUse("").Should().BeFalse();
        tokens.TryUse(first + "A").Should().BeFalse();
        tokens.TryUse(first).Should().BeTrue();
        tokens.TryUse(first).Should().BeFalse();
        tokens.Current.Should().NotBe(first);
    }

    // 1, 1, ..., then 2, 2, ...
    private sealed class Counting : RandomNumberGenerator
    {
        private byte next;

        public override void GetBytes(byte[] data) => Array.Fill(data, ++next);
    }
}
