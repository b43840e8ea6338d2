namespace ContourFlow.Contouring.RtObjects;

/// <summary>
/// Patient, study and clinical trial attributes: the structure set's own, element by element as they are, in its
/// character set. What it lacks is taken from the CT where that text is plain ASCII, which means the same in every
/// character set.
/// </summary>
internal static class CarriedModules
{
    /// <summary>Attributes that have to be there, empty if need be (type 2).</summary>
    private static readonly DicomTag[] Required =
    [
        DicomTag.PatientName, DicomTag.PatientID, DicomTag.PatientBirthDate, DicomTag.PatientSex,
        DicomTag.StudyDate, DicomTag.StudyTime, DicomTag.ReferringPhysicianName, DicomTag.StudyID, DicomTag.AccessionNumber,
    ];

    private static readonly DicomTag[] Optional =
    [
        DicomTag.TimezoneOffsetFromUTC,
        DicomTag.IssuerOfPatientID, DicomTag.IssuerOfPatientIDQualifiersSequence, DicomTag.TypeOfPatientID,
        DicomTag.OtherPatientIDsSequence, DicomTag.OtherPatientNames, DicomTag.PatientBirthTime,
        DicomTag.PatientAge, DicomTag.PatientSize, DicomTag.PatientWeight, DicomTag.PatientComments,
        DicomTag.EthnicGroup, DicomTag.PatientIdentityRemoved, DicomTag.DeidentificationMethod,
        DicomTag.DeidentificationMethodCodeSequence, DicomTag.LongitudinalTemporalInformationModified,
        DicomTag.QualityControlSubject, DicomTag.StudyDescription, DicomTag.IssuerOfAccessionNumberSequence,
        DicomTag.PhysiciansOfRecord, DicomTag.ProcedureCodeSequence,
    ];

    /// <summary>Group of the clinical trial attributes.</summary>
    private const ushort ClinicalTrialGroup = 0x0012;

    /// <summary>Copies the attributes into a new structure set.</summary>
    /// <param name="target">The new structure set.</param>
    /// <param name="source">The structure set that was read.</param>
    /// <param name="ct">The header of a CT image.</param>
    public static void CopyTo(DicomDataset target, DicomDataset source, DicomDataset ct)
    {
        if (source.GetDicomItem<DicomItem>(DicomTag.SpecificCharacterSet) is { } characterSet) target.Add(characterSet);
        if (source.GetDicomItem<DicomItem>(DicomTag.StudyInstanceUID) is { } study) target.Add(study);
        else if (ct.GetDicomItem<DicomItem>(DicomTag.StudyInstanceUID) is { } ctStudy) target.Add(ctStudy);

        foreach (var tag in Required)
        {
            if (!source.Contains(tag) && ct.GetDicomItem<DicomElement>(tag) is { } element && IsAscii(element)) target.Add(element);
            else CopyOrEmpty(target, source, tag);
        }

        var kept = Optional.ToHashSet();
        target.Add(source.Where(item =>
            kept.Contains(item.Tag) || (item.Tag.Group == ClinicalTrialGroup && !target.Contains(item.Tag) && !kept.Contains(item.Tag))));
    }

    /// <summary>Copies an element as it is, or adds an empty one.</summary>
    public static void CopyOrEmpty(DicomDataset target, DicomDataset source, DicomTag tag)
    {
        if (source.GetDicomItem<DicomItem>(tag) is { } item) target.Add(item);
        else target.Add(tag, Array.Empty<string>());
    }

    private static bool IsAscii(DicomElement element) => element.Buffer.Data.AsSpan().IndexOfAnyExceptInRange((byte)0x20, (byte)0x7e) < 0;
}
