using ContourFlow.Storage.Processing;

namespace ContourFlow.Storage.Registry;

/// <summary>An object that came of a revision.</summary>
internal sealed class ResultRow
{
    public required string CaseId { get; init; }

    public required int Revision { get; init; }

    public required string SopInstanceUid { get; init; }

    public required string SopClassUid { get; init; }

    public required string StudyUid { get; init; }

    public required string SeriesUid { get; init; }

    public required string Sha256 { get; init; }

    public required string StoreKey { get; init; }

    public required long Length { get; init; }

    /// <summary>As others see it.</summary>
    public ResultObject ToResult() => new(SopInstanceUid, SopClassUid, StudyUid, SeriesUid, Sha256, StoreKey, Length);
}

/// <summary>A file beside a revision's objects: the report.</summary>
internal sealed class ResultFileRow
{
    public required string CaseId { get; init; }

    public required int Revision { get; init; }

    public required string Name { get; init; }

    public required string Sha256 { get; init; }

    public required string StoreKey { get; init; }

    public required long Length { get; init; }

    /// <summary>As others see it.</summary>
    public ResultFile ToFile() => new(Name, Sha256, StoreKey, Length);
}
