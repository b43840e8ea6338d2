using System.Net;
using System.Text.Json.Nodes;
using ContourFlow.Contouring.Dose;
using ContourFlow.Storage.Cases;
using ContourFlow.Storage.Scoring;

namespace ContourFlow.Review.Tests.Cases;

/// <summary>The worklist and one case, as the page gets them. Expected values are those that were filed.</summary>
public sealed class CaseTests
{
    private const string Script = "<script>alert('x')</script>";

    [Fact]
    public void Verdict_that_the_registry_looks_for_is_the_scorecards_word() =>
        DoseStanding.ViolatedVerdict.Should().Be(DoseWords.Violated, "the registry knows no scorecards, and would find no case by another word");

    [Fact]
    public async Task Worklist_shows_who_it_is_and_where_it_stands()
    {
        await using ReviewPlace place = await ReviewPlace.StartAsync();
        await place.ProcessedAsync(1, label: new PatientLabel("ID-1", "Muster^Anna", "1950-02-28", "F"));
        using Browser browser = await place.SignedInAsync();

        JsonObject list = await browser.JsonAsync("/api/cases");

        JsonObject row = list["cases"]!.AsArray().Should().ContainSingle().Subject!.AsObject();
        Texts(row, "caseId", "patientName", "patientId", "birthDate", "sex", "state", "protocol", "ctSeriesInstanceUid", "studyInstanceUid")
            .Should().Equal(ReviewPlace.Case(1).ToString(), "Muster^Anna", "ID-1", "1950-02-28", "F", "awaitingReview", "spine-sbrt-sib", "1.2.3.1.1", "1.2.3.1");
        row["revision"]!.GetValue<int>().Should().Be(1);
        row["version"]!.GetValue<long>().Should().Be((await place.FindAsync(1)).Version);
        row["createdAt"]!.GetValue<DateTimeOffset>().Should().Be(place.Time.GetUtcNow());
        list["next"].Should().BeNull();
        list["counts"]!["awaitingReview"]!.GetValue<int>().Should().Be(1);
    }

    [Fact]
    public async Task Pages_follow_one_another_and_leave_nothing_out()
    {
        await using ReviewPlace place = await ReviewPlace.StartAsync();
        for (int patient = 1; patient <= 5; patient++)
        {
            await place.FileAsync(patient);
            place.Time.Advance(TimeSpan.FromMinutes(1));
        }

        using Browser browser = await place.SignedInAsync();
        var seen = new List<string>();
        string? after = null;
        do
        {
            JsonObject page = await browser.JsonAsync($"/api/cases?size=2{(after is null ? "" : $"&after={Uri.EscapeDataString(after)}")}");
            page["cases"]!.AsArray().Count.Should().BeInRange(1, 2);
            seen.AddRange(page["cases"]!.AsArray().Select(row => row!["caseId"]!.GetValue<string>()));
            after = page["next"]?.GetValue<string>();
        }
        while (after is not null);

        seen.Should().Equal(Enumerable.Range(1, 5).Reverse().Select(patient => ReviewPlace.Case(patient).ToString()));
    }

    [Fact]
    public async Task States_choose_and_the_search_goes_in_a_body_too()
    {
        await using ReviewPlace place = await ReviewPlace.StartAsync();
        await place.FileAsync(1);
        await place.ProcessedAsync(2, label: new PatientLabel("ID-2", "Muster^Berta", "", "F"));
        await place.ProcessedAsync(3, new("margin-differs", "A margin differs."), new PatientLabel("ID-3", "Other^Carl", "", "M"));
        using Browser browser = await place.SignedInAsync();

        (await IdsAsync(await browser.GetAsync("/api/cases?state=held,awaitingReview"))).Should().BeEquivalentTo(ReviewPlace.Case(2).ToString(), ReviewPlace.Case(3).ToString());
        (await IdsAsync(await browser.PostAsync("/api/cases/search", new { q = "muster", state = "held,awaitingReview" }))).Should().Equal(ReviewPlace.Case(2).ToString());
        (await IdsAsync(await browser.GetAsync("/api/cases?protocol=none"))).Should().BeEmpty();
    }

    [Theory]
    [InlineData("state=lost")]
    [InlineData("state=superseded")]
    [InlineData("size=0")]
    [InlineData("size=1001")]
    [InlineData("size=many")]
    [InlineData("dose=met")]
    [InlineData("dose=violated,lost")]
    [InlineData("after=x")]
    [InlineData("after=1-2")]
    [InlineData("after=99999999999999999999-0123456789abcdef0123456789abcdef")]
    public async Task Question_that_makes_no_sense_is_refused(string query)
    {
        await using ReviewPlace place = await ReviewPlace.StartAsync();
        using Browser browser = await place.SignedInAsync();

        using HttpResponseMessage answer = await browser.GetAsync($"/api/cases?{query}");

        (await Browser.JsonAsync(answer, HttpStatusCode.BadRequest))["error"]!.GetValue<string>().Should().NotBeEmpty();
    }

