using System.Globalization;

namespace ContourFlow.Worker.DicomWeb;

/// <summary>Reads the Store Instances Response Module (PS3.18 table I.1-1) for what it says of each object.</summary>
internal static class StowResponse
{
    /// <summary>The outcomes of the objects that were sent, in their order.</summary>
    /// <param name="answer">The answer's data set; null where there was none.</param>
    /// <param name="sent">What was sent.</param>
    public static IReadOnlyList<StowOutcome> Outcomes(DicomDataset? answer, IReadOnlyList<StowObject> sent)
    {
        Dictionary<string, DicomDataset> stored = ByUid(answer, DicomTag.ReferencedSOPSequence);
        Dictionary<string, DicomDataset> failed = ByUid(answer, DicomTag.FailedSOPSequence);
        return sent.Select(one => Outcome(one, stored.GetValueOrDefault(one.SopInstanceUid), failed.GetValueOrDefault(one.SopInstanceUid))).ToList();
    }

    private static StowOutcome Outcome(StowObject sent, DicomDataset? stored, DicomDataset? failed)
    {
        string uid = sent.SopInstanceUid;

        // Named in both, it is not to be relied upon.
        if (failed is not null)
        {
            ushort? reason = Code(failed, DicomTag.FailureReason);
            return new StowOutcome(uid, StowStatus.Refused, reason, reason is { } code ? StowReason.Meaning(code) : "the archive gives no reason");
        }

        if (stored is null)
            return new StowOutcome(uid, StowStatus.Unknown, Code: null, "the answer does not name it");
        if (stored.TryGetSingleValue(DicomTag.ReferencedSOPClassUID, out string? sopClass) && sopClass != sent.SopClassUid)
            return new StowOutcome(uid, StowStatus.Unknown, Code: null, "the answer names it with another SOP class");
        return Code(stored, DicomTag.WarningReason) is { } warning and not 0
            ? new StowOutcome(uid, StowStatus.StoredWithWarning, warning, StowReason.Meaning(warning))
            : new StowOutcome(uid, StowStatus.Stored, Code: null, "stored");
    }

    private static Dictionary<string, DicomDataset> ByUid(DicomDataset? answer, DicomTag tag)
    {
        var items = new Dictionary<string, DicomDataset>(StringComparer.Ordinal);
        if (answer is not null && answer.TryGetSequence(tag, out DicomSequence? sequence))
        {
            foreach (DicomDataset item in sequence.Items)
            {
                if (item.TryGetSingleValue(DicomTag.ReferencedSOPInstanceUID, out string? uid) && uid is not null)
                    items[uid] = item;
            }
        }

        return items;
    }

    // By its text: an archive may say it with another value representation.
    private static ushort? Code(DicomDataset item, DicomTag tag) =>
        item.TryGetString(tag, out string? text) && ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ushort code) ? code : null;
}
