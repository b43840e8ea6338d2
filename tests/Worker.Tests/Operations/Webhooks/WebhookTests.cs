using System.Text.Json.Nodes;
using ContourFlow.Contracts;
using ContourFlow.Contracts.V1;
using ContourFlow.Servers;
using ContourFlow.Worker.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace ContourFlow.Worker.Tests.Operations.Webhooks;

/// <summary>Other systems are told of events: each on its own, with a token, again where it may help, and of nothing that is the patient's.</summary>
public sealed class WebhookTests(RabbitMqServer server)
{
    private static readonly DateTimeOffset s_at = new(2024, 5, 31, 12, 0, 0, TimeSpan.Zero);
    private static readonly CaseId s_case = CaseId.OfPlanningCt("1.2.3");

    private readonly FakeTimeProvider time = new(s_at.AddMinutes(1));

    [Fact]
    public async Task A_held_case_is_told_with_token_and_key()
    {
        await using ToldSystem system = await ToldSystem.StartAsync();
        await using WebhookBus bus = await WebhookBus.StartAsync(time, new WebhookSection { Url = system.Url, Token = "t0ken" });

        await bus.PublishAsync(new CaseHeld(s_case, 2, "structure-missing", s_at));
        Told told = await system.NextAsync();

        told.Authorization.Should().Be("Bearer t0ken");
        told.ContentType.Should().StartWith("application/json");
        // 2024-05-31T12:00:00Z is 1717156800 seconds after 1970.
        told.Key.Should().Be($"CaseHeld-{s_case}-2-1717156800000");
        JsonObject body = JsonNode.Parse(told.Body)!.AsObject();
        body["event"]!.GetValue<string>().Should().Be("CaseHeld");
        body["id"]!.GetValue<string>().Should().Be(told.Key);
        body["caseId"]!.GetValue<string>().Should().Be(s_case.ToString());
        body["revision"]!.GetValue<int>().Should().Be(2);
        body["reasonCode"]!.GetValue<string>().Should().Be("structure-missing");
        body["at"]!.GetValue<DateTimeOffset>().Should().Be(s_at);
    }

    [Fact]
    public async Task Every_event_is_told_and_says_nothing_but_identifiers()
    {
        await using ToldSystem system = await ToldSystem.StartAsync();
        await using WebhookBus bus = await WebhookBus.StartAsync(time, new WebhookSection { Url = system.Url });

        await bus.PublishAsync(new RevisionOpened(s_case, 1, "ab12", s_at));
        await bus.PublishAsync(new CaseProcessed(s_case, 1, "spine-sbrt-sib", "cd34", ["2.25.1"], s_at));
        await bus.PublishAsync(new CaseHeld(s_case, 1, "check-failed", s_at));
        await bus.PublishAsync(new ResultsPublished(s_case, 1, "archive", ["2.25.1"], s_at));
        await bus.PublishAsync(new DoseScored(s_case, 1, "ef56", ["2.25.7"], "optimal", s_at));
        await bus.PublishAsync(new DoseRefused(s_case, 1, "ab78", ["2.25.8"], "dose-relative", s_at));
        var told = new List<Told>();
        while (told.Count < 6)
            told.Add(await system.NextAsync());

        // The members of the contracts (ContourFlow.Contracts.V1), all of them references, and the two that are added.
        told.Select(one => JsonNode.Parse(one.Body)!.AsObject()).SelectMany(body => body.Select(member => $"{body["event"]}.{member.Key}")).Should().BeEquivalentTo(
            "RevisionOpened.event", "RevisionOpened.id", "RevisionOpened.caseId", "RevisionOpened.revision", "RevisionOpened.inputsHash", "RevisionOpened.at",
            "CaseProcessed.event", "CaseProcessed.id", "CaseProcessed.caseId", "CaseProcessed.revision", "CaseProcessed.protocolName", "CaseProcessed.protocolHash", "CaseProcessed.sopInstanceUids", "CaseProcessed.at",
            "CaseHeld.event", "CaseHeld.id", "CaseHeld.caseId", "CaseHeld.revision", "CaseHeld.reasonCode", "CaseHeld.at",
            "ResultsPublished.event", "ResultsPublished.id", "ResultsPublished.caseId", "ResultsPublished.revision", "ResultsPublished.destination", "ResultsPublished.sopInstanceUids", "ResultsPublished.at",
            "DoseScored.event", "DoseScored.id", "DoseScored.caseId", "DoseScored.revision", "DoseScored.key", "DoseScored.sopInstanceUids", "DoseScored.verdict", "DoseScored.at",
            "DoseRefused.event", "DoseRefused.id", "DoseRefused.caseId", "DoseRefused.revision", "DoseRefused.key", "DoseRefused.sopInstanceUids", "DoseRefused.reasonCode", "DoseRefused.at");
        told.Select(one => one.Key).Should().OnlyHaveUniqueItems();
        told.Should().OnlyContain(one => one.Authorization == null);
    }

