using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace ContourFlow.Worker.Commitment;

/// <summary>
/// Requests for commitment whose report has not been taken yet: durable, one file each, and by who asked in memory, so that a peer that
/// calls costs the reading of its own records and no others.
/// </summary>
/// <param name="folder">Where they lie.</param>
/// <param name="log">Tells of records that cannot be read.</param>
internal sealed class PendingRequests(string folder, ILogger log)
{
    private readonly JsonFolder<CommitmentRequest> records = new(folder, CommitmentJson.Default.CommitmentRequest, log);
    private readonly ConcurrentDictionary<string, Waiting> waiting = new(StringComparer.Ordinal);
    private long turns;

    /// <summary>All that can be read, from the disk; they are known from then on.</summary>
    public IReadOnlyList<CommitmentRequest> Load()
    {
        CommitmentRequest[] all = [.. records.All()];
        foreach (CommitmentRequest request in all)
            waiting.TryAdd(request.TransactionUid, Now(request.RequestingAe));
        return all;
    }

    /// <summary>Takes one down, durably.</summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    public void Add(CommitmentRequest request)
    {
        records.Write(request.TransactionUid, request);
        waiting[request.TransactionUid] = Now(request.RequestingAe);
    }

    /// <summary>Its report has been taken.</summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    public void Remove(string transactionUid)
    {
        records.Remove(transactionUid);
        waiting.TryRemove(transactionUid, out _);
    }

    /// <summary>Whether its report has not been taken.</summary>
    public bool Contains(string transactionUid) => records.Contains(transactionUid);

    /// <summary>
    /// Some requests of a peer, those first whose turn was longest ago: what the peer never takes does not keep the others back.
    /// </summary>
    /// <param name="requestingAe">Who asked.</param>
    /// <param name="most">How many.</param>
    /// <param name="isFree">Whether nobody else sends the report on the transaction just now.</param>
    public IEnumerable<CommitmentRequest> NextOf(string requestingAe, int most, Func<string, bool> isFree)
    {
        string[] next =
        [
            .. waiting.Where(entry => string.Equals(entry.Value.RequestingAe, requestingAe, StringComparison.Ordinal) && isFree(entry.Key))
                .OrderBy(entry => entry.Value.Turn).Select(entry => entry.Key).Take(most),
        ];
        foreach (string transactionUid in next)
        {
            if (!waiting.TryGetValue(transactionUid, out Waiting? entry))
                continue;
            waiting.TryUpdate(transactionUid, Now(requestingAe), entry);
            if (records.Find(transactionUid) is { } request)
                yield return request;
            else if (!records.Contains(transactionUid))
                waiting.TryRemove(transactionUid, out _);
        }
    }

    private Waiting Now(string requestingAe) => new(requestingAe, Interlocked.Increment(ref turns));

    /// <summary>A request that waits.</summary>
    /// <param name="RequestingAe">Who asked.</param>
    /// <param name="Turn">When it was last tried, as a number that grows.</param>
    private sealed record Waiting(string RequestingAe, long Turn);
}
