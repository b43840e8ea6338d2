using ContourFlow.Storage.Cases;
using ContourFlow.Storage.Filing;
using ContourFlow.Storage.Processing;
using ContourFlow.Storage.Scoring;
using static ContourFlow.Storage.Tests.Sample;
using static ContourFlow.Storage.Tests.Scoring.DoseSample;

namespace ContourFlow.Storage.Tests.Scoring;

/// <summary>When doses are looked at, which are wanted, and that a case takes no notice of it.</summary>
public sealed class WantedScoreTests(Registries registries)
{
    public static TheoryData<RegistryProvider> Providers => Registries.Providers;

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_dose_is_wanted_once_however_often_it_comes_and_is_looked_at(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        await ProcessedAsync(registry, Result());
        await MessagesAsync(registry);
        (await FileAsync(registry, 1)).Should().Equal(FilingOutcome.Filed);
        string key = (await WantAsync(registry, 1))[0];
        (await MessagesAsync(registry)).Should().Equal("ScoreDose");
        (await registry.Scoring.TakeDueAsync(10, ClaimTime, default)).Should().BeEmpty("it was looked at");

        (await FileAsync(registry, 1)).Should().Equal(FilingOutcome.AlreadyFiled);
        registry.Time.Advance(Quiet);
        (await registry.Scoring.TakeDueAsync(10, ClaimTime, default)).Should().BeEmpty("nothing is new");

        await FileAsync(registry, 2);
        (await WantAsync(registry, 1, 2)).Should().Contain(key);
        (await MessagesAsync(registry)).Should().Equal("ScoreDose");
        (await StatesAsync(registry)).Should().BeEquivalentTo("1 on 1 Queued", "2 on 1 Queued");
        DoseScore score = await FindAsync(registry, key);
        score.Inputs.Should().ContainSingle().Which.Sha256.Should().Be(Sha256(DoseUid(1)));
        score.AskedAt.Should().BeBefore(registry.Time.GetUtcNow());
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_dose_changes_nothing_of_a_case_in_whatever_state_it_is(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        await registry.Filing.FileAsync(Study(1), default);
        registry.Time.Advance(TimeSpan.FromDays(40));
        CaseToLookAt waits = (await registry.Filing.LookAtAsync(Case(1), default))!;
        await registry.Filing.StillWaitsAsync(Case(1), waits.Case.Version, new Incomplete(["a structure set"], null, HasAsked: true), default);
        (await registry.Reconciliation.ExpireAsync(TimeSpan.FromDays(30), default)).Should().Be(1);
        CaseSummary before = await Sample.FindAsync(registry);
        before.State.Should().Be(CaseState.Expired);

        await FileAsync(registry, 1);

        // A PACS sends the study with it once more.
        await registry.Filing.FileAsync(
            Study(1) with { Objects = [.. Study(1).Objects, Filed(RtDose, "RTDOSE", 1, "1.2.3.1.4", DoseUid(2), "")], PatientsToLookAt = ["patient-1"], PatientsWithDoses = ["patient-1"] }, default);

        (await Sample.FindAsync(registry)).Should().BeEquivalentTo(before, "also its version: what somebody has on the screen is still so");
        (await registry.Filing.TakeDueAsync(10, ClaimTime, default)).Should().BeEmpty("there is nothing to be completed");
        (await LookAsync(registry)).Structures.Should().BeNull();
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Dose_without_a_case_makes_none_and_is_found_when_the_case_is_processed(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        await FileAsync(registry, 1);
        (await registry.Queries.FindAsync(Case(1), default)).Should().BeNull();
        await ProcessedAsync(registry, Result(held: new HoldReason("check-failed", "A check failed.")));

        (await WantAsync(registry, 1)).Should().ContainSingle("structures that are held are there all the same");

        (await Sample.FindAsync(registry)).State.Should().Be(CaseState.Held);
        (await MessagesAsync(registry)).Should().Contain("ScoreDose");
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task New_structures_take_the_place_of_the_old_and_a_revision_without_results_does_not(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        string first = await QueuedAsync(registry);
        await ScoredAsync(registry, first);
        await registry.Filing.FileAsync(Batch([StructureSet(1, 2)], [Mention(1)]), default);
        await OpenAsync(registry);
        await FileAsync(registry, 2);
        DosesToLookAt between = await LookAsync(registry);
        between.Structures.Should().NotBeNull("a finished revision is not superseded");
        (await registry.Scoring.WantAsync(between, [Wanted(between, 1), Wanted(between, 2)], default)).Should().BeTrue();

        await registry.Processing.CompleteAsync(Case(1), 2, 0, "worker", Result(content: "2"), default);
        string second = (await WantAsync(registry, 1, 2))[0];

        second.Should().NotBe(first);
        (await StatesAsync(registry)).Should().BeEquivalentTo("1 on 2 Queued", "2 on 2 Queued", "1 on 1 Superseded", "2 on 1 Superseded");
        (await FindAsync(registry, first)).Verdict.Should().Be("optimal", "what it was is kept");
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Newer_dose_takes_the_place_of_the_older_and_gives_it_back(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        string first = await QueuedAsync(registry);
        await ScoredAsync(registry, first);
        await FileAsync(registry, 2);
        string second = (await WantAsync(registry, 2))[0];
        (await StatesAsync(registry)).Should().BeEquivalentTo("2 on 1 Queued", "1 on 1 Superseded");
        await MessagesAsync(registry);

        await FileAsync(registry, 3);
        await WantAsync(registry, 1);

        (await FindAsync(registry, first)).State.Should().Be(DoseScoreState.Scored, "it was scored already");
        (await MessagesAsync(registry)).Should().BeEmpty();
        (await ClaimAsync(registry, second)).Outcome.Should().Be(ClaimOutcome.NothingToDo, "a superseded one is not begun");
        await FileAsync(registry, 4);
        await WantAsync(registry, 1, 2);
        (await MessagesAsync(registry)).Should().Equal("ScoreDose");
        (await ClaimAsync(registry, second)).Outcome.Should().Be(ClaimOutcome.Claimed);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task What_was_seen_does_not_count_when_something_came_or_was_processed_since(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        await ProcessedAsync(registry, Result());
        await FileAsync(registry, 1);
        DosesToLookAt seen = await LookAsync(registry);
        await FileAsync(registry, 2);
        (await registry.Scoring.WantAsync(seen, [Wanted(seen, 1)], default)).Should().BeFalse();
        (await registry.Scoring.NothingAsync(seen, default)).Should().BeFalse();

        DosesToLookAt again = await LookAsync(registry);
        await registry.Decisions.RerunAsync(new Decision(Case(1), null, "physicist", "Boost."), "boost", default);
        await registry.Processing.CompleteAsync(Case(1), 2, 0, "worker", Result(content: "2"), default);
        (await registry.Scoring.WantAsync(again, [Wanted(again, 1)], default)).Should().BeFalse();
        (await StatesAsync(registry)).Should().BeEmpty();
        (await WantAsync(registry, 1)).Should().ContainSingle();
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Scorecards_outlive_their_doses_and_a_long_history_does_not_grow_for_ever(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        string first = await QueuedAsync(registry);
        await ScoredAsync(registry, first);
        registry.Time.Advance(TimeSpan.FromDays(100));
        await registry.Reconciliation.ReleaseObjectsAsync(TimeSpan.FromDays(90), 100, default);
        await FileAsync(registry, 2);
        await WantAsync(registry, 2);
        (await FindAsync(registry, first)).State.Should().Be(DoseScoreState.Scored, "its dose is not kept any more; nothing took its place");

        for (int number = 3; number < 40; number++)
        {
            await FileAsync(registry, number);
            await WantAsync(registry, number);
        }

        IReadOnlyList<DoseScore> all = await registry.Doses.OfCaseAsync(Case(1), default);
        all.Count(score => score.State == DoseScoreState.Superseded).Should().Be(20);
        all.Should().HaveCount(22);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_look_that_died_is_due_again_and_two_that_look_share_nothing(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        await using TestRegistry other = registry.Beside("process-2");
        await ProcessedAsync(registry, Result());
        IReadOnlyList<Contracts.CaseId>[] taken = await Task.WhenAll(Enumerable.Range(0, 6).Select(number => Task.Run(() => (number % 2 == 0 ? registry : other).Scoring.TakeDueAsync(10, ClaimTime, default))));
        taken.Sum(some => some.Count).Should().Be(1);
        registry.Time.Advance(ClaimTime);
        (await registry.Scoring.TakeDueAsync(10, ClaimTime, default)).Should().Equal(Case(1));
    }
}
