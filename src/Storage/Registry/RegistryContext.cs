using Microsoft.EntityFrameworkCore;

namespace ContourFlow.Storage.Registry;

/// <summary>The registry's tables. The model is the same for both databases but for how times and texts are kept.</summary>
internal abstract class RegistryContext(DbContextOptions options) : DbContext(options)
{
    public DbSet<PatientRow> Patients => Set<PatientRow>();

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

    public DbSet<OutboxRow> Outbox => Set<OutboxRow>();

    public DbSet<LeaseRow> Leases => Set<LeaseRow>();

    /// <summary>A time as a parameter of SQL that is written by hand.</summary>
    public abstract object Stored(DateTimeOffset time);

    /// <inheritdoc/>
    public override Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        // Whatever changes of a case, a decision about how it was before is refused.
        ChangeTracker.DetectChanges();
        foreach (var changed in ChangeTracker.Entries<CaseRow>().Where(entry => entry.State == EntityState.Modified))
            changed.Entity.Version++;
        return base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
    }

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder) => RegistryModel.Describe(modelBuilder);
}
