namespace ContourFlow.Worker.Intake;

/// <summary>What the sender says of an object before its data set comes: what its file meta information is made of (DICOM PS3.10 section 7.1).</summary>
/// <param name="SopClassUid">SOP Class UID, checked against (0008,0016) of the data set.</param>
/// <param name="SopInstanceUid">SOP Instance UID, checked against (0008,0018) of the data set.</param>
/// <param name="TransferSyntaxUid">The syntax in which the data set comes, and in which it is kept.</param>
/// <param name="SendingAe">AE title of the sender; null where it has none (DICOMweb).</param>
/// <param name="ReceivingAe">AE title that it was sent to; null where it has none.</param>
internal sealed record ArrivingObject(
    string SopClassUid, string SopInstanceUid, string TransferSyntaxUid, string? SendingAe, string? ReceivingAe);
