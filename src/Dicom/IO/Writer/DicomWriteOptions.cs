namespace ContourFlow.Dicom.IO.Writer;

/// <summary>How a data set is written. The same data set and options give the same bytes.</summary>
public class DicomWriteOptions
{
    /// <summary>The defaults: undefined lengths of sequences and items, no group lengths.</summary>
    public DicomWriteOptions()
    {
    }

    /// <summary>A copy.</summary>
    public DicomWriteOptions(DicomWriteOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ExplicitLengthSequences = options.ExplicitLengthSequences;
        ExplicitLengthSequenceItems = options.ExplicitLengthSequenceItems;
        KeepGroupLengths = options.KeepGroupLengths;
        LargeObjectSize = options.LargeObjectSize;
    }

    /// <summary>The defaults.</summary>
    public static DicomWriteOptions Default => new();

    /// <summary>Whether sequences get their length instead of a delimiter.</summary>
    public bool ExplicitLengthSequences { get; set; }

    /// <summary>Whether items get their length instead of a delimiter.</summary>
    public bool ExplicitLengthSequenceItems { get; set; }

    /// <summary>Whether the group lengths that a data set has are written, with the lengths that result; else they are left out.</summary>
    public bool KeepGroupLengths { get; set; }

    /// <summary>Values of more bytes are copied in blocks instead of at once.</summary>
    public uint LargeObjectSize { get; set; } = 1024 * 1024;
}
