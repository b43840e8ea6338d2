using ContourFlow.Storage.Cases;
using ContourFlow.Storage.Messaging;
using ContourFlow.Storage.Registry;
using static ContourFlow.Storage.Tests.Sample;

namespace ContourFlow.Storage.Tests.Messaging;

public sealed class ReconciliationTests(Registries registries)
{
    private static readonly TimeSpan s_claim = TimeSpan.FromSeconds(20), s_silence = TimeSpan.FromSeconds(60);

    public static TheoryData<RegistryProvider> Providers => Registries.Providers;

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_message_that_got_lost_is_asked_for_after_the_silence_and_not_each_round(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        await OpenedAsync(registry);
        registry.Time.Advance(s_silence);
        (await registry.Reconciliation.ReissueAsync(s_silence, default)).Should().Be(new Reconciled(0, 0), "it waits in the outbox");
        await MessagesAsync(registry);
        (await registry.Reconciliation.ReissueAsync(s_silence, default)).Should().Be(new Reconciled(1, 0));
        (await registry.Reconciliation.ReissueAsync(s_silence, default)).Should().Be(new Reconciled(0, 0));
        (await MessagesAsync(registry)).Should().Equal("ProcessCase");
        (await registry.Reconciliation.ReissueAsync(s_silence, default)).Should().Be(new Reconciled(0, 0));
        registry.Time.Advance(s_silence);
        (await registry.Reconciliation.ReissueAsync(s_silence, default)).Should().Be(new Reconciled(1, 0));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task What_a_dead_worker_was_at_is_asked_for_once_its_claim_has_run_out(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        await OpenedAsync(registry);
        await MessagesAsync(registry);
        await registry.Processing.ClaimAsync(Case(1), 1, "worker", s_claim, 5, default);
        registry.Time.Advance(s_claim - TimeSpan.FromSeconds(1));
        (await registry.Reconciliation.ReissueAsync(TimeSpan.Zero, default)).Revisions.Should().Be(0, "a worker is at it");
        registry.Time.Advance(TimeSpan.FromSeconds(1));
        (await registry.Reconciliation.ReissueAsync(s_silence, default)).Revisions.Should().Be(1);
        (await registry.Reconciliation.ReissueAsync(s_silence, default)).Revisions.Should().Be(0);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_delivery_is_asked_for_once_when_its_pause_is_over(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        await ProcessedAsync(registry, Result(destinations: ["pacs"]));
        await MessagesAsync(registry);
        await registry.Publishing.ClaimAsync(Case(1), 1, "pacs", "publisher", s_claim, default);
        (await registry.Reconciliation.ReissueAsync(TimeSpan.Zero, default)).Deliveries.Should().Be(0, "a publisher is at it");
        await registry.Publishing.PostponeAsync(Case(1), 1, 0, "pacs", "publisher", "refused", TimeSpan.FromSeconds(2), default);
        (await registry.Reconciliation.ReissueAsync(s_silence, default)).Deliveries.Should().Be(0, "the pause is not over");
        registry.Time.Advance(TimeSpan.FromSeconds(2));
        (await registry.Reconciliation.ReissueAsync(s_silence, default)).Deliveries.Should().Be(1);
        (await MessagesAsync(registry)).Should().Equal("PublishResults");
        (await registry.Reconciliation.ReissueAsync(s_silence, default)).Deliveries.Should().Be(0, "its message is under way");
        registry.Time.Advance(s_silence);
        (await registry.Reconciliation.ReissueAsync(s_silence, default)).Deliveries.Should().Be(1, "it got lost");
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Two_that_reconcile_at_once_ask_once(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        await using TestRegistry other = registry.Beside("process-2");
        await using (RegistryContext db = registry.Contexts.CreateDbContext())
        {
            db.AddRange(Enumerable.Range(1, 250).SelectMany(patient => Queued(Case(patient).ToString(), registry.Time.GetUtcNow())));
            await db.SaveChangesAsync();
        }

        registry.Time.Advance(s_silence);
        Reconciled[] reconciled = await Task.WhenAll(new[] { registry, other }.Select(one => Task.Run(() => one.Reconciliation.ReissueAsync(s_silence, default))));
        (await registry.Outbox.BacklogAsync(default)).Count.Should().Be(250);
        reconciled.Sum(one => one.Revisions).Should().Be(250);
    }

    private static IEnumerable<object> Queued(string caseId, DateTimeOffset at) =>
    [
        new CaseRow { CaseId = caseId, CtSeriesUid = caseId, Protocol = "spine", State = CaseState.Queued, Revision = 1, CreatedAt = at, LastObjectAt = at, StateSince = at },
        new RevisionRow { CaseId = caseId, Revision = 1, State = CaseState.Queued, InputsHash = "", Inputs = "[]", ProtocolName = "spine", OpenedAt = at, IssuedAt = at },
    ];

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_case_that_waited_too_long_is_closed_and_an_object_of_it_opens_it_again(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        await registry.Filing.FileAsync(Study(1), default);
        await OpenedAsync(registry, 2);
        registry.Time.Advance(TimeSpan.FromDays(30));
        (await registry.Reconciliation.ExpireAsync(TimeSpan.FromDays(30), default)).Should().Be(1);
        (await registry.Reconciliation.ExpireAsync(TimeSpan.FromDays(30), default)).Should().Be(0);
        (await FindAsync(registry)).State.Should().Be(CaseState.Expired);
        (await FindAsync(registry, 2)).State.Should().Be(CaseState.Queued);
        (await registry.Filing.NextDueAsync(default)).Should().BeNull();
        await registry.Filing.FileAsync(Batch([StructureSet(1, 2)], [Mention(1)]), default);
        (await FindAsync(registry)).State.Should().Be(CaseState.Waiting);
        registry.Time.Advance(TimeSpan.FromDays(31));
        (await registry.Reconciliation.ExpireAsync(TimeSpan.FromDays(30), default)).Should().Be(1);
        (await LedgerAsync(registry)).Should().Equal(LedgerEvents.CaseCreated, LedgerEvents.Expired, LedgerEvents.Expired);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_lease_is_one_owners_until_it_is_let_go_or_runs_out(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        await using TestRegistry other = registry.Beside("process-2");
        bool[] taken = await Task.WhenAll(Enumerable.Range(1, 8).Select(number => Task.Run(
            () => (number % 2 == 0 ? registry : other).Leases.TryTakeAsync("reconciler", $"owner-{number}", s_claim, default))));
        taken.Count(was => was).Should().Be(1);
        string owner = $"owner-{Array.IndexOf(taken, true) + 1}";
        (await registry.Leases.TryTakeAsync("reconciler", owner, s_claim, default)).Should().BeTrue("its owner renews it");
        await registry.Leases.ReleaseAsync("reconciler", "another", default);
        (await registry.Leases.TryTakeAsync("reconciler", "another", s_claim, default)).Should().BeFalse();
        await registry.Leases.ReleaseAsync("reconciler", owner, default);
        (await registry.Leases.TryTakeAsync("reconciler", "another", s_claim, default)).Should().BeTrue();
        registry.Time.Advance(s_claim);
        (await registry.Leases.TryTakeAsync("reconciler", owner, s_claim, default)).Should().BeTrue();
        (await registry.Leases.TryTakeAsync("other", "another", s_claim, default)).Should().BeTrue();
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_case_that_was_closed_while_its_results_were_on_their_way_shows_that_they_have_arrived(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        await ProcessedAsync(registry, Result(destinations: ["pacs"]));
        await registry.Publishing.ClaimAsync(Case(1), 1, "pacs", "publisher", TimeSpan.FromSeconds(20), default);
        await registry.Filing.FileAsync(Batch([CtImage(1, 9)], [Mention(1)]), default);
        await registry.Filing.StillWaitsAsync(Case(1), (await FindAsync(registry)).Version, new Storage.Filing.Incomplete(["an image"], null, HasAsked: false), default);
        registry.Time.Advance(TimeSpan.FromDays(30));
        (await registry.Reconciliation.ExpireAsync(TimeSpan.FromDays(30), default)).Should().Be(1);
        (await FindAsync(registry)).State.Should().Be(CaseState.Expired);

        (await registry.Publishing.PublishedAsync(Case(1), 1, 0, "pacs", "publisher", default)).Should().BeTrue();
        (await FindAsync(registry)).State.Should().Be(CaseState.Published);
    }
}