    [Fact]
    public async Task A_hook_is_told_only_what_it_wants()
    {
        await using ToldSystem system = await ToldSystem.StartAsync();
        await using WebhookBus bus = await WebhookBus.StartAsync(time, new WebhookSection { Url = system.Url, Events = ["ResultsPublished"] });

        await bus.PublishAsync(new CaseHeld(s_case, 1, "check-failed", s_at));
        await bus.PublishAsync(new ResultsPublished(s_case, 1, "archive", ["2.25.1"], s_at));

        (await system.NextAsync()).Key.Should().StartWith("ResultsPublished-").And.Contain("-archive-");
        await bus.UntilCalledAsync("told", 1);
        system.Waiting.Should().Be(0);
        bus.Calls("told").Should().Be(1);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(408)]
    [InlineData(429)]
    public async Task What_may_pass_is_told_again_under_the_same_key(int status)
    {
        await using ToldSystem system = await ToldSystem.StartAsync(status, status);
        await using WebhookBus bus = await WebhookBus.StartAsync(time, new WebhookSection { Url = system.Url });

        await bus.PublishAsync(new CaseHeld(s_case, 1, "check-failed", s_at));
        Told[] told = [await system.NextAsync(), await system.NextAsync(), await system.NextAsync()];
        await bus.UntilCalledAsync("told", 1);

        told.Distinct().Should().ContainSingle();
        bus.Calls("failed").Should().Be(2);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(404)]
    // A token is not taken to wherever a server leads.
    [InlineData(302)]
    public async Task A_hook_that_says_no_is_not_asked_again_and_the_log_says_so_without_the_address(int status)
    {
        await using ToldSystem system = await ToldSystem.StartAsync(status);
        await using WebhookBus bus = await WebhookBus.StartAsync(time, new WebhookSection { Url = system.Url, Token = "t0ken" });

        await bus.PublishAsync(new CaseHeld(s_case, 1, "check-failed", s_at));
        await system.NextAsync();
        await bus.UntilCalledAsync("refused", 1);
        await bus.PublishAsync(new CaseHeld(s_case, 2, "check-failed", s_at));

        (await system.NextAsync()).Key.Should().Contain("-2-");
        bus.Log.Lines.Should().ContainSingle(line => line.Event.Id == 5761).Which.Line.Should().Contain($"{status}").And.Contain(s_case.ToString());
        bus.Log.Text.Should().NotContain("xyzzy").And.NotContain("t0ken");
    }

    [Fact]
    public async Task A_dead_hook_repeats_nothing_for_the_others()
    {
        await using ToldSystem system = await ToldSystem.StartAsync();
        using var dead = new ClosedPort();
        await using WebhookBus bus = await WebhookBus.StartAsync(
            time, new WebhookSection { Url = $"http://127.0.0.1:{dead.Port}/dead?secret=xyzzy" }, new WebhookSection { Url = system.Url });

        await bus.PublishAsync(new CaseHeld(s_case, 1, "check-failed", s_at));
        await system.NextAsync();
        await bus.UntilCalledAsync("failed", 3);
        await bus.PublishAsync(new CaseHeld(s_case, 2, "check-failed", s_at));

        (await system.NextAsync()).Key.Should().Contain("-2-");
        await bus.UntilCalledAsync("told", 2);
        bus.Calls("told").Should().Be(2);
        bus.Log.Text.Should().NotContain("xyzzy");
    }

    [Fact]
    public async Task A_hook_that_is_dead_for_a_day_is_given_up()
    {
        using var dead = new ClosedPort();
        await using WebhookBus bus = await WebhookBus.StartAsync(time, new WebhookSection { Url = $"http://127.0.0.1:{dead.Port}/dead" });
        await bus.PublishAsync(new CaseHeld(s_case, 1, "check-failed", s_at));
        await bus.UntilCalledAsync("failed", 1);

        time.Advance(TimeSpan.FromHours(25));

        await bus.UntilCalledAsync("given-up", 1);
        bus.Log.Lines.Should().ContainSingle(line => line.Event.Id == 5762 && line.Event.Name == "HookGivenUp").Which.Line.Should().Contain(s_case.ToString());
        bus.Log.Lines.Should().NotContain(line => line.Event.Id == 5763);
    }

    [Fact]
    public async Task Over_a_broker_each_hook_is_told_once_and_the_one_that_failed_again_after_a_pause()
    {
        Uri broker = await server.StartedAsync(TestContext.Current.CancellationToken);
        await using ToldSystem well = await ToldSystem.StartAsync();
        await using ToldSystem ill = await ToldSystem.StartAsync(503, 503);
        await using WebhookBus bus = await WebhookBus.StartAsync(time, broker, new WebhookSection { Url = well.Url }, new WebhookSection { Url = ill.Url });

        await bus.PublishAsync(new CaseHeld(s_case, 3, "check-failed", s_at));

        Told[] told = [await ill.NextAsync(), await ill.NextAsync(), await ill.NextAsync()];
        told.Distinct().Should().ContainSingle();
        (await well.NextAsync()).Body.Should().Be(told[0].Body);
        await bus.UntilCalledAsync("told", 2);
        bus.Calls("failed").Should().Be(2);
        well.Waiting.Should().Be(0);
    }
}
