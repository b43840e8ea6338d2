using ContourFlow.Worker.Hosting;

namespace ContourFlow.Worker.Operations.Queue;

/// <summary>`contourflow queue`: asks the broker, and gives dead letters back.</summary>
internal static class QueueJob
{
    private const string Name = "contourflow queue";

    /// <summary>How much each queue holds.</summary>
    public static Task<Answer> DepthAsync(ServiceOptions options, CancellationToken cancellationToken) =>
        WithAsync(options, queue: null, async (broker, _) =>
        {
            var queues = new ServiceQueues(options);
            return QueueAnswer.OfDepths(await QueueDepth.ReadAsync(broker, queues.Working.SelectMany(queues.AllOf), cancellationToken));
        }, cancellationToken);

    /// <summary>What lies in dead-letter and error queues.</summary>
    public static Task<Answer> DeadAsync(ServiceOptions options, string? queue, int limit, CancellationToken cancellationToken) =>
        WithAsync(options, queue, async (broker, queues) =>
        {
            var dead = new List<DeadMessage>();
            foreach (string one in queues)
                // One more than is shown tells whether there are more.
                dead.AddRange(await new DeadLetters(broker, one).LookAtAsync(limit + 1 - dead.Count, cancellationToken));
            return QueueAnswer.OfDead(dead, limit);
        }, cancellationToken);

    /// <summary>Gives dead letters back to their queues.</summary>
    /// <param name="options">The service's configuration.</param>
    /// <param name="queue">Only those of this queue; null: of all.</param>
    /// <param name="isMeant">Which.</param>
    /// <param name="cancellationToken">Stops after the message that is under way.</param>
    public static Task<Answer> ReplayAsync(ServiceOptions options, string? queue, Func<DeadMessage, bool> isMeant, CancellationToken cancellationToken) =>
        WithAsync(options, queue, async (broker, queues) =>
        {
            var replayed = new List<DeadMessage>();
            foreach (string one in queues)
                replayed.AddRange(await new DeadLetters(broker, one).ReplayAsync(isMeant, cancellationToken));
            return QueueAnswer.OfReplayed(replayed);
        }, cancellationToken);

    /// <summary>Removes dead letters for good.</summary>
    public static Task<Answer> PurgeAsync(ServiceOptions options, string? queue, CancellationToken cancellationToken) =>
        WithAsync(options, queue, async (broker, queues) =>
        {
            long purged = 0;
            foreach (string one in queues)
                purged += await new DeadLetters(broker, one).PurgeAsync(cancellationToken);
            return QueueAnswer.OfPurged(purged);
        }, cancellationToken);

    private static async Task<Answer> WithAsync(
        ServiceOptions options, string? queue, Func<BrokerSession, IReadOnlyList<string>, Task<Answer>> work, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> queues = new ServiceQueues(options).Named(queue);
        if (options.Queue.Url is not { } url)
            return QueueAnswer.InMemory();
        await using BrokerSession session = await BrokerSession.OpenAsync(url, Name, cancellationToken);
        return await session.DoAsync(broker => work(broker, queues));
    }
}
