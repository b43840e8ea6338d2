using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Logging;

namespace ContourFlow.Worker.Intake;

/// <summary>
/// The write-ahead journal: an object's bytes go into a segment, durably and in one write, before its file, which is only
/// in the page cache, gets its name. Behind the senders' backs the files of full segments are flushed and the segments used
/// again. After a power cut <see cref="JournalRecovery"/> writes from the journal what the files have lost.
/// </summary>
internal sealed class Journal : IAsyncDisposable
{
    /// <summary>Ending of a segment's name.</summary>
    public const string SegmentEnding = ".journal";

    private const int Lanes = 4;
    private const int BufferLength = 1 << 20;
    private static readonly TimeSpan s_pauseAfterFault = TimeSpan.FromSeconds(30);

    private readonly string folder;
    private readonly PlacedFolders files;
    private readonly IntakeOptions options;
    private readonly ILogger log;
    private readonly TimeProvider time;
    private readonly SemaphoreSlim lanes = new(Lanes);
    private readonly SemaphoreSlim recycled = new(0);
    private readonly Lock gate = new();
    private readonly Stack<JournalSegment> begun = [];
    private readonly Stack<JournalSegment> free = [];
    private readonly Stack<AlignedBuffer> buffers = [];
    private readonly BlockingCollection<JournalSegment> full = [];
    private readonly AlignedBuffer checkpointBuffer = new(JournalRecord.Page);
    private readonly Task checkpoints;
    private readonly ITimer idle;
    private bool isInUse;
    private int made;
    private int setAside;
    private int names;
    private long sequence;
    private long? faultAt;

    /// <summary>Begins an empty journal.</summary>
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
        for (int i = 0; i < Lanes; i++)
            buffers.Push(new AlignedBuffer(BufferLength));
        checkpoints = Task.Factory.StartNew(Checkpoint, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        idle = time.CreateTimer(_ => CheckpointWhenIdle(), null, options.IdleTime, options.IdleTime);
    }

    /// <summary>
    /// Makes the first segments, so that the first objects need not wait for them. Where that fails, the journal says so
    /// in the log and tries again later.
    /// </summary>
    public void Prepare()
    {
        for (int i = 0; i < 2 && TryMake(buffers.Peek()) is { } segment; i++)
            free.Push(segment);
    }

    /// <summary>
    /// A place in the journal for a file of a number of bytes. Waits while all segments wait for their files to be flushed.
    /// </summary>
    /// <returns>The place, or null when the file must be flushed instead: it is too large, or no journal can be kept.</returns>
    public async ValueTask<JournalLease?> RentAsync(long length, CancellationToken cancellationToken)
    {
        if (JournalRecord.SizeOf(length) > options.SegmentSize / 4)
            return null;
        await lanes.WaitAsync(cancellationToken);
        JournalSegment? segment = null;
        AlignedBuffer? buffer = null;
        try
        {
            lock (gate)
                buffer = buffers.Pop();
            while (true)
            {
                bool mayMake;
                lock (gate)
                {
                    isInUse = true;
                    segment = Take(length);
                    if (segment is not null)
                        break;
                    if (setAside >= options.Segments || (faultAt is { } since && time.GetElapsedTime(since) < s_pauseAfterFault))
                        break;
                    mayMake = made < options.Segments;
                    if (mayMake)
                        made++;
                }

                if (mayMake)
                {
                    segment = TryMake(buffer, isCounted: true);
                    break;
                }

                await recycled.WaitAsync(cancellationToken);
            }

            return segment is null ? null : new JournalLease(this, segment, buffer);
        }
        finally
        {
            if (segment is null)
                Return(null, buffer);
        }
    }

    /// <summary>Flushes all files whose bytes are in the journal, and removes it.</summary>
    public async ValueTask DisposeAsync()
    {
        await idle.DisposeAsync();
        for (int i = 0; i < Lanes; i++)
            await lanes.WaitAsync();
        foreach (JournalSegment segment in begun)
            full.Add(segment);
        full.CompleteAdding();
        await checkpoints;
        foreach (JournalSegment segment in free)
            Remove(segment);
        foreach (AlignedBuffer buffer in buffers)
            buffer.Dispose();
        checkpointBuffer.Dispose();
        full.Dispose();
        lanes.Dispose();
        recycled.Dispose();
    }

    /// <summary>A number larger than any before.</summary>
    internal long NextSequence() => Interlocked.Increment(ref sequence);

    /// <summary>Gives a place back.</summary>
    internal void Return(JournalSegment? segment, AlignedBuffer? buffer)
    {
        lock (gate)
        {
            if (buffer is not null)
                buffers.Push(buffer);
            if (segment is { IsBroken: true })
                full.Add(segment);
            else if (segment is not null)
                begun.Push(segment);
        }

        lanes.Release();
    }

    private JournalSegment? Take(long length)
    {
        while (begun.TryPop(out JournalSegment? segment))
        {
            if (segment.HasRoomFor(length))
                return segment;
            full.Add(segment);
        }

        return free.TryPop(out JournalSegment? unused) ? unused : null;
    }

    private JournalSegment? TryMake(AlignedBuffer buffer, bool isCounted = false)
    {
        string path = Path.Combine(folder, Interlocked.Increment(ref names).ToString("D6", CultureInfo.InvariantCulture) + SegmentEnding);
        if (!isCounted)
            made++;
        try
        {
            JournalSegment segment = JournalSegment.Make(path, options.SegmentSize, buffer);
            lock (gate)
                faultAt = null;
            return segment;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            lock (gate)
            {
                made--;
                faultAt = time.GetTimestamp();
            }

            IntakeLog.JournalUnavailable(log, fault.Message);
            return null;
        }
    }

    private void CheckpointWhenIdle()
    {
        lock (gate)
        {
            if (!isInUse && !full.IsAddingCompleted)
            {
                while (begun.TryPop(out JournalSegment? segment))
                    full.Add(segment);
            }

            isInUse = false;
        }
    }

    private void Checkpoint()
    {
        foreach (JournalSegment segment in full.GetConsumingEnumerable())
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
                lock (gate)
                    setAside++;
            }

            recycled.Release();
        }
    }

    private void Flush(JournalSegment segment)
    {
        foreach (string path in segment.Paths)
        {
            try
            {
                using var file = File.OpenHandle(files.Absolute(path), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                RandomAccess.FlushToDisk(file);
            }
            catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
            {
                // Somebody has fetched it since: it is theirs.
            }
        }

        foreach (string path in segment.Paths.Select(path => Path.GetDirectoryName(path)!).Distinct(StringComparer.Ordinal))
        {
            try
            {
                files.Flush(files.Of(path));
            }
            catch (DirectoryNotFoundException)
            {
                // As above.
            }
        }
    }

    private static void Remove(JournalSegment segment)
    {
        segment.Dispose();
        File.Delete(segment.Path);
    }
}
