using System.Net;
using ContourFlow.Review.Access;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace ContourFlow.Review.Tests.Access;

/// <summary>Every endpoint of the server's own table of routes, so that none is forgotten: without a session, and with a role that does not do.</summary>
public sealed class EndpointTableTests
{
    // What answers without a session, and why.
    private static readonly string[] s_open =
    [
        "GET /signin", // where one begins
        "POST /api/signin",
        "* /{**path}", // 404
    ];

    // What changes something; everything else only shows.
    private static readonly Dictionary<string, string> s_roles = new(StringComparer.Ordinal)
    {
        ["POST /api/signout"] = ReviewRoles.Viewer,
        ["POST /api/cases/search"] = ReviewRoles.Viewer, // reads
        ["POST /api/cases/{caseId:case}/revisions/{revision:revision}/seen"] = ReviewRoles.Viewer,
        ["POST /api/cases/{caseId:case}/decisions"] = ReviewRoles.Reviewer,
    };

    [Fact]
    public async Task Nothing_answers_without_a_session_but_what_is_named_here()
    {
        await using ReviewPlace place = await ReviewPlace.StartAsync();
        await place.ProcessedAsync(1);
        using Browser nobody = place.Nobody();
        var answered = new List<string>();
        Row[] rows = [.. Rows(place)];
        rows.Should().HaveCountGreaterThan(8);

        foreach (Row row in rows)
        {
            using HttpResponseMessage answer = await nobody.SendAsync(row.Method, row.Path, new { kind = "accept", version = 1 });
            if (answer.StatusCode == HttpStatusCode.Unauthorized && row.Name != "POST /api/signin")
            {
                if (row.Path.StartsWith("/api", StringComparison.Ordinal))
                    (await Browser.JsonAsync(answer, HttpStatusCode.Unauthorized))["signIn"]!.GetValue<string>().Should().Be("/signin");
            }
            else
            {
                answered.Add(row.Name);
            }
        }

        answered.Should().BeEquivalentTo(s_open);
    }

    [Fact]
    public async Task Every_endpoint_asks_for_the_role_that_it_needs()
    {
        await using ReviewPlace place = await ReviewPlace.StartAsync();
        await place.ProcessedAsync(1);
        using Browser viewer = await place.OfAsync(ReviewRoles.Viewer, "vera"), reviewer = await place.OfAsync(ReviewRoles.Reviewer, "rita");
        foreach (Row row in Rows(place).Where(row => !s_open.Contains(row.Name, StringComparer.Ordinal)))
        {
            bool shows = row.Method == HttpMethod.Get || row.Name.StartsWith("* ", StringComparison.Ordinal);
            (shows || s_roles.ContainsKey(row.Name)).Should().BeTrue($"{row.Name} changes something: say here who may");
            string needed = shows ? ReviewRoles.Viewer : s_roles[row.Name];
            if (row.Name == "POST /api/signout")
                continue;
            foreach ((Browser browser, string role) in new[] { (viewer, ReviewRoles.Viewer), (reviewer, ReviewRoles.Reviewer) })
            {
                using HttpResponseMessage answer = await browser.SendAsync(row.Method, row.Path, new { kind = "reject", version = -1, reason = "because", planes = new[] { 0 } });
                (answer.StatusCode == HttpStatusCode.Forbidden).Should().Be(ReviewRoles.All.IndexOf(role) < ReviewRoles.All.IndexOf(needed), $"{row.Name} by a {role}");
            }
        }
    }

    [Theory]
    [InlineData("release")]
    [InlineData("retry")]
    [InlineData("rerun")]
    public async Task What_only_admins_decide_is_refused_to_a_reviewer(string kind)
    {
        await using ReviewPlace place = await ReviewPlace.StartAsync();
        await place.ProcessedAsync(1, new("margin-differs", "A margin differs."));
        using Browser reviewer = await place.OfAsync(ReviewRoles.Reviewer, "rita");
        long version = (await place.FindAsync(1)).Version;

        using HttpResponseMessage answer = await reviewer.PostAsync($"/api/cases/{ReviewPlace.Case(1)}/decisions", new { kind, version, reason = "because", protocol = "spine-sbrt-sib" });

        (await Browser.JsonAsync(answer, HttpStatusCode.Forbidden))["error"]!.GetValue<string>().Should().Contain("admin");
        (await place.FindAsync(1)).Version.Should().Be(version);
    }

    [Fact]
    public async Task What_says_nothing_of_access_needs_a_session()
    {
        await using ReviewPlace place = await ReviewPlace.StartAsync();
        AuthorizationPolicy fallback = (await place.Server.Services.GetRequiredService<IAuthorizationPolicyProvider>().GetFallbackPolicyAsync())!;

        fallback.Requirements.Should().NotBeEmpty();
        using Browser nobody = place.Nobody();
        (await nobody.GetAsync("/api/nothing")).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        (await nobody.GetAsync("/nothing")).StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    private static IEnumerable<Row> Rows(ReviewPlace place) =>
        from endpoint in place.Server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        let pattern = "/" + endpoint.RoutePattern.RawText!.TrimStart('/')
        from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["*"]
        select new Row($"{method} {pattern}", method == "*" ? HttpMethod.Get : HttpMethod.Parse(method), Filled(endpoint));

    // With a case that is there, so that only access can be what is in the way.
    private static string Filled(RouteEndpoint endpoint) =>
        "/" + string.Join('/', endpoint.RoutePattern.PathSegments.Select(segment => string.Concat(segment.Parts.Select(part => part switch
        {
            Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal => literal.Content,
            Microsoft.AspNetCore.Routing.Patterns.RoutePatternSeparatorPart separator => separator.Content,
            Microsoft.AspNetCore.Routing.Patterns.RoutePatternParameterPart { Name: "caseId" } => ReviewPlace.Case(1).ToString(),
            Microsoft.AspNetCore.Routing.Patterns.RoutePatternParameterPart { Name: "revision" } => "1",
            Microsoft.AspNetCore.Routing.Patterns.RoutePatternParameterPart { Name: "key" } => new string('0', 64),
            Microsoft.AspNetCore.Routing.Patterns.RoutePatternParameterPart { Name: "documentName" } => "v1",
            _ => "nothing",
        }))));

    private sealed record Row(string Name, HttpMethod Method, string Path);
}
