using ContourFlow.Worker.DicomWeb;
using ContourFlow.Worker.Hosting;
using ContourFlow.Worker.Intake;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ContourFlow.Worker.Filing;

/// <summary>
/// Takes the files of a folder as if they had been sent, once they have not changed for a while, and removes them when they are durable in the spool. What is
/// no DICOM object is moved to the folder <c>.refused</c> in it. The folder is read now and then: notices of changes do not come from network file systems.
/// </summary>
internal sealed class WatchedFolder(ServiceOptions options, IIntake intake, ILogger<WatchedFolder> log, TimeProvider time) : BackgroundService
{
    /// <summary>The folder of files that are no DICOM objects, in the watched one.</summary>
    public const string Refused = ".refused";

    // What looks like a broken file may be half a copy that stalls, and an emptied folder one that somebody goes on writing into: these are
    // left for so many times longer.
    private const int Patience = 10;

    private static readonly TimeSpan s_shortestPeriod = TimeSpan.FromMilliseconds(50);

    private readonly WatchedFolderSection watched = options.WatchedFolder!;
    private readonly string root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(options.WatchedFolder!.Folder));
    private readonly ObjectReception reception = new(intake, long.MaxValue);
    private readonly Dictionary<string, long> emptied = new(StringComparer.Ordinal);
    private Dictionary<string, SeenFile> seen = new(StringComparer.Ordinal);
    private string? said;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        log.Watching(root, watched.Settle.TotalSeconds);
        TimeSpan period = watched.Settle / 2 > s_shortestPeriod ? watched.Settle / 2 : s_shortestPeriod;
        try
        {
            while (true)
            {
                try
                {
                    await TakeSettledAsync(stoppingToken);
                }
                catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
                {
                    Say(fault.GetType().Name);
                }

                await Task.Delay(period, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What was not taken is still there.
        }
    }

    private async Task TakeSettledAsync(CancellationToken cancellationToken)
    {
        var now = new Dictionary<string, SeenFile>(StringComparer.Ordinal);
        foreach (FileInfo file in Files(new DirectoryInfo(root)))
        {
            var state = new SeenFile(file.Length, file.LastWriteTimeUtc, time.GetTimestamp());
            if (seen.TryGetValue(file.FullName, out SeenFile? before) && before.IsSame(state))
                state = before;
            now[file.FullName] = state;
        }

        seen = now;
        foreach ((string path, SeenFile state) in now.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            // Where there is no room the files stay, and are taken when there is.
            if (time.GetElapsedTime(state.Since) < (state.IsRefused ? watched.Settle * Patience : watched.Settle) || !intake.HasRoom)
                continue;
            await TakeAsync(path, state, cancellationToken);
        }

        Tidy();
    }

    private async Task TakeAsync(string path, SeenFile state, CancellationToken cancellationToken)
    {
        try
        {
            if (!state.IsTaken)
            {
                await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, useAsync: false);
                FileHeader header = await FileHeader.ReadAsync(file, cancellationToken);
                await reception.TakeAsync(header, file, studyInstanceUid: null, seriesInstanceUid: null, cancellationToken);
                log.FileTaken(header.SopInstanceUid);
                said = null;
            }

            // What was written to while it was read is another file by now.
            var info = new FileInfo(path);
            if (!state.IsSame(new SeenFile(info.Length, info.LastWriteTimeUtc, 0)))
                return;

            // Where it cannot be removed it is not taken again for that.
            state.IsTaken = true;
            File.Delete(path);
            Left(path);
        }
        catch (IntakeRefusedException refused) when (refused.Refusal is not (IntakeRefusal.NoRoom or IntakeRefusal.NotWritable))
        {
            Refuse(path, state, refused);
        }
        catch (Exception fault) when (fault is IntakeRefusedException or IOException or UnauthorizedAccessException)
        {
            // It is somebody's still, or there is no room: later.
            Say(fault is IntakeRefusedException ? fault.Message : fault.GetType().Name);
        }
    }

    // Once, and not every time that it is looked.
    private void Say(string sentence)
    {
        if (said != sentence)
            log.NotWatched(root, sentence);
        said = sentence;
    }

    private void Refuse(string path, SeenFile state, IntakeRefusedException refused)
    {
        state.IsRefused = true;
        if (time.GetElapsedTime(state.Since) < watched.Settle * Patience)
            return;
        try
        {
            string target = Path.Combine(root, Refused, Path.GetRelativePath(root, path));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Move(path, target, overwrite: true);
            Left(path);

            // Not the file's own name: people write names of patients into these.
            log.FileRefused(refused.Refusal.ToString(), Refused, refused.Message);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // It stays, and must not keep the others from being taken.
            Say(fault.GetType().Name);
        }
    }

    private void Left(string path)
    {
        seen.Remove(path);
        emptied[Path.GetDirectoryName(path)!] = time.GetTimestamp();
    }

    private void Tidy()
    {
        foreach (string folder in emptied.Where(one => time.GetElapsedTime(one.Value) >= watched.Settle * Patience).Select(one => one.Key).ToList())
        {
            emptied.Remove(folder);
            for (string at = folder; at.Length > root.Length && Directory.Exists(at) && !Directory.EnumerateFileSystemEntries(at).Any(); at = Path.GetDirectoryName(at)!)
                Directory.Delete(at);
        }
    }

    // Hidden files and folders and links are somebody's own affair.
    private static IEnumerable<FileInfo> Files(DirectoryInfo folder)
    {
        foreach (FileSystemInfo entry in folder.EnumerateFileSystemInfos())
        {
            if (entry.Name.StartsWith('.') || entry.LinkTarget is not null)
                continue;
            if (entry is FileInfo file)
            {
                yield return file;
                continue;
            }

            foreach (FileInfo below in Files((DirectoryInfo)entry))
                yield return below;
        }
    }

    /// <summary>A file as it was seen, and since when it is so.</summary>
    private sealed record SeenFile(long Length, DateTime Written, long Since)
    {
        /// <summary>Whether it was read since then and cannot be taken as it is.</summary>
        public bool IsRefused { get; set; }

        /// <summary>Whether it is durable in the spool, and has only to be removed.</summary>
        public bool IsTaken { get; set; }

        /// <summary>Whether nothing has changed.</summary>
        public bool IsSame(SeenFile other) => Length == other.Length && Written == other.Written;
    }
}
