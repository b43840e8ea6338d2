using ContourFlow.Storage.Messaging;
using ContourFlow.Storage.Objects;

namespace ContourFlow.Worker.Tests.Messaging;

/// <summary>A reconciliation that notes what it was asked, and a lease that one owner has.</summary>
internal sealed class MemoryReconciliation : IReconciliation, ILeases
{
    public List<TimeSpan> Silences { get; } = [];

    /// <summary>For how long results were to be kept, each time that it was asked.</summary>
    public List<TimeSpan> ResultsKept { get; } = [];

    public Queue<string[]> Released { get; } = [];

    public List<string> Deleted { get; } = [];

    public string? Owner { get; set; }

    public Task<Reconciled> ReissueAsync(TimeSpan silence, CancellationToken cancellationToken)
    {
        Silences.Add(silence);
        return Task.FromResult(new Reconciled(0, 0));
    }

    public Task<int> ExpireAsync(TimeSpan waitingFor, CancellationToken cancellationToken) => Task.FromResult(0);

    public Task<IReadOnlyList<string>> ReleaseObjectsAsync(TimeSpan untouchedFor, int most, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<string>>(Released.TryDequeue(out string[]? keys) ? keys : []);

    public Task<int> ReleaseResultsAsync(TimeSpan untouchedFor, int most, CancellationToken cancellationToken)
    {
        ResultsKept.Add(untouchedFor);
        return Task.FromResult(0);
    }

    public Task DeletedAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken)
    {
        Deleted.AddRange(keys);
        return Task.CompletedTask;
    }

    public Task<bool> TryTakeAsync(string name, string owner, TimeSpan heldFor, CancellationToken cancellationToken) =>
        Task.FromResult(string.Equals(Owner ??= owner, owner, StringComparison.Ordinal));

    public Task ReleaseAsync(string name, string owner, CancellationToken cancellationToken)
    {
        Owner = string.Equals(Owner, owner, StringComparison.Ordinal) ? null : Owner;
        return Task.CompletedTask;
    }
}

/// <summary>An object store of which only the deleting is looked at.</summary>
internal sealed class MemoryObjects : IObjectStore
{
    public List<string> Deleted { get; } = [];

    /// <summary>What is not deleted yet, because it was put a moment ago.</summary>
    public HashSet<string> Young { get; } = [];

    public Task<StoredBlob> PutAsync(string path, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<StoredBlob> PutAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task FetchAsync(string key, string path, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Stream> OpenAsync(string key, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<bool> DeleteAsync(string key, CancellationToken cancellationToken)
    {
        Deleted.Add(key);
        return Task.FromResult(!Young.Contains(key));
    }

    public Task<string?> FaultAsync(CancellationToken cancellationToken) => Task.FromResult<string?>(null);
}
