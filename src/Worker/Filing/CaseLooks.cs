using System.Collections.Concurrent;
using System.Collections.Immutable;
using ContourFlow.Contouring.Cases;
using ContourFlow.Contouring.Protocols;
using ContourFlow.Contracts;
using ContourFlow.Storage.Filing;
using ContourFlow.Worker.Hosting;

namespace ContourFlow.Worker.Filing;

/// <summary>Looks at cases, and takes down what was seen.</summary>
internal sealed class CaseLooks
{
    private readonly IFilingRegistry registry;
    private readonly ProtocolCatalogue catalogue;
    private readonly FilingMeter meter;
    private readonly string[] configured;
    private readonly ConcurrentDictionary<string, Protocol> protocols = new(StringComparer.Ordinal);

    /// <summary>Looks by a registry and the configured protocols.</summary>
    public CaseLooks(IFilingRegistry registry, ServiceOptions options, FilingMeter meter)
    {
        (this.registry, this.meter) = (registry, meter);
        configured = [options.Intake.Protocol, .. options.Intake.ProtocolByTitle.Values];
        catalogue = options.Processing.Protocols is { } folder ? new ProtocolCatalogue(folder) : ProtocolCatalogue.OfProgram;
    }

    /// <summary>Loads the protocols that the configuration names, so that the first case does not wait for it. Those that cannot be used are told of when a case wants them.</summary>
    public void LoadProtocols()
    {
        foreach (string name in configured)
        {
            try
            {
                protocols.GetOrAdd(name, catalogue.Load);
            }
            catch (ProtocolException)
            {
                // Said of each case that has it.
            }
        }
    }

    /// <summary>Looks at a case; null where there is none.</summary>
    /// <exception cref="ContourFlow.Storage.Objects.StoreUnavailableException">The registry is away. May pass.</exception>
    public async Task<CaseLook?> LookAsync(CaseId caseId, CancellationToken cancellationToken)
    {
        if (await registry.LookAtAsync(caseId, cancellationToken) is not { } found)
            return null;
        ImmutableArray<ObjectFacts> facts = [.. found.Objects.Select(one => ObjectFacts.FromJson(one.Facts))];
        try
        {
            // What a process has begun with it goes on with: an edited file counts from the next start on.
            return new CaseLook(found, protocols.GetOrAdd(found.Case.Protocol, catalogue.Load), null, facts);
        }
        catch (ProtocolException fault)
        {
            return new CaseLook(found, null, $"a protocol that can be used: {fault.Message}", facts);
        }
    }

    /// <summary>Takes down that a case is complete: opens a revision, unless its newest one has these very inputs.</summary>
    /// <returns>False when the case was touched since.</returns>
    public async Task<bool> CompleteAsync(CaseLook look, AssembledCase assembled, CancellationToken cancellationToken)
    {
        (CaseId caseId, long version) = (look.Case.Case.CaseId, look.Case.Case.Version);
        NewRevision revision = look.Revision(assembled);
        bool isNew = look.Case.NewestInputsHash != revision.InputsHash;
        bool isTakenDown = isNew
            ? await registry.OpenRevisionAsync(caseId, version, revision, cancellationToken)
            : await registry.NothingNewAsync(caseId, version, cancellationToken);
        if (isNew && isTakenDown)
            KillPoint.Pass(KillPoint.RevisionOpened);
        meter.Looked(!isTakenDown ? "touched" : isNew ? "opened" : "nothing-new");
        return isTakenDown;
    }

    /// <summary>Takes down that nothing has come that belongs to the case: it is as its newest revision is.</summary>
    /// <returns>False when the case was touched since.</returns>
    public async Task<bool> NothingNewAsync(CaseLook look, CancellationToken cancellationToken)
    {
        bool isTakenDown = await registry.NothingNewAsync(look.Case.Case.CaseId, look.Case.Case.Version, cancellationToken);
        meter.Looked(isTakenDown ? "nothing-new" : "touched");
        return isTakenDown;
    }

    /// <summary>Takes down what a case waits for.</summary>
    /// <returns>False when the case was touched since.</returns>
    public async Task<bool> WaitAsync(CaseLook look, Incomplete seen, CancellationToken cancellationToken)
    {
        bool isTakenDown = await registry.StillWaitsAsync(look.Case.Case.CaseId, look.Case.Case.Version, seen, cancellationToken);
        meter.Looked(isTakenDown ? "incomplete" : "touched");
        return isTakenDown;
    }
}
