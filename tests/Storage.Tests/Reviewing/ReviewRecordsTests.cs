using ContourFlow.Storage.Cases;
using ContourFlow.Storage.Processing;
using ContourFlow.Storage.Reviewing;
using static ContourFlow.Storage.Tests.Sample;

namespace ContourFlow.Storage.Tests.Reviewing;

public sealed class ReviewRecordsTests(Registries registries)
{
    public static TheoryData<RegistryProvider> Providers => Registries.Providers;

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Planes_that_two_people_have_seen_are_kept_apart_and_each_once(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        await ProcessedAsync(registry, Result(afterReview: true));
        (await registry.Reviewing.SeenAsync(Case(1), 1, default)).Should().BeEmpty();
        DateTimeOffset first = registry.Time.GetUtcNow();
        (await SeeAsync(registry, "Zoë", [7, 3, 3])).Should().Be(SeenOutcome.TakenDown);
        registry.Time.Advance(TimeSpan.FromSeconds(5));
        (await SeeAsync(registry, "Adam", [4, 100])).Should().Be(SeenOutcome.TakenDown);
        (await SeeAsync(registry, "Adam", [5, 4])).Should().Be(SeenOutcome.TakenDown);
        (await SeeAsync(registry, "Nobody", [])).Should().Be(SeenOutcome.TakenDown);

        (await registry.Reviewing.SeenAsync(Case(1), 1, default)).Should().BeEquivalentTo(
            [new SeenPlanes("Adam", [4, 5, 100], first.AddSeconds(5)), new SeenPlanes("Zoë", [3, 7], first)], options => options.WithStrictOrdering());
        (await registry.Reviewing.SeenAsync(Case(1), 2, default)).Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Looking_at_a_case_does_not_change_it(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        await ProcessedAsync(registry, Result(afterReview: true));
        CaseSummary before = await FindAsync(registry);
        registry.Time.Advance(TimeSpan.FromMinutes(1));
        await SeeAsync(registry, "Adam", [4]);
        (await FindAsync(registry)).Should().BeEquivalentTo(before);
        (await registry.Reviewing.ChangedSinceAsync(registry.Time.GetUtcNow(), 10, default)).Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Planes_of_no_revision_and_numbers_of_no_plane_are_refused(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        DateTimeOffset at = registry.Time.GetUtcNow();
        (await registry.Reviewing.AddSeenAsync(Case(1), 1, at, "Adam", [4], default)).Should().Be(SeenOutcome.NoSuchRevision);
        await OpenedAsync(registry);
        (await registry.Reviewing.AddSeenAsync(Case(1), 1, at, "Adam", [4], default)).Should().Be(SeenOutcome.OtherResults, "it has none");
        (await registry.Reviewing.AddSeenAsync(Case(1), 2, at, "Adam", [4], default)).Should().Be(SeenOutcome.NoSuchRevision);
        foreach (int plane in (int[])[-1, 10_000])
        {
            Func<Task> none = () => registry.Reviewing.AddSeenAsync(Case(1), 1, at, "Adam", [plane], default);
            await none.Should().ThrowAsync<ArgumentOutOfRangeException>();
        }
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task What_people_take_down_at_once_is_all_there(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        await using TestRegistry other = registry.Beside("process-2");
        await ProcessedAsync(registry, Result(afterReview: true));
        TestRegistry[] processes = [registry, other];
        DateTimeOffset at = (await registry.Queries.DetailsAsync(Case(1), default))!.Revisions[0].ProcessedAt!.Value;
        await Task.WhenAll(Enumerable.Range(0, 24).Select(plane =>
            Task.Run(() => processes[plane % 2].Reviewing.AddSeenAsync(Case(1), 1, at, "Adam", [plane], default))));
        (await registry.Reviewing.SeenAsync(Case(1), 1, default)).Should().ContainSingle().Which.Planes.Should().Equal(Enumerable.Range(0, 24));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Results_that_replace_others_have_been_seen_by_nobody(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        await ProcessedAsync(registry, Result(held: new HoldReason("check-failed", "A margin is short."), content: "first"));
        await SeeAsync(registry, "Adam", [4]);
        DateTimeOffset first = (await registry.Queries.DetailsAsync(Case(1), default))!.Revisions[0].ProcessedAt!.Value;
        registry.Time.Advance(TimeSpan.FromSeconds(1));
        await registry.Decisions.RetryAsync(new Decision(Case(1), null, "Adam", "mended"), default);
        (await registry.Reviewing.SeenAsync(Case(1), 1, default)).Should().HaveCount(1);
        await registry.Processing.ClaimAsync(Case(1), 1, "worker", TimeSpan.FromSeconds(20), 5, default);
        (await registry.Processing.CompleteAsync(Case(1), 1, 1, "worker", Result(content: "second"), default)).Should().BeTrue();
        (await registry.Reviewing.AddSeenAsync(Case(1), 1, first, "Adam", [5], default)).Should().Be(SeenOutcome.OtherResults);
        (await registry.Reviewing.SeenAsync(Case(1), 1, default)).Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Changed_cases_come_in_the_order_of_their_changes_with_what_they_are_now(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        DateTimeOffset begin = registry.Time.GetUtcNow();
        foreach (int patient in (int[])[1, 2, 3])
        {
            await registry.Filing.FileAsync(Study(patient), default);
            registry.Time.Advance(TimeSpan.FromSeconds(10));
        }

        await OpenAsync(registry, 1);
        (await registry.Reviewing.ChangedSinceAsync(begin, 10, default)).Select(changed => changed.CaseId).Should().Equal(Case(2), Case(3), Case(1));
        (await registry.Reviewing.ChangedSinceAsync(begin, 2, default)).Select(changed => changed.CaseId).Should().Equal(Case(2), Case(3));
        CaseSummary now = await FindAsync(registry);
        (await registry.Reviewing.ChangedSinceAsync(begin.AddSeconds(30), 10, default)).Should()
            .Equal(new ChangedCase(Case(1), CaseState.Queued, 1, now.Version));
        (await registry.Reviewing.ChangedSinceAsync(begin.AddSeconds(31), 10, default)).Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_change_by_a_process_whose_clock_is_behind_is_not_missed(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        await using var behind = new TestRegistry(
            provider, registry.Connection, "process-2", new Microsoft.Extensions.Time.Testing.FakeTimeProvider(registry.Time.GetUtcNow().AddHours(-1)));
        await registry.Filing.FileAsync(Study(1), default);
        DateTimeOffset since = registry.Time.GetUtcNow();
        await OpenAsync(behind);
        (await registry.Reviewing.ChangedSinceAsync(since, 10, default)).Should().ContainSingle().Which.State.Should().Be(CaseState.Queued);
    }
}
