using System.Globalization;
using ContourFlow.Storage.Cases;
using ContourFlow.Storage.Processing;
using ContourFlow.Storage.Publishing;
using ContourFlow.Storage.Scoring;
using ContourFlow.Worker.Tables;
using Spectre.Console;

namespace ContourFlow.Worker.Operations.Cases;

/// <summary>What `cases show` says: the case, its revisions with inputs and results, deliveries, and its ledger.</summary>
internal static class CaseDetailsAnswer
{
    // What a person compares hashes by; the whole of them is in the JSON answer.
    private const int ShownOfHash = 12;

    /// <summary>Everything of a case.</summary>
    /// <param name="details">The case.</param>
    /// <param name="doses">What came of its doses.</param>
    /// <param name="ledgerFault">Where its ledger is not as it was written; null: it is.</param>
    /// <param name="destinations">Names of the destinations that the configuration has.</param>
    public static Answer Of(CaseDetails details, IReadOnlyList<DoseScore> doses, string? ledgerFault, IReadOnlyCollection<string> destinations) => new(ExitCode.Done, CaseJson.Of(details, doses, ledgerFault), console =>
    {
        ShowCase(console, details, destinations);
        ShowRevisions(console, details.Revisions);
        ShowInputs(console, details.Revisions);
        ShowResults(console, details.Revisions);
        ShowDeliveries(console, details.Deliveries);
        ShowDoses(console, doses);
        ShowLedger(console, details.Ledger);
        console.WriteLine(ledgerFault is null ? "The ledger is as it was written." : $"THE LEDGER IS NOT AS IT WAS WRITTEN: {ledgerFault}");
    });

    private static void ShowCase(IAnsiConsole console, CaseDetails details, IReadOnlyCollection<string> destinations)
    {
        CaseSummary found = details.Summary;
        console.WriteLine($"Case       {found.CaseId}");
        console.WriteLine($"State      {StateWords.Of(found.State)} since {CaseTimes.Table(found.StateSince)} UTC, version {found.Version}");
        console.WriteLine($"CT series  {found.CtSeriesInstanceUid}");
        if (found.StudyInstanceUid.Length > 0)
            console.WriteLine($"Study      {found.StudyInstanceUid}");
        console.WriteLine($"Protocol   {found.Protocol}");
        console.WriteLine($"Objects    first {CaseTimes.Table(found.CreatedAt)} UTC, newest {CaseTimes.Table(found.LastObjectAt)} UTC");
        if (found.ReasonCode is not null)
            console.WriteLine($"Reason     {found.ReasonCode}: {found.Reason}");
        foreach (string sentence in CaseWait.Of(details, destinations).Sentences)
            console.WriteLine($"Waits for  {sentence}");
    }

    private static void ShowRevisions(IAnsiConsole console, IReadOnlyList<RevisionDetails> revisions)
    {
        if (revisions.Count == 0)
        {
            console.WriteLine("It has no revision yet: it was not complete so far.");
            return;
        }

        Table table = PlainTable.With("Revision", "State", "Opened (UTC)", "Processed (UTC)", "Protocol", "its hash", "Inputs' hash", "Reason").Figures("Attempts", "Inputs", "Results");
        foreach (RevisionDetails revision in revisions)
        {
            table.AddTextRow(
                Figure(revision.Revision), StateWords.Of(revision.State), CaseTimes.Table(revision.OpenedAt), CaseTimes.Table(revision.ProcessedAt),
                revision.ProtocolName, Short(revision.ProtocolHash), Short(revision.InputsHash), revision.ReasonCode ?? "",
                Figure(revision.Attempts), Figure(revision.Inputs.Count), Figure(revision.Results.Count));
        }

        console.Write(table);
    }

