using ContourFlow.Contracts;
using ContourFlow.Storage.Cases;
using ContourFlow.Storage.Filing;
using static ContourFlow.Storage.Tests.Sample;

namespace ContourFlow.Storage.Tests.Filing;

public sealed class FilingTests(Registries registries)
{
    public static TheoryData<RegistryProvider> Providers => Registries.Providers;

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_study_that_is_sent_again_touches_no_case(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        (await registry.Filing.FileAsync(Study(1), default)).Should().AllBeEquivalentTo(FilingOutcome.Filed);
        CaseSummary before = await FindAsync(registry);
        registry.Time.Advance(TimeSpan.FromHours(1));
        (await registry.Filing.FileAsync(Study(1), default)).Should().AllBeEquivalentTo(FilingOutcome.AlreadyFiled);
        (await FindAsync(registry)).Should().BeEquivalentTo(before);
        (await LedgerAsync(registry)).Should().Equal(LedgerEvents.CaseCreated);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Other_content_under_a_UID_is_kept_aside_and_said_once(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        await registry.Filing.FileAsync(Study(1), default);
        await registry.Filing.FileAsync(Study(2), default);
        FilingBatch rival = Batch([StructureSet(1, content: "other"), StructureSet(1, content: "other"), CtImage(1, 9)], [Mention(1), Mention(2)]);
        (await registry.Filing.FileAsync(rival, default)).Should().Equal(FilingOutcome.Conflict, FilingOutcome.Conflict, FilingOutcome.Filed);
        (await registry.Filing.FileAsync(rival, default)).Should().Equal(FilingOutcome.Conflict, FilingOutcome.Conflict, FilingOutcome.AlreadyFiled);

        (await LedgerAsync(registry, 1)).Should().Equal(LedgerEvents.CaseCreated, LedgerEvents.ObjectConflict);
        (await LedgerAsync(registry, 2)).Should().Equal([LedgerEvents.CaseCreated], "it is another patient's");
        (await registry.Filing.ContentAsync(StructureSet(1).SopInstanceUid, default)).Should().Be(StructureSet(1).Sha256);
        CaseToLookAt seen = (await registry.Filing.LookAtAsync(Case(1), default))!;
        seen.Objects.Should().HaveCount(7).And.ContainSingle(filed => filed.Modality == "RTSTRUCT").Which.Should().Be(StructureSet(1));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task What_is_held_is_known_by_class_and_UID(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        await registry.Filing.FileAsync(Study(1), default);
        (await registry.Filing.HoldsAsync(Ct, CtImage(1, 1).SopInstanceUid, default)).Should().BeTrue();
        (await registry.Filing.HoldsAsync(Mr, CtImage(1, 1).SopInstanceUid, default)).Should().BeFalse();
        (await registry.Filing.HoldsAsync(Ct, CtImage(2, 1).SopInstanceUid, default)).Should().BeFalse();
        (await registry.Filing.ContentAsync("1.2.3", default)).Should().BeNull();
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_structure_set_makes_the_case_of_a_CT_that_is_yet_to_come(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        await registry.Filing.FileAsync(Batch([StructureSet(1)], [Mention(1)]), default);
        CaseSummary early = await FindAsync(registry);
        (early.State, early.StudyInstanceUid, early.PatientKey, early.Protocol).Should().Be((CaseState.Waiting, "", "patient-1", "spine"));
        registry.Time.Advance(TimeSpan.FromMinutes(1));
        await registry.Filing.FileAsync(Batch([CtImage(1, 1)], [Mention(1)]), default);
        CaseSummary late = await FindAsync(registry);
        late.StudyInstanceUid.Should().Be("1.2.3.1");
        (late.LastObjectAt - late.CreatedAt).Should().Be(TimeSpan.FromMinutes(1));
        late.Version.Should().BeGreaterThan(early.Version);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task An_MR_has_every_case_of_its_patient_looked_at_and_no_others(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        await registry.Filing.FileAsync(Study(1), default);
        await registry.Filing.FileAsync(Study(2), default);
        foreach (int patient in (int[])[1, 2])
            await registry.Filing.NothingNewAsync(Case(patient), (await FindAsync(registry, patient)).Version, default);
        await registry.Filing.FileAsync(Batch([MrImage(1, 1)], [], "patient-1"), default);
        registry.Time.Advance(Quiet);
        (await registry.Filing.TakeDueAsync(10, TimeSpan.FromSeconds(5), default)).Should().Equal(Case(1));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task What_was_seen_before_a_case_was_touched_does_not_count(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        await registry.Filing.FileAsync(Study(1), default);
        long version = (await registry.Filing.LookAtAsync(Case(1), default))!.Case.Version;
        await registry.Filing.FileAsync(Batch([CtImage(1, 6)], [Mention(1)]), default);

        (await registry.Filing.StillWaitsAsync(Case(1), version, new Incomplete(["a structure set"], null, HasAsked: false), default)).Should().BeFalse();
        (await registry.Filing.NothingNewAsync(Case(1), version, default)).Should().BeFalse();
        (await registry.Filing.OpenRevisionAsync(Case(1), version, new NewRevision("hash", [CtImage(1, 1).SopInstanceUid], "spine"), default)).Should().BeFalse();
        (await registry.Filing.NextDueAsync(default)).Should().NotBeNull();
        (await registry.Filing.OpenRevisionAsync(CaseId.OfPlanningCt("1.9"), 1, new NewRevision("hash", [], "spine"), default)).Should().BeFalse();
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_waiting_case_says_what_for_and_is_looked_at_again_when_that_was_asked(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        await registry.Filing.FileAsync(Study(1), default);
        var seen = new Incomplete(["3 images of the planning CT", "a structure set with a CTV"], TimeSpan.FromMinutes(2), HasAsked: true);
        (await registry.Filing.StillWaitsAsync(Case(1), (await FindAsync(registry)).Version, seen, default)).Should().BeTrue();
        (await FindAsync(registry)).WaitingFor.Should().Equal(seen.WaitingFor);
        (await registry.Filing.NextDueAsync(default)).Should().Be(registry.Time.GetUtcNow() + TimeSpan.FromMinutes(2));
        (await registry.Filing.LookAtAsync(Case(1), default))!.Asked.Should().Be(1);

        await registry.Filing.FileAsync(Batch([CtImage(1, 6)], [Mention(1)]), default);
        (await registry.Filing.LookAtAsync(Case(1), default))!.Asked.Should().Be(0, "something has come since");
        (await registry.Filing.NextDueAsync(default)).Should().Be(registry.Time.GetUtcNow() + Quiet);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_case_that_was_taken_is_due_again_when_nobody_came_back(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        await registry.Filing.FileAsync(Study(1), default);
        registry.Time.Advance(Quiet);
        (await registry.Filing.TakeDueAsync(10, TimeSpan.FromSeconds(5), default)).Should().Equal(Case(1));
        (await registry.Filing.TakeDueAsync(10, TimeSpan.FromSeconds(5), default)).Should().BeEmpty();
        (await registry.Filing.NextDueAsync(default)).Should().Be(registry.Time.GetUtcNow() + TimeSpan.FromSeconds(5));
        registry.Time.Advance(TimeSpan.FromSeconds(5));
        (await registry.Filing.TakeDueAsync(10, TimeSpan.FromSeconds(5), default)).Should().Equal(Case(1));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_case_that_was_touched_by_a_clock_that_has_gone_back_a_day_is_due_now(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        await using var fast = new TestRegistry(provider, registry.Connection, "fast", new(registry.Time.GetUtcNow() + TimeSpan.FromDays(1)));
        await fast.Filing.FileAsync(Study(1), default);
        (await registry.Filing.NextDueAsync(default)).Should().Be(registry.Time.GetUtcNow());
        (await registry.Filing.TakeDueAsync(10, TimeSpan.FromSeconds(5), default)).Should().Equal(Case(1));
        (await OpenAsync(registry)).Should().BeTrue();
        (await registry.Filing.NextDueAsync(default)).Should().BeNull();
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_revision_of_objects_that_are_not_filed_is_refused(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        await registry.Filing.FileAsync(Study(1), default);
        long version = (await FindAsync(registry)).Version;
        Func<Task> open = () => registry.Filing.OpenRevisionAsync(Case(1), version, new NewRevision("hash", ["1.9.9"], "spine"), default);
        await open.Should().ThrowAsync<ArgumentException>().WithMessage("1 of 1 inputs*");
        (await FindAsync(registry)).Version.Should().Be(version);
        (await MessagesAsync(registry)).Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_case_with_a_revision_that_waits_again_goes_back_to_it_when_there_is_nothing_new(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        await ProcessedAsync(registry, Result());
        (await FindAsync(registry)).State.Should().Be(CaseState.Finished);
        await registry.Filing.FileAsync(Batch([CtImage(1, 9)], [Mention(1)]), default);
        await registry.Filing.StillWaitsAsync(Case(1), (await FindAsync(registry)).Version, new Incomplete(["an image"], null, HasAsked: false), default);
        (await FindAsync(registry)).State.Should().Be(CaseState.Waiting);
        (await registry.Filing.NothingNewAsync(Case(1), (await FindAsync(registry)).Version, default)).Should().BeTrue();
        CaseSummary back = await FindAsync(registry);
        back.State.Should().Be(CaseState.Finished);
        back.WaitingFor.Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Images_of_another_patient_under_the_series_of_the_CT_are_told_of_once_and_not_without_end(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        await registry.Filing.FileAsync(Study(1), default);
        (await registry.Filing.LookAtAsync(Case(1), default))!.Strays.Should().BeEmpty();
        FiledObject stray = CtImage(1, 7) with { PatientKey = "patient-2" };
        await registry.Filing.FileAsync(Batch([stray], [Mention(1)]), default);
        await registry.Filing.FileAsync(Batch([stray], [Mention(1)]), default);
        await registry.Filing.FileAsync(Batch([CtImage(1, 8), MrImage(2, 1)], [Mention(1)]), default);

        CaseToLookAt look = (await registry.Filing.LookAtAsync(Case(1), default))!;
        look.Strays.Should().Equal(stray.SopInstanceUid);
        look.Objects.Should().HaveCount(7, "the stray is none of the patient's").And.NotContain(one => one.SopInstanceUid == stray.SopInstanceUid);
        (await LedgerAsync(registry)).Should().Equal(LedgerEvents.CaseCreated, LedgerEvents.StrayImage);

        // One issuer is another patient too; none stated is not.
        await registry.Filing.FileAsync(Batch([CtImage(3, 1) with { IssuerKey = "a" }, CtImage(3, 2), CtImage(3, 3) with { IssuerKey = "b" }], [Mention(3)]), default);
        (await registry.Filing.LookAtAsync(Case(3), default))!.Strays.Should().Equal(CtImage(3, 3).SopInstanceUid);

        await registry.Filing.FileAsync(Batch([.. Enumerable.Range(10, 60).Select(number => CtImage(1, number) with { PatientKey = "patient-2" })], [Mention(1)]), default);
        (await registry.Filing.LookAtAsync(Case(1), default))!.Strays.Should().HaveCount(20);
    }
}
