using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ContourFlow.Worker.Intake;

namespace ContourFlow.Worker.Commitment;

/// <summary>
/// Small records on disk, one file each, by a UID. A record is there whole or not at all, and durable when it is written: what is
/// promised to a peer outlives the process that promised it.
/// </summary>
/// <typeparam name="T">The record.</typeparam>
/// <param name="folder">The folder; made when something is written.</param>
/// <param name="type">How the record is written.</param>
internal sealed class JsonFolder<T>(string folder, JsonTypeInfo<T> type)
    where T : class
{
    private const string Ending = ".json";

    /// <summary>The folder.</summary>
    public string Folder { get; } = folder;

    /// <summary>All records, in the order of their UIDs.</summary>
    public IEnumerable<T> All() =>
        Directory.Exists(Folder)
            ? Directory.EnumerateFiles(Folder, "*" + Ending).Order(StringComparer.Ordinal).Select(ReadFile).OfType<T>()
            : [];

    /// <summary>The record of a UID; null where there is none.</summary>
    public T? Find(string uid) => ReadFile(PathOf(uid));

    /// <summary>Writes a record over the one that is there.</summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    public void Write(string uid, T record)
    {
        Directory.CreateDirectory(Folder);
        string path = PathOf(uid);
        string part = $"{path}.{Environment.CurrentManagedThreadId}.part";
        using (var file = new FileStream(part, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            JsonSerializer.Serialize(file, record, type);
            file.Flush(flushToDisk: true);
        }

        File.Move(part, path, overwrite: true);
        LinuxFiles.FlushFolder(Folder);
    }

    /// <summary>Takes a record out, if it is there.</summary>
    public void Remove(string uid)
    {
        if (Directory.Exists(Folder))
            File.Delete(PathOf(uid));
    }

    // UIDs come from peers: what is none never becomes a path.
    private string PathOf(string uid) =>
        DicomUID.IsValidUid(uid) ? Path.Combine(Folder, uid + Ending) : throw new ArgumentException("Not a UID.", nameof(uid));

    private T? ReadFile(string path)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            return JsonSerializer.Deserialize(file, type);
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }
}
