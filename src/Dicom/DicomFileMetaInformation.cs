namespace ContourFlow.Dicom;

/// <summary>The file meta information (PS3.10 7.1), group 0002.</summary>
public class DicomFileMetaInformation : DicomDataset
{
    /// <summary>Makes an empty one.</summary>
    public DicomFileMetaInformation()
    {
    }

    /// <summary>Makes one for a data set: its SOP class, SOP instance and transfer syntax.</summary>
    /// <remarks>What the data set does not have is left out here, and is an error when the file is written.</remarks>
    public DicomFileMetaInformation(DicomDataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        if (dataset.TryGetSingleValue(DicomTag.SOPClassUID, out DicomUID? sopClass))
            MediaStorageSOPClassUID = sopClass;
        if (dataset.TryGetSingleValue(DicomTag.SOPInstanceUID, out DicomUID? instance))
            MediaStorageSOPInstanceUID = instance;
        TransferSyntax = dataset.InternalTransferSyntax;
    }

    /// <summary>Makes a copy.</summary>
    public DicomFileMetaInformation(DicomFileMetaInformation metaInfo)
    {
        ArgumentNullException.ThrowIfNull(metaInfo);
        AutoValidate = false;
        foreach (DicomItem item in metaInfo)
            Add(item);
        AutoValidate = metaInfo.AutoValidate;
    }

    /// <summary>The version, two bytes.</summary>
    public byte[] Version
    {
        get => GetDicomItem<DicomElement>(DicomTag.FileMetaInformationVersion)?.Buffer.Data ?? [];
        set => AddOrUpdate(DicomTag.FileMetaInformationVersion, value);
    }

    /// <summary>The SOP class of the data set.</summary>
    public DicomUID? MediaStorageSOPClassUID
    {
        get => Uid(DicomTag.MediaStorageSOPClassUID);
        set => SetUid(DicomTag.MediaStorageSOPClassUID, value);
    }

    /// <summary>The SOP instance of the data set.</summary>
    public DicomUID? MediaStorageSOPInstanceUID
    {
        get => Uid(DicomTag.MediaStorageSOPInstanceUID);
        set => SetUid(DicomTag.MediaStorageSOPInstanceUID, value);
    }

    /// <summary>The transfer syntax that the data set is written in; explicit VR little endian when none is given.</summary>
    public DicomTransferSyntax TransferSyntax
    {
        get => Uid(DicomTag.TransferSyntaxUID) is { } uid ? DicomTransferSyntax.Lookup(uid) : DicomTransferSyntax.ExplicitVRLittleEndian;
        set => SetUid(DicomTag.TransferSyntaxUID, value?.UID);
    }

    /// <summary>The implementation that wrote the file.</summary>
    public DicomUID? ImplementationClassUID
    {
        get => Uid(DicomTag.ImplementationClassUID);
        set => SetUid(DicomTag.ImplementationClassUID, value);
    }

    /// <summary>The version of the implementation that wrote the file.</summary>
    public string ImplementationVersionName
    {
        get => Text(DicomTag.ImplementationVersionName);
        set => SetText(DicomTag.ImplementationVersionName, value);
    }

    /// <summary>The application that the file came from.</summary>
    public string SourceApplicationEntityTitle
    {
        get => Text(DicomTag.SourceApplicationEntityTitle);
        set => SetText(DicomTag.SourceApplicationEntityTitle, value);
    }

    /// <summary>The application that sent the file.</summary>
    public string SendingApplicationEntityTitle
    {
        get => Text(DicomTag.SendingApplicationEntityTitle);
        set => SetText(DicomTag.SendingApplicationEntityTitle, value);
    }

    /// <summary>The application that received the file.</summary>
    public string ReceivingApplicationEntityTitle
    {
        get => Text(DicomTag.ReceivingApplicationEntityTitle);
        set => SetText(DicomTag.ReceivingApplicationEntityTitle, value);
    }

    /// <summary>Who defined the private information.</summary>
    public DicomUID? PrivateInformationCreatorUID
    {
        get => Uid(DicomTag.PrivateInformationCreatorUID);
        set => SetUid(DicomTag.PrivateInformationCreatorUID, value);
    }

    /// <summary>Private information.</summary>
    public byte[] PrivateInformation
    {
        get => GetDicomItem<DicomElement>(DicomTag.PrivateInformation)?.Buffer.Data ?? [];
        set => AddOrUpdate(DicomTag.PrivateInformation, value);
    }

    /// <summary>A title for the source application; the same on every machine, so that files are the same.</summary>
    public static string CreateSourceApplicationEntityTitle() => "CONTOURFLOW";

    /// <inheritdoc/>
    protected override void ValidateTag(DicomTag tag)
    {
        ArgumentNullException.ThrowIfNull(tag);
        if (tag.Group != 0x0002)
            throw new DicomDataException($"{tag} does not belong to the file meta information.");
    }

    private DicomUID? Uid(DicomTag tag) => GetSingleValueOrDefault<DicomUID?>(tag, null);

    private void SetUid(DicomTag tag, DicomUID? uid)
    {
        if (uid is null)
            Remove(tag);
        else
            AddOrUpdate(tag, uid);
    }

    private string Text(DicomTag tag) => GetSingleValueOrDefault(tag, "");

    private void SetText(DicomTag tag, string? text)
    {
        if (string.IsNullOrEmpty(text))
            Remove(tag);
        else
            AddOrUpdate(tag, text);
    }
}
