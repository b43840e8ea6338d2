using System.Collections.Concurrent;

namespace ContourFlow.Worker.Intake;

/// <summary>
/// The memory of objects on their way: of 1 MiB for so many of them at once, a little for each further one, whose bytes are
/// then read back from its file.
/// </summary>
internal sealed class RecordBuffers
{
    private const int LargeLength = 1 << 20;
    private const int SmallLength = 1 << 17;
    private const int MostLarge = 16;

    private readonly ConcurrentStack<RecordBuffer> unused = new();
    private readonly ConcurrentStack<RecordBuffer> unusedSmall = new();
    private int made;

    /// <summary>Memory that is the caller's until it is given back.</summary>
    /// <param name="isForJournal">Whether the object goes to the journal; else a little is enough.</param>
    public RecordBuffer Rent(bool isForJournal)
    {
        if (!isForJournal)
            return unusedSmall.TryPop(out RecordBuffer? small) ? small : new RecordBuffer(SmallLength);
        if (unused.TryPop(out RecordBuffer? buffer))
            return buffer;
        if (Interlocked.Increment(ref made) <= MostLarge)
            return new RecordBuffer(LargeLength);
        Interlocked.Decrement(ref made);
        return new RecordBuffer(SmallLength);
    }

    /// <summary>Gives it back.</summary>
    public void Return(RecordBuffer buffer)
    {
        if (buffer.Memory.Length == LargeLength)
            unused.Push(buffer);
        else if (unusedSmall.Count < MostLarge)
            unusedSmall.Push(buffer);
    }
}
