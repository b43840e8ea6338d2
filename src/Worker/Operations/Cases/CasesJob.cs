using ContourFlow.Contouring.Protocols;
using ContourFlow.Storage.Cases;
using ContourFlow.Storage.Scoring;
using ContourFlow.Worker.Hosting;

namespace ContourFlow.Worker.Operations.Cases;

/// <summary>`contourflow cases`: reads the registry, and takes down what people decide.</summary>
internal static class CasesJob
{
    /// <summary>A page of cases.</summary>
    public static async Task<Answer> ListAsync(ServiceOptions options, CaseFilter filter, CancellationToken cancellationToken)
    {
        await using RegistrySession registry = await RegistrySession.OpenAsync(options, cancellationToken);
        return CaseListAnswer.OfList(await registry.Queries.ListAsync(filter, cancellationToken));
    }

    /// <summary>Everything of one case.</summary>
    public static async Task<Answer> ShowAsync(ServiceOptions options, string reference, CancellationToken cancellationToken)
    {
        await using RegistrySession registry = await RegistrySession.OpenAsync(options, cancellationToken);
        CaseDetails details = await DetailsAsync(registry, reference, cancellationToken);
        IReadOnlyList<DoseScore> doses = await registry.Doses.OfCaseAsync(details.Summary.CaseId, cancellationToken);
        return CaseDetailsAnswer.Of(details, doses, await registry.Queries.LedgerFaultAsync(details.Summary.CaseId, cancellationToken), [.. options.Destinations.Keys]);
    }

    /// <summary>What one case waits for; where none is named, what each does that waits for somebody outside.</summary>
    public static async Task<Answer> WhyWaitingAsync(ServiceOptions options, string? reference, CaseFilter filter, CancellationToken cancellationToken)
    {
        await using RegistrySession registry = await RegistrySession.OpenAsync(options, cancellationToken);
        if (reference is not null)
            return CaseListAnswer.OfWait(CaseWait.Of(await DetailsAsync(registry, reference, cancellationToken), [.. options.Destinations.Keys]), TimeProvider.System);
        CasePage page = await registry.Queries.ListAsync(filter with { States = [.. CaseWait.WaitingStates] }, cancellationToken);
        return CaseListAnswer.OfWaits(page, await UnknownDestinations.FindAsync(registry.Publishing, options, cancellationToken), TimeProvider.System);
    }

    /// <summary>Takes down a decision.</summary>
    /// <param name="options">The service's configuration.</param>
    /// <param name="kind">What is decided.</param>
    /// <param name="reference">The case.</param>
    /// <param name="seenVersion">The version that the person saw; null: the one that the command finds.</param>
    /// <param name="by">Who decides.</param>
    /// <param name="reason">Why; may be empty for a retry and an acceptance.</param>
    /// <param name="protocol">For a rerun, and for nothing else: the protocol.</param>
    /// <param name="cancellationToken">Gives up before it is taken down.</param>
    /// <exception cref="ContourFlow.Contouring.Protocols.ProtocolException">There is no such protocol, or it has faults.</exception>
    public static async Task<Answer> DecideAsync(
        ServiceOptions options, CaseDecision kind, string reference, long? seenVersion, string by, string reason, string? protocol, CancellationToken cancellationToken)
    {
        if (protocol is not null)
            RefuseOtherNames(ServiceOptionsCheck.CatalogueOf(options), protocol);
        await using RegistrySession registry = await RegistrySession.OpenAsync(options, cancellationToken);
        CaseSummary before = await CaseReference.FindAsync(registry.Queries, reference, cancellationToken);
        var decision = new Decision(before.CaseId, seenVersion ?? before.Version, by, reason);
        DecisionOutcome outcome = await (kind switch
        {
            CaseDecision.Retry => registry.Decisions.RetryAsync(decision, cancellationToken),
            CaseDecision.Release => registry.Decisions.ReleaseAsync(decision, cancellationToken),
            CaseDecision.Accept => registry.Decisions.AcceptAsync(decision, cancellationToken),
            CaseDecision.Rerun => registry.Decisions.RerunAsync(decision, protocol!, cancellationToken),
            _ => registry.Decisions.RejectAsync(decision, cancellationToken),
        });
        return CaseDecisionAnswer.Of(kind, outcome, before, await registry.Queries.FindAsync(before.CaseId, cancellationToken) ?? before);
    }

    /// <summary>Has the refused doses of a case scored once more.</summary>
    /// <param name="options">The service's configuration.</param>
    /// <param name="reference">The case.</param>
    /// <param name="by">Who asks for it.</param>
    /// <param name="reason">Why; may be empty.</param>
    /// <param name="cancellationToken">Gives up before it is taken down.</param>
    public static async Task<Answer> RescoreAsync(ServiceOptions options, string reference, string by, string reason, CancellationToken cancellationToken)
    {
        await using RegistrySession registry = await RegistrySession.OpenAsync(options, cancellationToken);
        CaseSummary found = await CaseReference.FindAsync(registry.Queries, reference, cancellationToken);
        int count = await registry.Scoring.RetryAsync(found.CaseId, by, reason, cancellationToken);
        return CaseDecisionAnswer.OfRescoring(await registry.Queries.FindAsync(found.CaseId, cancellationToken) ?? found, count);
    }

    // Routes, retries and the next look go by the name that is asked for, and results by the file's own: they have to be one.
    private static void RefuseOtherNames(ProtocolCatalogue protocols, string protocol)
    {
        if (protocols.Load(protocol).Name != protocol)
            throw new ProtocolException(protocol, [new ProtocolFault(0, 0, "name", "A case is run again under a protocol of the service's folder, by the name that its file states.")]);
    }

    private static async Task<CaseDetails> DetailsAsync(RegistrySession registry, string reference, CancellationToken cancellationToken)
    {
        CaseSummary found = await CaseReference.FindAsync(registry.Queries, reference, cancellationToken);
        return await registry.Queries.DetailsAsync(found.CaseId, cancellationToken)
            ?? throw new CaseNotFoundException("no-such-case", $"Case {found.CaseId} is not in the registry any more.");
    }
}
