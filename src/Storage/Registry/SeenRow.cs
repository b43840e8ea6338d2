using ContourFlow.Storage.Reviewing;

namespace ContourFlow.Storage.Registry;

/// <summary>Which planes of a revision's results one person has had on the screen.</summary>
internal sealed class SeenRow
{
    public required string CaseId { get; init; }

    public required int Revision { get; init; }

    public required string SeenBy { get; init; }

    /// <summary>JSON: numbers of planes, rising.</summary>
    public string Planes { get; set; } = RowJson.Nothing;

    public DateTimeOffset LastAt { get; set; }

    /// <summary>As others see it.</summary>
    public SeenPlanes ToSeen() => new(SeenBy, RowJson.Read<int[]>(Planes), LastAt);
}
