using System.Collections.Concurrent;
using System.Globalization;
using ContourFlow.Worker.Output;
using Microsoft.Extensions.Logging;

namespace ContourFlow.Worker.Intake;

/// <summary>
/// Received objects in a folder: <c>StudyInstanceUID/SeriesInstanceUID/SOPInstanceUID.dcm</c>, each with the bytes that came.
/// An object that is acknowledged survives a power cut; one that is not is either there whole or not at all.
/// </summary>
/// <remarks>
/// Two folders in it are hidden, and so no part of a case: <c>.intake</c> (the lock, objects on their way, the journal) and
/// <c>.conflicts</c> (objects that came under the UID of another). Objects may be taken away at any time; they are then no
/// longer held.
/// </remarks>
internal sealed class ObjectFolder : IIntake, IAsyncDisposable
{
    private readonly ILogger log;
    private readonly PlacedFolders folders;
    private readonly string working;
    private readonly FileStream heldLock;
    private readonly InstanceClaims claims = new();
    private readonly ConcurrentDictionary<string, PlacedFolder> index = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, KeptAsideObject> conflicts = new(StringComparer.Ordinal);
    private readonly Ownership ownership;
    private long names;
    private bool isClosed;

    private ObjectFolder(IntakeOptions options, string root, FileStream heldLock, ILogger log, TimeProvider time)
    {
        Options = options;
        this.heldLock = heldLock;
        this.log = log;
        folders = new PlacedFolders(root);
        working = folders.Absolute(ObjectPath.Working);
        Space = new FreeSpace(options, root, log, time);
        ownership = new Ownership(working, log, time);
        RemoveLeftovers();
        JournalRecovery.Run(working, folders, log);
        ReadIndex();
        // Nothing outlives a power cut in memory: there is nothing to keep a journal for.
        if (options.Durability == Durability.Journal && LinuxFiles.AreAvailable && new DriveInfo(root).DriveFormat is not ("tmpfs" or "ramfs"))
            Journal = new Journal(working, folders, options, log, time);

        IntakeLog.Opened(log, root, index.Count, conflicts.Count, Journal is null ? "flushing each file" : "a journal");
    }

    /// <inheritdoc/>
    /// <remarks>False too once the folder was removed and is another receiver's by now.</remarks>
    public bool HasRoom => Space.IsEnough && ownership.IsOurs;

    /// <summary>The objects that came under the UID of another with other content.</summary>
    public IReadOnlyList<KeptAsideObject> Conflicts => [.. conflicts.Values.OrderBy(c => c.Path, StringComparer.Ordinal)];

    /// <summary>Raised when a new object, or one that is kept aside, is durable and in its place, before it is acknowledged; with its absolute path. Must not throw.</summary>
    public event Action<string>? Arrived;

    /// <summary>Absolute paths of the objects that are here, those that are kept aside too.</summary>
    public IEnumerable<string> Objects =>
        index.Select(pair => Path.Combine(pair.Value.Path, ObjectPath.Name(pair.Key))).Concat(conflicts.Values.Select(conflict => conflict.Path));

    /// <summary>Its options.</summary>
    internal IntakeOptions Options { get; }

    /// <summary>Where objects are made durable; null when they are flushed.</summary>
    internal Journal? Journal { get; }

    /// <summary>Memory of objects on their way.</summary>
    internal RecordBuffers Buffers { get; } = new();

    /// <summary>The room on its disk.</summary>
    internal FreeSpace Space { get; }

