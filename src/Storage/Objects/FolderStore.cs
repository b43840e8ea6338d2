using Microsoft.Extensions.Logging;

namespace ContourFlow.Storage.Objects;

/// <summary>
/// Stored files in a folder, named by their content. A file is written under another name, flushed, and then gets its own: it is there whole or
/// not at all, and survives a power cut once it was put.
/// </summary>
/// <remarks>The folder may be shared by processes of several machines, where its file system can rename and link.</remarks>
internal sealed class FolderStore : IObjectStore
{
    private static readonly TimeSpan s_betweenCleanings = TimeSpan.FromHours(1);

    // For as long a reader waits for a file that is being looked at whether it may be deleted.
    private static readonly TimeSpan s_away = TimeSpan.FromMilliseconds(50);
    private const int MostLooks = 4;

    private readonly StoreFolder folder;
    private readonly StoreRoom room;
    private readonly TimeProvider time;
    private long cleanedAt;

    /// <summary>Makes the store; the folder is looked at when it is first used.</summary>
    public FolderStore(StorageOptions options, TimeProvider time, ILogger<FolderStore> log)
    {
        string root = Path.GetFullPath(options.ObjectFolder ?? throw new ArgumentException("No folder is named.", nameof(options)));
        folder = new StoreFolder(root, options.Process, time, log);
        room = new StoreRoom(root, options.FreeBytes, time);
        this.time = time;
        cleanedAt = time.GetTimestamp() - (long)(s_betweenCleanings.TotalSeconds * time.TimestampFrequency);
    }

    /// <inheritdoc/>
    public async Task<StoredBlob> PutAsync(string path, CancellationToken cancellationToken)
    {
        // Outside: a file that cannot be read is no fault of the store's.
        await using var content = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        return await PutAsync(content, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<StoredBlob> PutAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        await using var stream = new MemoryStream(content.ToArray(), writable: false);
        return await PutAsync(stream, cancellationToken);
    }

    /// <inheritdoc/>
    public Task FetchAsync(string key, string path, CancellationToken cancellationToken)
    {
        string sha256 = BlobKey.Sha256(key);
        return FindAsync(
            key,
            file =>
            {
                switch (LinuxFiles.TryLink(file, path))
                {
                    case LinuxFiles.LinkOutcome.Linked:
                        CopiedFile.Compare(path, key, sha256, cancellationToken);
                        return true;
                    case LinuxFiles.LinkOutcome.NameTaken:
                        throw new ArgumentException("A file is there already.", nameof(path));
                    case LinuxFiles.LinkOutcome.NotThere when !File.Exists(file):
                        return false;
                    default:
                        return CopiedFile.Copy(file, path, key, sha256, cancellationToken);
                }
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<Stream> OpenAsync(string key, CancellationToken cancellationToken)
    {
        _ = BlobKey.Sha256(key);
        Stream? opened = null;
        await FindAsync(
            key,
            file =>
            {
                try
                {
                    opened = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 64 * 1024);
                    return true;
                }
                catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
                {
                    return false;
                }
            },
            cancellationToken);
        return opened!;
    }

    /// <inheritdoc/>
    public Task<bool> DeleteAsync(string key, CancellationToken cancellationToken)
    {
        _ = BlobKey.Sha256(key);
        return RunAsync(() => folder.TryDelete(key), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<string?> FaultAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await RunAsync(
                () =>
                {
                    CleanSometimes();
                    folder.Probe();
                    return room.Fault();
                },
                cancellationToken);
        }
        catch (StoreUnavailableException fault)
        {
            return fault.Message;
        }
    }

    private Task<StoredBlob> PutAsync(Stream content, CancellationToken cancellationToken) =>
        RunAsync(
            () =>
            {
                CleanSometimes();
                if (room.Fault() is { } full)
                    throw new StoreUnavailableException(full);
                StoredBlob stored = folder.Put(content, cancellationToken);
                room.Take(stored.Length);
                return stored;
            },
            cancellationToken);

    private async Task FindAsync(string key, Func<string, bool> take, CancellationToken cancellationToken)
    {
        for (int looks = 1; ; looks++)
        {
            if (await RunAsync(() => take(folder.PathOf(key)), cancellationToken))
                return;
            if (looks == MostLooks)
            {
                // Where the whole folder is away, so is every file of it; that may pass.
                if (!Directory.Exists(folder.Root))
                    throw new StoreUnavailableException("The folder of the object store is not there.");
                throw new StoredBlobException(key, $"The object store has no file {key}.");
            }

            await Task.Delay(s_away, cancellationToken);
        }
    }

    private void CleanSometimes()
    {
        long last = Interlocked.Read(ref cleanedAt);
        if (time.GetElapsedTime(last) >= s_betweenCleanings && Interlocked.CompareExchange(ref cleanedAt, time.GetTimestamp(), last) == last)
            folder.Clean();
    }

    private static Task<T> RunAsync<T>(Func<T> act, CancellationToken cancellationToken) =>
        Task.Run(
            () =>
            {
                try
                {
                    return act();
                }
                catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
                {
                    throw new StoreUnavailableException($"The object store's folder cannot be used: {fault.GetType().Name} {fault.HResult:x}.", fault);
                }
            },
            cancellationToken);
}
