namespace ContourFlow.Worker.Output;

/// <summary>
/// The folder in which output grows before it is put in place: `lock` (held open), `new` (what will be put in place)
/// and `old` (what it replaces, until that is done).
/// </summary>
internal sealed class StagingFolder : IDisposable
{
    private readonly string path;
    private readonly FileStream heldLock;
    private readonly IReadOnlyList<string> madeParents;
    private bool keepParents;

    private StagingFolder(string path, FileStream heldLock, IReadOnlyList<string> madeParents)
    {
        this.path = path;
        this.heldLock = heldLock;
        this.madeParents = madeParents;
    }

    /// <summary>What will be put in place.</summary>
    public string New => Path.Combine(path, "new");

    /// <summary>Where replaced files go until everything is in place.</summary>
    public string Old => Path.Combine(path, "old");

    /// <summary>Makes the staging folder of <paramref name="target"/>, an absolute path without a trailing separator.</summary>
    public static StagingFolder Make(string target)
    {
        bool isThere = Directory.Exists(target);
        string parent = isThere ? target : Path.GetDirectoryName(target) ?? target;
        string place = Path.Combine(parent, (isThere ? "" : "." + Path.GetFileName(target)) + OutputFolder.StagingEnding);

        List<string> missingParents = Missing(parent);
        FileStream? taken = null;
        try
        {
            Directory.CreateDirectory(place);
            taken = Lock(place, target);
            var staging = new StagingFolder(place, taken, missingParents);
            // A killed run may have left these.
            Remove(staging.New);
            Remove(staging.Old);
            Directory.CreateDirectory(staging.New);
            Directory.CreateDirectory(staging.Old);
            return staging;
        }
        catch
        {
            if (taken is not null)
            {
                taken.Dispose();
                Remove(place);
            }

            RemoveEmpty(missingParents);
            throw;
        }
    }

    /// <summary>The output is in place: the parents that were made for it stay.</summary>
    public void Keep() => keepParents = true;

    public void Dispose()
    {
        try
        {
            // The folder goes before its lock is let go: nobody can take it over in between.
            Remove(path);
            heldLock.Dispose();
            if (!keepParents)
                RemoveEmpty(madeParents);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // A disk that went away. The next run clears up; what made this one end is what the user has to hear.
            heldLock.Dispose();
        }
    }

    private static FileStream Lock(string path, string target)
    {
        try
        {
            return new FileStream(Path.Combine(path, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException fault) when (File.Exists(Path.Combine(path, "lock")))
        {
            throw new OutputException(
                $"Another run is writing into {target}. Wait for it to end, or name another folder.", fault);
        }
    }

    // Innermost first.
    private static List<string> Missing(string folder)
    {
        var missing = new List<string>();
        for (string? at = folder; at is not null && !Directory.Exists(at); at = Path.GetDirectoryName(at))
            missing.Add(at);
        return missing;
    }

    private static void Remove(string folder)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    private static void RemoveEmpty(IEnumerable<string> foldersInnermostFirst)
    {
        foreach (string folder in foldersInnermostFirst)
        {
            if (Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any())
                Directory.Delete(folder);
        }
    }
}
