using System.Text.Json.Nodes;
using ContourFlow.Storage.Cases;
using ContourFlow.Storage.Filing;
using ContourFlow.Storage.Processing;
using ContourFlow.Storage.Publishing;
using static ContourFlow.Storage.Tests.Sample;

namespace ContourFlow.Storage.Tests.Cases;

/// <summary>A case that a person has processed by another protocol.</summary>
public sealed class RerunTests(Registries registries)
{
    private static readonly HoldReason s_check = new("check-failed", "A margin is short.");

    private static readonly TimeSpan s_claim = TimeSpan.FromSeconds(20);

    public static TheoryData<RegistryProvider> Providers => Registries.Providers;

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_published_case_is_processed_again_under_a_number_of_its_own(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        await ProcessedAsync(registry, Result(content: "old", destinations: ["pacs"]));
        await registry.Publishing.ClaimAsync(Case(1), 1, "pacs", "publisher", s_claim, default);
        await registry.Publishing.PublishedAsync(Case(1), 1, 0, "pacs", "publisher", default);
        await MessagesAsync(registry);
        (await registry.Decisions.RerunAsync(By("the boost was wanted"), "spine-boost", default)).Should().Be(DecisionOutcome.Taken);

        (await MessagesAsync(registry)).Should().Equal("ProcessCase", "RevisionOpened");
        CaseDetails queued = (await registry.Queries.DetailsAsync(Case(1), default))!;
        (queued.Summary.State, queued.Summary.Revision, queued.Summary.Protocol).Should().Be((CaseState.Queued, 2, "spine-boost"));
        queued.Revisions.Select(revision => revision.State).Should().Equal(CaseState.Published, CaseState.Queued);
        queued.Revisions[1].Inputs.Should().Equal(queued.Revisions[0].Inputs);
        queued.Revisions[0].Results.Should().BeEquivalentTo(Result(content: "old").Objects, "what was published stays known");
        LedgerEntry line = queued.Ledger.Single(entry => entry.Event == LedgerEvents.Rerun);
        (line.Revision, line.By).Should().Be((2, "physicist"));
        JsonNode details = JsonNode.Parse(line.Details)!;
        ((string?)details["From"], (string?)details["To"], (int?)details["OfRevision"], (string?)details["Reason"]).Should().Be(("spine", "spine-boost", 1, "the boost was wanted"));

        Claim claim = await registry.Processing.ClaimAsync(Case(1), 2, "worker", s_claim, 5, default);
        (claim.Outcome, claim.Protocol).Should().Be((ClaimOutcome.Claimed, "spine-boost"));
        await registry.Processing.CompleteAsync(Case(1), 2, 0, "worker", Made("new", "pacs"), default);
        ClaimedDelivery delivery = (await registry.Publishing.ClaimAsync(Case(1), 2, "pacs", "publisher", s_claim, default))!;
        delivery.Objects.Should().BeEquivalentTo(Made("new").Objects);
        await registry.Publishing.PublishedAsync(Case(1), 2, 0, "pacs", "publisher", default);
        CaseDetails published = (await registry.Queries.DetailsAsync(Case(1), default))!;
        published.Summary.State.Should().Be(CaseState.Published);
        published.Deliveries.Select(one => (one.Revision, one.State)).Should().Equal((1, DeliveryState.Published), (2, DeliveryState.Published));
        (await registry.Queries.LedgerFaultAsync(Case(1), default)).Should().BeNull();
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task What_awaited_review_is_dropped_and_cannot_be_accepted_any_more(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        await ProcessedAsync(registry, Result(afterReview: true, destinations: ["pacs"]));
        long seen = (await FindAsync(registry)).Version;
        (await registry.Decisions.RerunAsync(By("wrong site") with { Version = seen }, "lumbar", default)).Should().Be(DecisionOutcome.Taken);

        (await registry.Decisions.AcceptAsync(By("") with { Version = seen }, default)).Should().Be(DecisionOutcome.Stale);
        (await registry.Decisions.AcceptAsync(By(""), default)).Should().Be(DecisionOutcome.NotInThisState);
        CaseDetails details = (await registry.Queries.DetailsAsync(Case(1), default))!;
        details.Revisions.Select(revision => revision.State).Should().Equal(CaseState.Superseded, CaseState.Queued);
        details.Deliveries.Should().ContainSingle().Which.State.Should().Be(DeliveryState.Dropped);
        (await registry.Publishing.ClaimAsync(Case(1), 1, "pacs", "publisher", s_claim, default)).Should().BeNull();
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Held_rejected_and_finished_cases_are_rerun_and_one_of_two_people_at_once_has_it_so(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        await ProcessedAsync(registry, Result(held: s_check, destinations: ["pacs"]), 1);
        await ProcessedAsync(registry, Result(afterReview: true, destinations: ["pacs"]), 2);
        await registry.Decisions.RejectAsync(By("no", 2), default);
        await ProcessedAsync(registry, Result(), 3);
        foreach (int patient in (int[])[1, 2, 3])
        {
            DecisionOutcome[] outcomes = await Task.WhenAll(Enumerable.Range(1, 3).Select(_ => Task.Run(() => registry.Decisions.RerunAsync(By("again", patient), "lumbar", default))));
            outcomes.Should().BeEquivalentTo([DecisionOutcome.Taken, DecisionOutcome.NotInThisState, DecisionOutcome.NotInThisState]);
            CaseSummary found = await FindAsync(registry, patient);
            (found.State, found.Revision).Should().Be((CaseState.Queued, 2));
        }
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_case_that_something_is_being_done_with_is_not_rerun(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        Task<DecisionOutcome> RerunAsync() => registry.Decisions.RerunAsync(By("again"), "lumbar", default);
        (await RerunAsync()).Should().Be(DecisionOutcome.NoSuchCase);
        await registry.Filing.FileAsync(Study(1), default);
        (await RerunAsync()).Should().Be(DecisionOutcome.NotInThisState, "it waits and has no revision");
        await OpenAsync(registry);
        (await RerunAsync()).Should().Be(DecisionOutcome.NotInThisState, "it is queued");
        await registry.Processing.ClaimAsync(Case(1), 1, "worker", s_claim, 5, default);
        (await RerunAsync()).Should().Be(DecisionOutcome.NotInThisState, "a worker is at it");
        await registry.Processing.CompleteAsync(Case(1), 1, 0, "worker", Result(destinations: ["pacs"]), default);
        (await RerunAsync()).Should().Be(DecisionOutcome.NotInThisState, "its results are on their way");
        (await FindAsync(registry)).Protocol.Should().Be("spine");
        foreach (Func<Task> wrong in (Func<Task>[])[() => registry.Decisions.RerunAsync(By(" "), "lumbar", default), () => registry.Decisions.RerunAsync(By("again"), " ", default)])
            await wrong.Should().ThrowAsync<ArgumentException>();
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task What_is_on_its_way_of_an_older_revision_ends_there_apart_from_the_new_results(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        await ProcessedAsync(registry, Made("first", "pacs"));
        // The archive has one object of the first revision when a late image opens the second, which is held, and is rerun.
        await registry.Publishing.ClaimAsync(Case(1), 1, "pacs", "publisher-1", s_claim, default);
        await registry.Publishing.TakeDownAsync("pacs", [new SentObject("2.25.1.first", Sha256("x"), "Stored", 0, null, null, 1, false)], default);
        await registry.Filing.FileAsync(Batch([CtImage(1, 9)], [Mention(1)]), default);
        await OpenAsync(registry);
        await registry.Processing.ClaimAsync(Case(1), 2, "worker", s_claim, 5, default);
        await registry.Processing.CompleteAsync(Case(1), 2, 0, "worker", Made("second", "pacs") with { Held = s_check }, default);
        (await registry.Decisions.RerunAsync(By("again"), "lumbar", default)).Should().Be(DecisionOutcome.Taken);
        await registry.Processing.ClaimAsync(Case(1), 3, "worker", s_claim, 5, default);
        await registry.Processing.CompleteAsync(Case(1), 3, 0, "worker", Made("third", "pacs"), default);

        (await registry.Publishing.PublishedAsync(Case(1), 1, 0, "pacs", "publisher-1", default)).Should().BeTrue();
        (await registry.Publishing.ClaimAsync(Case(1), 2, "pacs", "publisher-2", s_claim, default)).Should().BeNull();
        ClaimedDelivery third = (await registry.Publishing.ClaimAsync(Case(1), 3, "pacs", "publisher-2", s_claim, default))!;
        third.Objects.Select(made => made.SopInstanceUid).Should().Equal("2.25.1.third", "2.25.2.third");
        (await FindAsync(registry)).State.Should().Be(CaseState.Publishing);
        CaseDetails details = (await registry.Queries.DetailsAsync(Case(1), default))!;
        details.Deliveries.Select(one => (one.Revision, one.State)).Should().Equal((1, DeliveryState.Published), (2, DeliveryState.Dropped), (3, DeliveryState.Pending));
        details.Ledger.Where(line => line.Event == LedgerEvents.Published).Should().ContainSingle().Which.Details.Should().Contain("2.25.1.first").And.NotContain("third");
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task It_is_looked_at_by_the_new_protocol_at_once_and_with_the_same_inputs_nothing_is_new(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        await ProcessedAsync(registry, Result());
        await registry.Decisions.RerunAsync(By("again"), "lumbar", default);

        (await registry.Filing.TakeDueAsync(10, s_claim, default)).Should().Equal(Case(1));
        CaseToLookAt look = (await registry.Filing.LookAtAsync(Case(1), default))!;
        look.Case.Protocol.Should().Be("lumbar");
        // What who looks would compute of the same inputs.
        look.NewestInputsHash.Should().Be(InputsHash.Of("lumbar", look.Objects.Select(one => (one.SopInstanceUid, one.Sha256))));
        (await registry.Filing.NothingNewAsync(Case(1), look.Case.Version, default)).Should().BeTrue();
        (await FindAsync(registry)).State.Should().Be(CaseState.Queued);
        (await registry.Filing.NextDueAsync(default)).Should().BeNull();
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_case_whose_objects_are_not_kept_any_more_is_not_rerun(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        await ProcessedAsync(registry, Result());
        registry.Time.Advance(TimeSpan.FromDays(90));
        await registry.Reconciliation.ReleaseObjectsAsync(TimeSpan.FromDays(90), 100, default);
        (await registry.Decisions.RerunAsync(By("too late"), "lumbar", default)).Should().Be(DecisionOutcome.NotInThisState);
        (await registry.Queries.DetailsAsync(Case(1), default))!.Revisions.Should().HaveCount(1);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task What_a_reviewer_had_on_the_screen_is_in_the_ledger(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        await ProcessedAsync(registry, Result(afterReview: true, destinations: ["pacs"]), 1);
        await ProcessedAsync(registry, Result(held: s_check, destinations: ["pacs"]), 2);
        await ProcessedAsync(registry, Result(held: s_check, destinations: ["pacs"]), 3);
        var evidence = new ReviewedEvidence(41, 44, Sha256("protocol"), ["2.25.1", "2.25.2"]);
        await registry.Decisions.AcceptAsync(By("fine", 1) with { Evidence = evidence }, default);
        await registry.Decisions.ReleaseAsync(By("fine", 2) with { Evidence = evidence }, default);
        await registry.Decisions.RejectAsync(By("not fine", 3) with { Evidence = evidence }, default);
        foreach ((int patient, string happened) in ((int, string)[])[(1, LedgerEvents.Accepted), (2, LedgerEvents.Released), (3, LedgerEvents.Rejected)])
        {
            LedgerEntry line = (await registry.Queries.DetailsAsync(Case(patient), default))!.Ledger.Single(entry => entry.Event == happened);
            JsonNode said = JsonNode.Parse(line.Details)!["Evidence"]!;
            ((int)said["PlanesSeen"]!, (int)said["PlanesDrawn"]!, (string?)said["ProtocolHash"]).Should().Be((41, 44, Sha256("protocol")));
            said["SopInstanceUids"]!.AsArray().Select(uid => (string?)uid).Should().Equal("2.25.1", "2.25.2");
        }
    }

    private static ProcessedRevision Made(string content, params string[] destinations) => Result() with
    {
        Objects = [ResultObject($"2.25.1.{content}", content), ResultObject($"2.25.2.{content}", content)],
        Routes = [.. destinations.Select(destination => new Route(destination, [$"2.25.1.{content}", $"2.25.2.{content}"]))],
    };

    private static Decision By(string reason, int patient = 1) => new(Case(patient), null, "physicist", reason);
}
