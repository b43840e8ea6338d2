namespace ContourFlow.EndToEnd.Tests.Network;

/// <summary>Objects of two patients in files of their own, for archives that are asked for them.</summary>
internal sealed class QueriedObjects
{
    /// <summary>Stands in every attribute that is a patient's.</summary>
    public const string Secret = SmallSeries.Secret;

    /// <summary>The first patient's study of 2 January 2026: <see cref="Ct"/> with 6 slices and <see cref="Mr"/> with 4.</summary>
    public const string Study = "2.25.4712";

    public const string Ct = "2.25.4713";

    public const string Mr = "2.25.4714";

    /// <summary>The second patient's study of 3 March 2026: one CT series of 3 slices.</summary>
    public const string OtherStudy = "2.25.4722";

    public const string OtherCt = "2.25.4723";

    private QueriedObjects(IReadOnlyDictionary<string, string> files) => Files = files;

    /// <summary>Path by SOP Instance UID.</summary>
    public IReadOnlyDictionary<string, string> Files { get; }

    public static QueriedObjects In(string folder)
    {
        Directory.CreateDirectory(folder);
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        Add(Study, Ct, "CT", first: 1, count: 6, $"{Secret}-1", "20260102");
        Add(Study, Mr, "MR", first: 11, count: 4, $"{Secret}-1", "20260102");
        Add(OtherStudy, OtherCt, "CT", first: 21, count: 3, $"{Secret}-2", "20260303");
        return new QueriedObjects(files);

        void Add(string study, string series, string modality, int first, int count, string patient, string date)
        {
            for (int number = first; number < first + count; number++)
            {
                DicomDataset slice = SmallSeries.Slice(number);
                slice.AddOrUpdate(DicomTag.SOPClassUID, modality == "MR" ? DicomUID.MRImageStorage : DicomUID.CTImageStorage);
                slice.AddOrUpdate(DicomTag.Modality, modality).AddOrUpdate(DicomTag.PatientID, patient).AddOrUpdate(DicomTag.StudyDate, date).AddOrUpdate(DicomTag.StudyTime, "101500");
                slice.AddOrUpdate(DicomTag.StudyInstanceUID, study).AddOrUpdate(DicomTag.SeriesInstanceUID, series).AddOrUpdate(DicomTag.SeriesNumber, first);
                slice.AddOrUpdate(DicomTag.SeriesDescription, modality == "MR" ? "T2 SAG" : "PLANNING");
                string path = Path.Combine(folder, $"{number:d4}.dcm");
                new DicomFile(slice).Save(path);
                files.Add(SmallSeries.Uid(number), path);
            }
        }
    }

    /// <summary>UIDs of a series.</summary>
    public static string[] Of(string series) => series switch
    {
        Ct => [.. Enumerable.Range(1, 6).Select(SmallSeries.Uid)],
        Mr => [.. Enumerable.Range(11, 4).Select(SmallSeries.Uid)],
        _ => [.. Enumerable.Range(21, 3).Select(SmallSeries.Uid)],
    };
}
