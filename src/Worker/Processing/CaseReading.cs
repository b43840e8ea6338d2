using ContourFlow.Contouring.Cases;
using ContourFlow.Contouring.Protocols;

namespace ContourFlow.Worker.Processing;

/// <summary>How the files of a case are read by a protocol, whether they lie in a folder or came through the registry.</summary>
internal static class CaseReading
{
    /// <summary>The protocol's rules for images.</summary>
    /// <param name="protocol">The protocol.</param>
    /// <param name="threads">How many threads may read at once.</param>
    public static CaseReadOptions By(Protocol protocol, int threads) => new()
    {
        PlanningCt = protocol.PlanningCt,
        Mr = protocol.Fusion is { } fusion ? new(fusion.MaximumPlaneSpacing, fusion.MaximumAgeDays, AllowLossyCompression: false) : null,
        MaximumDegreeOfParallelism = threads,
    };
}
