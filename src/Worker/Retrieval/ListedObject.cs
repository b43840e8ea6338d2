namespace ContourFlow.Worker.Retrieval;

/// <summary>An object that an archive says it has.</summary>
/// <param name="StudyInstanceUid">Its study.</param>
/// <param name="SeriesInstanceUid">Its series.</param>
/// <param name="SopInstanceUid">Its SOP Instance UID.</param>
/// <param name="SopClassUid">Its SOP Class UID; null where the archive does not say it.</param>
internal sealed record ListedObject(string StudyInstanceUid, string SeriesInstanceUid, string SopInstanceUid, string? SopClassUid);

/// <summary>A series that an archive says it has.</summary>
/// <param name="SeriesInstanceUid">Its UID.</param>
/// <param name="Modality">Its modality; null where the archive does not say it.</param>
/// <param name="Stated">Instances that the archive says it has (0020,1209); null where it does not say it.</param>
/// <param name="Listed">Instances that the archive lists.</param>
internal sealed record ListedSeries(string SeriesInstanceUid, string? Modality, int? Stated, int Listed);
