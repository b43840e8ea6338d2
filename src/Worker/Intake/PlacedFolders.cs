using System.Collections.Concurrent;

namespace ContourFlow.Worker.Intake;

/// <summary>The folders into which objects are put, and which of them are known to outlive a power cut.</summary>
internal sealed class PlacedFolders(string root)
{
    private readonly ConcurrentDictionary<string, PlacedFolder> folders = new(StringComparer.Ordinal);

    /// <summary>The folder of received objects, absolute.</summary>
    public string Root { get; } = root;

    /// <summary>The folder of a relative path; it need not be there yet.</summary>
    public PlacedFolder Of(string relative) => folders.TryGetValue(relative, out PlacedFolder? known)
        ? known
        : folders.GetOrAdd(relative, name => new PlacedFolder(name, Path.Combine(Root, name)));

    /// <summary>The absolute path of a relative one.</summary>
    public string Absolute(string relative) => Path.Combine(Root, relative);

    /// <summary>Renames a file into a folder, which is made where needed; false when a file of that name is there.</summary>
    public static bool TryPlace(string file, PlacedFolder folder, string name)
    {
        if (!folder.IsMade)
            folder.Make();
        try
        {
            return LinuxFiles.TryRename(file, Path.Combine(folder.Path, name));
        }
        catch (Exception fault) when (fault is DirectoryNotFoundException or FileNotFoundException && File.Exists(file))
        {
            // Somebody has tidied the folder away since; another sender may have made it again already.
            folder.Make();
            return LinuxFiles.TryRename(file, Path.Combine(folder.Path, name));
        }
    }

    /// <summary>Removes a folder and forgets it, where nothing is in it; whoever puts an object there at this moment makes it again.</summary>
    /// <returns>Whether it is gone.</returns>
    public bool TryRemove(string path)
    {
        try
        {
            if (Directory.Exists(path))
            {
                if (Directory.EnumerateFileSystemEntries(path).Any())
                    return false;
                Directory.Delete(path);
            }

            folders.TryRemove(Path.GetRelativePath(Root, path).Replace(Path.DirectorySeparatorChar, '/'), out _);
            return true;
        }
        catch (IOException)
        {
            // Something came into it in the meantime: it stays.
            return false;
        }
    }

    /// <summary>Makes the names in a folder durable, and the folder itself.</summary>
    public void Flush(PlacedFolder folder)
    {
        LinuxFiles.FlushFolder(folder.Path);
        if (folder.IsDurable)
            return;
        for (string parent = Path.GetDirectoryName(folder.Path)!; parent.Length >= Root.Length; parent = Path.GetDirectoryName(parent)!)
            LinuxFiles.FlushFolder(parent);
        folder.IsDurable = true;
    }
}

/// <summary>A folder of objects.</summary>
/// <param name="relative">Its path relative to the folder of received objects, with '/'.</param>
/// <param name="path">Its absolute path.</param>
internal sealed class PlacedFolder(string relative, string path)
{
    private volatile bool isMade;
    private volatile bool isDurable;

    /// <summary>Its path relative to the folder of received objects, with '/'.</summary>
    public string Relative { get; } = relative;

    /// <summary>Its absolute path.</summary>
    public string Path { get; } = path;

    /// <summary>Whether it was there when last looked at.</summary>
    public bool IsMade => isMade;

    /// <summary>Whether its own name and its parents' are durable.</summary>
    public bool IsDurable
    {
        get => isDurable;
        set => isDurable = value;
    }

    /// <summary>Makes it and its parents.</summary>
    public void Make()
    {
        isDurable = false;
        Directory.CreateDirectory(Path);
        isMade = true;
    }
}
