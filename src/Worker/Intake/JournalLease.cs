namespace ContourFlow.Worker.Intake;

/// <summary>
/// A place in the journal for one file. It is held until the file has its name: a segment's files are not flushed, nor the
/// segment used again, before.
/// </summary>
/// <param name="journal">Whose it is.</param>
/// <param name="segment">Where it is.</param>
/// <param name="buffer">The memory of the object that it is for.</param>
/// <param name="hasLane">Whether it is among those that may write at once; one that is rented ahead is not yet.</param>
internal sealed class JournalLease(Journal journal, JournalSegment segment, RecordBuffer buffer, bool hasLane) : IDisposable
{
    /// <summary>So many bytes are written at once before an object's end.</summary>
    public const int AheadLength = 1 << 18;

    private readonly bool isAhead = !hasLane;
    private bool hasLane = hasLane;
    private int aheadLength;
    private bool isAheadRefused;
    private long written = -1;
    private bool isReturned;

    /// <summary>Begins to write what of the file is in memory, where that is worth it.</summary>
    /// <param name="held">Bytes of the file that are in memory.</param>
    public void WriteAhead(int held)
    {
        int more = (held - aheadLength) / JournalRecord.Page * JournalRecord.Page;
        if (more < AheadLength || isAheadRefused)
            return;
        if (segment.WriteAhead(buffer, aheadLength, more))
            aheadLength += more;
        else
            isAheadRefused = true;
    }

    /// <summary>Waits until it may write the rest.</summary>
    public async ValueTask EnterAsync(CancellationToken cancellationToken)
    {
        if (hasLane)
            return;
        await journal.EnterLaneAsync(cancellationToken);
        hasLane = true;
    }

    /// <summary>Writes the file's bytes, or what is left of them; they are on the disk when this returns.</summary>
    /// <exception cref="IOException">The disk refuses; the place is of no use any more.</exception>
    public void Append(string path, ArrivingBytes bytes)
    {
        try
        {
            long sequence = journal.NextSequence();
            if (bytes.IsWhole)
                segment.Append(sequence, path, buffer, (int)bytes.Length, aheadLength);
            else
                segment.Append(sequence, path, bytes.File, bytes.Length, buffer.Memory);
            written = bytes.Length;
        }
        catch
        {
            segment.IsBroken = true;
            throw;
        }
        finally
        {
            EndAhead();
        }
    }

    /// <summary>Makes what was written void: the file did not come into its place.</summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    public void TakeBack()
    {
        if (written < 0)
            return;
        try
        {
            segment.TakeBack(written, buffer.Memory);
            written = -1;
        }
        catch
        {
            segment.IsBroken = true;
            throw;
        }
    }

    /// <summary>Gives the place back. What was written ahead has no head, and so never was.</summary>
    public void Dispose()
    {
        if (isReturned)
            return;
        isReturned = true;
        EndAhead();
        journal.Return(segment, hasLane, isAhead);
    }

    // The memory and the segment are another's soon.
    private void EndAhead()
    {
        aheadLength = 0;
        try
        {
            segment.EndAhead(buffer);
        }
        catch (IOException)
        {
            // Nobody was told that these bytes are there; the segment takes no others.
            segment.IsBroken = true;
        }
    }
}
