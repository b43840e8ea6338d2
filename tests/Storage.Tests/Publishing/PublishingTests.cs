using ContourFlow.Storage.Cases;
using ContourFlow.Storage.Processing;
using ContourFlow.Storage.Publishing;
using static ContourFlow.Storage.Tests.Sample;

namespace ContourFlow.Storage.Tests.Publishing;

public sealed class PublishingTests(Registries registries)
{
    private static readonly TimeSpan s_claim = TimeSpan.FromSeconds(20);

    public static TheoryData<RegistryProvider> Providers => Registries.Providers;

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Publishers_that_claim_and_end_at_once_publish_once(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        await using TestRegistry other = registry.Beside("process-2");
        await ProcessedAsync(registry, Result(destinations: ["pacs"]));
        await MessagesAsync(registry);
        ClaimedDelivery?[] claims = await Task.WhenAll(Enumerable.Range(1, 8).Select(number => Task.Run(
            () => (number % 2 == 0 ? registry : other).Publishing.ClaimAsync(Case(1), 1, "pacs", $"publisher-{number}", s_claim, default))));
        claims.Count(claim => claim is not null).Should().Be(1);
        bool[] published = await Task.WhenAll(Enumerable.Range(1, 8).Select(number => Task.Run(
            () => (number % 2 == 0 ? registry : other).Publishing.PublishedAsync(Case(1), 1, 0, "pacs", $"publisher-{number}", default))));
        published.Count(was => was).Should().Be(1);
        (await MessagesAsync(registry)).Should().Equal("ResultsPublished");
        (await LedgerAsync(registry)).Count(line => line == LedgerEvents.Published).Should().Be(1);
        Delivery delivery = (await registry.Queries.DetailsAsync(Case(1), default))!.Deliveries.Should().ContainSingle().Subject;
        (delivery.State, delivery.PublishedAt).Should().Be((DeliveryState.Published, registry.Time.GetUtcNow()));
        (await registry.Publishing.ClaimAsync(Case(1), 1, "pacs", "publisher", s_claim, default)).Should().BeNull();
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_delivery_that_failed_is_due_after_its_pause_and_no_other_waits_for_it(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        await ProcessedAsync(registry, Result(destinations: ["dead", "living"]));
        await registry.Publishing.ClaimAsync(Case(1), 1, "dead", "publisher", s_claim, default);
        await registry.Publishing.PostponeAsync(Case(1), 1, 0, "dead", "another", "not mine", TimeSpan.Zero, default);
        await registry.Publishing.PostponeAsync(Case(1), 1, 0, "dead", "publisher", "connection refused", TimeSpan.FromMinutes(1), default);
        (await registry.Publishing.ClaimAsync(Case(1), 1, "dead", "publisher", s_claim, default)).Should().BeNull();
        (await registry.Publishing.ClaimAsync(Case(1), 1, "living", "publisher", s_claim, default)).Should().NotBeNull();
        registry.Time.Advance(TimeSpan.FromMinutes(1));
        ClaimedDelivery again = (await registry.Publishing.ClaimAsync(Case(1), 1, "dead", "publisher", s_claim, default))!;
        (again.Delivery.Attempts, again.Delivery.Fault).Should().Be((1, "connection refused"));
        (await registry.Publishing.RenewAsync(Case(1), 1, 0, "dead", "publisher", s_claim, default)).Should().BeTrue();
        (await registry.Publishing.RenewAsync(Case(1), 1, 0, "dead", "another", s_claim, default)).Should().BeFalse();
        var backlog = await registry.Publishing.BacklogAsync(default);
        backlog.Keys.Should().BeEquivalentTo("dead", "living");
        backlog["dead"].Should().Be((1, registry.Time.GetUtcNow() - TimeSpan.FromMinutes(1)));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Deliveries_that_wait_for_a_report_are_counted_once_an_attempt_has_ended_and_until_they_are_done(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        await ProcessedAsync(registry, Result(destinations: ["pacs", "other"]));
        DateTimeOffset since = registry.Time.GetUtcNow();
        await registry.Publishing.ClaimAsync(Case(1), 1, "pacs", "publisher", s_claim, default);
        await registry.Publishing.TakeDownAsync("pacs", [Sent("2.25.1") with { State = "Asked" }, Sent("2.25.2") with { State = "Asked" }], default);
        // Of no delivery: it is left from one that is over.
        await registry.Publishing.TakeDownAsync("other", [Sent("2.25.77") with { State = "Asked" }], default);
        (await registry.Publishing.BacklogAsync("Asked", default)).Should().BeEmpty("the attempt is under way, and the report may come in its time");

        await registry.Publishing.PostponeAsync(Case(1), 1, 0, "pacs", "publisher", "no report", TimeSpan.Zero, default);
        registry.Time.Advance(TimeSpan.FromMinutes(10));
        (await registry.Publishing.BacklogAsync("Asked", default)).Should().BeEquivalentTo(new Dictionary<string, (int, DateTimeOffset)>(StringComparer.Ordinal) { ["pacs"] = (1, since) });
        (await registry.Publishing.BacklogAsync("Waiting", default)).Should().BeEmpty();

        (await registry.Publishing.PublishedAsync(Case(1), 1, 0, "pacs", "publisher", default)).Should().BeTrue();
        (await registry.Publishing.BacklogAsync("Asked", default)).Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_refusal_holds_the_case_once_no_other_delivery_is_pending(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        await ProcessedAsync(registry, Result(destinations: ["strict", "willing"]));
        await MessagesAsync(registry);
        await registry.Publishing.ClaimAsync(Case(1), 1, "strict", "publisher", s_claim, default);
        var reason = new HoldReason("refused-by-archive", "The archive does not take RT Structure Set Storage.");
        await registry.Publishing.RefusedAsync(Case(1), 1, 0, "strict", "publisher", reason, default);
        (await FindAsync(registry)).State.Should().Be(CaseState.Publishing);
        (await MessagesAsync(registry)).Should().BeEmpty();
        await registry.Publishing.PublishedAsync(Case(1), 1, 0, "willing", "publisher", default);
        CaseSummary held = await FindAsync(registry);
        (held.State, held.ReasonCode, held.Reason).Should().Be((CaseState.Held, reason.Code, reason.Sentence));
        (await MessagesAsync(registry)).Should().Equal("ResultsPublished", "CaseHeld");
        (await LedgerAsync(registry)).Skip(3).Should().Equal(LedgerEvents.DeliveryRefused, LedgerEvents.Published, LedgerEvents.Held);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_newer_revision_drops_what_has_not_begun_and_leaves_what_has(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        await ProcessedAsync(registry, Result(destinations: ["begun", "claimed", "done", "new", "sent"]));
        await registry.Publishing.ClaimAsync(Case(1), 1, "claimed", "publisher", s_claim, default);
        await registry.Publishing.PublishedAsync(Case(1), 1, 0, "done", "publisher", default);
        await registry.Publishing.TakeDownAsync("sent", [Sent("2.25.1") with { Attempts = 1, Status = 0 }], default);
        await registry.Publishing.TakeDownAsync("begun", [Sent("2.25.7")], default);
        await registry.Filing.FileAsync(Batch([StructureSet(1, 2)], [Mention(1)]), default);
        await OpenAsync(registry);

        Dictionary<string, DeliveryState> states = await StatesAsync(registry);
        states.Should().Equal(new Dictionary<string, DeliveryState>(StringComparer.Ordinal)
        {
            ["begun"] = DeliveryState.Dropped, // another object was sent there, none of these
            ["claimed"] = DeliveryState.Pending,
            ["done"] = DeliveryState.Published,
            ["new"] = DeliveryState.Dropped,
            ["sent"] = DeliveryState.Pending,
        });
        (await RevisionsAsync(registry)).Should().Equal(CaseState.Publishing, CaseState.Queued);
        (await registry.Publishing.PublishedAsync(Case(1), 1, 0, "claimed", "publisher", default)).Should().BeTrue();
        (await registry.Publishing.PublishedAsync(Case(1), 1, 0, "sent", "publisher", default)).Should().BeTrue();
        (await registry.Publishing.PublishedAsync(Case(1), 1, 0, "new", "publisher", default)).Should().BeFalse();
        (await RevisionsAsync(registry)).Should().Equal([CaseState.Superseded, CaseState.Queued], "two destinations never get it");
        (await FindAsync(registry)).State.Should().Be(CaseState.Queued);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task What_a_destination_never_took_of_an_older_revision_is_not_sent_after_the_newer_one(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        await ProcessedAsync(registry, Result(destinations: ["away", "half"]));

        // Both are being sent when a newer revision is opened: one destination cannot be reached, the other has taken an object.
        await registry.Publishing.ClaimAsync(Case(1), 1, "away", "publisher", s_claim, default);
        await registry.Publishing.ClaimAsync(Case(1), 1, "half", "publisher", s_claim, default);
        await registry.Publishing.TakeDownAsync("half", [Sent("2.25.1") with { Attempts = 1, Status = 0 }], default);
        await registry.Filing.FileAsync(Batch([StructureSet(1, 2)], [Mention(1)]), default);
        await OpenAsync(registry);
        await registry.Publishing.PostponeAsync(Case(1), 1, 0, "away", "publisher", "no answer", TimeSpan.FromSeconds(5), default);
        await registry.Publishing.PostponeAsync(Case(1), 1, 0, "half", "publisher", "no proof yet", TimeSpan.FromSeconds(5), default);
        registry.Time.Advance(TimeSpan.FromSeconds(5));

        (await registry.Publishing.ClaimAsync(Case(1), 1, "away", "publisher", s_claim, default)).Should().BeNull();
        (await registry.Publishing.ClaimAsync(Case(1), 1, "half", "publisher", s_claim, default)).Should().NotBeNull("what it has in part is brought to its end");
        (await StatesAsync(registry))["away"].Should().Be(DeliveryState.Dropped);
        (await RevisionsAsync(registry)).Should().Equal(CaseState.Publishing, CaseState.Queued);
        (await registry.Publishing.PublishedAsync(Case(1), 1, 0, "half", "publisher", default)).Should().BeTrue();
        (await RevisionsAsync(registry)).Should().Equal(CaseState.Superseded, CaseState.Queued);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_superseded_revision_whose_only_destination_never_took_anything_is_over(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        await ProcessedAsync(registry, Result(destinations: ["away"]));
        await registry.Publishing.ClaimAsync(Case(1), 1, "away", "publisher", s_claim, default);
        await registry.Filing.FileAsync(Batch([StructureSet(1, 2)], [Mention(1)]), default);
        await OpenAsync(registry);
        registry.Time.Advance(s_claim); // its publisher has died

        (await registry.Publishing.ClaimAsync(Case(1), 1, "away", "another", s_claim, default)).Should().BeNull();
        (await RevisionsAsync(registry)).Should().Equal(CaseState.Superseded, CaseState.Queued);
        registry.Time.Advance(TimeSpan.FromHours(1));
        (await registry.Reconciliation.ReissueAsync(TimeSpan.Zero, default)).Deliveries.Should().Be(0);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_published_revision_stays_published_when_a_newer_one_comes(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        await ProcessedAsync(registry, Result(destinations: ["pacs"]));
        await registry.Publishing.PublishedAsync(Case(1), 1, 0, "pacs", "publisher", default);
        await registry.Filing.FileAsync(Batch([MrImage(1, 1)], [], "patient-1"), default);
        await OpenAsync(registry);
        (await RevisionsAsync(registry)).Should().Equal(CaseState.Published, CaseState.Queued);
        (await FindAsync(registry)).State.Should().Be(CaseState.Queued);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task What_is_known_of_objects_at_a_destination_is_kept_by_destination(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        SentObject first = Sent("2.25.1") with { Status = 0, Attempts = 1, TransactionUid = "2.25.100" };
        await registry.Publishing.TakeDownAsync("pacs", [first, Sent("2.25.2")], default);
        SentObject again = first with { TransactionUid = "2.25.101", CommitmentFailure = 0x0110, FollowsOther = true };
        await registry.Publishing.TakeDownAsync("pacs", [again], default);
        (await registry.Publishing.SentAsync("pacs", ["2.25.1", "2.25.2", "2.25.3"], default)).Should().Equal(again, Sent("2.25.2"));
        (await registry.Publishing.SentAsync("other", ["2.25.1"], default)).Should().BeEmpty();
        (await registry.Publishing.HasAskedAsync("2.25.100", default)).Should().BeTrue("its report may come late");
        (await registry.Publishing.HasAskedAsync("2.25.101", default)).Should().BeTrue();
        (await registry.Publishing.HasAskedAsync("2.25.102", default)).Should().BeFalse();
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Publishers_that_take_down_the_same_objects_at_once_do_not_stand_in_each_others_way(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        await using TestRegistry other = registry.Beside("process-2");
        await Task.WhenAll(Enumerable.Range(1, 8).Select(number => Task.Run(async () =>
        {
            string[] uids = [.. Enumerable.Range(1, 20).Select(uid => $"2.25.{uid}")];
            new Random(number).Shuffle(uids);
            await (number % 2 == 0 ? registry : other).Publishing.TakeDownAsync("pacs", [.. uids.Select(uid => Sent(uid) with { TransactionUid = "2.25.9" })], default);
        })));
        (await registry.Publishing.SentAsync("pacs", [.. Enumerable.Range(1, 20).Select(uid => $"2.25.{uid}")], default)).Should().HaveCount(20);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_report_is_kept_until_it_was_read(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        await registry.Publishing.ReportAsync(new ReportedCommitment("2.25.9", "{}"), default);
        await registry.Publishing.ReportAsync(new ReportedCommitment("2.25.9", "{\"a\":1}"), default);
        (await registry.Publishing.FindReportAsync("2.25.9", default)).Should().Be(new ReportedCommitment("2.25.9", "{\"a\":1}"));
        await registry.Publishing.RemoveReportAsync("2.25.9", default);
        (await registry.Publishing.FindReportAsync("2.25.9", default)).Should().BeNull();
    }

    private static SentObject Sent(string uid) => new(uid, Sha256(uid), "stored", null, null, null, 0, FollowsOther: false);

    private static async Task<Dictionary<string, DeliveryState>> StatesAsync(TestRegistry registry) =>
        (await registry.Queries.DetailsAsync(Case(1), default))!.Deliveries.ToDictionary(delivery => delivery.Destination, delivery => delivery.State, StringComparer.Ordinal);

    private static async Task<List<CaseState>> RevisionsAsync(TestRegistry registry) =>
        [.. (await registry.Queries.DetailsAsync(Case(1), default))!.Revisions.Select(revision => revision.State)];

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task What_a_late_publisher_brings_of_the_run_before_a_retry_changes_nothing(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        TimeSpan held = TimeSpan.FromSeconds(20);
        var refused = new HoldReason("destination-refused", "It does not take 2.25.1.");
        await ProcessedAsync(registry, Result(content: "first", destinations: ["pacs"]));
        (await registry.Publishing.ClaimAsync(Case(1), 1, "pacs", "slow", held, default))!.Run.Should().Be(0);
        registry.Time.Advance(held);
        await registry.Publishing.ClaimAsync(Case(1), 1, "pacs", "quick", held, default);
        await registry.Publishing.RefusedAsync(Case(1), 1, 0, "pacs", "quick", refused, default);
        await registry.Decisions.RejectAsync(new Decision(Case(1), null, "physicist", "not these"), default);
        await registry.Decisions.RetryAsync(new Decision(Case(1), null, "physicist", "with the mended protocol"), default);
        await registry.Processing.ClaimAsync(Case(1), 1, "worker", held, 5, default);
        await registry.Processing.CompleteAsync(Case(1), 1, 1, "worker", Result(content: "second", destinations: ["pacs"]), default);

        // The slow one has sent the first results, and the second are on nobody's way yet, or on its own.
        (await registry.Publishing.PublishedAsync(Case(1), 1, 0, "pacs", "slow", default)).Should().BeFalse();
        await registry.Publishing.RefusedAsync(Case(1), 1, 0, "pacs", "slow", refused, default);
        (await FindAsync(registry)).State.Should().Be(CaseState.Publishing);
        ClaimedDelivery again = (await registry.Publishing.ClaimAsync(Case(1), 1, "pacs", "slow", held, default))!;
        again.Run.Should().Be(1);
        again.Objects.Should().BeEquivalentTo(Result(content: "second").Objects);
        (await registry.Publishing.RenewAsync(Case(1), 1, 0, "pacs", "slow", held, default)).Should().BeFalse();
        await registry.Publishing.PostponeAsync(Case(1), 1, 0, "pacs", "slow", "The process was stopped.", TimeSpan.Zero, default);
        (await registry.Publishing.RenewAsync(Case(1), 1, 1, "pacs", "slow", held, default)).Should().BeTrue("the claim was not let go");

        (await registry.Publishing.PublishedAsync(Case(1), 1, 1, "pacs", "slow", default)).Should().BeTrue();
        (await FindAsync(registry)).State.Should().Be(CaseState.Published);
        (await LedgerAsync(registry)).Count(happened => happened == LedgerEvents.Published).Should().Be(1);
    }
}
