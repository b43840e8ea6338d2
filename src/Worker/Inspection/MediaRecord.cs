namespace ContourFlow.Worker.Inspection;

/// <summary>A record of a DICOMDIR that is in use, with those that lie in it.</summary>
internal sealed class MediaRecord(DicomDataset attributes)
{
    /// <summary>What the record says. Patient data.</summary>
    public DicomDataset Attributes { get; } = attributes;

    /// <summary>The kind: PATIENT, STUDY, SERIES, IMAGE, RT STRUCTURE SET and so on; empty where it is not said.</summary>
    public string Type => Text(DicomTag.DirectoryRecordType);

    /// <summary>The records that lie in this one, in their order.</summary>
    public IReadOnlyList<MediaRecord> Lower { get; set; } = [];

    /// <summary>The text of an attribute; empty where it has none.</summary>
    public string Text(DicomTag tag) => Attributes.TryGetString(tag, out string? text) ? text.Trim() : "";

    /// <summary>PS3.3 F.3.2.2: 0000H says that the record is no longer in use.</summary>
    public static bool IsInUse(DicomDataset record) => !(record.TryGetSingleValue(DicomTag.RecordInUseFlag, out ushort flag) && flag == 0);
}
