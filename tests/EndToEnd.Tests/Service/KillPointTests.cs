using ContourFlow.EndToEnd.Tests.Network;
using ContourFlow.Storage.Cases;
using ContourFlow.Worker.Hosting;

namespace ContourFlow.EndToEnd.Tests.Service;

/// <summary>
/// kill -9 of the service between any two of its steps. Afterwards the archive is asked: the case's result is there, once, and right; and the ledger has each
/// event once.
/// </summary>
public abstract class KillPointTests : IDisposable
{
    private readonly TemporaryFolder place = new();

    public void Dispose()
    {
        place.Dispose();
        GC.SuppressFinalize(this);
    }

    protected async Task Dies_at(string point, int number)
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        int port = ServerProcess.FreePort();
        using Pacs pacs = await Pacs.StartAsync(port, cancel);
        ServiceSetup setup = new ServiceSetup(place, port).To("pacs", Archive.Title, pacs.Archive.DicomPort);
        SmallCase small = SmallCase.In(place["case"], number);

        bool isSent;
        using (ServiceProcess first = await ServiceProcess.StartReadyAsync("serve", setup, cancel, point))
        {
            isSent = Pacs.TrySend(port, small.Files);
            await first.DiedAsync(cancel);
        }

        using ServiceProcess second = await ServiceProcess.StartReadyAsync("serve", setup, cancel);

        // A PACS sends again what was not answered, and nothing else.
        if (!isSent)
            await Pacs.SendAsync(port, small.Files, cancel);
        string file = (await pacs.ResultsAsync(small.Study, 1, () => second.Said, cancel)).Should().ContainSingle().Which;
        SmallCaseTruth.Check(file, small);
        await using var story = new CaseStory(setup);
        CaseDetails details = await story.InStateAsync(small, CaseState.Published, () => second.Said, cancel);
        CaseStory.Once(details, LedgerEvents.CaseCreated, LedgerEvents.RevisionOpened, LedgerEvents.Processed, LedgerEvents.Published);
        (await pacs.InstancesOfAsync(small.Study, cancel)).Should().ContainSingle();
        second.Said.Should().NotContain(small.Secret);
    }

    // Every second point each, so that the two classes run beside one another.
    protected static TheoryData<string, int> Points(int from)
    {
        var points = new TheoryData<string, int>();
        for (int at = from; at < KillPoint.All.Count; at += 2)
            points.Add(KillPoint.All[at], 100 + at);
        return points;
    }
}

/// <summary>The first, third, fifth point.</summary>
public sealed class OddKillPointTests : KillPointTests
{
    public static TheoryData<string, int> Cases => Points(0);

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Service_that_is_killed_at_any_point_loses_nothing_and_does_nothing_twice(string point, int number) => Dies_at(point, number);
}

/// <summary>The second, fourth, sixth point.</summary>
public sealed class EvenKillPointTests : KillPointTests
{
    public static TheoryData<string, int> Cases => Points(1);

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Service_that_is_killed_at_any_point_loses_nothing_and_does_nothing_twice(string point, int number) => Dies_at(point, number);
}
