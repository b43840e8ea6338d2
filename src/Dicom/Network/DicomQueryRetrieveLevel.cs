namespace ContourFlow.Dicom.Network;

/// <summary>Query/Retrieve Level (0008,0052) (DICOM PS3.4 C.6), and what has none.</summary>
public enum DicomQueryRetrieveLevel
{
    /// <summary>The identifier names no level.</summary>
    NotApplicable = -1,
    Patient = 0,
    Study = 1,
    Series = 2,

    /// <summary>Composite object instances: IMAGE.</summary>
    Image = 3,

    /// <summary>The modality worklist, which has no levels (PS3.4 K).</summary>
    Worklist = 4,
}
