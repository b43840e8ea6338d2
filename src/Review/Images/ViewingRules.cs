using ContourFlow.Contouring.Cases;
using ContourFlow.Contouring.Protocols;
using ContourFlow.Storage.Cases;

namespace ContourFlow.Review.Images;

/// <summary>By which rules the objects of a processed revision are read again.</summary>
internal sealed class ViewingRules(ReviewOptions options)
{
    private readonly ProtocolCatalogue protocols = options.Protocols is { } folder ? new ProtocolCatalogue(folder) : ProtocolCatalogue.OfProgram;

    /// <summary>
    /// The rules of the protocol that it was processed by. Where that has changed since, or is not here, rules that refuse nothing: what had to be
    /// refused was refused then, and an MR that would be read otherwise now is noticed.
    /// </summary>
    public CaseReadOptions Of(RevisionDetails revision) => Find(revision) is { } protocol ? CaseReadOptions.By(protocol, options.Images.Threads) : Lenient();

    private Protocol? Find(RevisionDetails revision)
    {
        try
        {
            Protocol protocol = protocols.Load(revision.ProtocolName);
            return protocol.Hash == revision.ProtocolHash ? protocol : null;
        }
        catch (ProtocolException)
        {
            // It is not here, or has faults now.
            return null;
        }
    }

    private CaseReadOptions Lenient() => new()
    {
        PlanningCt = new PlanningCtRules(MaximumPlaneSpacing: double.MaxValue, MaximumTiltDegrees: 0.1, AllowUnevenSpacing: true, AllowLossyCompression: true),
        Mr = new MrRules(double.MaxValue, double.MaxValue, AllowLossyCompression: true),
        MaximumDegreeOfParallelism = options.Images.Threads,
    };
}
