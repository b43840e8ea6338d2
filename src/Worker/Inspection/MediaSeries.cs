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
    /// <summary>The series of a DICOMDIR in its order.</summary>
    public static IEnumerable<MediaSeries> Of(MediaRecords records, MediaFiles files)
    {
        List<MediaSeries> result = [];
        int patients = 0;
        foreach (MediaRecord root in records.Roots)
            Walk(root, new(root.Type == "PATIENT" ? ++patients : 0, "", "", "", 0, 0), files, result);
        return result;
    }

    // Records lie in each other as deep as a file of hostile intent says, so that no call lies in another.
    private static void Walk(MediaRecord root, MediaSeries around, MediaFiles files, List<MediaSeries> result)
    {
        Stack<(MediaRecord Record, MediaSeries Around)> pending = new([(root, around)]);
        while (pending.TryPop(out var next))
        {
            (MediaRecord record, MediaSeries at) = next;
            at = record.Type switch
            {
                "STUDY" => at with { StudyInstanceUid = record.Text(DicomTag.StudyInstanceUID) },
                "SERIES" => at with { SeriesInstanceUid = record.Text(DicomTag.SeriesInstanceUID), Modality = record.Text(DicomTag.Modality) },
                _ => at,
            };
            int missing = files.Misses(record.Attributes) ? 1 : 0;
            ImmutableArray<MediaRecord> objects = record.Type == "SERIES" ? [.. record.Lower] : [];
            if (record.Type == "SERIES")
                result.Add(at with { Objects = objects.Length, Missing = missing + objects.Count(o => files.Misses(o.Attributes)) });
            foreach (MediaRecord lower in (objects.IsEmpty ? record.Lower : objects.SelectMany(o => o.Lower)).Reverse())
                pending.Push((lower, at));
        }
    }
}