    // Some hundred slices are no reading matter: by kind here, one by one in the JSON answer.
    private static void ShowInputs(IAnsiConsole console, IReadOnlyList<RevisionDetails> revisions)
    {
        if (!revisions.Any(revision => revision.Inputs.Count > 0))
            return;
        Table table = PlainTable.With("Inputs of revision", "Kind").Figures("Objects", "MiB");
        foreach (RevisionDetails revision in revisions)
        {
            foreach (IGrouping<string, StoredObject> kind in revision.Inputs.GroupBy(input => input.SopClassUid, StringComparer.Ordinal))
                table.AddTextRow(Figure(revision.Revision), KindOf(kind.Key), Figure(kind.Count()), (kind.Sum(input => input.Length) / 1048576.0).ToString("0.0", CultureInfo.InvariantCulture));
        }

        console.Write(table);
    }

    private static void ShowResults(IAnsiConsole console, IReadOnlyList<RevisionDetails> revisions)
    {
        if (!revisions.Any(revision => revision.Results.Count > 0))
            return;
        Table table = PlainTable.With("Result of revision", "Kind", "SOP instance", "SHA-256");
        foreach (RevisionDetails revision in revisions)
        {
            foreach (ResultObject result in revision.Results)
                table.AddTextRow(Figure(revision.Revision), KindOf(result.SopClassUid), result.SopInstanceUid, Short(result.Sha256));
        }

        console.Write(table);
    }

    private static void ShowDeliveries(IAnsiConsole console, IReadOnlyList<Delivery> deliveries)
    {
        if (deliveries.Count == 0)
            return;
        Table table = PlainTable.With("Delivery of revision", "Destination", "State", "Next attempt (UTC)", "Published (UTC)", "Fault").Figures("Objects", "Attempts");
        foreach (Delivery delivery in deliveries)
        {
            table.AddTextRow(
                Figure(delivery.Revision), delivery.Destination, StateWords.Of(delivery.State),
                delivery.State == DeliveryState.Pending ? CaseTimes.Table(delivery.NextAttemptAt) : "", CaseTimes.Table(delivery.PublishedAt),
                delivery.Fault ?? "", Figure(delivery.SopInstanceUids.Count), Figure(delivery.Attempts));
        }

        console.Write(table);
    }

    private static void ShowDoses(IAnsiConsole console, IReadOnlyList<DoseScore> doses)
    {
        if (doses.Count == 0)
            return;
        Table table = PlainTable.With("Dose on revision", "State", "Verdict", "RT Dose", "Scored (UTC)", "Reason");
        foreach (DoseScore dose in doses)
        {
            string[] uids = [.. dose.Inputs.Where(input => input.SopClassUid == DicomUID.RTDoseStorage.UID).Select(input => input.SopInstanceUid)];
            table.AddTextRow(
                Figure(dose.Revision), StateWords.Of(dose.State), dose.Verdict ?? "", uids.Length > 1 ? $"{uids[0]} and {uids.Length - 1} more" : uids.FirstOrDefault(""),
                CaseTimes.Table(dose.ScoredAt), dose.ReasonCode ?? "");
        }

        console.Write(table);
        foreach (DoseScore dose in doses.Where(dose => dose.State == DoseScoreState.Refused))
            console.WriteLine($"Refused    {dose.ReasonCode}: {dose.Reason}");
    }

    private static void ShowLedger(IAnsiConsole console, IReadOnlyList<LedgerEntry> ledger)
    {
        Table table = PlainTable.With("Ledger (UTC)", "Revision", "Event", "By");
        foreach (LedgerEntry entry in ledger)
            table.AddTextRow(CaseTimes.Table(entry.At), entry.Revision == 0 ? "" : Figure(entry.Revision), entry.Event, entry.By);
        console.Write(table);
    }

    private static string KindOf(string sopClassUid) => DicomUID.Parse(sopClassUid).Name;

    private static string Short(string? hash) => hash is { Length: > ShownOfHash } ? hash[..ShownOfHash] : hash ?? "";

    private static string Figure(int figure) => figure.ToString(CultureInfo.InvariantCulture);
}
