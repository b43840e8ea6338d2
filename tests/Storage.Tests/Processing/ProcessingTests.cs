using ContourFlow.Storage.Cases;
using ContourFlow.Storage.Processing;
using ContourFlow.Storage.Publishing;
using static ContourFlow.Storage.Tests.Sample;

namespace ContourFlow.Storage.Tests.Processing;

public sealed class ProcessingTests(Registries registries)
{
    private static readonly TimeSpan s_claim = TimeSpan.FromSeconds(20);

    public static TheoryData<RegistryProvider> Providers => Registries.Providers;

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Workers_that_claim_at_once_share_nothing(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        await using TestRegistry other = registry.Beside("process-2");
        await OpenedAsync(registry);
        Claim[] claims = await Task.WhenAll(Enumerable.Range(1, 8).Select(number => Task.Run(
            () => (number % 2 == 0 ? registry : other).Processing.ClaimAsync(Case(1), 1, $"worker-{number}", s_claim, 5, default))));
        claims.Count(claim => claim.Outcome == ClaimOutcome.Claimed).Should().Be(1);
        claims.Count(claim => claim.Outcome == ClaimOutcome.TakenByAnother).Should().Be(7);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Workers_that_complete_at_once_give_one_result_and_one_ledger_line(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        await using TestRegistry other = registry.Beside("process-2");
        await OpenedAsync(registry);
        await MessagesAsync(registry);
        bool[] completed = await Task.WhenAll(Enumerable.Range(1, 8).Select(number => Task.Run(
            () => (number % 2 == 0 ? registry : other).Processing.CompleteAsync(Case(1), 1, 0, $"worker-{number}", Result(destinations: ["pacs"]), default))));
        completed.Count(was => was).Should().Be(1);
        (await LedgerAsync(registry)).Should().Equal(LedgerEvents.CaseCreated, LedgerEvents.RevisionOpened, LedgerEvents.Processed);
        (await MessagesAsync(registry)).Should().Equal("CaseProcessed", "PublishResults");
        CaseDetails details = (await registry.Queries.DetailsAsync(Case(1), default))!;
        details.Revisions.Should().ContainSingle().Which.Results.Should().BeEquivalentTo(Result().Objects);
        details.Deliveries.Should().ContainSingle();
        (await registry.Queries.FilesAsync(Case(1), 1, default)).Should().Equal(Result().Files);
        (await registry.Processing.CompleteAsync(Case(1), 1, 0, "worker", Result(content: "other"), default)).Should().BeFalse();
        (await registry.Processing.HoldAsync(Case(1), 1, 0, "worker", new HoldReason("late", "Too late."), default)).Should().BeFalse();
        (await registry.Processing.ClaimAsync(Case(1), 1, "worker", s_claim, 5, default)).Outcome.Should().Be(ClaimOutcome.NothingToDo);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_claim_that_ran_out_is_anothers_and_the_first_to_end_wins(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        await OpenedAsync(registry);
        await registry.Processing.ClaimAsync(Case(1), 1, "slow", s_claim, 5, default);
        registry.Time.Advance(s_claim / 2);
        (await registry.Processing.RenewAsync(Case(1), 1, 0, "slow", s_claim, default)).Should().BeTrue();
        registry.Time.Advance(s_claim - TimeSpan.FromSeconds(1));
        (await registry.Processing.ClaimAsync(Case(1), 1, "quick", s_claim, 5, default)).Outcome.Should().Be(ClaimOutcome.TakenByAnother);
        registry.Time.Advance(TimeSpan.FromSeconds(1));
        Claim second = await registry.Processing.ClaimAsync(Case(1), 1, "quick", s_claim, 5, default);
        (second.Outcome, second.Attempt).Should().Be((ClaimOutcome.Claimed, 2));
        (await registry.Processing.RenewAsync(Case(1), 1, 0, "slow", s_claim, default)).Should().BeFalse();
        (await registry.Processing.CompleteAsync(Case(1), 1, 0, "slow", Result(), default)).Should().BeTrue("whoever is first has the result");
        (await registry.Processing.CompleteAsync(Case(1), 1, 0, "quick", Result(), default)).Should().BeFalse();
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_claim_by_a_clock_that_has_gone_back_a_day_is_over(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        await OpenedAsync(registry);
        await using var fast = new TestRegistry(provider, registry.Connection, "fast", new(registry.Time.GetUtcNow() + TimeSpan.FromDays(1)));
        (await fast.Processing.ClaimAsync(Case(1), 1, "fast", s_claim, 5, default)).Outcome.Should().Be(ClaimOutcome.Claimed);
        (await registry.Processing.ClaimAsync(Case(1), 1, "right", s_claim, 5, default)).Outcome.Should().Be(ClaimOutcome.Claimed);
        (await fast.Processing.CompleteAsync(Case(1), 1, 0, "fast", Result(), default)).Should().BeTrue();
        (await registry.Processing.CompleteAsync(Case(1), 1, 0, "right", Result(), default)).Should().BeFalse();
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_revision_that_was_begun_too_often_is_held(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        await OpenedAsync(registry);
        await MessagesAsync(registry);
        for (int attempt = 1; attempt <= 3; attempt++)
        {
            (await registry.Processing.ClaimAsync(Case(1), 1, $"worker-{attempt}", s_claim, 3, default)).Attempt.Should().Be(attempt);
            registry.Time.Advance(s_claim);
        }

        (await registry.Processing.ClaimAsync(Case(1), 1, "worker", s_claim, 3, default)).Outcome.Should().Be(ClaimOutcome.GivenUp);
        CaseSummary held = await FindAsync(registry);
        (held.State, held.ReasonCode).Should().Be((CaseState.Held, "too-many-attempts"));
        held.Reason.Should().Contain("3 times");
        (await MessagesAsync(registry)).Should().Equal("CaseHeld");
        (await registry.Processing.ClaimAsync(Case(1), 1, "worker", s_claim, 3, default)).Outcome.Should().Be(ClaimOutcome.NothingToDo);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_revision_that_is_handed_back_is_asked_for_after_the_pause_and_counts_no_attempt(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        await OpenedAsync(registry);
        await MessagesAsync(registry);
        await registry.Processing.ClaimAsync(Case(1), 1, "worker", s_claim, 5, default);
        await registry.Processing.HandBackAsync(Case(1), 1, 0, "another", TimeSpan.Zero, default);
        (await FindAsync(registry)).State.Should().Be(CaseState.Processing, "it is not the other's to give");
        await registry.Processing.HandBackAsync(Case(1), 1, 0, "worker", TimeSpan.FromMinutes(2), default);
        (await FindAsync(registry)).State.Should().Be(CaseState.Queued);
        (await MessagesAsync(registry)).Should().BeEmpty();
        (await registry.Reconciliation.ReissueAsync(TimeSpan.Zero, default)).Revisions.Should().Be(0, "a message waits already");
        registry.Time.Advance(TimeSpan.FromMinutes(2));
        (await MessagesAsync(registry)).Should().Equal("ProcessCase");
        (await registry.Processing.ClaimAsync(Case(1), 1, "worker", s_claim, 5, default)).Attempt.Should().Be(1);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_case_that_cannot_be_done_is_held_once(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        await OpenedAsync(registry);
        await MessagesAsync(registry);
        var reason = new HoldReason("ct-gap", "Images are missing.");
        bool[] held = await Task.WhenAll(Enumerable.Range(1, 4).Select(number => Task.Run(() => registry.Processing.HoldAsync(Case(1), 1, 0, $"worker-{number}", reason, default))));
        held.Count(was => was).Should().Be(1);
        (await FindAsync(registry)).Should().Match<CaseSummary>(found => found.State == CaseState.Held && found.ReasonCode == "ct-gap" && found.Reason == "Images are missing.");
        (await LedgerAsync(registry)).Should().Equal(LedgerEvents.CaseCreated, LedgerEvents.RevisionOpened, LedgerEvents.Held);
        (await MessagesAsync(registry)).Should().Equal("CaseHeld");
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Results_of_a_held_revision_are_kept_and_not_sent(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        await ProcessedAsync(registry, Result(held: new HoldReason("margin-check", "The margin is too small."), destinations: ["pacs"]));
        CaseDetails details = (await registry.Queries.DetailsAsync(Case(1), default))!;
        details.Summary.State.Should().Be(CaseState.Held);
        details.Revisions[0].Results.Should().HaveCount(2);
        details.Deliveries.Should().ContainSingle().Which.State.Should().Be(DeliveryState.AwaitingDecision);
        (await MessagesAsync(registry)).Should().Equal("ProcessCase", "RevisionOpened", "CaseHeld");
        (await registry.Publishing.ClaimAsync(Case(1), 1, "pacs", "publisher", s_claim, default)).Should().BeNull();
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_revision_that_was_superseded_while_it_was_processed_has_no_result(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        await OpenedAsync(registry);
        await registry.Processing.ClaimAsync(Case(1), 1, "worker", s_claim, 5, default);
        await registry.Filing.FileAsync(Batch([StructureSet(1, 2)], [Mention(1)]), default);
        (await OpenAsync(registry)).Should().BeTrue();
        (await registry.Processing.CompleteAsync(Case(1), 1, 0, "worker", Result(destinations: ["pacs"]), default)).Should().BeFalse();
        (await registry.Processing.HoldAsync(Case(1), 1, 0, "worker", new HoldReason("x", "x"), default)).Should().BeFalse();
        (await registry.Processing.RenewAsync(Case(1), 1, 0, "worker", s_claim, default)).Should().BeFalse();
        CaseDetails details = (await registry.Queries.DetailsAsync(Case(1), default))!;
        details.Revisions.Select(revision => revision.State).Should().Equal(CaseState.Superseded, CaseState.Queued);
        (details.Summary.State, details.Summary.Revision).Should().Be((CaseState.Queued, 2));
        details.Deliveries.Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_case_that_is_not_known_has_nothing_to_do(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        (await registry.Processing.ClaimAsync(Case(7), 1, "worker", s_claim, 5, default)).Outcome.Should().Be(ClaimOutcome.NothingToDo);
        (await registry.Processing.CompleteAsync(Case(7), 1, 0, "worker", Result(), default)).Should().BeFalse();
        await OpenedAsync(registry);
        (await registry.Processing.ClaimAsync(Case(1), 2, "worker", s_claim, 5, default)).Outcome.Should().Be(ClaimOutcome.NothingToDo);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task What_a_late_worker_brings_of_the_run_before_a_retry_changes_nothing(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        TimeSpan held = TimeSpan.FromSeconds(20);
        await OpenedAsync(registry);
        (await registry.Processing.ClaimAsync(Case(1), 1, "slow", held, 5, default)).Run.Should().Be(0);
        registry.Time.Advance(held);
        (await registry.Processing.ClaimAsync(Case(1), 1, "quick", held, 5, default)).Outcome.Should().Be(ClaimOutcome.Claimed);
        await registry.Processing.HoldAsync(Case(1), 1, 0, "quick", new HoldReason("protocol-invalid", "It has a fault."), default);
        await registry.Decisions.RetryAsync(new Decision(Case(1), null, "physicist", "protocol mended"), default);

        // While nobody is at the new run, and while the same process is.
        (await registry.Processing.CompleteAsync(Case(1), 1, 0, "slow", Result(content: "by the old protocol"), default)).Should().BeFalse();
        (await registry.Processing.HoldAsync(Case(1), 1, 0, "slow", new HoldReason("program-fault", "It broke."), default)).Should().BeFalse();
        (await FindAsync(registry)).State.Should().Be(CaseState.Queued);
        (await registry.Processing.ClaimAsync(Case(1), 1, "slow", held, 5, default)).Run.Should().Be(1);
        (await registry.Processing.RenewAsync(Case(1), 1, 0, "slow", held, default)).Should().BeFalse();
        await registry.Processing.HandBackAsync(Case(1), 1, 0, "slow", TimeSpan.Zero, default);
        (await registry.Processing.CompleteAsync(Case(1), 1, 0, "slow", Result(content: "by the old protocol"), default)).Should().BeFalse();
        (await FindAsync(registry)).State.Should().Be(CaseState.Processing);

        (await registry.Processing.RenewAsync(Case(1), 1, 1, "slow", held, default)).Should().BeTrue();
        (await registry.Processing.CompleteAsync(Case(1), 1, 1, "slow", Result(content: "by the mended one"), default)).Should().BeTrue();
        (await registry.Queries.DetailsAsync(Case(1), default))!.Revisions[0].Results.Should().BeEquivalentTo(Result(content: "by the mended one").Objects);
    }
}
