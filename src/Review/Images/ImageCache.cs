using Microsoft.Extensions.Logging;

namespace ContourFlow.Review.Images;

/// <summary>The prepared revisions on the disk, bounded: what was not looked at for the longest goes first. All of it can be made again.</summary>
internal sealed class ImageCache
{
    // Whatever is being prepared is done, or was given up, by then.
    private static readonly TimeSpan Forgotten = TimeSpan.FromHours(6);

    private static int s_scratches;

    private readonly string prepared;
    private readonly string scratch;
    private readonly long mostBytes;
    private readonly TimeProvider time;
    private readonly ILogger log;
    private readonly Lock bounding = new();

    /// <summary>Looks at the folder; it is made when something is put into it.</summary>
    public ImageCache(ReviewOptions options, TimeProvider time, ILogger<ImageCache> log)
    {
        prepared = Path.Combine(Path.GetFullPath(options.Folder), "images");
        scratch = Path.Combine(Path.GetFullPath(options.Folder), "scratch");
        mostBytes = options.Images.MostBytes;
        this.time = time;
        this.log = log;
        RemoveLeftovers();
    }

    /// <summary>The folder of a prepared revision, which may not be there yet.</summary>
    /// <param name="key">Its key, of letters, digits and hyphens.</param>
    public PreparedFolder Of(string key) => new(Path.Combine(prepared, key));

    /// <summary>Names a folder for files while they are read, for its caller to make and to remove.</summary>
    public string NewScratch() => Path.Combine(scratch, string.Create(null, $"{Environment.ProcessId}-{time.GetUtcNow().UtcTicks:x}-{Interlocked.Increment(ref s_scratches)}"));

    /// <summary>Removes such a folder, where it is.</summary>
    public void RemoveScratch(string folder)
    {
        if (Directory.Exists(folder))
            Remove(Held.Of(new DirectoryInfo(folder)));
    }

    /// <summary>Notes that a prepared revision was looked at.</summary>
    public void Touch(PreparedFolder folder) => folder.Touch(time.GetUtcNow().UtcDateTime);

    /// <summary>Makes room: removes what was not looked at for the longest until the rest fits.</summary>
    /// <param name="isInUse">Keys that stay, because they are being prepared.</param>
    public void Bound(Func<string, bool> isInUse)
    {
        lock (bounding)
        {
            if (!Directory.Exists(prepared))
                return;
            Held[] all = [.. new DirectoryInfo(prepared).EnumerateDirectories().Select(Held.Of).OrderByDescending(held => held.LookedAt)];
            long sum = 0;
            for (int i = 0; i < all.Length; i++)
            {
                sum += all[i].Bytes;
                if (i > 0 && sum > mostBytes && !isInUse(all[i].Folder.Name))
                {
                    Remove(all[i]);
                    log.Removed(all[i].Folder.Name, all[i].Bytes);
                }
            }
        }
    }

    private void Remove(Held held)
    {
        try
        {
            held.Folder.Delete(recursive: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            log.NotRemoved(held.Folder.Name, fault.GetType().Name);
        }
    }

    private void RemoveLeftovers()
    {
        if (!Directory.Exists(scratch))
            return;
        foreach (DirectoryInfo left in new DirectoryInfo(scratch).EnumerateDirectories().Where(folder => time.GetUtcNow().UtcDateTime - folder.LastWriteTimeUtc > Forgotten))
            Remove(Held.Of(left));
    }

    private sealed record Held(DirectoryInfo Folder, long Bytes, DateTime LookedAt)
    {
        public static Held Of(DirectoryInfo folder)
        {
            try
            {
                return new Held(folder, folder.EnumerateFiles().Sum(file => file.Length), folder.LastWriteTimeUtc);
            }
            catch (IOException)
            {
                // Another process has just removed it, or a file of it.
                return new Held(folder, 0, folder.LastWriteTimeUtc);
            }
        }
    }
}
