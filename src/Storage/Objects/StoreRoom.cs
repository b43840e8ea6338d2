namespace ContourFlow.Storage.Objects;

/// <summary>The room that is left on the folder's disk. The disk is asked at most once a second; what was written since is taken off.</summary>
internal sealed class StoreRoom(string folder, long keepFree, TimeProvider time)
{
    private static readonly TimeSpan s_period = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private long? askedAt;
    private long free;

    /// <summary>Why nothing may be stored now, in a sentence; null when something may.</summary>
    /// <exception cref="IOException">The disk does not answer.</exception>
    public string? Fault()
    {
        lock (gate)
        {
            if (askedAt is not { } last || time.GetElapsedTime(last) >= s_period)
            {
                Directory.CreateDirectory(folder);
                free = new DriveInfo(folder).AvailableFreeSpace;
                askedAt = time.GetTimestamp();
            }

            return free > keepFree ? null : $"The disk of the object store has {Math.Max(0, free) >> 20} MiB left, of which {keepFree >> 20} MiB are to be kept free.";
        }
    }

    /// <summary>Takes note of what was written.</summary>
    public void Take(long bytes)
    {
        lock (gate)
            free -= bytes;
    }
}
