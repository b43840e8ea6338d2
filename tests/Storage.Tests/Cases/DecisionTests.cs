using ContourFlow.Storage.Cases;
using ContourFlow.Storage.Processing;
using ContourFlow.Storage.Publishing;
using static ContourFlow.Storage.Tests.Sample;

namespace ContourFlow.Storage.Tests.Cases;

public sealed class DecisionTests(Registries registries)
{
    private static readonly HoldReason s_check = new("margin-check", "The margin is too small.");

    public static TheoryData<RegistryProvider> Providers => Registries.Providers;

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_case_that_was_released_and_then_refused_is_held_a_second_time(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        await ProcessedAsync(registry, Result(held: new HoldReason("check-failed", "A margin is short."), destinations: ["pacs"]));
        (await registry.Decisions.ReleaseAsync(By("seen by two physicists"), default)).Should().Be(DecisionOutcome.Taken);
        await registry.Publishing.ClaimAsync(Case(1), 1, "pacs", "publisher", TimeSpan.FromSeconds(20), default);
        await registry.Publishing.RefusedAsync(Case(1), 1, 0, "pacs", "publisher", new HoldReason("destination-refused", "It does not take 2.25.1."), default);

        CaseSummary held = await FindAsync(registry);
        (held.State, held.ReasonCode).Should().Be((CaseState.Held, "destination-refused"));
        (await LedgerAsync(registry)).TakeLast(4).Should().Equal(LedgerEvents.Held, LedgerEvents.Released, LedgerEvents.DeliveryRefused, LedgerEvents.Held);
        (await registry.Decisions.RetryAsync(By("mended"), default)).Should().Be(DecisionOutcome.Taken);
        (await FindAsync(registry)).State.Should().Be(CaseState.Publishing);
        (await registry.Queries.LedgerFaultAsync(Case(1), default)).Should().BeNull();
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_decision_about_no_case_or_an_older_state_of_it_is_refused(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        (await registry.Decisions.RetryAsync(By("x"), default)).Should().Be(DecisionOutcome.NoSuchCase);
        await registry.Filing.FileAsync(Study(1), default);
        (await registry.Decisions.RetryAsync(By("x"), default)).Should().Be(DecisionOutcome.NotInThisState);
        long seen = (await FindAsync(registry)).Version;
        await OpenAsync(registry);
        (await registry.Decisions.RetryAsync(By("x") with { Version = seen }, default)).Should().Be(DecisionOutcome.Stale);
        (await registry.Decisions.RetryAsync(By("x") with { Version = (await FindAsync(registry)).Version }, default)).Should().Be(DecisionOutcome.Taken);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_released_case_is_published_and_the_ledger_says_who_and_why(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        await ProcessedAsync(registry, Result(held: s_check, destinations: ["pacs"]));
        await MessagesAsync(registry);
        (await registry.Decisions.AcceptAsync(By("x"), default)).Should().Be(DecisionOutcome.NotInThisState);
        Func<Task> without = () => registry.Decisions.ReleaseAsync(By(" "), default);
        await without.Should().ThrowAsync<ArgumentException>();
        (await registry.Decisions.ReleaseAsync(By("seen by two physicists"), default)).Should().Be(DecisionOutcome.Taken);
        (await registry.Decisions.ReleaseAsync(By("again"), default)).Should().Be(DecisionOutcome.NotInThisState);
        (await FindAsync(registry)).Should().Match<CaseSummary>(found => found.State == CaseState.Publishing && found.Reason == null);
        (await MessagesAsync(registry)).Should().Equal("PublishResults");
        LedgerEntry line = (await registry.Queries.DetailsAsync(Case(1), default))!.Ledger[^1];
        (line.Event, line.By, line.Revision).Should().Be((LedgerEvents.Released, "dosimetrist", 1));
        line.Details.Should().Contain("seen by two physicists").And.Contain("margin-check");
        (await registry.Publishing.ClaimAsync(Case(1), 1, "pacs", "publisher", TimeSpan.FromSeconds(20), default)).Should().NotBeNull();
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_held_case_without_results_has_nothing_to_release(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        await OpenedAsync(registry);
        await registry.Processing.HoldAsync(Case(1), 1, 0, "worker", s_check, default);
        (await registry.Decisions.ReleaseAsync(By("please"), default)).Should().Be(DecisionOutcome.NothingToRelease);
        (await FindAsync(registry)).State.Should().Be(CaseState.Held);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_held_case_with_results_that_go_nowhere_is_finished_when_released(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        await ProcessedAsync(registry, Result(held: s_check));
        (await registry.Decisions.ReleaseAsync(By("seen"), default)).Should().Be(DecisionOutcome.Taken);
        (await FindAsync(registry)).State.Should().Be(CaseState.Finished);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_case_after_review_is_published_when_accepted_and_not_when_rejected(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        foreach (int patient in (int[])[1, 2])
            await ProcessedAsync(registry, Result(afterReview: true, destinations: ["pacs"]), patient);
        await MessagesAsync(registry);
        (await FindAsync(registry)).State.Should().Be(CaseState.AwaitingReview);
        (await registry.Decisions.ReleaseAsync(By("x"), default)).Should().Be(DecisionOutcome.NotInThisState);
        DecisionOutcome[] outcomes = await Task.WhenAll(Enumerable.Range(1, 4).Select(_ => Task.Run(() => registry.Decisions.AcceptAsync(By(""), default))));
        outcomes.Count(outcome => outcome == DecisionOutcome.Taken).Should().Be(1);
        (await registry.Decisions.RejectAsync(By("the CTV is wrong", 2), default)).Should().Be(DecisionOutcome.Taken);
        (await MessagesAsync(registry)).Should().Equal("PublishResults");
        CaseSummary rejected = await FindAsync(registry, 2);
        (rejected.State, rejected.ReasonCode, rejected.Reason).Should().Be((CaseState.Rejected, "rejected", "the CTV is wrong"));
        (await registry.Publishing.ClaimAsync(Case(2), 1, "pacs", "publisher", TimeSpan.FromSeconds(20), default)).Should().BeNull();
        (await registry.Queries.DetailsAsync(Case(2), default))!.Deliveries[0].State.Should().Be(DeliveryState.Dropped);
        (await LedgerAsync(registry, 2)).Should().EndWith(LedgerEvents.Rejected);
        Func<Task> without = () => registry.Decisions.RejectAsync(By(""), default);
        await without.Should().ThrowAsync<ArgumentException>();
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_case_that_is_tried_again_has_the_later_result_alone(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        await ProcessedAsync(registry, Result(held: s_check, content: "first", destinations: ["pacs", "tps"]));
        await MessagesAsync(registry);
        (await registry.Decisions.RetryAsync(By("protocol mended"), default)).Should().Be(DecisionOutcome.Taken);
        (await MessagesAsync(registry)).Should().Equal("ProcessCase");
        Claim claim = await registry.Processing.ClaimAsync(Case(1), 1, "worker", TimeSpan.FromSeconds(20), 5, default);
        (claim.Outcome, claim.Attempt).Should().Be((ClaimOutcome.Claimed, 1));
        (await registry.Processing.CompleteAsync(Case(1), 1, 1, "worker", Result(content: "second", destinations: ["pacs"]), default)).Should().BeTrue();
        CaseDetails details = (await registry.Queries.DetailsAsync(Case(1), default))!;
        details.Revisions[0].Results.Should().BeEquivalentTo(Result(content: "second").Objects);
        details.Deliveries.Select(delivery => (delivery.Destination, delivery.State)).Should().Equal(("pacs", DeliveryState.Pending), ("tps", DeliveryState.Dropped));
        details.Summary.State.Should().Be(CaseState.Publishing);
        details.Ledger.Select(line => line.Event).Should().Equal(
            LedgerEvents.CaseCreated, LedgerEvents.RevisionOpened, LedgerEvents.Processed, LedgerEvents.Held, LedgerEvents.Retried, LedgerEvents.Processed);
        IReadOnlyList<string> released = await registry.Reconciliation.ReleaseObjectsAsync(TimeSpan.FromDays(90), 100, default);
        released.Should().BeEquivalentTo(Result(content: "first").Objects.Select(made => made.StoreKey).Append(Result(content: "first").Files[0].StoreKey));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_refused_delivery_is_tried_again_without_processing(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        await ProcessedAsync(registry, Result(destinations: ["pacs", "tps"]));
        await registry.Publishing.PublishedAsync(Case(1), 1, 0, "tps", "publisher", default);
        await registry.Publishing.RefusedAsync(Case(1), 1, 0, "pacs", "publisher", new HoldReason("refused", "No."), default);
        (await FindAsync(registry)).State.Should().Be(CaseState.Held);
        (await registry.Decisions.ReleaseAsync(By("x"), default)).Should().Be(DecisionOutcome.NothingToRelease);
        await MessagesAsync(registry);
        (await registry.Decisions.RetryAsync(By("the archive was reconfigured"), default)).Should().Be(DecisionOutcome.Taken);
        (await MessagesAsync(registry)).Should().Equal("PublishResults");
        (await registry.Publishing.ClaimAsync(Case(1), 1, "pacs", "publisher", TimeSpan.FromSeconds(20), default))!.Delivery.Attempts.Should().Be(0);
        (await registry.Publishing.PublishedAsync(Case(1), 1, 1, "pacs", "publisher", default)).Should().BeTrue();
        (await FindAsync(registry)).State.Should().Be(CaseState.Published);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_rejected_case_can_be_tried_again_while_its_objects_are_kept(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        await ProcessedAsync(registry, Result(afterReview: true, destinations: ["pacs"]));
        await registry.Decisions.RejectAsync(By("no"), default);
        (await registry.Decisions.RetryAsync(By("yes"), default)).Should().Be(DecisionOutcome.Taken);
        await registry.Processing.CompleteAsync(Case(1), 1, 1, "worker", Result(afterReview: true, destinations: ["pacs"]), default);
        (await FindAsync(registry)).State.Should().Be(CaseState.AwaitingReview);
        await registry.Decisions.RejectAsync(By("no again"), default);
        registry.Time.Advance(TimeSpan.FromDays(90));
        await registry.Reconciliation.ReleaseObjectsAsync(TimeSpan.FromDays(90), 100, default);
        (await registry.Decisions.RetryAsync(By("too late"), default)).Should().Be(DecisionOutcome.NotInThisState);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_held_case_stays_so_while_a_newer_set_of_its_objects_is_incomplete(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        await ProcessedAsync(registry, Result(held: s_check, destinations: ["pacs"]));
        await registry.Filing.FileAsync(Batch([CtImage(1, 9)], [Mention(1)]), default);
        await registry.Filing.StillWaitsAsync(Case(1), (await FindAsync(registry)).Version, new Storage.Filing.Incomplete(["an image"], null, HasAsked: false), default);
        CaseSummary held = await FindAsync(registry);
        (held.State, held.ReasonCode).Should().Be((CaseState.Held, "margin-check"));
        held.WaitingFor.Should().Equal("an image");
        (await registry.Decisions.RejectAsync(By("no"), default)).Should().Be(DecisionOutcome.Taken);
    }

    private static Decision By(string reason, int patient = 1) => new(Case(patient), null, "dosimetrist", reason);
}
