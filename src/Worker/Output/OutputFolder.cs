namespace ContourFlow.Worker.Output;

/// <summary>
/// A folder of results that changes all at once or not at all. Everything is first written into a staging folder on
/// the same disk; <see cref="Commit"/> puts it in place by renaming. Whatever ends earlier (an exception, Ctrl-C,
/// a full disk) leaves the folder as it was, and a run that was killed leaves only a staging folder that the next
/// run removes.
/// </summary>
/// <remarks>
/// A folder that is not there yet is staged beside its place, so that it appears by one rename; one that is there is
/// staged inside itself, since its parent may be another disk. The staging folder's lock is held while it is in use:
/// two runs into one folder cannot mix.
/// </remarks>
internal sealed class OutputFolder : IDisposable
{
    /// <summary>Ending of a staging folder's name; whoever reads folders passes over these.</summary>
    public const string StagingEnding = ".contourflow.part";

    private readonly Func<string, bool> isEarlierResult;
    private readonly StagingFolder staging;

    private OutputFolder(string path, Func<string, bool> isEarlierResult, StagingFolder staging)
    {
        Path = path;
        this.isEarlierResult = isEarlierResult;
        this.staging = staging;
    }

    /// <summary>Where the results will be, absolute.</summary>
    public string Path { get; }

    /// <summary>Where to write: what lies in here is what <see cref="Commit"/> puts in place.</summary>
    public string WorkingPath => staging.New;

    /// <summary>Opens a folder for results of which an earlier run's may be there: they are replaced.</summary>
    /// <param name="path">The folder; made, with its parents, when it is not there.</param>
    /// <param name="isEarlierResult">Says of a file in the folder (its full path) whether it is an earlier run's and goes.</param>
    /// <exception cref="OutputException">The folder cannot be written to.</exception>
    public static OutputFolder Open(string path, Func<string, bool> isEarlierResult)
    {
        string full = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path));
        return Guarded(full, () =>
        {
            if (File.Exists(full))
                throw new OutputException($"{full} is a file. Name a folder for the output.");
            return new OutputFolder(full, isEarlierResult, StagingFolder.Make(full));
        });
    }

    /// <summary>Opens a folder that must be new or empty.</summary>
    /// <exception cref="OutputException">It has something in it, or cannot be written to.</exception>
    public static OutputFolder OpenNew(string path)
    {
        if (Directory.Exists(path) && Guarded(path, () => Directory.EnumerateFileSystemEntries(path)
            .Any(entry => !entry.EndsWith(StagingEnding, StringComparison.Ordinal))))
        {
            throw new OutputException($"{System.IO.Path.GetFullPath(path)} is not empty. Name a new folder, or empty this one.");
        }

        return Open(path, _ => false);
    }

    /// <summary>Writes one file into the working folder.</summary>
    public void Write(string name, ReadOnlyMemory<byte> content) =>
        Stage(folder => File.WriteAllBytes(System.IO.Path.Combine(folder, name), content.Span));

    /// <summary>Lets <paramref name="write"/> write files into the working folder.</summary>
    /// <exception cref="OutputException">The disk is full, read-only, or otherwise refuses.</exception>
    public void Stage(Action<string> write) => Guarded(Path, () =>
    {
        write(staging.New);
        return true;
    });

    /// <summary>Puts everything in place and removes the earlier run's files; all of it or, on failure, nothing.</summary>
    public void Commit() => Guarded(Path, () =>
    {
        if (Directory.Exists(Path))
            ReplaceFiles();
        else
            Directory.Move(staging.New, Path);
        staging.Keep();
        return true;
    });

    /// <summary>Removes the staging folder, and with it everything that was not committed.</summary>
    public void Dispose() => staging.Dispose();

    private void ReplaceFiles()
    {
        var done = new Stack<(string From, string To)>();
        try
        {
            // Away with the old first: an earlier structure set never lies beside a report that it does not belong to.
            foreach (string file in Directory.GetFiles(Path).Order(StringComparer.Ordinal).Where(isEarlierResult))
                Rename(file, System.IO.Path.Combine(staging.Old, System.IO.Path.GetFileName(file)));
            foreach (string entry in Directory.GetFileSystemEntries(staging.New).Order(StringComparer.Ordinal))
                Rename(entry, System.IO.Path.Combine(Path, System.IO.Path.GetFileName(entry)));
        }
        catch
        {
            while (done.TryPop(out (string From, string To) move))
                Move(move.To, move.From);
            throw;
        }

        void Rename(string from, string to)
        {
            if (System.IO.Path.Exists(to))
                throw new OutputException($"{to} is there already and is not a result of ContourFlow. Name another folder, or move it away.");
            Move(from, to);
            done.Push((from, to));
        }
    }

    private static void Move(string from, string to)
    {
        if (Directory.Exists(from))
            Directory.Move(from, to);
        else
            File.Move(from, to);
    }

    private static T Guarded<T>(string path, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception fault) when (WriteFaults.Cause(fault) is { } cause)
        {
            throw new OutputException(WriteFaults.Sentence(path, cause), fault);
        }
    }
}
