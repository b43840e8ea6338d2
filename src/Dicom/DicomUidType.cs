namespace ContourFlow.Dicom;

/// <summary>What a registered UID stands for (PS3.6 annex A).</summary>
public enum DicomUidType
{
    TransferSyntax = 0,
    SOPClass = 1,
    MetaSOPClass = 2,
    ServiceClass = 3,
    SOPInstance = 4,
    ApplicationContextName = 5,
    ApplicationHostingModel = 6,
    CodingScheme = 7,
    FrameOfReference = 8,
    LDAP = 9,
    MappingResource = 10,
    ContextGroupName = 11,
    Unknown = 12,
}

/// <summary>What kind of objects a storage SOP class holds.</summary>
public enum DicomStorageCategory
{
    None = 0,
    Image = 1,
    PresentationState = 2,
    StructuredReport = 3,
    Waveform = 4,
    Document = 5,
    Raw = 6,
    Other = 7,
    Private = 8,
    Volume = 9,
}
