using System.Collections.Immutable;

namespace ContourFlow.Worker.Inspection;

/// <summary>A series of a DICOMDIR. Patients are numbered; nothing that names them is kept.</summary>
/// <param name="Patient">Number of the patient within the DICOMDIR, from 1; 0 for what lies outside of any.</param>
/// <param name="StudyInstanceUid">Its study, or empty.</param>
/// <param name="SeriesInstanceUid">The series, or empty.</param>
/// <param name="Modality">Its modality, or empty.</param>
/// <param name="Objects">Number of objects that it lists.</param>
/// <param name="Missing">How many of their files are not there.</param>
internal sealed record MediaSeries(int Patient, string StudyInstanceUid, string SeriesInstanceUid, string Modality, int Objects, int Missing)
{
    /// <summary>The series of a DICOMDIR in its order; each file that a record names is looked for once.</summary>
    public static IEnumerable<MediaSeries> Of(DicomDirectory directory, MediaFiles files)
    {
        List<MediaSeries> result = [];
        int patients = 0;
        foreach (DicomDirectoryRecord root in directory.RootDirectoryRecordCollection)
            Walk(root, new(root.DirectoryRecordType == "PATIENT" ? ++patients : 0, "", "", "", 0, 0), files, result);
        foreach (DicomDirectoryRecord lost in directory.Unreached)
            files.Look(lost);
        return result;
    }

    // Records lie in each other as deep as a file of hostile intent says, so that no call lies in another.
    private static void Walk(DicomDirectoryRecord root, MediaSeries around, MediaFiles files, List<MediaSeries> result)
    {
        Stack<(DicomDirectoryRecord Record, MediaSeries Around)> pending = new([(root, around)]);
        while (pending.TryPop(out var next))
        {
            (DicomDirectoryRecord record, MediaSeries at) = next;
            at = record.DirectoryRecordType switch
            {
                "STUDY" => at with { StudyInstanceUid = Text(record, DicomTag.StudyInstanceUID) },
                "SERIES" => at with { SeriesInstanceUid = Text(record, DicomTag.SeriesInstanceUID), Modality = Text(record, DicomTag.Modality) },
                _ => at,
            };
            int missing = files.Look(record) == false ? 1 : 0;
            ImmutableArray<DicomDirectoryRecord> objects = record.DirectoryRecordType == "SERIES" ? [.. record.LowerLevelDirectoryRecordCollection] : [];
            if (record.DirectoryRecordType == "SERIES")
                result.Add(at with { Objects = objects.Length, Missing = missing + objects.Count(o => files.Look(o) == false) });
            foreach (DicomDirectoryRecord lower in (objects.IsEmpty ? record.LowerLevelDirectoryRecordCollection : objects.SelectMany(o => o.LowerLevelDirectoryRecordCollection)).Reverse())
                pending.Push((lower, at));
        }
    }

    private static string Text(DicomDirectoryRecord record, DicomTag tag) => record.Dataset.TryGetString(tag, out string? text) ? text.Trim() : "";
}
