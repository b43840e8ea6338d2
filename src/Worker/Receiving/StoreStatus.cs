using ContourFlow.Worker.Intake;

namespace ContourFlow.Worker.Receiving;

/// <summary>The answers to C-STORE (DICOM PS3.4 table B.2-1).</summary>
internal static class StoreStatus
{
    /// <summary>Why an object was not taken, as its sender is told. The comments name no patient.</summary>
    public static DicomStatus Of(IntakeRefusal refusal) => refusal switch
    {
        IntakeRefusal.CannotUnderstand => new DicomStatus(DicomStatus.StorageCannotUnderstand, "Data set unreadable, or without its UIDs"),
        IntakeRefusal.DoesNotMatch => new DicomStatus(DicomStatus.StorageDataSetDoesNotMatchSOPClassError, "Data set is of another SOP class or instance"),
        IntakeRefusal.TooLarge => new DicomStatus(DicomStatus.StorageStorageOutOfResources, "Object larger than the receiver takes"),
        IntakeRefusal.NoRoom => new DicomStatus(DicomStatus.StorageStorageOutOfResources, "No room; send it again later"),
        _ => new DicomStatus(DicomStatus.StorageStorageOutOfResources, "Storage cannot be written to; send it again later"),
    };
}
