using System.Security.Cryptography;

namespace ContourFlow.Storage.Objects;

/// <summary>Stored files in an S3 bucket, named by their content.</summary>
/// <remarks>
/// S3 cannot delete under a condition. So whoever deletes a file lays a mark beside it first, looks then when it was last put, and takes the mark away
/// at the end. Whoever puts bytes that are there already makes them young, looks for a mark, and looks once more for the file:
/// <list type="bullet">
/// <item>no mark yet: the deleter will find the file young, and leave it;</item>
/// <item>a mark: it is waited for, and the file put anew if it went;</item>
/// <item>no mark any more: the second look shows whether it went.</item>
/// </list>
/// S3 answers every look with what was written before it (strong consistency). A file is deleted by one process at a time: the registry gives a key to
/// one (IReconciliation).
/// </remarks>
internal sealed class S3Store : IObjectStore, IDisposable
{
    // Deleting takes three requests. What is older was left by a process that died, or does not delete any more (see below).
    private static readonly TimeSpan s_longestDeletion = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_staleMark = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan s_betweenLooks = TimeSpan.FromMilliseconds(200);

    private readonly BlobBucket bucket;
    private readonly TimeProvider time;
    private readonly string probe;

    /// <summary>Makes the store; nothing is reached yet.</summary>
    public S3Store(StorageOptions options, TimeProvider time)
    {
        bucket = new BlobBucket(options.S3 ?? throw new ArgumentException("No bucket is named.", nameof(options)));
        this.time = time;
        probe = ".probe/" + Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(options.Process)).AsSpan(0, 8));
    }

    /// <inheritdoc/>
    public async Task<StoredBlob> PutAsync(string path, CancellationToken cancellationToken)
    {
        FileStream Open() => new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);

        string sha256;
        long length;
        await using (FileStream content = Open())
        {
            sha256 = Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellationToken));
            length = content.Length;
        }

        return await PutAsync(Open, sha256, length, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<StoredBlob> PutAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        byte[] bytes = content.ToArray();
        return PutAsync(() => new MemoryStream(bytes, writable: false), Convert.ToHexStringLower(SHA256.HashData(bytes)), bytes.Length, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task FetchAsync(string key, string path, CancellationToken cancellationToken)
    {
        string sha256 = BlobKey.Sha256(key);
        var to = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        try
        {
            await using (to)
                await ReadAsync(key, sha256, to, cancellationToken);
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task<Stream> OpenAsync(string key, CancellationToken cancellationToken)
    {
        string sha256 = BlobKey.Sha256(key);
        // Read whole first: its hash is compared before anybody sees a byte of it.
        string path = Path.GetTempFileName();
        var content = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, bufferSize: 64 * 1024, FileOptions.DeleteOnClose);
        try
        {
            await ReadAsync(key, sha256, content, cancellationToken);
            content.Position = 0;
            return content;
        }
        catch
        {
            await content.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public Task<bool> DeleteAsync(string key, CancellationToken cancellationToken)
    {
        _ = BlobKey.Sha256(key);
        return S3Faults.RunAsync(async () =>
        {
            await bucket.PutAsync(Mark(key), () => new MemoryStream([1], writable: false), 1, cancellationToken);
            long began = time.GetTimestamp();
            (DateTimeOffset PutAt, long Length)? there = await bucket.LookAsync(key, cancellationToken);
            bool mayGo = there is { } seen && time.GetUtcNow() - seen.PutAt >= StoreFolder.Grace && time.GetElapsedTime(began) < s_longestDeletion;
            if (mayGo)
                await bucket.DeleteAsync(key, cancellationToken);
            await bucket.DeleteAsync(Mark(key), cancellationToken);
            return mayGo || there is null;
        });
    }

    /// <inheritdoc/>
    public async Task<string?> FaultAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await S3Faults.RunAsync<string?>(async () =>
            {
                await bucket.PutAsync(probe, () => new MemoryStream([1], writable: false), 1, cancellationToken);
                return null;
            });
        }
        catch (StoreUnavailableException fault)
        {
            return fault.Message;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => bucket.Dispose();

    private async Task<StoredBlob> PutAsync(Func<Stream> open, string sha256, long length, CancellationToken cancellationToken)
    {
        string key = BlobKey.Of(sha256);
        return await S3Faults.RunAsync(async () =>
        {
            while (!await bucket.TryPutAsync(key, open, length, cancellationToken) && !await IsKeptAsync(key, open, length, cancellationToken))
                await Task.Delay(s_betweenLooks, cancellationToken);
            return new StoredBlob(key, sha256, length);
        });
    }

    // Whether the file that is there will stay: see above.
    private async Task<bool> IsKeptAsync(string key, Func<Stream> open, long length, CancellationToken cancellationToken)
    {
        if (await bucket.LookAsync(key, cancellationToken) is not { } there)
            return false;
        if (there.Length != length || time.GetUtcNow() - there.PutAt > StoreFolder.Grace / 2)
            await bucket.PutAsync(key, open, length, cancellationToken);
        if (await bucket.LookAsync(Mark(key), cancellationToken) is { } mark)
        {
            if (time.GetUtcNow() - mark.PutAt > s_staleMark)
                await bucket.DeleteAsync(Mark(key), cancellationToken);
            return false;
        }

        return await bucket.LookAsync(key, cancellationToken) is { } kept && kept.Length == length;
    }

    private async Task ReadAsync(string key, string sha256, Stream to, CancellationToken cancellationToken)
    {
        bool isThere = await S3Faults.RunAsync(() => bucket.GetAsync(
            key,
            async from =>
            {
                await from.CopyToAsync(to, cancellationToken);
                to.Position = 0;
            },
            cancellationToken));
        if (!isThere)
            throw new StoredBlobException(key, $"The object store has no file {key}.");
        if (Convert.ToHexStringLower(await SHA256.HashDataAsync(to, cancellationToken)) != sha256)
            throw new StoredBlobException(key, $"The bytes of {key} in the object store are not those that were stored.");
    }

    private static string Mark(string key) => ".deleting/" + key;
}
