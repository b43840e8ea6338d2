using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;

namespace ContourFlow.Storage.Registry;

/// <summary>Keys and indexes of the tables. Their names are the properties', in small letters with underscores, as psql wants them.</summary>
internal static partial class RegistryModel
{
    /// <summary>Describes the tables.</summary>
    public static void Describe(ModelBuilder model)
    {
        Filing(model);
        Cases(model);
        Publishing(model);
        Messaging(model);
        Reviewing(model);
        Scoring(model);
        foreach (var entity in model.Model.GetEntityTypes())
            foreach (var property in entity.GetProperties())
                property.SetColumnName(Boundary().Replace(property.Name, "_").ToLowerInvariant());
    }

    private static void Filing(ModelBuilder model)
    {
        model.Entity<PatientRow>(patient =>
        {
            patient.ToTable("patients").HasKey(row => row.PatientKey);
            patient.HasIndex(row => row.LastFiledAt);
        });
        model.Entity<PatientLabelRow>(label => label.ToTable("patient_labels").HasKey(row => new { row.PatientKey, row.IssuerKey }));
        model.Entity<ObjectRow>(filed =>
        {
            filed.ToTable("objects").HasKey(row => row.SopInstanceUid);
            filed.HasIndex(row => row.PatientKey);
            filed.HasIndex(row => row.StoreKey);
        });
        model.Entity<ConflictRow>(conflict =>
        {
            conflict.ToTable("conflicting_objects").HasKey(row => new { row.SopInstanceUid, row.Sha256 });
            conflict.HasIndex(row => row.PatientKey);
            conflict.HasIndex(row => row.StoreKey);
        });
        model.Entity<ReleasedKeyRow>(released => released.ToTable("released_keys").HasKey(row => row.StoreKey));
    }

    private static void Cases(ModelBuilder model)
    {
        model.Entity<CaseRow>(row =>
        {
            row.ToTable("cases").HasKey(entity => entity.CaseId);
            row.Property(entity => entity.Version).IsConcurrencyToken();
            row.HasIndex(entity => entity.CtSeriesUid).IsUnique();
            row.HasIndex(entity => entity.StudyUid);
            row.HasIndex(entity => entity.PatientKey);
            row.HasIndex(entity => new { entity.LastObjectAt, entity.CaseId }).IsDescending(true, false);
            row.HasIndex(entity => new { entity.State, entity.LastObjectAt, entity.CaseId }).IsDescending(false, true, false);
            row.HasIndex(entity => new { entity.State, entity.StateSince });
            row.HasIndex(entity => new { entity.ChangedAt, entity.CaseId });
            row.HasIndex(entity => entity.DueAt).HasFilter("due_at IS NOT NULL");
            row.HasIndex(entity => entity.DueSetAt).HasFilter("due_set_at IS NOT NULL");
        });
        model.Entity<RevisionRow>(row =>
        {
            row.ToTable("revisions").HasKey(entity => new { entity.CaseId, entity.Revision });
            row.HasOne<CaseRow>().WithMany().HasForeignKey(entity => entity.CaseId).OnDelete(DeleteBehavior.Restrict);
            row.HasIndex(entity => new { entity.State, entity.IssuedAt });
        });
        model.Entity<ResultRow>(row =>
        {
            row.ToTable("results").HasKey(entity => new { entity.CaseId, entity.Revision, entity.SopInstanceUid });
            row.HasOne<RevisionRow>().WithMany().HasForeignKey(entity => new { entity.CaseId, entity.Revision }).OnDelete(DeleteBehavior.Restrict);
            row.HasIndex(entity => entity.StoreKey);
        });
        model.Entity<ResultFileRow>(row =>
        {
            row.ToTable("result_files").HasKey(entity => new { entity.CaseId, entity.Revision, entity.Name });
            row.HasOne<RevisionRow>().WithMany().HasForeignKey(entity => new { entity.CaseId, entity.Revision }).OnDelete(DeleteBehavior.Restrict);
            row.HasIndex(entity => entity.StoreKey);
        });
        model.Entity<LedgerRow>(row =>
        {
            row.ToTable("ledger").HasKey(entity => entity.Sequence);
            row.HasOne<CaseRow>().WithMany().HasForeignKey(entity => entity.CaseId).OnDelete(DeleteBehavior.Restrict);
            row.HasIndex(entity => new { entity.CaseId, entity.Number }).IsUnique();
            row.HasIndex(entity => new { entity.CaseId, entity.UniqueKey }).IsUnique();
        });
    }

    private static void Publishing(ModelBuilder model)
    {
        model.Entity<DeliveryRow>(row =>
        {
            row.ToTable("deliveries").HasKey(entity => new { entity.CaseId, entity.Revision, entity.Destination });
            row.HasOne<RevisionRow>().WithMany().HasForeignKey(entity => new { entity.CaseId, entity.Revision }).OnDelete(DeleteBehavior.Restrict);
            row.HasIndex(entity => new { entity.State, entity.NextAttemptAt });
        });
        model.Entity<SentRow>(row => row.ToTable("sent_objects").HasKey(entity => new { entity.Destination, entity.SopInstanceUid }));
        model.Entity<AskedTransactionRow>(row => row.ToTable("asked_transactions").HasKey(entity => entity.TransactionUid));
        model.Entity<CommitmentReportRow>(row => row.ToTable("commitment_reports").HasKey(entity => entity.TransactionUid));
    }

    private static void Messaging(ModelBuilder model)
    {
        model.Entity<OutboxRow>(row =>
        {
            row.ToTable("outbox").HasKey(entity => entity.Sequence);
            row.HasIndex(entity => entity.Subject);
        });
        model.Entity<LeaseRow>(row => row.ToTable("leases").HasKey(entity => entity.Name));
    }

    private static void Reviewing(ModelBuilder model) =>
        model.Entity<SeenRow>(row =>
        {
            row.ToTable("seen_planes").HasKey(entity => new { entity.CaseId, entity.Revision, entity.SeenBy });
            row.HasOne<RevisionRow>().WithMany().HasForeignKey(entity => new { entity.CaseId, entity.Revision }).OnDelete(DeleteBehavior.Restrict);
        });

    private static void Scoring(ModelBuilder model)
    {
        model.Entity<DoseLookRow>(row =>
        {
            row.ToTable("dose_looks").HasKey(entity => entity.CaseId);
            row.HasOne<CaseRow>().WithMany().HasForeignKey(entity => entity.CaseId).OnDelete(DeleteBehavior.Restrict);
            row.HasIndex(entity => entity.DueAt).HasFilter("due_at IS NOT NULL");
            row.HasIndex(entity => entity.DueSetAt).HasFilter("due_set_at IS NOT NULL");
        });
        model.Entity<DoseScoreRow>(row =>
        {
            row.ToTable("dose_scores").HasKey(entity => new { entity.CaseId, entity.Key });
            row.HasOne<RevisionRow>().WithMany().HasForeignKey(entity => new { entity.CaseId, entity.Revision }).OnDelete(DeleteBehavior.Restrict);
            row.HasIndex(entity => new { entity.State, entity.IssuedAt });
        });
        model.Entity<DoseScoreFileRow>(row =>
        {
            row.ToTable("dose_score_files").HasKey(entity => new { entity.CaseId, entity.Key, entity.Name });
            row.HasOne<DoseScoreRow>().WithMany().HasForeignKey(entity => new { entity.CaseId, entity.Key }).OnDelete(DeleteBehavior.Restrict);
            row.HasIndex(entity => entity.StoreKey);
        });
    }

    [GeneratedRegex("(?<=[a-z0-9])(?=[A-Z])", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Boundary();
}
