using ContourFlow.Storage.Filing;

namespace ContourFlow.Storage.Registry;

/// <summary>A received object: the first content that came under its UID.</summary>
internal class ObjectRow
{
    public required string SopInstanceUid { get; init; }

    public required string SopClassUid { get; init; }

    public required string StudyUid { get; init; }

    public required string SeriesUid { get; init; }

    public required string Modality { get; init; }

    public required string PatientKey { get; init; }

    public required string Sha256 { get; init; }

    public required string StoreKey { get; init; }

    public required long Length { get; init; }

    /// <summary>JSON of intake's; not looked into here.</summary>
    public required string Facts { get; init; }

    public required string ReceivingAe { get; init; }

    public DateTimeOffset FiledAt { get; init; }

    /// <summary>As others see it.</summary>
    public FiledObject ToFiled() =>
        new(SopInstanceUid, SopClassUid, StudyUid, SeriesUid, Modality, PatientKey, Sha256, StoreKey, Length, Facts, ReceivingAe);

    /// <summary>The row of an object that is filed now.</summary>
    public static ObjectRow Of(FiledObject filed, DateTimeOffset now) => new()
    {
        SopInstanceUid = filed.SopInstanceUid,
        SopClassUid = filed.SopClassUid,
        StudyUid = filed.StudyInstanceUid,
        SeriesUid = filed.SeriesInstanceUid,
        Modality = filed.Modality,
        PatientKey = filed.PatientKey,
        Sha256 = filed.Sha256,
        StoreKey = filed.StoreKey,
        Length = filed.Length,
        Facts = filed.Facts,
        ReceivingAe = filed.ReceivingAe,
        FiledAt = now,
    };
}

/// <summary>Other content that came under the UID of an object; no case is made of it.</summary>
internal sealed class ConflictRow
{
    public required string SopInstanceUid { get; init; }

    public required string Sha256 { get; init; }

    public required string PatientKey { get; init; }

    public required string StoreKey { get; init; }

    public required long Length { get; init; }

    public required string Facts { get; init; }

    public required string ReceivingAe { get; init; }

    public DateTimeOffset FiledAt { get; init; }
}

/// <summary>
/// A patient, by key. Who files objects of a patient, or takes them out, locks this row first: an object and a case that are
/// filed at once never miss each other.
/// </summary>
internal sealed class PatientRow
{
    public required string PatientKey { get; init; }

    /// <summary>When an object of the patient was last filed; null once all were taken out.</summary>
    public DateTimeOffset? LastFiledAt { get; set; }
}

/// <summary>A file of the object store that nothing names any more and that is to be deleted.</summary>
internal sealed class ReleasedKeyRow
{
    public required string StoreKey { get; init; }

    public DateTimeOffset ReleasedAt { get; init; }

    /// <summary>When it was last given back to be deleted; null before.</summary>
    public DateTimeOffset? GivenAt { get; set; }
}
