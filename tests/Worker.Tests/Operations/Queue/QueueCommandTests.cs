using System.Text.Json.Nodes;
using ContourFlow.Contracts;
using ContourFlow.Servers;
using ContourFlow.Worker.Messaging;
using RabbitMQ.Client;

namespace ContourFlow.Worker.Tests.Operations.Queue;

/// <summary>`contourflow queue` against a real broker.</summary>
public sealed class QueueCommandTests(RabbitMqServer server)
{
    private static readonly CaseId s_one = CaseId.OfPlanningCt("1.2.3.1");
    private static readonly CaseId s_other = CaseId.OfPlanningCt("1.2.3.2");

    [Fact]
    public async Task Depth_counts_what_waits_and_names_queues_that_are_not_there()
    {
        await using BrokerOfTest broker = await BrokerOfTest.StartAsync(server, "depth");
        for (int revision = 1; revision <= 3; revision++)
            await broker.SendAsync(broker.ProcessCase, s_one, revision);
        await broker.UntilHoldsAsync(broker.ProcessCase, 3);

        CommandLineRun run = await broker.RunAsync("depth", "--json");

        run.ExitCode.Should().Be(ExitCode.Done, run.Error);
        JsonObject work = run.Json["queues"]!.AsArray().Single(queue => queue!["queue"]!.GetValue<string>() == "depth.process-case.v1")!.AsObject();
        work["exists"]!.GetValue<bool>().Should().BeTrue();
        work["ready"]!.GetValue<int>().Should().Be(3);
        work["consumers"]!.GetValue<int>().Should().Be(0);
        run.Json["queues"]!.AsArray().Single(queue => queue!["queue"]!.GetValue<string>() == "depth.webhooks.v1")!["exists"]!.GetValue<bool>().Should().BeFalse();
        (await broker.RunAsync("depth")).Out.Should().Contain("depth.process-case.v1.dead").And.Contain("are not there");
    }

    [Fact]
    public async Task Dead_letters_are_told_with_their_reasons_and_stay_however_often_they_are_looked_at()
    {
        await using BrokerOfTest broker = await BrokerOfTest.StartAsync(server, "dead");
        await broker.LetDieAsync(s_one, 4);
        await broker.LetFailAsync(s_other, 1);

        // More often than the broker delivers a message of a work queue (2 here).
        CommandLineRun run = await broker.RunAsync("dead", "--json");
        for (int again = 0; again < 6; again++)
        {
            run.ExitCode.Should().Be(ExitCode.Done, run.Error);
            run.Json["messages"]!.AsArray().Should().HaveCount(2);
            await broker.UntilHoldsAsync(QueueNames.Dead(broker.ProcessCase), 1);
            await broker.UntilHoldsAsync(QueueNames.Error(broker.ProcessCase), 1);
            run = await broker.RunAsync("dead", "--json", "--queue", "process-case");
        }

        JsonArray messages = run.Json["messages"]!.AsArray();
        JsonObject died = messages.Single(message => message!["liesIn"]!.GetValue<string>() == "dead.process-case.v1.dead")!.AsObject();
        died["type"]!.GetValue<string>().Should().Be("ProcessCase");
        died["case"]!.GetValue<string>().Should().Be(s_one.ToString());
        died["revision"]!.GetValue<int>().Should().Be(4);
        died["reason"]!.GetValue<string>().Should().Contain("too often");
        died["diedAt"]!.GetValue<DateTimeOffset>().Should().BeCloseTo(TimeProvider.System.GetUtcNow(), TimeSpan.FromMinutes(2));
        JsonObject failed = messages.Single(message => message!["liesIn"]!.GetValue<string>() == "dead.process-case.v1_error")!.AsObject();
        failed["case"]!.GetValue<string>().Should().Be(s_other.ToString());
        failed["reason"]!.GetValue<string>().Should().Be("ProgramFaultException: A fault of the program: InvalidOperationException.");
        failed["diedAt"]!.GetValue<DateTimeOffset>().Should().BeCloseTo(TimeProvider.System.GetUtcNow(), TimeSpan.FromMinutes(2));
        run.Out.Should().NotContain("xyzzy", "bodies are not shown");
        CommandLineRun table = await broker.RunAsync("dead", "--limit", "1");
        table.Out.Should().Contain("there are more").And.NotContain("xyzzy");
    }

