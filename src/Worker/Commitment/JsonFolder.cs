using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ContourFlow.Worker.Intake;
using Microsoft.Extensions.Logging;

namespace ContourFlow.Worker.Commitment;

/// <summary>
/// Small records on disk, one file each, by a UID. A record is there whole or not at all, and durable when it is written: what is
/// promised to a peer outlives the process that promised it. One that cannot be read all the same is told of and passed over; a damaged
/// one is kept under another name.
/// </summary>
/// <typeparam name="T">The record.</typeparam>
/// <param name="folder">The folder; made when something is written.</param>
/// <param name="type">How the record is written.</param>
/// <param name="log">Tells of records that cannot be read.</param>
internal sealed class JsonFolder<T>(string folder, JsonTypeInfo<T> type, ILogger log)
    where T : class
{
    private const string Ending = ".json", DamagedEnding = ".damaged";

    /// <summary>The folder.</summary>
    public string Folder { get; } = folder;

    /// <summary>All records that can be read, in the order of their UIDs.</summary>
    public IEnumerable<T> All() =>
        Directory.Exists(Folder)
            ? Directory.EnumerateFiles(Folder, "*" + Ending).Order(StringComparer.Ordinal).Select(ReadFile).OfType<T>()
            : [];

    /// <summary>The record of a UID; null where there is none that can be read.</summary>
    public T? Find(string uid) => ReadFile(PathOf(uid));

    /// <summary>Whether there is a record of a UID, whether it can be read or not.</summary>
    public bool Contains(string uid) => File.Exists(PathOf(uid));

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
        InstanceUid.IsValid(uid) ? Path.Combine(Folder, uid + Ending) : throw new ArgumentException("Not a UID.", nameof(uid));

    private T? ReadFile(string path)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            return JsonSerializer.Deserialize(file, type) ?? throw new JsonException("There is no record in the file.");
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (JsonException fault)
        {
            PutAside(path, fault);
            return null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            log.RecordUnreadable(Path.GetFileName(path), fault.GetType().Name);
            return null;
        }
    }

    private void PutAside(string path, JsonException damage)
    {
        string name = Path.GetFileName(path);
        try
        {
            File.Move(path, path + DamagedEnding, overwrite: true);
            log.RecordDamaged(name, damage.GetType().Name, name + DamagedEnding);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            log.RecordUnreadable(name, $"{damage.GetType().Name}, {fault.GetType().Name}");
        }
    }
}
