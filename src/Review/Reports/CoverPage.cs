using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using ContourFlow.Contouring.Reporting.Printing;
using ContourFlow.Storage.Cases;
using ContourFlow.Storage.Processing;
using ContourFlow.Storage.Reviewing;
using ContourFlow.Storage.Scoring;

namespace ContourFlow.Review.Reports;

/// <summary>The first page of a printed report: whose it is, who decided what, what was seen, and what it all rests on.</summary>
internal static class CoverPage
{
    /// <summary>What the report is not.</summary>
    public const string NotAnApproval =
        "This report records a review of structures that a program derived. It is not the plan's approval: the structures are written UNAPPROVED, and approving them and the plan is for the user of the planning system.";

    private static readonly HashSet<string> Decisions =
        [LedgerEvents.Accepted, LedgerEvents.Rejected, LedgerEvents.Released, LedgerEvents.Retried, "rerun"];

    /// <summary>The page.</summary>
    /// <param name="found">The case.</param>
    /// <param name="details">The revision.</param>
    /// <param name="seen">What was seen of it.</param>
    /// <param name="doses">The doses that are scored on it.</param>
    /// <param name="drawnPlanes">Planes of the CT on which something is drawn; null where that is not known.</param>
    public static ReportCover Of(CaseDetails found, RevisionDetails details, IReadOnlyList<SeenPlanes> seen, IReadOnlyList<DoseScore> doses, IReadOnlySet<int>? drawnPlanes) => new(
        "Structure review",
        [
            new("Patient", found.Summary.Patient is { } patient ? Name(patient.PatientName) : "not kept here"),
            new("Patient ID", found.Summary.Patient?.PatientId ?? ""),
            new("Born", found.Summary.Patient?.BirthDate ?? ""),
            new("Sex", found.Summary.Patient?.Sex ?? ""),
            new("Case", found.Summary.CaseId.ToString()),
            new("Revision", $"{details.Revision}, {LedgerWords.Name(details.State.ToString())}"),
            new("Processed", details.ProcessedAt is { } at ? Time(at) : ""),
            new("Protocol", details.ProtocolName),
            new("Its SHA-256", details.ProtocolHash ?? ""),
            new("Inputs", $"{details.Inputs.Count} objects, SHA-256 {details.InputsHash}"),
            new("Planning CT", found.Summary.CtSeriesInstanceUid),
        ],
        [
            new("Decisions", ["When", "What", "By", "Reason"], [.. found.Ledger.Where(line => line.Revision == details.Revision && Decisions.Contains(line.Event)).Select(Decision)], "Nobody has decided yet."),
            new("What was seen", ["By", "Planes", "Last"], [.. seen.Select(one => Seen(one, drawnPlanes))], "Nobody has looked at it yet."),
            new("Doses against the protocol", ["When", "Verdict", "RT Dose", "RT Plan"], [.. doses.Select(Dose)], "No dose was scored on these structures."),
            new("Objects", ["Kind", "SOP Instance UID", "SHA-256"], [.. details.Results.Select(Object)], "Nothing came of it."),
            new("Ledger", ["No.", "When", "What", "By", "Details"], [.. found.Ledger.Where(line => line.Revision == details.Revision || line.Revision == 0).Select(Line)], ""),
        ],
        NotAnApproval);

    private static ImmutableArray<string> Decision(LedgerEntry line) => [Time(line.At), LedgerWords.Name(line.Event), line.By, Reason(line.Details)];

    private static ImmutableArray<string> Line(LedgerEntry line) =>
        [line.Sequence.ToString(CultureInfo.InvariantCulture), Time(line.At), LedgerWords.Name(line.Event), line.By, LedgerWords.Of(line.Details)];

    private static ImmutableArray<string> Object(ResultObject result) =>
        [result.SopClassUid == DicomUID.RTStructureSetStorage.UID ? "RTSTRUCT" : "REG", result.SopInstanceUid, result.Sha256];

    private static ImmutableArray<string> Dose(DoseScore dose) =>
    [
        Time(dose.ScoredAt ?? dose.AskedAt),
        dose.State is DoseScoreState.Scored ? dose.Verdict ?? "" : dose.State is DoseScoreState.Superseded ? $"superseded, {dose.Verdict ?? "not scored"}" : $"{LedgerWords.Name(dose.State.ToString())}. {dose.Reason}".TrimEnd(' ', '.'),
        string.Join(", ", dose.Inputs.Where(input => input.SopClassUid == DicomUID.RTDoseStorage.UID).Select(input => input.SopInstanceUid)),
        dose.Inputs.FirstOrDefault(input => input.SopClassUid == DicomUID.RTPlanStorage.UID)?.SopInstanceUid ?? "not received",
    ];

    private static ImmutableArray<string> Seen(SeenPlanes one, IReadOnlySet<int>? drawn) =>
    [
        one.By,
        drawn is null ? $"{one.Planes.Count} planes" : $"{one.Planes.Count(drawn.Contains)} of {drawn.Count} planes with contours; {one.Planes.Count} of all",
        Time(one.LastAt),
    ];

    private static string Reason(string details)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(details);
            return json.RootElement.EnumerateObject().FirstOrDefault(member => member.Name.Equals("reason", StringComparison.OrdinalIgnoreCase)).Value is { ValueKind: JsonValueKind.String } reason
                ? reason.GetString()! : "";
        }
        catch (JsonException)
        {
            return details;
        }
    }

    private static string Name(string text) => string.Join(' ', text.Split('=')[0].Split('^', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)) is { Length: > 0 } name ? name : text;

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