    [Fact]
    public async Task Replay_gives_one_case_back_as_it_was_sent_first_and_keeps_the_rest()
    {
        await using BrokerOfTest broker = await BrokerOfTest.StartAsync(server, "replay");
        await broker.LetDieAsync(s_one, 1);
        await broker.LetDieAsync(s_other, 2);

        CommandLineRun run = await broker.RunAsync("replay", "--case", s_other.ToString()[..8], "--json");

        run.ExitCode.Should().Be(ExitCode.Done, run.Error);
        run.Json["replayed"]!.AsArray().Should().ContainSingle().Which!["case"]!.GetValue<string>().Should().Be(s_other.ToString());
        await broker.UntilHoldsAsync(QueueNames.Dead(broker.ProcessCase), 1);
        BasicGetResult back = (await broker.TakeAsync(broker.ProcessCase))!;
        JsonNode.Parse(back.Body.Span)!["message"]!["revision"]!.GetValue<int>().Should().Be(2);
        back.BasicProperties.Persistent.Should().BeTrue();
        back.BasicProperties.ContentType.Should().Be("application/vnd.masstransit+json");
        (back.BasicProperties.Headers?.Keys ?? []).Should().NotContain(key => key.Contains("death", StringComparison.OrdinalIgnoreCase));
        (await broker.TakeAsync(broker.ProcessCase)).Should().BeNull();
        (await broker.RunAsync("dead", "--json")).Json["messages"]!.AsArray().Should().ContainSingle().Which!["case"]!.GetValue<string>().Should().Be(s_one.ToString());
    }

    [Fact]
    public async Task Replay_by_digits_that_several_cases_begin_with_gives_nothing_back()
    {
        await using BrokerOfTest broker = await BrokerOfTest.StartAsync(server, "ambiguous");
        CaseId[] alike = [CaseId.Parse("abcd1" + new string('0', 27)), CaseId.Parse("abcd2" + new string('0', 27))];
        foreach (CaseId caseId in alike)
            await broker.LetDieAsync(caseId, 1);

        CommandLineRun run = await broker.RunAsync("replay", "--case", "ABCD", "--json");
        run.ExitCode.Should().Be(ExitCode.NoSuchCase);
        run.Json["error"]!["code"]!.GetValue<string>().Should().Be("ambiguous-case");
        run.Error.Should().Contain(alike[0].ToString()).And.Contain(alike[1].ToString());
        await broker.UntilHoldsAsync(QueueNames.Dead(broker.ProcessCase), 2);

        (await broker.RunAsync("replay", "--case", "ABCD2", "--json")).Json["replayed"]!.AsArray().Should().ContainSingle()
            .Which!["case"]!.GetValue<string>().Should().Be(alike[1].ToString());
        await broker.UntilHoldsAsync(QueueNames.Dead(broker.ProcessCase), 1);
    }

    [Fact]
    public async Task Replay_of_all_gives_back_what_failed_too_and_names_cases_by_their_ct()
    {
        await using BrokerOfTest broker = await BrokerOfTest.StartAsync(server, "replayall");
        await broker.LetFailAsync(s_one, 1);

        (await broker.RunAsync("replay", "--case", "1.2.3.2", "--json")).Json["replayed"]!.AsArray().Should().BeEmpty();
        await broker.UntilHoldsAsync(QueueNames.Error(broker.ProcessCase), 1);
        CommandLineRun run = await broker.RunAsync("replay", "--all");

        run.ExitCode.Should().Be(ExitCode.Done, run.Error);
        run.Out.Should().Contain("1 given back");
        await broker.UntilHoldsAsync(broker.ProcessCase, 1);
        BasicGetResult back = (await broker.TakeAsync(broker.ProcessCase))!;
        (back.BasicProperties.Headers?.Keys ?? []).Should().NotContain(key => key.StartsWith("MT-Fault", StringComparison.Ordinal) || key == "MT-Reason");
        await broker.UntilHoldsAsync(QueueNames.Error(broker.ProcessCase), 0);
    }

