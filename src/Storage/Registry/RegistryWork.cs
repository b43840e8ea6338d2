using System.Text.Json;
using ContourFlow.Contracts;
using Microsoft.EntityFrameworkCore;

namespace ContourFlow.Storage.Registry;

/// <summary>One transaction of the registry: what is changed, said in the ledger and sent in it happens whole or not at all.</summary>
internal sealed class RegistryWork(RegistryContext db, DateTimeOffset now, string process)
{
    /// <summary>The tables.</summary>
    public RegistryContext Db { get; } = db;

    /// <summary>The time of everything in it.</summary>
    public DateTimeOffset Now { get; } = now;

    /// <summary>Later than this no clock of ours should be; see <see cref="RegistryClock.Skew"/>.</summary>
    public DateTimeOffset Skewed { get; } = now + RegistryClock.Skew;

    /// <summary>The process that does it.</summary>
    public string Process { get; } = process;

    /// <summary>Whether there is something new in the outbox.</summary>
    public bool HasSent { get; private set; }

    /// <summary>A case, which nobody else changes until this is done; null where there is none.</summary>
    public Task<CaseRow?> LockAsync(CaseId caseId, CancellationToken cancellationToken)
    {
        string id = caseId.ToString();
        return Db.Cases.ForUpdate().Where(row => row.CaseId == id).FirstOrDefaultAsync(cancellationToken);
    }

    /// <summary>A revision of a case that is locked; null where there is none.</summary>
    public Task<RevisionRow?> RevisionAsync(CaseRow locked, int revision, CancellationToken cancellationToken) =>
        Db.Revisions.FirstOrDefaultAsync(row => row.CaseId == locked.CaseId && row.Revision == revision, cancellationToken);

    /// <summary>The deliveries of a revision of a case that is locked, by destination.</summary>
    public Task<List<DeliveryRow>> DeliveriesAsync(CaseRow locked, int revision, CancellationToken cancellationToken) =>
        Db.Deliveries.Where(row => row.CaseId == locked.CaseId && row.Revision == revision).OrderBy(row => row.Destination).ToListAsync(cancellationToken);

    /// <summary>Whether a destination has answered for an object of a delivery: it may have part of it.</summary>
    public Task<bool> HasSentAsync(DeliveryRow delivery, CancellationToken cancellationToken)
    {
        string[] uids = RowJson.Read<string[]>(delivery.Objects);
        return Db.Sent.AnyAsync(
            sent => sent.Destination == delivery.Destination && uids.Contains(sent.SopInstanceUid) && (sent.Attempts > 0 || sent.Status != null), cancellationToken);
    }

    /// <summary>Adds a line to the ledger of a case that is locked.</summary>
    /// <param name="locked">The case.</param>
    /// <param name="revision">The revision; 0 for what happened before the first.</param>
    /// <param name="happened">What, one of <see cref="Cases.LedgerEvents"/>.</param>
    /// <param name="once">What makes it happen only once, beside its name.</param>
    /// <param name="details">More of it: UIDs, hashes, reason codes; never patient data.</param>
    /// <param name="by">Who; null: the process.</param>
    public void Tell(CaseRow locked, int revision, string happened, string once, object details, string? by = null)
    {
        var line = new LedgerRow
        {
            CaseId = locked.CaseId,
            Number = locked.LedgerLines + 1,
            Revision = revision,
            At = Now,
            Event = happened,
            DoneBy = by ?? Process,
            Details = RowJson.Write(details),
            UniqueKey = once.Length == 0 ? happened : $"{happened}:{once}",
            PreviousHash = locked.LedgerHash,
        };
        line.Seal();
        Db.Ledger.Add(line);
        (locked.LedgerLines, locked.LedgerHash) = (line.Number, line.Hash);
    }

    /// <summary>Puts an event into the outbox.</summary>
    public void Say<T>(T happened)
        where T : class => Add(happened, subject: null, Now);

    /// <summary>Asks for a revision to be processed, after a pause.</summary>
    public void AskFor(RevisionRow revision, TimeSpan pause = default)
    {
        (revision.IssuedAt, revision.MessageUsed) = (Now, false);
        Add(new Contracts.V1.ProcessCase(CaseId.Parse(revision.CaseId), revision.Revision), Subject(revision), Now + pause);
    }

    /// <summary>Asks for a delivery to be made.</summary>
    public void AskFor(DeliveryRow delivery)
    {
        (delivery.IssuedAt, delivery.MessageUsed) = (Now, false);
        Add(new Contracts.V1.PublishResults(CaseId.Parse(delivery.CaseId), delivery.Revision, delivery.Destination), Subject(delivery), Now);
    }

    /// <summary>Asks for a dose to be scored, after a pause.</summary>
    public void AskFor(DoseScoreRow score, TimeSpan pause = default)
    {
        (score.IssuedAt, score.MessageUsed) = (Now, false);
        Add(new Contracts.V1.ScoreDose(CaseId.Parse(score.CaseId), score.Revision, score.Key), Subject(score), Now + pause);
    }

    /// <summary>Has the doses of a case that is locked looked at, after a pause.</summary>
    public async Task LookAtDosesAsync(CaseRow locked, TimeSpan pause, CancellationToken cancellationToken)
    {
        DoseLookRow? look = await Db.DoseLooks.FirstOrDefaultAsync(row => row.CaseId == locked.CaseId, cancellationToken);
        if (look is null)
            Db.DoseLooks.Add(look = new DoseLookRow { CaseId = locked.CaseId });
        look.LookAt(Now + pause, Now);
    }

    /// <summary>What a command for a revision is about.</summary>
    public static string Subject(RevisionRow revision) => $"process/{revision.CaseId}/{revision.Revision}";

    /// <summary>What a command for a delivery is about.</summary>
    public static string Subject(DeliveryRow delivery) => $"publish/{delivery.CaseId}/{delivery.Revision}/{delivery.Destination}";

    /// <summary>What a command for a scoring is about.</summary>
    public static string Subject(DoseScoreRow score) => $"score/{score.CaseId}/{score.Key}";

    private void Add<T>(T message, string? subject, DateTimeOffset due)
        where T : class
    {
        Db.Outbox.Add(new OutboxRow { Type = typeof(T).FullName!, Body = JsonSerializer.Serialize(message), Subject = subject, CreatedAt = Now, DueAt = due });
        HasSent = true;
    }
}
