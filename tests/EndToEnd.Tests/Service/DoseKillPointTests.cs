using ContourFlow.Storage.Cases;

namespace ContourFlow.EndToEnd.Tests.Service;

/// <summary>kill -9 of the service between any two steps of a scoring: the dose is scored, once.</summary>
public sealed class DoseKillPointTests : IDisposable
{
    private readonly TemporaryFolder place = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string> Points => [.. Worker.Hosting.KillPoint.OfDoses];

    public void Dispose() => place.Dispose();

    [Theory]
    [MemberData(nameof(Points))]
    public async Task Service_that_is_killed_while_it_scores_scores_once(string point)
    {
        ServiceSetup setup = new ServiceSetup(place).WithDoses(place["protocols"]);
        SmallCase small = SmallCase.In(place["case"], 610);
        string[] dose = [SmallDose.Plan(small, place["case"]), SmallDose.Dose(small, place["case"], 20)];
        bool isSent;
        using (ServiceProcess first = await ServiceProcess.StartReadyAsync("serve", setup, Cancel, point))
        {
            isSent = Pacs.TrySend(setup.Port, [.. small.Files, .. dose]);
            await first.DiedAsync(Cancel);
        }

        using ServiceProcess second = await ServiceProcess.StartReadyAsync("serve", setup, Cancel);
        if (!isSent)
            await Pacs.SendAsync(setup.Port, [.. small.Files, .. dose], Cancel);

        await using var story = new CaseStory(setup);
        await DoseStory.UntilAsync(story, small, () => second.Said, "20 Gy scored on 1");
        CaseDetails details = await story.InStateAsync(small, CaseState.Finished, () => second.Said, Cancel);
        CaseStory.Once(details, LedgerEvents.CaseCreated, LedgerEvents.RevisionOpened, LedgerEvents.Processed, LedgerEvents.DoseScored);
    }
}