    [Fact]
    public async Task Case_has_its_revisions_deliveries_and_ledger_and_says_what_may_be_done()
    {
        await using ReviewPlace place = await ReviewPlace.StartAsync();
        await place.ProcessedAsync(1, report: """{"schema":"x"}"""u8.ToArray());
        using Browser browser = await place.SignedInAsync();

        JsonObject found = await browser.JsonAsync($"/api/cases/{ReviewPlace.Case(1)}");

        JsonObject revision = found["revisions"]!.AsArray().Should().ContainSingle().Subject!.AsObject();
        revision["inputs"]!.AsArray().Should().HaveCount(4);
        revision["results"]![0]!["sopInstanceUid"]!.GetValue<string>().Should().Be("2.25.1");
        revision["hasImages"]!.GetValue<bool>().Should().BeTrue();
        found["deliveries"]![0]!["state"]!.GetValue<string>().Should().Be("awaitingDecision");
        found["ledger"]!.AsArray().Select(line => line!["event"]!.GetValue<string>()).Should().Equal("case-created", "revision-opened", "processed");
        found["ledger"]![2]!["details"]!.AsObject().Should().NotBeEmpty();
        found["ledgerFault"].Should().BeNull();
        found["protocols"]!.AsArray().Select(name => name!.GetValue<string>()).Should().Contain("spine-sbrt-sib");
        Strings(found["mayDo"]).Should().Equal("accept", "reject", "rerun");
        using HttpResponseMessage report = await browser.GetAsync($"/api/cases/{ReviewPlace.Case(1)}/revisions/1/report");
        (await report.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Should().Be("""{"schema":"x"}""");
        report.Content.Headers.ContentType!.MediaType.Should().Be("application/json");
        (await browser.GetAsync($"/api/cases/{ReviewPlace.Case(1)}/revisions/2/report")).StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("viewer", "")]
    [InlineData("reviewer", "reject")]
    [InlineData("admin", "reject,release,retry,rerun")]
    public async Task What_may_be_done_follows_from_the_role(string role, string expected)
    {
        await using ReviewPlace place = await ReviewPlace.StartAsync();
        await place.ProcessedAsync(1, new("margin-differs", "A margin differs."));
        using Browser browser = await place.OfAsync(role, "rita");

        Strings((await browser.JsonAsync($"/api/cases/{ReviewPlace.Case(1)}"))["mayDo"]).Should().Equal(expected.Split(',', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task Script_in_a_name_or_a_reason_stays_a_text()
    {
        await using ReviewPlace place = await ReviewPlace.StartAsync();
        await place.ProcessedAsync(1, new("roi-empty", $"ROI '{Script}' is empty."), new PatientLabel(Script, $"{Script}^Anna", "", "O"));
        using Browser browser = await place.SignedInAsync(Script);
        long version = (await place.FindAsync(1)).Version;
        using HttpResponseMessage rejected = await browser.PostAsync($"/api/cases/{ReviewPlace.Case(1)}/decisions", new { kind = "reject", version, reason = Script });
        rejected.StatusCode.Should().Be(HttpStatusCode.OK);

        foreach (string path in new[] { "/api/session", "/api/cases", $"/api/cases/{ReviewPlace.Case(1)}" })
        {
            using HttpResponseMessage answer = await browser.GetAsync(path);
            string text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            text.Should().NotContain("<").And.Contain("\\u003Cscript\\u003E", "a page that shows the answer as it is shows no markup");
            answer.Content.Headers.ContentType!.MediaType.Should().Be("application/json");
            answer.Headers.GetValues("Content-Security-Policy").Single().Should().StartWith("default-src 'self';");
            answer.Headers.GetValues("X-Content-Type-Options").Single().Should().Be("nosniff");
        }

        place.Log.Text.Should().NotContain("^Anna");
    }

    [Fact]
    public async Task Worklist_says_what_the_newest_scoring_of_each_case_says_and_chooses_by_it()
    {
        await using ReviewPlace place = await ReviewPlace.StartAsync();
        await place.ProcessedAsync(1);
        await place.ProcessedAsync(2);
        await place.ScoredAsync(2, "violated");
        await place.ProcessedAsync(3);
        await place.ScoredAsync(3, ReviewPlace.Waiting);
        using Browser browser = await place.SignedInAsync();

        JsonObject list = await browser.JsonAsync("/api/cases");

        Dictionary<string, JsonNode?> doses = list["cases"]!.AsArray().ToDictionary(row => row!["caseId"]!.GetValue<string>(), row => row!["dose"], StringComparer.Ordinal);
        doses[ReviewPlace.Case(1).ToString()].Should().BeNull();
        doses[ReviewPlace.Case(2).ToString()]!.ToJsonString().Should().Be("""{"word":"violated","revision":1,"doses":1,"violated":1}""");
        doses[ReviewPlace.Case(3).ToString()]!.ToJsonString().Should().Be("""{"word":"waiting","revision":1,"doses":1,"violated":0}""");
        list["doseCounts"]!.AsObject().ToDictionary(pair => pair.Key, pair => pair.Value!.GetValue<int>(), StringComparer.Ordinal)
            .Should().BeEquivalentTo(new Dictionary<string, int>(StringComparer.Ordinal) { ["violated"] = 1, ["waiting"] = 1, ["none"] = 1 });
        (await IdsAsync(await browser.GetAsync("/api/cases?dose=violated"))).Should().Equal(ReviewPlace.Case(2).ToString());
        (await IdsAsync(await browser.PostAsync("/api/cases/search", new { dose = "none, waiting", state = "awaitingReview" }))).Should().BeEquivalentTo(ReviewPlace.Case(1).ToString(), ReviewPlace.Case(3).ToString());
        (await IdsAsync(await browser.GetAsync("/api/cases?dose=violated&state=held"))).Should().BeEmpty();
        (await browser.JsonAsync($"/api/cases/{ReviewPlace.Case(2)}"))["case"]!["dose"]!["word"]!.GetValue<string>().Should().Be("violated");
    }

    [Fact]
    public async Task No_patient_is_named_in_the_log()
    {
        await using ReviewPlace place = await ReviewPlace.StartAsync();
        await place.ProcessedAsync(1, label: new PatientLabel("ID-4711", "Muster^Anna", "1950-02-28", "F"));
        using Browser browser = await place.SignedInAsync();

        (await browser.GetAsync($"/api/cases/{ReviewPlace.Case(1)}")).StatusCode.Should().Be(HttpStatusCode.OK);
        (await browser.PostAsync("/api/cases/search", new { q = "muster^anna" })).StatusCode.Should().Be(HttpStatusCode.OK);
        (await browser.PostAsync("/api/cases/search", new { q = 5 })).StatusCode.Should().Be(HttpStatusCode.BadRequest);

        place.Log.Text.Should().NotContainEquivalentOf("muster").And.NotContain("4711").And.NotContain("1950");
    }

    [Fact]
    public async Task Description_of_the_interface_names_every_way_and_needs_a_session()
    {
        await using ReviewPlace place = await ReviewPlace.StartAsync();
        using Browser browser = await place.SignedInAsync(), nobody = place.Nobody();
        (await nobody.GetAsync("/api/openapi.json")).StatusCode.Should().Be(HttpStatusCode.Unauthorized);

        JsonObject document = await browser.JsonAsync("/api/openapi.json");

        document["openapi"]!.GetValue<string>().Should().StartWith("3.");
        JsonObject paths = document["paths"]!.AsObject();
        paths.Select(path => path.Key).Should().Contain(
        [
            "/api/session", "/api/signin", "/api/signout", "/api/cases", "/api/cases/search", "/api/cases/{caseId}", "/api/cases/{caseId}/decisions",
            "/api/cases/{caseId}/revisions/{revision}/report", "/api/cases/{caseId}/revisions/{revision}/seen", "/api/events",
        ]);
        JsonObject decide = paths["/api/cases/{caseId}/decisions"]!["post"]!.AsObject();
        decide["summary"]!.GetValue<string>().Should().NotBeEmpty();
        Strings(new JsonArray([.. paths["/api/cases"]!["get"]!["parameters"]!.AsArray().Select(one => one!["name"]!.DeepClone())])).Select(name => name.ToLowerInvariant()).Should().Contain(["state", "dose"]);
        document["components"]!["schemas"]!["CaseDose"]!["properties"]!.AsObject().Select(one => one.Key).Should().BeEquivalentTo("word", "revision", "doses", "violated");
        decide["responses"]!.AsObject().Select(answer => answer.Key).Should().BeEquivalentTo("200", "400", "401", "403", "404", "409");
    }

    private static IEnumerable<string> Texts(JsonObject row, params string[] names) => names.Select(name => row[name]!.GetValue<string>());

    private static IEnumerable<string> Strings(JsonNode? list) => list!.AsArray().Select(one => one!.GetValue<string>());

    private static async Task<IEnumerable<string>> IdsAsync(HttpResponseMessage answer) =>
        (await Browser.JsonAsync(answer, HttpStatusCode.OK))["cases"]!.AsArray().Select(row => row!["caseId"]!.GetValue<string>());
}
