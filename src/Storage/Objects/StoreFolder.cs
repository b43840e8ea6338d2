using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using ContourFlow.Storage.Registry;
using Microsoft.Extensions.Logging;

namespace ContourFlow.Storage.Objects;

/// <summary>The files of a folder store: how they get their names and lose them.</summary>
/// <remarks>
/// A file's time of change says when it was last put. Deleting takes the file's name away first and then looks at that time: who put the
/// same bytes before has made the file young, and it gets its name back; who puts them afterwards finds none, and stores them anew.
/// </remarks>
internal sealed class StoreFolder(string root, string process, TimeProvider time, ILogger log)
{
    /// <summary>For how long after it was put a file is not deleted: whoever put it has named it in the registry by then.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromHours(6);

    // Being written takes seconds; whatever is older was left by a process that died.
    private static readonly TimeSpan s_leftover = TimeSpan.FromHours(24);

    private readonly string incoming = Path.Combine(root, ".incoming");
    private readonly string deleting = Path.Combine(root, ".deleting");

    // No two processes make the same names, on whatever machine.
    private readonly string mine = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{process}/{Environment.MachineName}/{Environment.ProcessId}")).AsSpan(0, 8));
    private readonly ConcurrentDictionary<string, bool> durable = new(StringComparer.Ordinal);
    private static long s_names;

    /// <summary>The folder.</summary>
    public string Root => root;

    /// <summary>Where a file is.</summary>
    public string PathOf(string key) => Path.Combine(root, key.Replace('/', Path.DirectorySeparatorChar));

    /// <summary>Stores bytes.</summary>
    public StoredBlob Put(Stream content, CancellationToken cancellationToken)
    {
        string part = Path.Combine(incoming, NewName() + ".part");
        try
        {
            (string sha256, long length) = Write(content, part, cancellationToken);
            string key = BlobKey.Of(sha256);
            string path = PathOf(key);
            string folder = Path.GetDirectoryName(path)!;
            Prepare(folder);
            if (!TryRefresh(path, length))
                File.Move(part, path, overwrite: true);
            LinuxFiles.FlushFolder(folder);
            return new StoredBlob(key, sha256, length);
        }
        finally
        {
            File.Delete(part);
        }
    }

    /// <summary>Deletes a file that was not put within <see cref="Grace"/>.</summary>
    /// <returns>Whether it is not there now.</returns>
    public bool TryDelete(string key)
    {
        string path = PathOf(key);
        if (!File.Exists(path))
            return true;
        Directory.CreateDirectory(deleting);
        string away = Path.Combine(deleting, $"{Path.GetFileName(key)}.{NewName()}");
        try
        {
            File.Move(path, away, overwrite: false);
        }
        catch (FileNotFoundException)
        {
            return true;
        }

        return EndDeletion(away, path);
    }

    /// <summary>Writes a file and removes it.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Probe()
    {
        Directory.CreateDirectory(incoming);
        string probe = Path.Combine(incoming, NewName() + ".probe");
        try
        {
            using var file = new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
            file.Write([1]);
            file.Flush(flushToDisk: true);
        }
        finally
        {
            File.Delete(probe);
        }
    }

    /// <summary>Removes what killed processes left half stored, and ends the deletions that they left half done.</summary>
    public void Clean()
    {
        int removed = 0;
        foreach (FileInfo left in Files(incoming).Where(file => time.GetUtcNow().UtcDateTime - file.LastWriteTimeUtc > s_leftover))
            removed += Try(left.Delete);
        // Ending a deletion twice is ending it once.
        foreach (FileInfo left in Files(deleting))
            removed += Try(() => EndDeletion(left.FullName, PathOf(BlobKey.Of(left.Name[..left.Name.IndexOf('.', StringComparison.Ordinal)]))));
        if (removed > 0)
            StorageLog.LeftoversRemoved(log, removed);
    }

    private (string Sha256, long Length) Write(Stream content, string part, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(incoming);
        using var file = new FileStream(part, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);
        (string Sha256, long Length) written = CopiedFile.Copy(content, file, cancellationToken);
        // Links of it lie in others' folders: nobody is to write into them by mistake.
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file.SafeFileHandle, UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        File.SetLastWriteTimeUtc(file.SafeFileHandle, time.GetUtcNow().UtcDateTime);
        file.Flush(flushToDisk: true);
        return written;
    }

    // The same bytes are there: they are young again. False when they are not there, or not whole.
    private bool TryRefresh(string path, long length)
    {
        try
        {
            var there = new FileInfo(path);
            if (!there.Exists || there.Length != length)
                return false;
            File.SetLastWriteTimeUtc(path, time.GetUtcNow().UtcDateTime);
            return true;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
    }

    private bool EndDeletion(string away, string path)
    {
        if (!File.Exists(away))
            return !File.Exists(path); // another process that cleans up has ended it
        bool isYoung = time.GetUtcNow().UtcDateTime - File.GetLastWriteTimeUtc(away) < Grace;
        if (isYoung)
        {
            string folder = Path.GetDirectoryName(path)!;
            Prepare(folder);
            // Where it has been put anew meanwhile, that one stays.
            if (LinuxFiles.TryLink(away, path) == LinuxFiles.LinkOutcome.NotPossible && !File.Exists(path))
                File.Move(away, path, overwrite: true);
            LinuxFiles.FlushFolder(folder);
        }

        File.Delete(away);
        return !isYoung;
    }

    // Makes a folder, durably: the names that lead to it too.
    private void Prepare(string folder)
    {
        if (durable.ContainsKey(folder) && Directory.Exists(folder))
            return;
        if (durable.TryAdd(root, true))
            FlushAboveRoot();
        Directory.CreateDirectory(folder);
        for (string? above = Path.GetDirectoryName(folder); above is not null && above.StartsWith(root, StringComparison.Ordinal); above = Path.GetDirectoryName(above))
            LinuxFiles.FlushFolder(above);
        durable.TryAdd(folder, true);
    }

    // Whose folder the store's lies in may not be for us to open; it was there before us then.
    private void FlushAboveRoot()
    {
        try
        {
            LinuxFiles.FlushFolder(Path.GetDirectoryName(root) ?? root);
        }
        catch (IOException fault)
        {
            StorageLog.FolderNotFlushed(log, fault.GetType().Name);
        }
    }

    private static FileInfo[] Files(string folder) => Directory.Exists(folder) ? new DirectoryInfo(folder).GetFiles() : [];

    private int Try(Action act)
    {
        try
        {
            act();
            return 1;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // Another process cleans too; what stays is tried again in an hour.
            StorageLog.LeftoverStays(log, fault.GetType().Name);
            return 0;
        }
    }

    private string NewName() => $"{mine}-{Interlocked.Increment(ref s_names)}";
}
