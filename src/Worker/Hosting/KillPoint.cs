using System.Diagnostics;

namespace ContourFlow.Worker.Hosting;

/// <summary>
/// The places between two steps at which a process may die. Nothing happens there, unless the environment variable
/// <c>CONTOURFLOW_KILL_AT</c> names one: then the process ends at it as by kill -9, the time <c>CONTOURFLOW_KILL_NTH</c> that it is passed (default: the
/// first). The tests use it to prove that nothing is lost wherever that is.
/// </summary>
internal static class KillPoint
{
    // Gateway.
    public const string ObjectDurable = "object-durable";
    public const string BlobStored = "blob-stored";
    public const string ObjectsFiled = "objects-filed";
    public const string SpoolCleared = "spool-cleared";
    public const string CaseLookedAt = "case-looked-at";
    public const string RevisionOpened = "revision-opened";
    public const string ReportReceived = "report-received";
    public const string ReportKept = "report-kept";

    // Every role.
    public const string OutboxTaken = "outbox-taken";
    public const string OutboxSent = "outbox-sent";
    public const string OutboxMarked = "outbox-marked";

    // Worker.
    public const string RevisionClaimed = "revision-claimed";
    public const string InputsFetched = "inputs-fetched";
    public const string CaseDone = "case-done";
    public const string ResultsStored = "results-stored";
    public const string ResultsRegistered = "results-registered";

    public const string ScoreClaimed = "score-claimed";
    public const string DoseStored = "dose-stored";
    public const string ScoreRegistered = "score-registered";

    // Publisher.
    public const string DeliveryClaimed = "delivery-claimed";
    public const string ObjectsSent = "objects-sent";
    public const string CommitmentAsked = "commitment-asked";
    public const string ProofTakenDown = "proof-taken-down";
    public const string Published = "published";

    private static readonly string? s_at = Environment.GetEnvironmentVariable("CONTOURFLOW_KILL_AT");
    private static int s_left = int.TryParse(Environment.GetEnvironmentVariable("CONTOURFLOW_KILL_NTH"), out int nth) ? nth : 1;

    /// <summary>Every point that a case passes on its way, by its name.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        ObjectDurable, BlobStored, ObjectsFiled, SpoolCleared, CaseLookedAt, RevisionOpened, ReportReceived, ReportKept,
        OutboxTaken, OutboxSent, OutboxMarked,
        RevisionClaimed, InputsFetched, CaseDone, ResultsStored, ResultsRegistered,
        DeliveryClaimed, ObjectsSent, CommitmentAsked, ProofTakenDown, Published,
    ];

    /// <summary>Every point that a dose passes besides, by its name.</summary>
    public static IReadOnlyList<string> OfDoses { get; } = [ScoreClaimed, DoseStored, ScoreRegistered];

    /// <summary>Passes a point.</summary>
    public static void Pass(string point)
    {
        if (s_at is null || !string.Equals(s_at, point, StringComparison.Ordinal) || Interlocked.Decrement(ref s_left) != 0)
            return;
        using var self = Process.GetCurrentProcess();
        self.Kill();
        Thread.Sleep(Timeout.Infinite);
    }
}
