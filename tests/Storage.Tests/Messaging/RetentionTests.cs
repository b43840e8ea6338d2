using ContourFlow.Storage.Cases;
using ContourFlow.Storage.Filing;
using ContourFlow.Storage.Publishing;
using static ContourFlow.Storage.Tests.Sample;

namespace ContourFlow.Storage.Tests.Messaging;

public sealed class RetentionTests(Registries registries)
{
    private static readonly TimeSpan s_kept = TimeSpan.FromDays(90);

    public static TheoryData<RegistryProvider> Providers => Registries.Providers;

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Objects_of_cases_that_are_over_for_long_are_released_and_the_rest_stays(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        await PublishedAsync(registry, 1);
        await registry.Filing.FileAsync(Study(2), default); // waits
        registry.Time.Advance(TimeSpan.FromDays(80));
        await PublishedAsync(registry, 3);
        registry.Time.Advance(TimeSpan.FromDays(10));
        IReadOnlyList<string> keys = await registry.Reconciliation.ReleaseObjectsAsync(s_kept, 100, default);
        keys.Should().BeEquivalentTo(Study(1).Objects.Select(filed => filed.StoreKey));
        (await registry.Filing.HoldsAsync(Ct, CtImage(1, 1).SopInstanceUid, default)).Should().BeFalse();
        (await registry.Filing.HoldsAsync(Ct, CtImage(2, 1).SopInstanceUid, default)).Should().BeTrue();
        (await registry.Filing.HoldsAsync(Ct, CtImage(3, 1).SopInstanceUid, default)).Should().BeTrue();
        CaseDetails details = (await registry.Queries.DetailsAsync(Case(1), default))!;
        details.Revisions[0].Results.Should().HaveCount(2);
        details.Revisions[0].Inputs.Should().HaveCount(6);
        details.Ledger.Should().HaveCount(4);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_key_is_given_back_again_until_it_is_said_to_be_deleted(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        await PublishedAsync(registry, 1);
        registry.Time.Advance(s_kept);
        IReadOnlyList<string> first = await registry.Reconciliation.ReleaseObjectsAsync(s_kept, 4, default);
        IReadOnlyList<string> second = await registry.Reconciliation.ReleaseObjectsAsync(s_kept, 4, default);
        first.Should().HaveCount(4);
        second.Should().HaveCount(2).And.NotIntersectWith(first);
        (await registry.Reconciliation.ReleaseObjectsAsync(s_kept, 4, default)).Should().BeEmpty();
        await registry.Reconciliation.DeletedAsync(first, default);
        registry.Time.Advance(TimeSpan.FromHours(1));
        (await registry.Reconciliation.ReleaseObjectsAsync(s_kept, 4, default)).Should().BeEquivalentTo(second);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_key_that_something_else_names_is_never_given_back(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        await PublishedAsync(registry, 1);
        // The bytes of an image lie under another UID of another patient, and as a result's.
        FiledObject shared = CtImage(2, 1) with { StoreKey = CtImage(1, 1).StoreKey };
        await registry.Filing.FileAsync(Batch([shared], [Mention(2)]), default);
        await registry.Filing.FileAsync(Study(3), default);
        await OpenAsync(registry, 3);
        await registry.Processing.CompleteAsync(Case(3), 1, 0, "worker", Result() with { Objects = [ResultObject("2.25.5") with { StoreKey = CtImage(1, 2).StoreKey }] }, default);
        registry.Time.Advance(s_kept);
        (await registry.Reconciliation.ReleaseObjectsAsync(s_kept, 1000, default)).Should()
            .Contain(CtImage(1, 3).StoreKey).And.NotContain(CtImage(1, 1).StoreKey).And.NotContain(CtImage(1, 2).StoreKey);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_key_that_is_named_again_before_it_was_deleted_is_forgotten(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        await PublishedAsync(registry, 1);
        registry.Time.Advance(s_kept);
        IReadOnlyList<string> keys = await registry.Reconciliation.ReleaseObjectsAsync(s_kept, 100, default);
        await registry.Filing.FileAsync(Study(1), default); // the study is sent once more
        registry.Time.Advance(TimeSpan.FromHours(2));
        (await registry.Reconciliation.ReleaseObjectsAsync(s_kept, 100, default)).Should().BeEmpty();
        keys.Should().HaveCount(6);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Another_case_of_the_patient_that_is_not_over_keeps_all_objects(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        await PublishedAsync(registry, 1);
        FiledObject second = CtImage(4, 1) with { PatientKey = "patient-1" };
        await registry.Filing.FileAsync(Batch([second], [new CaseMention(Series(4), "spine", "patient-1")]), default);
        registry.Time.Advance(s_kept * 2);
        (await registry.Reconciliation.ReleaseObjectsAsync(s_kept, 100, default)).Should().BeEmpty();
        await registry.Reconciliation.ExpireAsync(s_kept, default);
        (await registry.Reconciliation.ReleaseObjectsAsync(s_kept, 100, default)).Should().BeEmpty("it is over for no time yet");
        registry.Time.Advance(s_kept);
        (await registry.Reconciliation.ReleaseObjectsAsync(s_kept, 100, default)).Should().HaveCount(7);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Filing_and_releasing_at_once_never_leaves_a_row_without_its_file(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        await using TestRegistry other = registry.Beside("process-2");
        for (int round = 1; round <= 4; round++)
        {
            for (int patient = 1; patient <= 3; patient++)
                await PublishedAsync(registry, round * 10 + patient);
            registry.Time.Advance(s_kept);
            Task<IReadOnlyList<string>> release = Task.Run(() => registry.Reconciliation.ReleaseObjectsAsync(s_kept, 1000, default));
            await Task.WhenAll(Enumerable.Range(1, 3).Select(patient => Task.Run(() => other.Filing.FileAsync(Study(round * 10 + patient), default))));
            // The files that were put again are young: the store keeps them. What the registry says after both must hold all the same.
            await release;
            for (int patient = 1; patient <= 3; patient++)
                (await registry.Filing.LookAtAsync(Case(round * 10 + patient), default))!.Objects.Count.Should().BeOneOf(0, 6);
        }
    }

    private static async Task PublishedAsync(TestRegistry registry, int patient)
    {
        await ProcessedAsync(registry, Result(destinations: ["pacs"]), patient);
        (await registry.Publishing.PublishedAsync(Case(patient), 1, 0, "pacs", "publisher", default)).Should().BeTrue();
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Transactions_of_storage_commitment_are_forgotten_when_no_report_can_be_of_use_any_more(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        // To tps the results have been on their way since before its transaction was asked for; pacs has them.
        await ProcessedAsync(registry, Result(destinations: ["pacs", "tps"]));
        foreach (string destination in (string[])["pacs", "tps"])
            await registry.Publishing.TakeDownAsync(destination, [new SentObject("2.25.1", Sha256("x"), "CommitmentAsked", 0, $"2.25.9.{destination}", null, 1, false)], default);
        await registry.Publishing.PublishedAsync(Case(1), 1, 0, "pacs", "publisher", default);
        foreach (string transaction in (string[])["2.25.9.pacs", "2.25.9.tps"])
            await registry.Publishing.ReportAsync(new ReportedCommitment(transaction, "{}"), default);
        registry.Time.Advance(s_kept - TimeSpan.FromSeconds(1));
        await registry.Publishing.TakeDownAsync("pacs", [new SentObject("2.25.2", Sha256("x"), "CommitmentAsked", 0, "2.25.9.young", null, 1, false)], default);
        await registry.Reconciliation.ReleaseObjectsAsync(s_kept, 100, default);
        (await registry.Publishing.HasAskedAsync("2.25.9.pacs", default)).Should().BeTrue();

        registry.Time.Advance(TimeSpan.FromSeconds(1));
        await registry.Reconciliation.ReleaseObjectsAsync(s_kept, 100, default);
        (await registry.Publishing.HasAskedAsync("2.25.9.pacs", default)).Should().BeFalse();
        (await registry.Publishing.HasAskedAsync("2.25.9.tps", default)).Should().BeTrue();
        (await registry.Publishing.HasAskedAsync("2.25.9.young", default)).Should().BeTrue();
        (await registry.Publishing.FindReportAsync("2.25.9.pacs", default)).Should().BeNull();
        (await registry.Publishing.FindReportAsync("2.25.9.tps", default)).Should().NotBeNull();
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Results_go_after_the_objects_of_cases_that_are_over_and_what_others_name_stays(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        TimeSpan resultsKept = s_kept * 2;
        await PublishedAsync(registry, 1);
        await SeeAsync(registry, "Adam", [4]);
        // The second case made the same report.
        await ProcessedAsync(registry, Result(held: new("check-failed", "A margin is short.")) with { Objects = [ResultObject("2.25.7")] }, 2);
        registry.Time.Advance(resultsKept);
        (await registry.Reconciliation.ReleaseResultsAsync(resultsKept, 100, default)).Should().Be(0, "the objects are there still");
        IReadOnlyList<string> objects = await registry.Reconciliation.ReleaseObjectsAsync(s_kept, 100, default);
        await registry.Reconciliation.DeletedAsync(objects, default);
        (await registry.Reconciliation.ReleaseResultsAsync(resultsKept + TimeSpan.FromSeconds(1), 100, default)).Should().Be(0);

        (await registry.Reconciliation.ReleaseResultsAsync(resultsKept, 100, default)).Should().Be(1);
        (await registry.Reconciliation.ReleaseResultsAsync(resultsKept, 100, default)).Should().Be(0);
        (await registry.Reconciliation.ReleaseObjectsAsync(s_kept, 100, default)).Should().BeEquivalentTo(Result().Objects.Select(made => made.StoreKey));
        CaseDetails details = (await registry.Queries.DetailsAsync(Case(1), default))!;
        details.Revisions[0].Results.Should().BeEmpty();
        details.Ledger.Single(line => line.Event == LedgerEvents.Processed).Details.Should().Contain(Result().Objects[0].Sha256);
        details.Deliveries.Should().ContainSingle();
        (await registry.Queries.FilesAsync(Case(1), 1, default)).Should().BeEmpty();
        (await registry.Reviewing.SeenAsync(Case(1), 1, default)).Should().BeEmpty();
        (await registry.Queries.FilesAsync(Case(2), 1, default)).Should().HaveCount(1);
    }
}
