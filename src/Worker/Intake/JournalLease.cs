namespace ContourFlow.Worker.Intake;

/// <summary>
/// A place in the journal for one file. It is held until the file has its name: a segment's files are not flushed, nor the
/// segment used again, before.
/// </summary>
/// <param name="journal">Whose it is.</param>
/// <param name="segment">Where it is.</param>
/// <param name="buffer">The memory of the object that it is for.</param>
internal sealed class JournalLease(Journal journal, JournalSegment segment, RecordBuffer buffer) : IDisposable
{
    private long written = -1;
    private bool isReturned;

    /// <summary>Writes the file's bytes; they are on the disk when this returns.</summary>
    /// <exception cref="IOException">The disk refuses; the place is of no use any more.</exception>
    public void Append(string path, ArrivingBytes bytes)
    {
        try
        {
            long sequence = journal.NextSequence();
            if (bytes.IsWhole)
                segment.Append(sequence, path, buffer, (int)bytes.Length);
            else
                segment.Append(sequence, path, bytes.File, bytes.Length, buffer.Memory);
            written = bytes.Length;
        }
        catch
        {
            segment.IsBroken = true;
            throw;
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

    /// <summary>Gives the place back.</summary>
    public void Dispose()
    {
        if (isReturned)
            return;
        isReturned = true;
        journal.Return(segment);
    }
}
