using System.Collections.Frozen;

namespace ContourFlow.Worker.Query;

/// <summary>An attribute that matches must have. Its value may be a patient's: it is sent and never told.</summary>
/// <param name="Tag">The attribute; one of text.</param>
/// <param name="Value">The value, a wildcard, a range or a list (DICOM PS3.4 section C.2.2.2).</param>
internal sealed record QueryKey(DicomTag Tag, string Value)
{
    /// <summary>How one is written on the command line.</summary>
    public const string Form = "Keyword=value, such as SeriesDescription=*T2*: the keyword of an attribute whose value is text (DICOM PS3.6)";

    // What matching is defined for and a command line can say: text, not binary numbers, not sequences.
    private static readonly FrozenSet<string> TextRepresentations =
        FrozenSet.Create(StringComparer.Ordinal, "AE", "AS", "CS", "DA", "DS", "DT", "IS", "LO", "LT", "PN", "SH", "ST", "TM", "UC", "UI", "UR", "UT");

    // Keys of the command itself: given twice, one would silently win.
    private static readonly FrozenSet<DicomTag> Own =
        FrozenSet.Create(EqualityComparer<DicomTag>.Default, DicomTag.QueryRetrieveLevel, DicomTag.SpecificCharacterSet, DicomTag.StudyInstanceUID, DicomTag.SeriesInstanceUID, DicomTag.SOPInstanceUID);

    // Attributes of the study level; those that are not here belong to the level that is asked for (PS3.4 tables C.6-1 and C.6-5).
    private static readonly FrozenSet<DicomTag> OfStudies = FrozenSet.Create(
        EqualityComparer<DicomTag>.Default,
        DicomTag.PatientID,
        DicomTag.PatientName,
        DicomTag.PatientBirthDate,
        DicomTag.PatientSex,
        DicomTag.IssuerOfPatientID,
        DicomTag.StudyDate,
        DicomTag.StudyTime,
        DicomTag.StudyID,
        DicomTag.StudyDescription,
        DicomTag.AccessionNumber,
        DicomTag.ReferringPhysicianName,
        DicomTag.ModalitiesInStudy);

    /// <summary>Whether it is matched at the level of studies, whatever is searched for.</summary>
    public bool IsOfStudies => OfStudies.Contains(Tag);

    /// <summary>Reads Keyword=value.</summary>
    /// <returns>Null when the text is none: no keyword of an attribute with text, or one that has an option of its own.</returns>
    public static QueryKey? Read(string text)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals < 1 || equals == text.Length - 1 || text.AsSpan(equals).ContainsAnyInRange('\0', '\u001f'))
            return null;
        string keyword = text[..equals];
        return TagOf(keyword) is { } tag && !Own.Contains(tag) && tag.DictionaryEntry.ValueRepresentations.Any(vr => TextRepresentations.Contains(vr.Code))
            ? new QueryKey(tag, text[(equals + 1)..])
            : null;
    }

    private static DicomTag? TagOf(string keyword)
    {
        try
        {
            return DicomDictionary.Default[keyword];
        }
        catch (DicomDataException)
        {
            return null;
        }
    }

    // A record would show the value.
    private bool PrintMembers(System.Text.StringBuilder text)
    {
        text.Append($"{nameof(Tag)} = {Tag}");
        return true;
    }
}
