namespace ContourFlow.Dicom;

/// <summary>What the dictionary says of a tag.</summary>
public sealed class DicomDictionaryEntry
{
    /// <summary>Makes an entry for one tag.</summary>
    public DicomDictionaryEntry(DicomTag tag, string name, string keyword, DicomVM vm, bool retired, params DicomVR[] vrs)
    {
        ArgumentNullException.ThrowIfNull(tag);
        Tag = tag;
        Name = name;
        Keyword = keyword;
        ValueMultiplicity = vm;
        IsRetired = retired;
        ValueRepresentations = vrs;
    }

    /// <summary>Makes an entry for a pattern of tags.</summary>
    public DicomDictionaryEntry(DicomMaskedTag tag, string name, string keyword, DicomVM vm, bool retired, params DicomVR[] vrs)
        : this((tag ?? throw new ArgumentNullException(nameof(tag))).Tag, name, keyword, vm, retired, vrs) => MaskTag = tag;

    /// <summary>The tag; for a pattern the tag with zeros where it is free.</summary>
    public DicomTag Tag { get; set; }

    /// <summary>The pattern, where the entry stands for one.</summary>
    public DicomMaskedTag? MaskTag { get; }

    /// <summary>The name in PS3.6.</summary>
    public string Name { get; }

    /// <summary>The keyword in PS3.6.</summary>
    public string Keyword { get; }

    /// <summary>The value representations that are allowed, in the order of PS3.6.</summary>
    public DicomVR[] ValueRepresentations { get; }

    /// <summary>How many values there may be.</summary>
    public DicomVM ValueMultiplicity { get; }

    /// <summary>Whether the standard has retired it.</summary>
    public bool IsRetired { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Tag} {Keyword}";
}
