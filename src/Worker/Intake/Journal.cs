using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Logging;

namespace ContourFlow.Worker.Intake;

/// <summary>
/// The write-ahead journal: an object's bytes go into a segment, durably, before its file, which is only in the page cache,
/// gets its name. Behind the senders' backs the files of full segments are flushed and the segments used
/// again. After a power cut <see cref="JournalRecovery"/> writes from the journal what the files have lost.
/// </summary>
/// <remarks>
/// Flushing takes from the disk what the senders need: it waits until half of the segments are full, or nothing has come for
/// a while. A series that fits into these is taken in at the speed of the journal alone.
/// </remarks>
internal sealed class Journal : IAsyncDisposable
{
    /// <summary>Ending of a segment's name.</summary>
    public const string SegmentEnding = ".journal";

    // Writes at once: more do not make a disk quicker.
    private const int Lanes = 4;
    // A series of 200 slices.
    private const int Spare = 4;
    private const int BufferLength = 1 << 20;
    private static readonly TimeSpan s_pauseAfterFault = TimeSpan.FromSeconds(30);

    private readonly string folder;
    private readonly PlacedFolders files;
    private readonly IntakeOptions options;
    private readonly ILogger log;
    private readonly TimeProvider time;
    private readonly SemaphoreSlim lanes = new(Lanes);
    private readonly Lock gate = new();
    private readonly Stack<JournalSegment> begun = [];
    private readonly Stack<JournalSegment> free = [];
    private readonly Queue<JournalSegment> full = [];
    private readonly BlockingCollection<JournalSegment> toFlush = [];
    private readonly ConcurrentDictionary<string, bool> released = new(StringComparer.Ordinal);
    private readonly AlignedBuffer checkpointBuffer = new(JournalRecord.Page);
    private readonly AlignedBuffer makingBuffer = new(BufferLength);
    private readonly Task checkpoints;
    private readonly ITimer idle;
    private bool isInUse;
    private bool isClosing;
    private Task making = Task.CompletedTask;
    private int made;
    private int names;
    private long sequence;
    private long? faultAt;

