namespace ContourFlow.Dicom.Tests.Text;

/// <summary>One text, written into a file under a character set, or read from bytes under it.</summary>
internal static class TextFile
{
    /// <summary>What each kind of text is put into.</summary>
    public static DicomTag TagOf(DicomVR vr) => vr.Code switch
    {
        "PN" => DicomTag.PatientName,
        "LO" => DicomTag.StudyDescription,
        "SH" => DicomTag.StationName,
        "LT" => DicomTag.AdditionalPatientHistory,
        "UT" => DicomTag.TextValue,
        _ => throw new ArgumentOutOfRangeException(nameof(vr), vr.Code, "No tag is set for it."),
    };

    /// <summary>The bytes of a text as the file has them, without padding; the text read back is the text.</summary>
    public static byte[] Bytes(DicomVR vr, string text, params string[] terms)
    {
        DicomDataset dataset = RawDicom.WithIdentity().Open().Dataset.NotValidated();
        if (terms.Length > 0)
            dataset.Add(DicomTag.SpecificCharacterSet, terms);
        dataset.Add(vr, TagOf(vr), text);
        using var memory = new MemoryStream();
        new DicomFile(dataset).Save(memory);
        DicomDataset back = RawDicom.Open(memory.ToArray()).Dataset;
        back.GetString(TagOf(vr)).Should().Be(text);
        return back.GetDicomItem<DicomElement>(TagOf(vr))!.Buffer.Data.AsSpan().TrimEnd((byte)' ').ToArray();
    }

    /// <summary>The text of bytes.</summary>
    public static string Text(DicomVR vr, byte[] bytes, params string[] terms)
    {
        RawDicom raw = RawDicom.WithMeta();
        if (terms.Length > 0)
            raw.Explicit(0x00080005, "CS", RawDicom.Even(string.Join('\\', terms)));
        DicomTag tag = TagOf(vr);
        return raw.Explicit((uint)((tag.Group << 16) | tag.Element), vr.Code, bytes.Length % 2 == 0 ? bytes : [.. bytes, 0x20]).Open().Dataset.GetString(tag);
    }
}
