using ContourFlow.Storage.Cases;
using ContourFlow.Storage.Processing;
using ContourFlow.Storage.Publishing;
using static ContourFlow.Storage.Tests.Sample;

namespace ContourFlow.Storage.Tests.Cases;

public sealed class CourseTests(Registries registries)
{
    public static TheoryData<RegistryProvider> Providers => Registries.Providers;

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_study_goes_from_filed_to_published(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        await registry.Filing.FileAsync(Study(1), default);
        (await registry.Filing.TakeDueAsync(10, TimeSpan.FromSeconds(5), default)).Should().BeEmpty();
        registry.Time.Advance(Quiet);
        (await registry.Filing.TakeDueAsync(10, TimeSpan.FromSeconds(5), default)).Should().Equal(Case(1));
        (await OpenAsync(registry)).Should().BeTrue();
        (await registry.Filing.NextDueAsync(default)).Should().BeNull();
        (await MessagesAsync(registry)).Should().Equal("ProcessCase", "RevisionOpened");

        Claim claim = await registry.Processing.ClaimAsync(Case(1), 1, "worker", TimeSpan.FromSeconds(20), 5, default);
        claim.Outcome.Should().Be(ClaimOutcome.Claimed);
        claim.Inputs.Should().HaveCount(6).And.BeInAscendingOrder(input => input.SopInstanceUid, StringComparer.Ordinal);
        (claim.CtSeriesInstanceUid, claim.Protocol, claim.Attempt).Should().Be((Series(1), "spine", 1));
        (await FindAsync(registry)).State.Should().Be(CaseState.Processing);
        (await registry.Processing.CompleteAsync(Case(1), 1, 0, "worker", Result(destinations: ["pacs", "tps"]), default)).Should().BeTrue();
        (await MessagesAsync(registry)).Should().Equal("CaseProcessed", "PublishResults", "PublishResults");

        foreach (string destination in (string[])["pacs", "tps"])
        {
            ClaimedDelivery? delivery = await registry.Publishing.ClaimAsync(Case(1), 1, destination, "publisher", TimeSpan.FromSeconds(20), default);
            delivery!.Objects.Select(made => made.SopInstanceUid).Should().Equal("2.25.1", "2.25.2");
            (await FindAsync(registry)).State.Should().Be(CaseState.Publishing);
            (await registry.Publishing.PublishedAsync(Case(1), 1, 0, destination, "publisher", default)).Should().BeTrue();
        }

        (await FindAsync(registry)).State.Should().Be(CaseState.Published);
        (await MessagesAsync(registry)).Should().Equal("ResultsPublished", "ResultsPublished");
        (await LedgerAsync(registry)).Should().Equal(
            LedgerEvents.CaseCreated, LedgerEvents.RevisionOpened, LedgerEvents.Processed, LedgerEvents.Published, LedgerEvents.Published);
        (await registry.Queries.LedgerFaultAsync(Case(1), default)).Should().BeNull();
    }
}