    [Fact]
    public async Task Replay_loses_nothing_when_the_queue_is_gone()
    {
        await using BrokerOfTest broker = await BrokerOfTest.StartAsync(server, "gone");
        await broker.LetDieAsync(s_one, 1);
        await broker.RemoveAsync(broker.ProcessCase);

        CommandLineRun run = await broker.RunAsync("replay", "--all");

        run.ExitCode.Should().Be(ExitCode.PeerUnavailable);
        run.Error.Should().Contain("stays where it is");
        await broker.UntilHoldsAsync(QueueNames.Dead(broker.ProcessCase), 1);
    }

    [Fact]
    public async Task Purge_asks_for_a_yes_and_removes_dead_letters_only()
    {
        await using BrokerOfTest broker = await BrokerOfTest.StartAsync(server, "purge");
        await broker.LetDieAsync(s_one, 1);
        await broker.SendAsync(broker.ProcessCase, s_other, 1);

        (await broker.RunAsync("purge-dead")).ExitCode.Should().Be(ExitCode.Usage);
        await broker.UntilHoldsAsync(QueueNames.Dead(broker.ProcessCase), 1);
        CommandLineRun run = await broker.RunAsync("purge-dead", "--yes", "--json");

        run.Json["purged"]!.GetValue<int>().Should().Be(1);
        await broker.UntilHoldsAsync(QueueNames.Dead(broker.ProcessCase), 0);
        await broker.UntilHoldsAsync(broker.ProcessCase, 1);
    }

    [Fact]
    public async Task Broker_that_does_not_let_us_in_is_told_without_the_password()
    {
        Uri url = await server.StartedAsync(TestContext.Current.CancellationToken);

        CommandLineRun run = await CommandLineRun.Of("queue", "depth", "--set", $"Queue:Url=amqp://guest:xyzzy@{url.Authority}/");

        run.ExitCode.Should().Be(ExitCode.PeerUnavailable);
        run.Error.Should().Contain($"The broker at {url.Authority} does not let us in").And.NotContain("xyzzy");
    }

    [Fact]
    public async Task Broker_that_is_away_is_told_without_the_password()
    {
        using var closed = new ClosedPort();

        CommandLineRun run = await CommandLineRun.Of("queue", "dead", "--set", $"Queue:Url=amqp://guest:xyzzy@127.0.0.1:{closed.Port}/");

        run.ExitCode.Should().Be(ExitCode.PeerUnavailable);
        run.Error.Should().Contain($"127.0.0.1:{closed.Port} cannot be reached").And.NotContain("xyzzy");
    }

    [Theory]
    [InlineData("depth")]
    [InlineData("dead")]
    [InlineData("replay", "--all")]
    [InlineData("purge-dead", "--yes")]
    public async Task Queue_in_memory_is_said_to_be_in_the_process(params string[] args)
    {
        CommandLineRun run = await CommandLineRun.Of(["queue", .. args]);

        run.ExitCode.Should().Be(ExitCode.Done, run.Error);
        run.Out.Should().Contain("in memory").And.Contain("registry");
    }

    [Fact]
    public async Task Queue_that_there_is_not_is_answered_with_those_that_there_are()
    {
        CommandLineRun run = await CommandLineRun.Of("queue", "dead", "--queue", "proces", "--set", "Destinations:pacs:Remote=PACS@127.0.0.1:104");

        run.ExitCode.Should().Be(ExitCode.Usage);
        run.Error.Should().Contain("process-case, score-dose, publish.pacs, webhooks");
    }

    [Theory]
    [InlineData]
    [InlineData("--all", "--case", "1.2.3")]
    [InlineData("--case", "zzz")]
    public async Task Replay_has_to_be_told_which(params string[] args) =>
        (await CommandLineRun.Of(["queue", "replay", .. args])).ExitCode.Should().Be(ExitCode.Usage);
}
