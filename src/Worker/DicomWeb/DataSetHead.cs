using ContourFlow.Worker.Intake;

namespace ContourFlow.Worker.DicomWeb;

/// <summary>
/// The beginning of a data set that passes by, kept until Study and Series Instance UID are read in it: they are among
/// its first attributes (group 0020), whatever the size of what follows.
/// </summary>
internal sealed class DataSetHead(FileHeader header)
{
    // Private groups and references to other images come before. All of what is kept of an object.
    private const int MostBytes = 1 << 20;

    private readonly MemoryStream kept = Begun(header);

    /// <summary>Takes note of what comes next.</summary>
    public void Add(ReadOnlySpan<byte> bytes) => kept.Write(bytes[..Math.Min(bytes.Length, MostBytes - (int)Math.Min(kept.Length, MostBytes))]);

    /// <summary>Compares the object with where it is said to belong.</summary>
    /// <exception cref="IntakeRefusedException">It belongs to another study or series, or its head cannot be read.</exception>
    public void Check(string? studyInstanceUid, string? seriesInstanceUid)
    {
        DicomDataset head = Read();
        Check(head, DicomTag.StudyInstanceUID, "Study Instance UID (0020,000D)", studyInstanceUid);
        Check(head, DicomTag.SeriesInstanceUID, "Series Instance UID (0020,000E)", seriesInstanceUid);
    }

    private void Check(DicomDataset head, DicomTag tag, string attribute, string? expected)
    {
        if (expected is null)
            return;
        if (!head.TryGetSingleValue(tag, out string? uid) || uid is null)
            throw new IntakeRefusedException(IntakeRefusal.CannotUnderstand, $"The object {header.SopInstanceUid} has no {attribute} in its first {MostBytes} bytes.");
        if (!string.Equals(uid, expected, StringComparison.Ordinal))
            throw new IntakeRefusedException(IntakeRefusal.DoesNotMatch, $"The object {header.SopInstanceUid} is of another {attribute} than {expected}.");
    }

    private DicomDataset Read()
    {
        kept.Position = 0;
        try
        {
            return DicomFile.Open(kept, DicomEncoding.Default, state => state.SequenceDepth == 0 && (uint)state.Tag > (uint)DicomTag.SeriesInstanceUID).Dataset;
        }
        catch (DicomFileException fault)
        {
            throw new IntakeRefusedException(IntakeRefusal.CannotUnderstand, $"The data set of the object {header.SopInstanceUid} cannot be read as far as its Study Instance UID (0020,000D).", fault);
        }
    }

    private static MemoryStream Begun(FileHeader header)
    {
        var stream = new MemoryStream();
        stream.Write(header.Bytes.Span);
        return stream;
    }
}
