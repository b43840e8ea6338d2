using System.Text.Json.Nodes;
using ContourFlow.Storage.Cases;
using ContourFlow.Storage.Processing;
using ContourFlow.Storage.Scoring;
using static ContourFlow.Storage.Tests.Sample;
using static ContourFlow.Storage.Tests.Scoring.DoseSample;

namespace ContourFlow.Storage.Tests.Scoring;

/// <summary>Scorings in the hands of workers: one end each, whoever works at them and how often.</summary>
public sealed class ScoringTests(Registries registries)
{
    private static readonly TimeSpan s_silence = TimeSpan.FromSeconds(60);

    public static TheoryData<RegistryProvider> Providers => Registries.Providers;

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Workers_that_claim_and_complete_at_once_give_one_scorecard_and_one_line(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        await using TestRegistry other = registry.Beside("process-2");
        string key = await QueuedAsync(registry);
        await MessagesAsync(registry);
        ScoreClaim[] claims = await Task.WhenAll(Enumerable.Range(1, 8).Select(number => Task.Run(() => ClaimAsync(number % 2 == 0 ? registry : other, key, $"worker-{number}"))));
        ScoreClaim claim = claims.Should().ContainSingle(one => one.Outcome == ClaimOutcome.Claimed).Which;
        claims.Count(one => one.Outcome == ClaimOutcome.TakenByAnother).Should().Be(7);
        (claim.CtSeriesInstanceUid, claim.Protocol, claim.Revision, claim.Attempt).Should().Be((Series(1), "spine", 1, 1));
        claim.Results.Should().BeEquivalentTo(Result().Objects);
        claim.Inputs.Select(input => input.SopInstanceUid).Should().Equal(DoseUid(1));
        claim.CtFacts.Should().HaveCount(5, "the images of the planning CT");

        bool[] completed = await Task.WhenAll(Enumerable.Range(1, 8).Select(number => Task.Run(
            () => (number % 2 == 0 ? registry : other).Scoring.CompleteAsync(Case(1), key, 0, $"worker-{number}", Scorecard, default))));

        completed.Count(was => was).Should().Be(1);
        (await LedgerAsync(registry)).Should().Equal(LedgerEvents.CaseCreated, LedgerEvents.RevisionOpened, LedgerEvents.Processed, LedgerEvents.DoseScored);
        (await MessagesAsync(registry)).Should().Equal("DoseScored");
        DoseScore score = await DoseSample.FindAsync(registry, key);
        (score.State, score.Verdict, score.ScoredAt).Should().Be((DoseScoreState.Scored, "optimal", registry.Time.GetUtcNow()));
        score.Files.Should().BeEquivalentTo(Scorecard.Files);
        (await registry.Scoring.RefuseAsync(Case(1), key, 0, "worker", new HoldReason("late", "Too late."), default)).Should().BeFalse();
        (await ClaimAsync(registry, key)).Outcome.Should().Be(ClaimOutcome.NothingToDo);
        (await registry.Queries.LedgerFaultAsync(Case(1), default)).Should().BeNull();
        JsonNode details = JsonNode.Parse((await registry.Queries.DetailsAsync(Case(1), default))!.Ledger[^1].Details)!;
        details["StructureSet"]!["Sha256"]!.GetValue<string>().Should().Be(Sha256("2.25.1"));
        details["Inputs"]![0]!["Sha256"]!.GetValue<string>().Should().Be(Sha256(DoseUid(1)));
        details["ProtocolHash"]!.GetValue<string>().Should().Be(Sha256("protocol"));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_scoring_leaves_state_and_deliveries_of_its_case_alone(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        await ProcessedAsync(registry, Result(afterReview: true, destinations: ["pacs"]));
        await FileAsync(registry, 1, 2);
        string[] keys = await WantAsync(registry, 1, 2);
        await ScoredAsync(registry, keys[0]);
        await ClaimAsync(registry, keys[1]);
        (await registry.Scoring.RefuseAsync(Case(1), keys[1], 0, "worker", new HoldReason("dose-relative", "It is relative."), default)).Should().BeTrue();

        CaseSummary found = await Sample.FindAsync(registry);
        (found.State, found.ReasonCode, found.Revision).Should().Be((CaseState.AwaitingReview, null, 1));
        (await registry.Filing.TakeDueAsync(10, ClaimTime, default)).Should().BeEmpty();
        (await registry.Decisions.AcceptAsync(new Decision(Case(1), found.Version, "physicist", ""), default)).Should().Be(DecisionOutcome.Taken);
        DoseScore refused = await DoseSample.FindAsync(registry, keys[1]);
        (refused.State, refused.ReasonCode, refused.Reason).Should().Be((DoseScoreState.Refused, "dose-relative", "It is relative."));
        (await MessagesAsync(registry)).Should().Contain("DoseRefused").And.Contain("DoseScored");
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_lost_message_and_a_dead_worker_are_made_up_for(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        string key = await QueuedAsync(registry);
        registry.Time.Advance(s_silence);
        (await registry.Reconciliation.ReissueAsync(s_silence, default)).Scores.Should().Be(0, "it waits in the outbox");
        await MessagesAsync(registry);
        (await registry.Reconciliation.ReissueAsync(s_silence, default)).Scores.Should().Be(1, "it got lost");
        (await MessagesAsync(registry)).Should().Equal("ScoreDose");
        (await registry.Reconciliation.ReissueAsync(s_silence, default)).Scores.Should().Be(0, "it is under way");

        await ClaimAsync(registry, key);
        registry.Time.Advance(ClaimTime / 2);
        (await registry.Scoring.RenewAsync(Case(1), key, 0, "worker", ClaimTime, default)).Should().BeTrue();
        registry.Time.Advance(ClaimTime - TimeSpan.FromSeconds(1));
        (await registry.Reconciliation.ReissueAsync(TimeSpan.Zero, default)).Scores.Should().Be(0, "a worker is at it");
        registry.Time.Advance(TimeSpan.FromSeconds(1));
        (await registry.Reconciliation.ReissueAsync(s_silence, default)).Scores.Should().Be(1);
        (await ClaimAsync(registry, key, "other")).Attempt.Should().Be(2);
        (await registry.Scoring.RenewAsync(Case(1), key, 0, "worker", ClaimTime, default)).Should().BeFalse("it is another's");
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Work_that_is_handed_back_does_not_count_and_work_that_never_ends_is_given_up(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        string key = await QueuedAsync(registry);
        await MessagesAsync(registry);
        await ClaimAsync(registry, key);
        await registry.Scoring.HandBackAsync(Case(1), key, 0, "worker", TimeSpan.FromSeconds(5), default);
        (await MessagesAsync(registry)).Should().BeEmpty("the pause is not over");
        registry.Time.Advance(TimeSpan.FromSeconds(5));
        (await MessagesAsync(registry)).Should().Equal("ScoreDose");
        (await registry.Scoring.BacklogAsync(default)).Count.Should().Be(1);

        for (int attempt = 1; attempt <= 3; attempt++)
        {
            (await ClaimAsync(registry, key, mostAttempts: 3)).Attempt.Should().Be(attempt);
            registry.Time.Advance(ClaimTime);
        }

        (await ClaimAsync(registry, key, mostAttempts: 3)).Outcome.Should().Be(ClaimOutcome.GivenUp);
        (await DoseSample.FindAsync(registry, key)).ReasonCode.Should().Be("too-many-attempts");
        (await registry.Scoring.BacklogAsync(default)).Should().Be((0, null));
        (await Sample.FindAsync(registry)).State.Should().Be(CaseState.Finished);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Refused_dose_is_scored_once_more_when_a_person_asks_and_what_the_first_run_still_brings_is_refused(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        string key = await QueuedAsync(registry);
        ScoreClaim first = await ClaimAsync(registry, key);
        await registry.Scoring.RefuseAsync(Case(1), key, first.Run, "worker", new HoldReason("program-fault", "A bug."), default);
        await MessagesAsync(registry);

        (await registry.Scoring.RetryAsync(Case(1), "physicist", "Mended.", default)).Should().Be(1);
        (await registry.Scoring.RetryAsync(Case(1), "physicist", "Mended.", default)).Should().Be(0, "it is no longer refused");

        (await MessagesAsync(registry)).Should().Equal("ScoreDose");
        (await registry.Scoring.CompleteAsync(Case(1), key, first.Run, "worker", Scorecard, default)).Should().BeFalse();
        ScoreClaim second = await ClaimAsync(registry, key);
        (await registry.Scoring.RefuseAsync(Case(1), key, second.Run, "worker", new HoldReason("program-fault", "Not mended."), default)).Should().BeTrue();
        (await LedgerAsync(registry)).TakeLast(3).Should().Equal(LedgerEvents.DoseRefused, LedgerEvents.DosesRetried, LedgerEvents.DoseRefused);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Scorecards_go_with_the_results_and_their_files_after_them(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        string key = await QueuedAsync(registry);
        await ScoredAsync(registry, key);
        registry.Time.Advance(TimeSpan.FromDays(100));
        (await registry.Reconciliation.ReleaseObjectsAsync(TimeSpan.FromDays(90), 100, default)).Should().NotContain(Key("dose"), "the scorecard names it");
        (await registry.Reconciliation.ReleaseResultsAsync(TimeSpan.FromDays(90), 100, default)).Should().Be(1);

        (await registry.Reconciliation.ReleaseObjectsAsync(TimeSpan.FromDays(90), 100, default)).Should().Contain([Key("dose"), Key("page"), Key("report")]);
        (await registry.Doses.OfCaseAsync(Case(1), default)).Should().BeEmpty();
        (await registry.Reconciliation.ReleaseResultsAsync(TimeSpan.FromDays(90), 100, default)).Should().Be(0);
        (await LedgerAsync(registry)).Should().Contain(LedgerEvents.DoseScored, "the ledger keeps its hashes");
    }
}
