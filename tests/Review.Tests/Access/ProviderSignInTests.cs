using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ContourFlow.Review.Tests.Access;

/// <summary>Signing in by OpenID Connect, against a real provider: what it says of a person becomes their role here, and nothing forged does.</summary>
public sealed partial class ProviderSignInTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Person_has_here_the_role_that_the_provider_gives_them()
    {
        using LoopbackProvider provider = await LoopbackProvider.StartAsync(Cancel);
        await using ReviewPlace place = await PlaceAsync(provider);

        foreach ((string login, string[] roles) in new (string, string[])[]
        {
            ("vera-contourflow-viewer", ["viewer"]),
            ("rita-contourflow-reviewer", ["viewer", "reviewer"]),
            ("anna-contourflow-admin", ["viewer", "reviewer", "admin"]),
        })
        {
            using var person = new Person(place.Address);
            using HttpResponseMessage end = await person.WalkAsync(new Uri(place.Address, "/signin"), login);
            end.Headers.Location!.OriginalString.Should().Be("/");

            JsonObject session = await person.JsonAsync("/api/session");
            session["user"]!.GetValue<string>().Should().Be(login.Split('-')[0]);
            session["roles"]!.AsArray().Select(role => role!.GetValue<string>()).Should().Equal(roles);
        }
    }

    [Fact]
    public async Task Browser_is_sent_with_a_challenge_and_a_state_of_its_own()
    {
        using LoopbackProvider provider = await LoopbackProvider.StartAsync(Cancel, isOpen: true);
        await using ReviewPlace place = await PlaceAsync(provider);
        using var person = new Person(place.Address);

        using HttpResponseMessage first = await person.GetAsync(new Uri(place.Address, "/signin")), second = await person.GetAsync(new Uri(place.Address, "/signin"));

        first.Headers.Location!.AbsoluteUri.Should().StartWith($"{provider.Address}auth?").And.Contain("code_challenge_method=S256").And.Contain("response_type=code").And.NotContain("response_mode=form_post", "no form of another site is posted to the page");
        Query(first, "state").Should().NotBe(Query(second, "state"));
        Query(first, "code_challenge").Should().NotBe(Query(second, "code_challenge"));
        string[] cookies = [.. first.Headers.GetValues("Set-Cookie").Select(cookie => cookie.ToLowerInvariant())];
        cookies.Should().HaveCount(2).And.OnlyContain(cookie => cookie.Contains("samesite=lax", StringComparison.Ordinal) && cookie.Contains("httponly", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("mallory")]
    [InlineData("mallory-admin")]
    [InlineData("mallory-contourflow-administrator")]
    public async Task Person_without_a_role_here_is_told_and_not_let_in(string login)
    {
        using LoopbackProvider provider = await LoopbackProvider.StartAsync(Cancel);
        await using ReviewPlace place = await PlaceAsync(provider);
        using var person = new Person(place.Address);

        using HttpResponseMessage end = await person.WalkAsync(new Uri(place.Address, "/signin"), login);

        end.StatusCode.Should().Be(HttpStatusCode.Forbidden);
        (await end.Content.ReadAsStringAsync(Cancel)).Should().Contain("no role here");
        end.Content.Headers.ContentType!.MediaType.Should().Be("text/plain");
        using HttpResponseMessage session = await person.GetAsync(new Uri(place.Address, "/api/session"));
        session.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Forged_or_stolen_answer_of_the_provider_lets_nobody_in()
    {
        using LoopbackProvider provider = await LoopbackProvider.StartAsync(Cancel, isOpen: true);
        await using ReviewPlace place = await PlaceAsync(provider);
        using Person anna = new(place.Address), mallory = new(place.Address);

        // Made up; of the right browser with another state; caught on its way and used by another browser.
        using HttpResponseMessage forged = await mallory.GetAsync(new Uri(place.Address, "/signin/oidc?code=abc&state=forged"));
        forged.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        using HttpResponseMessage begun = await mallory.GetAsync(new Uri(place.Address, "/signin"));
        using HttpResponseMessage other = await mallory.GetAsync(new Uri(place.Address, $"/signin/oidc?code=abc&state={Query(begun, "state")}x"));
        other.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        Uri caught = await anna.CallbackAsync(new Uri(place.Address, "/signin"), "anna-contourflow-admin");
        using HttpResponseMessage stolen = await mallory.GetAsync(caught);
        stolen.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        using HttpResponseMessage session = await mallory.GetAsync(new Uri(place.Address, "/api/session"));
        session.StatusCode.Should().Be(HttpStatusCode.Unauthorized);

        // Its own browser gets in with it, once.
        using HttpResponseMessage good = await anna.GetAsync(caught);
        good.StatusCode.Should().Be(HttpStatusCode.Redirect);
        using HttpResponseMessage again = await anna.GetAsync(caught);
        again.StatusCode.Should().Be(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Signing_out_ends_the_session_here_and_at_the_provider()
    {
        using LoopbackProvider provider = await LoopbackProvider.StartAsync(Cancel);
        await using ReviewPlace place = await PlaceAsync(provider);
        using var person = new Person(place.Address);
        using HttpResponseMessage end = await person.WalkAsync(new Uri(place.Address, "/signin"), "anna-contourflow-admin");
        string token = (await person.JsonAsync("/api/session"))["csrfToken"]!.GetValue<string>();

        string redirect = (await person.SignOutAsync(token))["redirect"]!.GetValue<string>();

        using HttpResponseMessage session = await person.GetAsync(new Uri(place.Address, "/api/session"));
        session.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        redirect.Should().StartWith($"{provider.Address}session/end?").And.Contain("id_token_hint=");
        using HttpResponseMessage asked = await person.GetAsync(new Uri(redirect));
        string form = await asked.Content.ReadAsStringAsync(Cancel);
        using HttpResponseMessage confirmed = await person.PostAsync(
            new Uri(FormAction().Match(form).Groups["action"].Value),
            new(StringComparer.Ordinal) { ["xsrf"] = Xsrf().Match(form).Groups["value"].Value, ["logout"] = "yes" });
        confirmed.Headers.Location!.AbsoluteUri.Should().StartWith(place.Address.AbsoluteUri);

        // Who signs in next on this browser is asked who they are.
        using HttpResponseMessage next = await person.WalkAsync(new Uri(place.Address, "/signin"), "vera-contourflow-viewer");
        (await person.JsonAsync("/api/session"))["user"]!.GetValue<string>().Should().Be("vera");
    }

    [Fact]
    public async Task Printed_links_are_not_for_those_who_have_a_provider()
    {
        using LoopbackProvider provider = await LoopbackProvider.StartAsync(Cancel);
        await using ReviewPlace place = await PlaceAsync(provider);
        using Browser browser = place.Nobody();

        place.Links.Should().BeEmpty();
        using HttpResponseMessage answer = await browser.SignInAsync("anything", "mallory");
        answer.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
    }

    private static Task<ReviewPlace> PlaceAsync(LoopbackProvider provider) => ReviewPlace.StartAsync(
        options => options with
        {
            Port = provider.PagePort,
            Access = new ReviewAccess
            {
                OpenIdConnect = new OpenIdConnectAccess
                {
                    Authority = provider.Address.AbsoluteUri.TrimEnd('/'),
                    ClientId = LoopbackProvider.ClientId,
                    ClientSecret = LoopbackProvider.ClientSecret,
                    Scopes = ["openid", "profile", "roles"],
                },
            },
        },
        // The provider's clock is the machine's.
        TimeProvider.System);

    private static string Query(HttpResponseMessage redirect, string name) =>
        System.Web.HttpUtility.ParseQueryString(redirect.Headers.Location!.Query)[name]!;

    [GeneratedRegex("<form[^>]*action=\"(?<action>[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FormAction();

    [GeneratedRegex("name=\"xsrf\" value=\"(?<value>[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Xsrf();

    /// <summary>A person with a browser that goes between page and provider.</summary>
    private sealed class Person(Uri page) : IDisposable
    {
        private readonly HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false }) { Timeout = TimeSpan.FromSeconds(60) };

        public Task<HttpResponseMessage> GetAsync(Uri address) => client.GetAsync(address, Cancel);

        public async Task<HttpResponseMessage> PostAsync(Uri address, Dictionary<string, string> fields)
        {
            using var form = new FormUrlEncodedContent(fields);
            return await client.PostAsync(address, form, Cancel);
        }

        public async Task<JsonObject> JsonAsync(string path)
        {
            using HttpResponseMessage answer = await GetAsync(new Uri(page, path));
            return await Browser.JsonAsync(answer, HttpStatusCode.OK);
        }

        public async Task<JsonObject> SignOutAsync(string token)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(page, "/api/signout"));
            request.Headers.Add("X-CSRF-TOKEN", token);
            request.Headers.Add("Origin", page.GetLeftPart(UriPartial.Authority));
            using HttpResponseMessage answer = await client.SendAsync(request, Cancel);
            return await Browser.JsonAsync(answer, HttpStatusCode.OK);
        }

        /// <summary>Signs in to the end: the page's own answer to what the provider sent.</summary>
        public async Task<HttpResponseMessage> WalkAsync(Uri start, string login) => await GetAsync(await CallbackAsync(start, login));

        /// <summary>Signs in at the provider, and stops at the address that it sends the browser back to.</summary>
        public async Task<Uri> CallbackAsync(Uri start, string login)
        {
            Uri at = start;
            for (int step = 0; step < 20; step++)
            {
                if (at.AbsolutePath == "/signin/oidc")
                    return at;
                using HttpResponseMessage answer = await GetAsync(at);
                if (answer.Headers.Location is { } location)
                {
                    at = new Uri(at, location);
                    continue;
                }

                string html = await answer.Content.ReadAsStringAsync(Cancel);
                var action = new Uri(at, FormAction().Match(html).Groups["action"].Value);
                Dictionary<string, string> fields = html.Contains("name=\"login\"", StringComparison.Ordinal)
                    ? new(StringComparer.Ordinal) { ["prompt"] = "login", ["login"] = login, ["password"] = "any" }
                    : new(StringComparer.Ordinal) { ["prompt"] = "consent" };
                using HttpResponseMessage sent = await PostAsync(action, fields);
                at = new Uri(action, sent.Headers.Location!);
            }

            throw new InvalidOperationException("The provider does not come to an end.");
        }

        public void Dispose() => client.Dispose();
    }
}
