using System.Collections.Concurrent;
using ContourFlow.Storage.Objects;

namespace ContourFlow.Review.Tests.Images;

/// <summary>An object store that counts what is fetched, and keeps some of it back until it is let go.</summary>
internal sealed class WatchedStore(IObjectStore inner, Func<string, bool>? isKeptBack = null) : IObjectStore
{
    private readonly TaskCompletionSource released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ConcurrentQueue<string> Fetched { get; } = [];

    public bool IsAway { get; set; }

    public void Release() => released.TrySetResult();

    public async Task FetchAsync(string key, string path, CancellationToken cancellationToken)
    {
        Fetched.Enqueue(key);
        if (isKeptBack?.Invoke(key) == true)
            await released.Task.WaitAsync(cancellationToken);
        if (IsAway)
            throw new StoreUnavailableException("The store is away.");
        await inner.FetchAsync(key, path, cancellationToken);
    }

    public Task<Stream> OpenAsync(string key, CancellationToken cancellationToken) =>
        IsAway ? throw new StoreUnavailableException("The store is away.") : inner.OpenAsync(key, cancellationToken);

    public Task<StoredBlob> PutAsync(string path, CancellationToken cancellationToken) => inner.PutAsync(path, cancellationToken);

    public Task<StoredBlob> PutAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken) => inner.PutAsync(content, cancellationToken);

    public Task<bool> DeleteAsync(string key, CancellationToken cancellationToken) => inner.DeleteAsync(key, cancellationToken);

    public Task<string?> FaultAsync(CancellationToken cancellationToken) => inner.FaultAsync(cancellationToken);
}