    /// <summary>
    /// Opens the folder, which is made where it is not there: removes what a killed run left half received, writes again from
    /// its journal what a power cut took, and looks what is there.
    /// </summary>
    /// <exception cref="ArgumentException">An option is impossible.</exception>
    /// <exception cref="OutputException">The folder cannot be written to, or another process has it open.</exception>
    public static ObjectFolder Open(IntakeOptions options, ILogger log, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Faults() is { Count: > 0 } faults)
            throw new ArgumentException(string.Join(' ', faults), nameof(options));
        string root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(options.Folder));
        FileStream? taken = null;
        try
        {
            DirectoryInfo place = Directory.CreateDirectory(Path.Combine(root, ObjectPath.Working));
            taken = Lock(Path.Combine(place.FullName, "lock"), root);
            return new ObjectFolder(options, root, taken, log, time);
        }
        catch (Exception fault)
        {
            taken?.Dispose();
            if (WriteFaults.Cause(fault) is { } cause)
                throw new OutputException(WriteFaults.Sentence(root, cause), fault);
            throw;
        }
    }

    /// <inheritdoc/>
    public IncomingObject Begin(ArrivingObject arriving)
    {
        ArgumentNullException.ThrowIfNull(arriving);
        CheckUid(arriving.SopInstanceUid, "SOP Instance UID");
        CheckUid(arriving.SopClassUid, "SOP Class UID");
        CheckUid(arriving.TransferSyntaxUid, "Transfer Syntax UID");
        if (!HasRoom)
            throw IntakeFaults.NoRoom(arriving.SopInstanceUid);
        string name = Interlocked.Increment(ref names).ToString(CultureInfo.InvariantCulture) + PartFile.Ending;
        try
        {
            return new ArrivingFile(this, arriving, Path.Combine(working, name));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw IntakeFaults.Refusal(arriving.SopInstanceUid, fault);
        }
    }

    /// <inheritdoc/>
    public ValueTask<bool> HoldsAsync(string sopClassUid, string sopInstanceUid, CancellationToken cancellationToken) => new(Holds(sopClassUid, sopInstanceUid));

    /// <summary>Whether the object is here and durable.</summary>
    public bool Holds(string sopClassUid, string sopInstanceUid)
    {
        if (!index.TryGetValue(sopInstanceUid, out PlacedFolder? folder))
            return false;
        try
        {
            using var file = File.OpenHandle(Path.Combine(folder.Path, ObjectPath.Name(sopInstanceUid)));
            Span<byte> head = stackalloc byte[MetaInformation.MaximumLength];
            return MetaInformation.TryRead(head[..RandomAccess.Read(file, head, 0)], out _, out string sopClass, out _) && sopClass == sopClassUid;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // Taken away, or not to be read: in neither case may anybody rely on it.
            return false;
        }
    }

    /// <summary>Whether an object of this UID is in its place, whatever its class.</summary>
    public bool Has(string sopInstanceUid) =>
        index.TryGetValue(sopInstanceUid, out PlacedFolder? folder) && File.Exists(Path.Combine(folder.Path, ObjectPath.Name(sopInstanceUid)));

    /// <summary>
    /// Takes an object away: it is somebody else's to keep by now. Whoever sends an object of its UID at this moment waits, and finds either
    /// the file or none.
    /// </summary>
    /// <param name="path">Where it is, as <see cref="Arrived"/> or <see cref="Objects"/> said.</param>
    /// <param name="movedTo">Where it is moved to; null: it is deleted, because it is durable elsewhere.</param>
    /// <param name="cancellationToken">Gives up waiting; the object is still here then.</param>
    /// <exception cref="IOException">The disk refuses.</exception>
    public async ValueTask TakeAwayAsync(string path, string? movedTo, CancellationToken cancellationToken)
    {
        string name = Path.GetFileName(path);
        string? uid = ObjectPath.UidOf(name);
        using IDisposable claim = await claims.TakeAsync(uid ?? ObjectPath.ConflictUidOf(name) ?? name, cancellationToken);
        if (movedTo is null)
        {
            Journal?.Release(Path.GetRelativePath(folders.Root, path).Replace(Path.DirectorySeparatorChar, '/'));
            File.Delete(path);
        }
        else
            File.Move(path, movedTo, overwrite: true);
        if (uid is not null)
            index.TryRemove(uid, out _);
        else
            conflicts.TryRemove(name, out _);
    }

    /// <summary>Removes the folder of an object that was taken away, and its study's, where nothing is in them.</summary>
    public void Tidy(string folder)
    {
        for (string at = folder; at.Length > folders.Root.Length; at = Path.GetDirectoryName(at)!)
        {
            if (!folders.TryRemove(at))
                return;
        }
    }

    /// <summary>Flushes every file, empties the journal and lets the folder go. Objects on their way must have ended.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref isClosed, true))
            return;
        if (Journal is not null)
            await Journal.DisposeAsync();
        ownership.Release();
        await heldLock.DisposeAsync();
        IntakeLog.Closed(log, folders.Root);
    }

    /// <summary>Puts a whole object into its place, durably.</summary>
    internal async ValueTask<Reception> PlaceAsync(ArrivingFile file, CancellationToken cancellationToken)
    {
        string uid = file.Arriving.SopInstanceUid;
        using IDisposable claim = await claims.TakeAsync(uid, cancellationToken);
        PlacedFolder folder = folders.Of($"{file.StudyInstanceUid}/{file.SeriesInstanceUid}");
        while (true)
        {
            if (Existing(uid, folder) is { } existing)
            {
                if (!SameContent.Of(existing, file.Path))
                    return await KeepAsideAsync(file, cancellationToken);
                return Reception.AlreadyHere;
            }

            if (await TryPlaceAsync(file, folder, ObjectPath.Name(uid), cancellationToken))
            {
                index[uid] = folder;
                Arrived?.Invoke(Path.Combine(folder.Path, ObjectPath.Name(uid)));
                return Reception.Stored;
            }
        }
    }

    private async ValueTask<Reception> KeepAsideAsync(ArrivingFile file, CancellationToken cancellationToken)
    {
        string uid = file.Arriving.SopInstanceUid;
        string name = ObjectPath.ConflictName(uid, SameContent.Hash(file.Bytes.File, file.DataSetStart, file.Length - file.DataSetStart));
        PlacedFolder folder = folders.Of(ObjectPath.Conflicts);
        string path = Path.Combine(folder.Path, name);
        if (!File.Exists(path) && await TryPlaceAsync(file, folder, name, cancellationToken))
            IntakeLog.KeptAside(log, uid, $"{ObjectPath.Conflicts}/{name}");
        conflicts[name] = new KeptAsideObject(uid, path);
        Arrived?.Invoke(path);
        return Reception.KeptAside;
    }

    private string? Existing(string uid, PlacedFolder folder)
    {
        string name = ObjectPath.Name(uid);
        if (index.TryGetValue(uid, out PlacedFolder? known))
        {
            string path = Path.Combine(known.Path, name);
            if (File.Exists(path))
                return path;
            index.TryRemove(uid, out _);
        }

        string place = Path.Combine(folder.Path, name);
        if (!File.Exists(place))
            return null;
        // Somebody else put it there; what is answered for it must hold.
        using (var file = File.OpenHandle(place))
            RandomAccess.FlushToDisk(file);
        folders.Flush(folder);
        index[uid] = folder;
        Arrived?.Invoke(place);
        return place;
    }

    // False, and nothing changed, when a file of that name is there.
    private async ValueTask<bool> TryPlaceAsync(ArrivingFile file, PlacedFolder folder, string name, CancellationToken cancellationToken)
    {
        using (JournalLease? lease = Journal is null ? null : await Journal.RentAsync(file.Length, file.Bytes.Buffer, cancellationToken))
        {
            if (lease is not null && TryAppend(lease, file, $"{folder.Relative}/{name}"))
            {
                try
                {
                    file.IsPlaced = PlacedFolders.TryPlace(file.Path, folder, name);
                }
                finally
                {
                    if (!file.IsPlaced)
                        lease.TakeBack();
                }

                return file.IsPlaced;
            }
        }

        RandomAccess.FlushToDisk(file.Bytes.File);
        file.IsPlaced = PlacedFolders.TryPlace(file.Path, folder, name);
        if (file.IsPlaced)
            folders.Flush(folder);
        return file.IsPlaced;
    }

    private bool TryAppend(JournalLease lease, ArrivingFile file, string path)
    {
        try
        {
            lease.Append(path, file.Bytes);
            return true;
        }
        catch (IOException fault)
        {
            IntakeLog.JournalWriteFailed(log, fault.Message);
            return false;
        }
    }

    private static void CheckUid(string uid, string attribute)
    {
        if (!InstanceUid.IsValid(uid))
            throw new IntakeRefusedException(IntakeRefusal.CannotUnderstand, $"The {attribute} that was announced is no UID: numbers with dots between them, at most 64 characters.");
    }

    private static FileStream Lock(string path, string root)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException fault) when (File.Exists(path) && !WriteFaults.IsNoRoom(fault) && !WriteFaults.IsReadOnly(fault))
        {
            throw new OutputException($"Another process receives into {root}. Stop it, or name another folder.", fault);
        }
    }

    private void RemoveLeftovers()
    {
        string[] leftovers = Directory.GetFiles(working, "*" + PartFile.Ending);
        foreach (string file in leftovers)
            File.Delete(file);
        if (leftovers.Length > 0)
            IntakeLog.LeftoversRemoved(log, leftovers.Length);
    }

    private void ReadIndex()
    {
        foreach (string study in Directory.EnumerateDirectories(folders.Root))
        {
            if (!InstanceUid.IsValid(Path.GetFileName(study)))
                continue;
            foreach (string series in Directory.EnumerateDirectories(study))
            {
                PlacedFolder folder = folders.Of($"{Path.GetFileName(study)}/{Path.GetFileName(series)}");
                foreach (string file in Directory.EnumerateFiles(series))
                {
                    if (ObjectPath.UidOf(Path.GetFileName(file)) is { } uid)
                        index[uid] = folder;
                }
            }
        }

        string aside = folders.Absolute(ObjectPath.Conflicts);
        if (!Directory.Exists(aside))
            return;
        foreach (string file in Directory.EnumerateFiles(aside))
        {
            if (ObjectPath.ConflictUidOf(Path.GetFileName(file)) is { } uid)
                conflicts[Path.GetFileName(file)] = new KeptAsideObject(uid, file);
        }
    }
}
