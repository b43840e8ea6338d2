using System.Collections.Concurrent;
using ContourFlow.Contracts;
using ContourFlow.Storage.Cases;
using ContourFlow.Storage.Filing;
using Microsoft.Extensions.Time.Testing;
using static ContourFlow.Storage.Tests.Sample;

namespace ContourFlow.Storage.Tests.Filing;

public sealed class FilingAtOnceTests(Registries registries)
{
    public static TheoryData<RegistryProvider> Providers => Registries.Providers;

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Four_filers_of_the_same_500_objects_in_any_order_file_each_once(RegistryProvider provider)
    {
        string connection = await registries.MakeConnectionAsync(provider);
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero));
        TestRegistry[] filers = [.. Enumerable.Range(1, 4).Select(number => new TestRegistry(provider, connection, $"filer-{number}", time))];
        FiledObject[] objects = [.. Enumerable.Range(1, 10).SelectMany(patient => Enumerable.Range(1, 50).Select(number => CtImage(patient, number)))];
        var outcomes = new ConcurrentBag<FilingOutcome>();
        await Task.WhenAll(filers.Select((filer, number) => Task.Run(async () =>
        {
            FiledObject[] shuffled = [.. objects];
            new Random(number).Shuffle(shuffled);
            foreach (FiledObject[] chunk in shuffled.Chunk(25))
            {
                FilingBatch batch = Batch(chunk, [.. Enumerable.Range(1, 10).Where(patient => chunk.Any(filed => filed.SeriesInstanceUid == Series(patient))).Select(Mention)]);
                foreach (FilingOutcome outcome in await filer.Filing.FileAsync(batch, default))
                    outcomes.Add(outcome);
            }
        })));

        outcomes.Should().HaveCount(2000).And.NotContain(FilingOutcome.Conflict);
        outcomes.Count(outcome => outcome == FilingOutcome.Filed).Should().Be(500);
        for (int patient = 1; patient <= 10; patient++)
        {
            (await filers[0].Filing.LookAtAsync(Case(patient), default))!.Objects.Should().HaveCount(50);
            (await LedgerAsync(filers[0], patient)).Should().Equal(LedgerEvents.CaseCreated);
        }

        foreach (TestRegistry filer in filers)
            await filer.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task An_MR_that_is_filed_while_its_case_is_made_is_seen_by_the_last_look(RegistryProvider provider)
    {
        const int Patients = 15;
        string connection = await registries.MakeConnectionAsync(provider);
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero));
        await using var images = new TestRegistry(provider, connection, "images", time);
        await using var resonance = new TestRegistry(provider, connection, "resonance", time);
        await using var looker = new TestRegistry(provider, connection, "looker", time);
        using var done = new CancellationTokenSource();
        var lastSeen = new ConcurrentDictionary<CaseId, int>();

        async Task LookAsync()
        {
            while (await looker.Filing.TakeDueAsync(5, TimeSpan.Zero, default) is var due && (due.Count > 0 || !done.IsCancellationRequested))
                foreach (CaseId caseId in due)
                {
                    CaseToLookAt seen = (await looker.Filing.LookAtAsync(caseId, default))!;
                    if (await looker.Filing.StillWaitsAsync(caseId, seen.Case.Version, new Incomplete(["more"], null, HasAsked: false), default))
                        lastSeen[caseId] = seen.Objects.Count;
                }
        }

        Task looking = Task.Run(LookAsync);
        await Task.WhenAll(
            Task.Run(async () =>
            {
                for (int patient = 1; patient <= Patients; patient++)
                    await images.Filing.FileAsync(Batch([CtImage(patient, 1)], [Mention(patient)]) with { QuietTime = TimeSpan.Zero }, default);
            }),
            Task.Run(async () =>
            {
                for (int patient = 1; patient <= Patients; patient++)
                    await resonance.Filing.FileAsync(Batch([MrImage(patient, 1)], [], $"patient-{patient}") with { QuietTime = TimeSpan.Zero }, default);
            }));
        await done.CancelAsync();
        await looking;
        lastSeen.Should().HaveCount(Patients);
        lastSeen.Values.Should().AllBeEquivalentTo(2);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task An_MR_waits_for_a_case_of_its_patient_that_is_being_made_and_touches_it(RegistryProvider provider)
    {
        await using TestRegistry images = await registries.MakeAsync(provider);
        await using TestRegistry resonance = images.Beside("process-2");
        DateTimeOffset begin = images.Time.GetUtcNow();
        var filed = new TaskCompletionSource();
        var mayCommit = new TaskCompletionSource();
        Task making = Task.Run(() => images.Transactions.WriteAsync(
            async work =>
            {
                await new BatchFiling(work, Batch([CtImage(1, 1)], [Mention(1)])).RunAsync(default);
                await work.Db.SaveChangesAsync();
                filed.SetResult();
                await mayCommit.Task;
            },
            default));
        await filed.Task;
        images.Time.Advance(TimeSpan.FromMinutes(1));
        Task late = Task.Run(() => resonance.Filing.FileAsync(Batch([MrImage(1, 1)], [], "patient-1"), default));

        // It cannot know of the case yet: were it not to wait, nobody would look at the case again for it.
        (await Task.WhenAny(late, Task.Delay(TimeSpan.FromMilliseconds(300)))).Should().NotBe(late);
        mayCommit.SetResult();
        await making;
        await late;
        (await FindAsync(images)).LastObjectAt.Should().Be(begin + TimeSpan.FromMinutes(1));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Two_who_look_at_once_never_take_the_same_case_and_open_one_revision(RegistryProvider provider)
    {
        await using TestRegistry one = await registries.MakeAsync(provider);
        await using TestRegistry other = one.Beside("process-2");
        for (int patient = 1; patient <= 20; patient++)
            await one.Filing.FileAsync(Study(patient), default);
        one.Time.Advance(Quiet);
        IReadOnlyList<CaseId>[] taken = await Task.WhenAll(
            new[] { one, other, one, other }.Select(registry => Task.Run(() => registry.Filing.TakeDueAsync(5, TimeSpan.FromMinutes(1), default))));
        taken.SelectMany(some => some).Should().OnlyHaveUniqueItems().And.HaveCount(20);

        long version = (await FindAsync(one)).Version;
        var revision = new NewRevision(Sha256("inputs"), [StructureSet(1).SopInstanceUid], "spine");
        bool[] opened = await Task.WhenAll(new[] { one, other, one, other }.Select(
            registry => Task.Run(() => registry.Filing.OpenRevisionAsync(Case(1), version, revision, default))));
        opened.Count(was => was).Should().Be(1);
        (await LedgerAsync(one)).Should().Equal(LedgerEvents.CaseCreated, LedgerEvents.RevisionOpened);
        (await MessagesAsync(one)).Should().Equal("ProcessCase", "RevisionOpened");
    }
}
