using System.Globalization;

namespace ContourFlow.Worker.Query;

/// <summary>A study, series or instance that an archive has, without what identifies its patient.</summary>
/// <param name="StudyInstanceUid">Its study.</param>
/// <param name="SeriesInstanceUid">Its series; null of a study.</param>
/// <param name="SopInstanceUid">SOP Instance UID; null of a study or series.</param>
/// <param name="SopClassUid">SOP Class UID of an instance; null where the archive does not say it.</param>
/// <param name="Modality">Modality of the series, or those in the study with a backslash between them; null where the archive does not say it.</param>
/// <param name="Date">Date of the study or series, yyyyMMdd as DICOM writes it; null where the archive does not say it.</param>
/// <param name="Time">Its time, HHmmss.</param>
/// <param name="Number">Series or instance number.</param>
/// <param name="Series">Number of series of a study.</param>
/// <param name="Instances">Number of instances of a study or series.</param>
internal sealed record FoundItem(
    string StudyInstanceUid,
    string? SeriesInstanceUid,
    string? SopInstanceUid,
    string? SopClassUid,
    string? Modality,
    string? Date,
    string? Time,
    int? Number,
    int? Series,
    int? Instances)
{
    /// <summary>What a match says. Archives leave out what they like, but for the UID of the level.</summary>
    /// <param name="query">The query that it answers: UIDs above the level are as they were asked for.</param>
    /// <param name="match">The match.</param>
    public static FoundItem Of(LevelQuery query, DicomDataset match)
    {
        bool isStudy = query.Level == QueryLevel.Study;
        return new FoundItem(
            query.StudyInstanceUid ?? Text(match, DicomTag.StudyInstanceUID) ?? "",
            isStudy ? null : query.SeriesInstanceUid ?? Text(match, DicomTag.SeriesInstanceUID),
            query.Level == QueryLevel.Instance ? Text(match, DicomTag.SOPInstanceUID) : null,
            Text(match, DicomTag.SOPClassUID),
            isStudy ? Modalities(match) : Text(match, DicomTag.Modality),
            Text(match, isStudy ? DicomTag.StudyDate : DicomTag.SeriesDate),
            Text(match, isStudy ? DicomTag.StudyTime : DicomTag.SeriesTime),
            Figure(match, query.Level == QueryLevel.Instance ? DicomTag.InstanceNumber : DicomTag.SeriesNumber),
            Figure(match, DicomTag.NumberOfStudyRelatedSeries),
            Figure(match, isStudy ? DicomTag.NumberOfStudyRelatedInstances : DicomTag.NumberOfSeriesRelatedInstances));
    }

    private static string? Modalities(DicomDataset match) =>
        match.TryGetValues(DicomTag.ModalitiesInStudy, out string[]? values) && values.Length > 0 ? string.Join('\\', values) : null;

    private static string? Text(DicomDataset match, DicomTag tag) =>
        match.TryGetString(tag, out string? value) && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;

    private static int? Figure(DicomDataset match, DicomTag tag) =>
        int.TryParse(Text(match, tag), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int figure) ? figure : null;
}
