using Microsoft.EntityFrameworkCore;

namespace ContourFlow.Storage.Registry;

/// <summary>The registry's tables. The model is the same for both databases but for how times and texts are kept.</summary>
internal abstract class RegistryContext(DbContextOptions options) : DbContext(options)
{
    /// <summary>Tells when a case was changed; null where nothing is: the tool that writes migrations.</summary>
    public RegistryClock? Clock { get; init; }

    public DbSet<PatientRow> Patients => Set<PatientRow>();

    public DbSet<PatientLabelRow> PatientLabels => Set<PatientLabelRow>();

    public DbSet<ObjectRow> Objects => Set<ObjectRow>();

    public DbSet<ConflictRow> Conflicts => Set<ConflictRow>();

    public DbSet<ReleasedKeyRow> ReleasedKeys => Set<ReleasedKeyRow>();

    public DbSet<CaseRow> Cases => Set<CaseRow>();

    public DbSet<RevisionRow> Revisions => Set<RevisionRow>();

    public DbSet<ResultRow> Results => Set<ResultRow>();

    public DbSet<ResultFileRow> ResultFiles => Set<ResultFileRow>();

    public DbSet<DeliveryRow> Deliveries => Set<DeliveryRow>();

    public DbSet<SentRow> Sent => Set<SentRow>();

    public DbSet<AskedTransactionRow> AskedTransactions => Set<AskedTransactionRow>();

    public DbSet<CommitmentReportRow> CommitmentReports => Set<CommitmentReportRow>();

    public DbSet<LedgerRow> Ledger => Set<LedgerRow>();

    public DbSet<SeenRow> Seen => Set<SeenRow>();

    public DbSet<DoseLookRow> DoseLooks => Set<DoseLookRow>();

    public DbSet<DoseScoreRow> DoseScores => Set<DoseScoreRow>();

    public DbSet<DoseScoreFileRow> DoseScoreFiles => Set<DoseScoreFileRow>();

    public DbSet<OutboxRow> Outbox => Set<OutboxRow>();

    public DbSet<LeaseRow> Leases => Set<LeaseRow>();

    /// <summary>A time as a parameter of SQL that is written by hand.</summary>
    public abstract object Stored(DateTimeOffset time);

    /// <inheritdoc/>
    public override Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        ChangeTracker.DetectChanges();
        foreach (var entry in ChangeTracker.Entries<CaseRow>().Where(entry => entry.State is EntityState.Added or EntityState.Modified))
        {
            // Whatever changes of a case, a decision about how it was before is refused.
            if (entry.State == EntityState.Modified)
                entry.Entity.Version++;
            Stamp(entry.Entity);
        }

        return base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
    }

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder) => RegistryModel.Describe(modelBuilder);

    // Who follows changes by their time does not miss one of a process whose clock is behind that of the one before it.
    private void Stamp(CaseRow row)
    {
        if (Clock?.Now is { } now && now > row.ChangedAt)
            row.ChangedAt = now;
    }
}
