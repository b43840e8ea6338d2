using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using ContourFlow.Storage.Cases;
using ContourFlow.Storage.Reviewing;

namespace ContourFlow.Review.Tests.Cases;

/// <summary>Decisions over the wire: taken once, by whom they say, with a reason where one is needed, and with what was seen.</summary>
public sealed class DecisionTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Accepted_case_is_published_and_the_ledger_says_who_and_of_what()
    {
        await using ReviewPlace place = await ReviewPlace.StartAsync();
        await place.ProcessedAsync(1);
        using Browser browser = await place.SignedInAsync("Anna B.");

        JsonObject answer = await Browser.JsonAsync(await DecideAsync(browser, new { kind = "accept", version = await VersionAsync(place), reason = "looks right" }), HttpStatusCode.OK);

        answer["case"]!["state"]!.GetValue<string>().Should().Be("publishing");
        answer["case"]!["version"]!.GetValue<long>().Should().Be(await VersionAsync(place));
        LedgerEntry line = (await LedgerAsync(place))[^1];
        (line.Event, line.By).Should().Be((LedgerEvents.Accepted, "Anna B."));
        line.Details.Should().Contain("looks right").And.Contain(ReviewPlace.Sha256("protocol")).And.Contain("2.25.1");
    }

    [Theory]
    [InlineData("reject", null)]
    [InlineData("reject", "")]
    [InlineData("reject", "  \n ")]
    [InlineData("reject", "with a bell \u0007")]
    [InlineData("destroy", "because")]
    [InlineData("Accept", "because")]
    [InlineData(null, "because")]
    public async Task Decision_that_is_none_or_lacks_its_reason_is_refused(string? kind, string? reason)
    {
        await using ReviewPlace place = await ReviewPlace.StartAsync();
        await place.ProcessedAsync(1);
        using Browser browser = await place.SignedInAsync();
        long version = await VersionAsync(place);

        using HttpResponseMessage answer = await DecideAsync(browser, new { kind, version, reason });

        answer.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await VersionAsync(place)).Should().Be(version);
    }

    [Fact]
    public async Task Decision_without_the_version_that_was_seen_is_refused()
    {
        await using ReviewPlace place = await ReviewPlace.StartAsync();
        await place.ProcessedAsync(1);
        using Browser browser = await place.SignedInAsync();

        (await DecideAsync(browser, new { kind = "accept" })).StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await place.FindAsync(1)).State.Should().Be(CaseState.AwaitingReview);
    }

    [Fact]
    public async Task Decision_about_what_the_case_was_before_is_refused_and_shows_what_it_is()
    {
        await using ReviewPlace place = await ReviewPlace.StartAsync();
        await place.ProcessedAsync(1);
        using Browser browser = await place.SignedInAsync();
        long version = await VersionAsync(place);

        JsonObject answer = await Browser.JsonAsync(await DecideAsync(browser, new { kind = "accept", version = version - 1 }), HttpStatusCode.Conflict);

        answer["error"]!.GetValue<string>().Should().Contain("changed");
        answer["case"]!["version"]!.GetValue<long>().Should().Be(version);
        (await place.FindAsync(1)).State.Should().Be(CaseState.AwaitingReview);
    }

    [Fact]
    public async Task Of_many_decisions_at_once_one_is_taken_and_the_others_are_told_the_new_state()
    {
        await using ReviewPlace place = await ReviewPlace.StartAsync();
        await place.ProcessedAsync(1);
        long version = await VersionAsync(place);
        Browser[] browsers = [await place.SignedInAsync("anna"), await place.SignedInAsync("berta"), await place.SignedInAsync("carl"), await place.SignedInAsync("dora")];

        HttpResponseMessage[] answers = await Task.WhenAll(browsers.Select((browser, place) =>
            DecideAsync(browser, new { kind = place % 2 == 0 ? "accept" : "reject", version, reason = "because" })));

        answers.Count(answer => answer.StatusCode == HttpStatusCode.OK).Should().Be(1);
        answers.Count(answer => answer.StatusCode == HttpStatusCode.Conflict).Should().Be(3);
        string state = (await place.FindAsync(1)).State == CaseState.Publishing ? "publishing" : "rejected";
        foreach (HttpResponseMessage answer in answers.Where(answer => answer.StatusCode == HttpStatusCode.Conflict))
            (await Browser.JsonAsync(answer, HttpStatusCode.Conflict))["case"]!["state"]!.GetValue<string>().Should().Be(state);
        (await LedgerAsync(place)).Count(line => line.Event is LedgerEvents.Accepted or LedgerEvents.Rejected).Should().Be(1);
        foreach (Browser browser in browsers)
            browser.Dispose();
    }

    [Fact]
    public async Task Decision_that_the_state_does_not_allow_is_refused()
    {
        await using ReviewPlace place = await ReviewPlace.StartAsync();
        await place.ProcessedAsync(1);
        using Browser browser = await place.SignedInAsync();

        JsonObject answer = await Browser.JsonAsync(await DecideAsync(browser, new { kind = "release", version = await VersionAsync(place), reason = "because" }), HttpStatusCode.Conflict);

        answer["case"]!["state"]!.GetValue<string>().Should().Be("awaitingReview");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("none")]
    [InlineData("../protocols/spine-sbrt-sib")]
    [InlineData("/etc/passwd")]
    [InlineData("spine-sbrt-sib.yaml")]
    public async Task Case_is_run_again_by_a_protocol_of_the_list_only(string? protocol)
    {
        await using ReviewPlace place = await ReviewPlace.StartAsync();
        await place.ProcessedAsync(1);
        using Browser browser = await place.SignedInAsync();

        JsonObject answer = await Browser.JsonAsync(await DecideAsync(browser, new { kind = "rerun", version = await VersionAsync(place), reason = "because", protocol }), HttpStatusCode.BadRequest);

        answer["error"]!.GetValue<string>().Should().StartWith("protocol:");
    }

    [Fact]
    public async Task Planes_are_taken_down_for_the_caller_and_stay_once()
    {
        await using ReviewPlace place = await ReviewPlace.StartAsync();
        await place.ProcessedAsync(1);
        using Browser anna = await place.SignedInAsync("anna"), vera = await place.OfAsync("viewer", "vera");
        string path = $"/api/cases/{ReviewPlace.Case(1)}/revisions/1/seen";
        DateTimeOffset processedAt = (await place.Get<ICaseQueries>().DetailsAsync(ReviewPlace.Case(1), Cancel))!.Revisions[0].ProcessedAt!.Value;

        (await anna.PostAsync(path, new { planes = new[] { 3, 1, 3 }, processedAt, by = "vera" })).StatusCode.Should().Be(HttpStatusCode.OK);
        (await anna.PostAsync(path, new { planes = new[] { 1, 2 }, processedAt })).StatusCode.Should().Be(HttpStatusCode.OK);
        (await vera.PostAsync(path, new { planes = new[] { 7 }, processedAt })).StatusCode.Should().Be(HttpStatusCode.OK);
        (await vera.PostAsync(path, new { planes = new[] { 8 }, processedAt = processedAt.AddMilliseconds(-1) })).StatusCode.Should().Be(HttpStatusCode.Conflict);

        JsonArray seen = (await anna.JsonAsync(path))["seen"]!.AsArray();
        seen.Select(one => one!["by"]!.GetValue<string>()).Should().Equal("anna", "vera");
        seen[0]!["planes"]!.Deserialize<int[]>().Should().Equal(1, 2, 3);
        seen[1]!["planes"]!.Deserialize<int[]>().Should().Equal(7);
    }

    [Theory]
    [InlineData("""{ "planes": [-1], "processedAt": "2026-01-01T00:00:00+00:00" }""")]
    [InlineData("""{ "planes": [10000], "processedAt": "2026-01-01T00:00:00+00:00" }""")]
    [InlineData("""{ "planes": [1.5], "processedAt": "2026-01-01T00:00:00+00:00" }""")]
    [InlineData("""{ "planes": ["1"], "processedAt": "2026-01-01T00:00:00+00:00" }""")]
    [InlineData("""{ "planes": null, "processedAt": "2026-01-01T00:00:00+00:00" }""")]
    [InlineData("{}")]
    [InlineData("""{ "planes": [1] }""")]
    [InlineData("""{ "planes": [1], "processedAt": "yesterday" }""")]
    public async Task Planes_that_are_none_are_refused(string body)
    {
        await using ReviewPlace place = await ReviewPlace.StartAsync();
        await place.ProcessedAsync(1);
        using Browser browser = await place.SignedInAsync();
        using var content = new StringContent(body, null, "application/json");

        (await browser.PostAsync($"/api/cases/{ReviewPlace.Case(1)}/revisions/1/seen", content)).StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await place.Get<IReviewRecords>().SeenAsync(ReviewPlace.Case(1), 1, Cancel)).Should().BeEmpty();
    }

    private static Task<HttpResponseMessage> DecideAsync(Browser browser, object wish) => browser.PostAsync($"/api/cases/{ReviewPlace.Case(1)}/decisions", wish);

    private static async Task<long> VersionAsync(ReviewPlace place) => (await place.FindAsync(1)).Version;

    private static async Task<IReadOnlyList<LedgerEntry>> LedgerAsync(ReviewPlace place) => (await place.Get<ICaseQueries>().DetailsAsync(ReviewPlace.Case(1), Cancel))!.Ledger;
}
