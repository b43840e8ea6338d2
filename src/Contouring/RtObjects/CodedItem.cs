namespace ContourFlow.Contouring.RtObjects;

/// <summary>A coded concept as an item of a code sequence.</summary>
internal static class CodedItem
{
    /// <summary>The item: value, scheme, meaning and, where it is known, the scheme's version (DICOM PS3.3 table 8.8-1).</summary>
    public static DicomDataset Of(CodedConcept code)
    {
        var item = new DicomDataset().NotValidated()
            .Add(DicomTag.CodeValue, code.Value)
            .Add(DicomTag.CodingSchemeDesignator, code.Scheme)
            .Add(DicomTag.CodeMeaning, WrittenText.Fit(code.Meaning, WrittenText.LongString));
        return code.SchemeVersion is { } version ? item.Add(DicomTag.CodingSchemeVersion, version) : item;
    }
}
