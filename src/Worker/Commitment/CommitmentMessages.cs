using System.Collections.Immutable;
using ContourFlow.Worker.Intake;

namespace ContourFlow.Worker.Commitment;

/// <summary>The data sets of the Storage Commitment Push Model (DICOM PS3.4 section J.3).</summary>
internal static class CommitmentMessages
{
    /// <summary>Action Type ID of a request (PS3.4 table J.3-1).</summary>
    public const ushort RequestAction = 1;

    /// <summary>Event Type ID of a report without failures (PS3.4 table J.3-2).</summary>
    public const ushort AllCommitted = 1;

    /// <summary>Event Type ID of a report with failures.</summary>
    public const ushort SomeFailed = 2;

    /// <summary>Failure Reason of an object that is not there (PS3.3 section C.14.1.1).</summary>
    public const ushort NoSuchObject = 0x0112;

    /// <summary>Failure Reason of an object that is there under another SOP class.</summary>
    public const ushort ClassInstanceConflict = 0x0119;

    /// <summary>What an N-ACTION asks for.</summary>
    /// <exception cref="DicomDataException">Transaction UID or an object's UID is missing.</exception>
    public static CommitmentRequest ReadRequest(DicomDataset information, string requestingAe, string providingAe) =>
        new(Uid(information, DicomTag.TransactionUID), requestingAe, providingAe, References(information, DicomTag.ReferencedSOPSequence));

    /// <summary>The data set of an N-ACTION.</summary>
    public static DicomDataset Write(CommitmentRequest request) =>
        AsItCame().Add(DicomTag.TransactionUID, request.TransactionUid).Add(Sequence(DicomTag.ReferencedSOPSequence, request.Objects));

    /// <summary>What an N-EVENT-REPORT says.</summary>
    /// <exception cref="DicomDataException">Transaction UID or an object's UID is missing.</exception>
    public static CommitmentReport ReadReport(DicomDataset information)
    {
        ImmutableArray<CommitmentFailure> failed = information.TryGetSequence(DicomTag.FailedSOPSequence, out DicomSequence? failures)
            ? [.. failures.Items.Select(item => new CommitmentFailure(Reference(item), item.GetSingleValueOrDefault(DicomTag.FailureReason, (ushort)0x0110)))]
            : [];
        return new CommitmentReport(Uid(information, DicomTag.TransactionUID), References(information, DicomTag.ReferencedSOPSequence), failed);
    }

    /// <summary>The data set of an N-EVENT-REPORT.</summary>
    public static DicomDataset Write(CommitmentReport report)
    {
        DicomDataset information = AsItCame().Add(DicomTag.TransactionUID, report.TransactionUid);
        if (!report.Committed.IsEmpty)
            information.Add(Sequence(DicomTag.ReferencedSOPSequence, report.Committed));
        if (!report.Failed.IsEmpty)
        {
            information.Add(new DicomSequence(DicomTag.FailedSOPSequence,
            [
                .. report.Failed.Select(failure =>
                {
                    DicomDataset item = Item(failure.Object);
                    item.Add(DicomTag.FailureReason, failure.Reason);
                    return item;
                }),
            ]));
        }

        return information;
    }

    private static DicomSequence Sequence(DicomTag tag, ImmutableArray<SopReference> objects) => new(tag, [.. objects.Select(Item)]);

    private static DicomDataset Item(SopReference reference) =>
        AsItCame().Add(DicomTag.ReferencedSOPClassUID, reference.SopClassUid).Add(DicomTag.ReferencedSOPInstanceUID, reference.SopInstanceUid);

    // Objects are named as their senders name them, leading zeros included.
    private static DicomDataset AsItCame() => new DicomDataset().NotValidated();

    private static ImmutableArray<SopReference> References(DicomDataset information, DicomTag tag) =>
        information.TryGetSequence(tag, out DicomSequence? sequence) ? [.. sequence.Items.Select(Reference)] : [];

    private static SopReference Reference(DicomDataset item) =>
        new(Uid(item, DicomTag.ReferencedSOPClassUID), Uid(item, DicomTag.ReferencedSOPInstanceUID));

    private static string Uid(DicomDataset dataset, DicomTag tag)
    {
        string uid = dataset.GetSingleValueOrDefault(tag, "");
        return InstanceUid.IsValid(uid)
            ? uid
            : throw new DicomDataException($"{tag} {tag.DictionaryEntry.Keyword} is missing, or no UID, in a message of storage commitment.");
    }
}
