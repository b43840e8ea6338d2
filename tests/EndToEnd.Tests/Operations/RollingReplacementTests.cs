using ContourFlow.EndToEnd.Tests.Service;

namespace ContourFlow.EndToEnd.Tests.Operations;

/// <summary>
/// An upgrade, and a roll back, as Kubernetes does them: process after process is asked to stop and another takes its place, while cases come. Of the gateway the
/// old one has ended before the new one begins, over the same spool; of workers and publishers the new one is there before the old one is asked to stop.
/// </summary>
public sealed class RollingReplacementTests(Cluster cluster) : IClassFixture<Cluster>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_process_is_replaced_while_cases_come_and_none_is_lost_or_done_twice()
    {
        Cluster.Needed();
        IReadOnlyList<SmallCase> cases = cluster.Cases(300, 12);
        Task sending = Task.WhenAll(cases.Chunk(6).Select(async part =>
        {
            foreach (SmallCase small in part)
            {
                // What the gateway does not take while it is being replaced the PACS sends again.
                await Pacs.SendAsync(cluster.Setup.Port, small.Files, Cancel);
            }
        }));
        await Eventually.SoAsync(async () => (await cluster.Story.Cases.CountsAsync(Cancel)).Count > 0, () => cluster.Said, Cancel);

        await cluster.StartAsync("worker-3", Cancel);
        (await cluster.StopAsync("worker-1")).Should().Be(0, cluster.AllSaid);
        await cluster.StartAsync("worker-4", Cancel);
        (await cluster.StopAsync("worker-2")).Should().Be(0, cluster.AllSaid);
        (await cluster.StopAsync("gateway")).Should().Be(0, cluster.AllSaid);
        await cluster.StartAsync("gateway", Cancel);
        await cluster.StartAsync("publisher-2", Cancel);
        (await cluster.StopAsync("publisher")).Should().Be(0, cluster.AllSaid);
        await sending;

        // Each once in the ledger, and once in the archive.
        await cluster.AllRightAsync(cases, Cancel);
        (await cluster.Pacs.Archive.InstancesAsync(Cancel)).Should().HaveCount(cases.Count);
        cluster.Setup.Run("queue", "dead").Json["messages"]!.AsArray().Should().BeEmpty();
    }
}
