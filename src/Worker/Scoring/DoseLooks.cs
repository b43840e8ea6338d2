using System.Collections.Immutable;
using ContourFlow.Contouring.Cases;
using ContourFlow.Contouring.Protocols;
using ContourFlow.Contracts;
using ContourFlow.Storage.Scoring;
using ContourFlow.Worker.Hosting;
using Microsoft.Extensions.Logging;

namespace ContourFlow.Worker.Scoring;

/// <summary>Looks at the doses of a case, and takes down which are to be scored.</summary>
internal sealed class DoseLooks(IScoringRegistry registry, ServiceOptions options, ILogger<DoseLooks> log)
{
    private readonly ProtocolCatalogue protocols = ServiceOptionsCheck.CatalogueOf(options);

    /// <summary>Looks at a case.</summary>
    /// <exception cref="ContourFlow.Storage.Objects.StoreUnavailableException">The registry is away. May pass.</exception>
    public async Task LookAsync(CaseId caseId, CancellationToken cancellationToken)
    {
        if (await registry.LookAtAsync(caseId, cancellationToken) is not { } seen)
            return;
        try
        {
            if (Wanted(seen) is not { } wanted)
                await registry.NothingAsync(seen, cancellationToken);
            else if (await registry.WantAsync(seen, wanted, cancellationToken) && wanted.Length > 0)
                log.Wanted(caseId, wanted.Length, seen.Structures!.Revision);
        }
        catch (ProtocolException fault)
        {
            // It is due again by itself when it has been taken for long enough.
            log.ProtocolUnusable(caseId, seen.Structures!.ProtocolName, fault.Message);
        }
    }

    // Null where nothing can be said.
    private ImmutableArray<WantedScore>? Wanted(DosesToLookAt seen)
    {
        if (seen.Structures is not { } structures || StructureSets.Of(structures.Results) is not { } structureSet
            || CaseDoses.Of(seen.Case.CtSeriesInstanceUid, seen.Objects.Select(one => ObjectFacts.FromJson(one.Facts)), seen.ResultUids) is not { } doses)
            return null;
        if (doses.IsEmpty)
            return [];
        Protocol protocol = protocols.Load(structures.ProtocolName);
        if (protocol.Dose is null)
            return [];
        var contents = seen.Objects.ToDictionary(one => one.SopInstanceUid, one => one.Sha256, StringComparer.Ordinal);
        return
        [
            .. doses.Select(dose => new WantedScore(
                ScoreKey.Of(structureSet.Sha256, protocol.Hash, dose.Objects.Select(uid => (uid, contents[uid]))), [.. dose.Objects])),
        ];
    }
}