    /// <summary>Begins an empty journal. Where none can be kept it says so in the log and tries again later.</summary>
    /// <param name="folder">Where its segments are kept; there are none in it.</param>
    /// <param name="files">The folder of received objects.</param>
    /// <param name="options">Sizes.</param>
    /// <param name="log">What happens to it.</param>
    /// <param name="time">When it was last used.</param>
    public Journal(string folder, PlacedFolders files, IntakeOptions options, ILogger log, TimeProvider time)
    {
        this.folder = folder;
        this.files = files;
        this.options = options;
        this.log = log;
        this.time = time;
        // Above all numbers of earlier runs, whatever of these a segment's file may still show.
        sequence = time.GetUtcNow().Ticks;
        made = 1;
        Make();
        lock (gate)
            MakeSpare();
        checkpoints = Task.Factory.StartNew(Checkpoint, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        idle = time.CreateTimer(_ => CheckpointWhenIdle(), null, options.IdleTime, options.IdleTime);
    }

    /// <summary>
    /// A place in the journal for a file that has come.
    /// </summary>
    /// <returns>
    /// The place, or null when the file must be flushed instead: it is too large, no journal can be kept, or no segment is
    /// empty just now.
    /// </returns>
    public async ValueTask<JournalLease?> RentAsync(long length, RecordBuffer buffer, CancellationToken cancellationToken)
    {
        if (JournalRecord.SizeOf(length) > options.SegmentSize / 4)
            return null;
        await lanes.WaitAsync(cancellationToken);
        JournalSegment? segment = null;
        try
        {
            lock (gate)
                segment = Take(length);
            return segment is null ? null : new JournalLease(this, segment, buffer);
        }
        finally
        {
            if (segment is null)
                lanes.Release();
        }
    }

    /// <summary>Flushes all files whose bytes are in the journal, and removes it.</summary>
    public async ValueTask DisposeAsync()
    {
        await idle.DisposeAsync();
        for (int i = 0; i < Lanes; i++)
            await lanes.WaitAsync();
        lock (gate)
            isClosing = true;
        await making;
        lock (gate)
        {
            FlushAll();
            toFlush.CompleteAdding();
        }

        await checkpoints;
        foreach (JournalSegment segment in free)
            Remove(segment);
        toFlush.Dispose();
        lanes.Dispose();
    }

    /// <summary>A number larger than any before.</summary>
    internal long NextSequence() => Interlocked.Increment(ref sequence);

    /// <summary>Gives a place back.</summary>
    internal void Return(JournalSegment segment)
    {
        lock (gate)
        {
            if (segment.IsBroken)
                toFlush.Add(segment);
            else
                begun.Push(segment);
        }

        lanes.Release();
    }

    private bool IsFaulty => faultAt is { } since && time.GetElapsedTime(since) < s_pauseAfterFault;

    private JournalSegment? Take(long length)
    {
        isInUse = true;
        while (begun.TryPop(out JournalSegment? segment))
        {
            if (segment.HasRoomFor(length))
                return segment;
            full.Enqueue(segment);
        }

        bool isThere = free.TryPop(out JournalSegment? unused);
        MakeSpare();
        FlushLater(allBut: options.Segments / 2);
        return isThere ? unused : null;
    }

    // The oldest first.
    private void FlushLater(int allBut)
    {
        while (full.Count > allBut)
            toFlush.Add(full.Dequeue());
    }

    private void FlushAll()
    {
        while (begun.TryPop(out JournalSegment? segment))
            full.Enqueue(segment);
        FlushLater(allBut: 0);
    }

    // Some are made before they are needed, until all are.
    private void MakeSpare()
    {
        if (free.Count >= Spare || made >= options.Segments || !making.IsCompleted || IsFaulty)
            return;
        making = Task.Run(MakeSpares);
    }

    private void MakeSpares()
    {
        while (true)
        {
            lock (gate)
            {
                if (free.Count >= Spare || made >= options.Segments || isClosing || IsFaulty)
                    return;
                made++;
            }

            Make();
        }
    }

    private void Make()
    {
        string path = Path.Combine(folder, Interlocked.Increment(ref names).ToString("D6", CultureInfo.InvariantCulture) + SegmentEnding);
        try
        {
            JournalSegment segment = JournalSegment.Make(path, options.SegmentSize, makingBuffer);
            lock (gate)
            {
                free.Push(segment);
                faultAt = null;
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            lock (gate)
            {
                made--;
                faultAt = time.GetTimestamp();
            }

            IntakeLog.JournalUnavailable(log, fault.Message);
        }
    }

    private void CheckpointWhenIdle()
    {
        lock (gate)
        {
            if (!isInUse && !toFlush.IsAddingCompleted)
                FlushAll();
            isInUse = false;
        }
    }

    private void Checkpoint()
    {
        foreach (JournalSegment segment in toFlush.GetConsumingEnumerable())
        {
            try
            {
                Flush(segment);
                if (segment.IsBroken)
                    Remove(segment);
                else
                    segment.Empty(checkpointBuffer);
                lock (gate)
                {
                    if (segment.IsBroken)
                        made--;
                    else
                        free.Push(segment);
                }
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                // What is in it stays there: the next start writes it from there.
                IntakeLog.CheckpointFailed(log, segment.Path, fault.Message);
                segment.Dispose();
            }
        }
    }

    /// <summary>An object is durable elsewhere and is taken away: its bytes need not be flushed any more.</summary>
    /// <param name="path">Its path relative to the folder of received objects, with '/'.</param>
    public void Release(string path) => released[path] = true;

    private void Flush(JournalSegment segment)
    {
        bool isTaken = false;
        foreach (string path in segment.Paths)
        {
            bool isReleased = released.TryRemove(path, out _);
            try
            {
                using var file = File.OpenHandle(files.Absolute(path), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                RandomAccess.FlushToDisk(file);
            }
            catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
            {
                isTaken |= !isReleased;
            }
        }

        // Somebody has fetched some since. Where they were only renamed their bytes are in the page cache still, and what was acknowledged is
        // in this segment alone.
        if (isTaken)
            LinuxFiles.FlushFileSystem(files.Root);

        foreach (string path in segment.Paths.Select(path => Path.GetDirectoryName(path)!).Distinct(StringComparer.Ordinal))
        {
            try
            {
                files.Flush(files.Of(path));
            }
            catch (DirectoryNotFoundException)
            {
                // Taken away with what was in it.
            }
        }
    }

    private static void Remove(JournalSegment segment)
    {
        segment.Dispose();
        try
        {
            File.Delete(segment.Path);
        }
        catch (DirectoryNotFoundException)
        {
            // Somebody has removed the whole folder.
        }
    }
}
