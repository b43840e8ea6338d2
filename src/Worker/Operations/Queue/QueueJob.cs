using ContourFlow.Contracts;
using ContourFlow.Worker.Hosting;
using ContourFlow.Worker.Operations.Cases;

namespace ContourFlow.Worker.Operations.Queue;

/// <summary>`contourflow queue`: asks the broker, and gives dead letters back.</summary>
internal static class QueueJob
{
    private const string Name = "contourflow queue";
    private const int MostNamed = 5;

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
    /// <param name="reference">Only those about this case: its id, the first digits of it, or the Series Instance UID of its CT; null: all.</param>
    /// <param name="cancellationToken">Stops after the message that is under way.</param>
    /// <exception cref="CaseNotFoundException">Several cases that dead letters are about begin like this.</exception>
    public static Task<Answer> ReplayAsync(ServiceOptions options, string? queue, string? reference, CancellationToken cancellationToken) =>
        WithAsync(options, queue, async (broker, queues) =>
        {
            Func<DeadMessage, bool> isMeant = reference is null ? _ => true : await MeantAsync(broker, queues, reference, cancellationToken);
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

    // Looked at before anything is given back: what begins alike may be of several cases, of which one was meant.
    private static async Task<Func<DeadMessage, bool>> MeantAsync(BrokerSession broker, IReadOnlyList<string> queues, string reference, CancellationToken cancellationToken)
    {
        // A UID has dots, digits of a case have none.
        string digits = reference.Contains('.', StringComparison.Ordinal) ? CaseId.OfPlanningCt(reference).ToString() : reference.ToLowerInvariant();
        var named = new SortedSet<string>(StringComparer.Ordinal);
        foreach (string queue in queues)
            named.UnionWith((await new DeadLetters(broker, queue).LookAtAsync(int.MaxValue, cancellationToken)).Select(dead => dead.CaseId?.ToString() ?? "").Where(id => id.StartsWith(digits, StringComparison.Ordinal)));
        if (named.Count > 1)
            throw new CaseNotFoundException("ambiguous-case", $"Dead letters of several cases begin with {digits}: {string.Join(", ", named.Take(MostNamed))}{(named.Count > MostNamed ? " ..." : "")}. Give more digits.");
        string one = named.Min ?? digits;
        return message => message.CaseId?.ToString() == one;
    }

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
