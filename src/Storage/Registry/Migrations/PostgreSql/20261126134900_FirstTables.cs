using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace ContourFlow.Storage.Registry.Migrations.PostgreSql;

/// <inheritdoc />
internal partial class FirstTables : Migration
{
    /// <inheritdoc />
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            name: "asked_transactions",
            columns: table => new
            {
                transaction_uid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                destination = table.Column<string>(type: "text", nullable: false, collation: "C"),
                asked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_asked_transactions", x => x.transaction_uid);
            });

        migrationBuilder.CreateTable(
            name: "cases",
            columns: table => new
            {
                case_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                ct_series_uid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                study_uid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                patient_key = table.Column<string>(type: "text", nullable: false, collation: "C"),
                state = table.Column<int>(type: "integer", nullable: false),
                revision = table.Column<int>(type: "integer", nullable: false),
                version = table.Column<long>(type: "bigint", nullable: false),
                protocol = table.Column<string>(type: "text", nullable: false, collation: "C"),
                reason_code = table.Column<string>(type: "text", nullable: true, collation: "C"),
                reason = table.Column<string>(type: "text", nullable: true, collation: "C"),
                waiting_for = table.Column<string>(type: "text", nullable: false, collation: "C"),
                created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                last_object_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                state_since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                due_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                due_set_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                taken_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                taken_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                asked = table.Column<int>(type: "integer", nullable: false),
                newest_inputs_hash = table.Column<string>(type: "text", nullable: true, collation: "C"),
                ledger_lines = table.Column<long>(type: "bigint", nullable: false),
                ledger_hash = table.Column<string>(type: "text", nullable: false, collation: "C")
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_cases", x => x.case_id);
            });

        migrationBuilder.CreateTable(
            name: "commitment_reports",
            columns: table => new
            {
                transaction_uid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                content = table.Column<string>(type: "text", nullable: false, collation: "C"),
                received_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_commitment_reports", x => x.transaction_uid);
            });

        migrationBuilder.CreateTable(
            name: "conflicting_objects",
            columns: table => new
            {
                sop_instance_uid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                sha256 = table.Column<string>(type: "text", nullable: false, collation: "C"),
                patient_key = table.Column<string>(type: "text", nullable: false, collation: "C"),
                store_key = table.Column<string>(type: "text", nullable: false, collation: "C"),
                length = table.Column<long>(type: "bigint", nullable: false),
                facts = table.Column<string>(type: "text", nullable: false, collation: "C"),
                receiving_ae = table.Column<string>(type: "text", nullable: false, collation: "C"),
                filed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_conflicting_objects", x => new { x.sop_instance_uid, x.sha256 });
            });

        migrationBuilder.CreateTable(
            name: "leases",
            columns: table => new
            {
                name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                owner = table.Column<string>(type: "text", nullable: true, collation: "C"),
                taken_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                held_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_leases", x => x.name);
            });

        migrationBuilder.CreateTable(
            name: "objects",
            columns: table => new
            {
                sop_instance_uid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                sop_class_uid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                study_uid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                series_uid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                modality = table.Column<string>(type: "text", nullable: false, collation: "C"),
                patient_key = table.Column<string>(type: "text", nullable: false, collation: "C"),
                sha256 = table.Column<string>(type: "text", nullable: false, collation: "C"),
                store_key = table.Column<string>(type: "text", nullable: false, collation: "C"),
                length = table.Column<long>(type: "bigint", nullable: false),
                facts = table.Column<string>(type: "text", nullable: false, collation: "C"),
                receiving_ae = table.Column<string>(type: "text", nullable: false, collation: "C"),
                filed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_objects", x => x.sop_instance_uid);
            });

        migrationBuilder.CreateTable(
            name: "outbox",
            columns: table => new
            {
                sequence = table.Column<long>(type: "bigint", nullable: false)
                    .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                type = table.Column<string>(type: "text", nullable: false, collation: "C"),
                body = table.Column<string>(type: "text", nullable: false, collation: "C"),
                subject = table.Column<string>(type: "text", nullable: true, collation: "C"),
                created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                due_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                taken_by = table.Column<string>(type: "text", nullable: true, collation: "C"),
                taken_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                taken_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_outbox", x => x.sequence);
            });

        migrationBuilder.CreateTable(
            name: "patients",
            columns: table => new
            {
                patient_key = table.Column<string>(type: "text", nullable: false, collation: "C"),
                last_filed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_patients", x => x.patient_key);
            });

        migrationBuilder.CreateTable(
            name: "released_keys",
            columns: table => new
            {
                store_key = table.Column<string>(type: "text", nullable: false, collation: "C"),
                released_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                given_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_released_keys", x => x.store_key);
            });

        migrationBuilder.CreateTable(
            name: "sent_objects",
            columns: table => new
            {
                destination = table.Column<string>(type: "text", nullable: false, collation: "C"),
                sop_instance_uid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                sha256 = table.Column<string>(type: "text", nullable: false, collation: "C"),
                state = table.Column<string>(type: "text", nullable: false, collation: "C"),
                status = table.Column<int>(type: "integer", nullable: true),
                transaction_uid = table.Column<string>(type: "text", nullable: true, collation: "C"),
                commitment_failure = table.Column<int>(type: "integer", nullable: true),
                attempts = table.Column<int>(type: "integer", nullable: false),
                follows_other = table.Column<bool>(type: "boolean", nullable: false),
                changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_sent_objects", x => new { x.destination, x.sop_instance_uid });
            });

        migrationBuilder.CreateTable(
            name: "ledger",
            columns: table => new
            {
                sequence = table.Column<long>(type: "bigint", nullable: false)
                    .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                case_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                number = table.Column<long>(type: "bigint", nullable: false),
                revision = table.Column<int>(type: "integer", nullable: false),
                at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                @event = table.Column<string>(name: "event", type: "text", nullable: false, collation: "C"),
                done_by = table.Column<string>(type: "text", nullable: false, collation: "C"),
                details = table.Column<string>(type: "text", nullable: false, collation: "C"),
                unique_key = table.Column<string>(type: "text", nullable: false, collation: "C"),
                previous_hash = table.Column<string>(type: "text", nullable: false, collation: "C"),
                hash = table.Column<string>(type: "text", nullable: false, collation: "C")
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_ledger", x => x.sequence);
                table.ForeignKey(
                    name: "FK_ledger_cases_case_id",
                    column: x => x.case_id,
                    principalTable: "cases",
                    principalColumn: "case_id",
                    onDelete: ReferentialAction.Restrict);
            });

        migrationBuilder.CreateTable(
            name: "revisions",
            columns: table => new
            {
                case_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                revision = table.Column<int>(type: "integer", nullable: false),
                state = table.Column<int>(type: "integer", nullable: false),
                inputs_hash = table.Column<string>(type: "text", nullable: false, collation: "C"),
                inputs = table.Column<string>(type: "text", nullable: false, collation: "C"),
                protocol_name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                protocol_hash = table.Column<string>(type: "text", nullable: true, collation: "C"),
                reason_code = table.Column<string>(type: "text", nullable: true, collation: "C"),
                reason = table.Column<string>(type: "text", nullable: true, collation: "C"),
                opened_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                processed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                attempts = table.Column<int>(type: "integer", nullable: false),
                run = table.Column<int>(type: "integer", nullable: false),
                claimed_by = table.Column<string>(type: "text", nullable: true, collation: "C"),
                claimed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                claimed_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                issued_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                message_used = table.Column<bool>(type: "boolean", nullable: false)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_revisions", x => new { x.case_id, x.revision });
                table.ForeignKey(
                    name: "FK_revisions_cases_case_id",
                    column: x => x.case_id,
                    principalTable: "cases",
                    principalColumn: "case_id",
                    onDelete: ReferentialAction.Restrict);
            });

        migrationBuilder.CreateTable(
            name: "deliveries",
            columns: table => new
            {
                case_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                revision = table.Column<int>(type: "integer", nullable: false),
                destination = table.Column<string>(type: "text", nullable: false, collation: "C"),
                state = table.Column<int>(type: "integer", nullable: false),
                objects = table.Column<string>(type: "text", nullable: false, collation: "C"),
                attempts = table.Column<int>(type: "integer", nullable: false),
                since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                next_attempt_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                next_attempt_set_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                fault = table.Column<string>(type: "text", nullable: true, collation: "C"),
                reason_code = table.Column<string>(type: "text", nullable: true, collation: "C"),
                published_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                claimed_by = table.Column<string>(type: "text", nullable: true, collation: "C"),
                claimed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                claimed_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                issued_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                message_used = table.Column<bool>(type: "boolean", nullable: false)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_deliveries", x => new { x.case_id, x.revision, x.destination });
                table.ForeignKey(
                    name: "FK_deliveries_revisions_case_id_revision",
                    columns: x => new { x.case_id, x.revision },
                    principalTable: "revisions",
                    principalColumns: new[] { "case_id", "revision" },
                    onDelete: ReferentialAction.Restrict);
            });

        migrationBuilder.CreateTable(
            name: "result_files",
            columns: table => new
            {
                case_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                revision = table.Column<int>(type: "integer", nullable: false),
                name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                sha256 = table.Column<string>(type: "text", nullable: false, collation: "C"),
                store_key = table.Column<string>(type: "text", nullable: false, collation: "C"),
                length = table.Column<long>(type: "bigint", nullable: false)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_result_files", x => new { x.case_id, x.revision, x.name });
                table.ForeignKey(
                    name: "FK_result_files_revisions_case_id_revision",
                    columns: x => new { x.case_id, x.revision },
                    principalTable: "revisions",
                    principalColumns: new[] { "case_id", "revision" },
                    onDelete: ReferentialAction.Restrict);
            });

        migrationBuilder.CreateTable(
            name: "results",
            columns: table => new
            {
                case_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                revision = table.Column<int>(type: "integer", nullable: false),
                sop_instance_uid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                sop_class_uid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                study_uid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                series_uid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                sha256 = table.Column<string>(type: "text", nullable: false, collation: "C"),
                store_key = table.Column<string>(type: "text", nullable: false, collation: "C"),
                length = table.Column<long>(type: "bigint", nullable: false)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_results", x => new { x.case_id, x.revision, x.sop_instance_uid });
                table.ForeignKey(
                    name: "FK_results_revisions_case_id_revision",
                    columns: x => new { x.case_id, x.revision },
                    principalTable: "revisions",
                    principalColumns: new[] { "case_id", "revision" },
                    onDelete: ReferentialAction.Restrict);
            });

        migrationBuilder.CreateIndex(
            name: "IX_cases_ct_series_uid",
            table: "cases",
            column: "ct_series_uid",
            unique: true);

        migrationBuilder.CreateIndex(
            name: "IX_cases_due_at",
            table: "cases",
            column: "due_at",
            filter: "due_at IS NOT NULL");

        migrationBuilder.CreateIndex(
            name: "IX_cases_due_set_at",
            table: "cases",
            column: "due_set_at",
            filter: "due_set_at IS NOT NULL");

        migrationBuilder.CreateIndex(
            name: "IX_cases_last_object_at_case_id",
            table: "cases",
            columns: new[] { "last_object_at", "case_id" },
            descending: new[] { true, false });

        migrationBuilder.CreateIndex(
            name: "IX_cases_patient_key",
            table: "cases",
            column: "patient_key");

        migrationBuilder.CreateIndex(
            name: "IX_cases_state_last_object_at_case_id",
            table: "cases",
            columns: new[] { "state", "last_object_at", "case_id" },
            descending: new[] { false, true, false });

        migrationBuilder.CreateIndex(
            name: "IX_cases_state_state_since",
            table: "cases",
            columns: new[] { "state", "state_since" });

        migrationBuilder.CreateIndex(
            name: "IX_cases_study_uid",
            table: "cases",
            column: "study_uid");

        migrationBuilder.CreateIndex(
            name: "IX_conflicting_objects_patient_key",
            table: "conflicting_objects",
            column: "patient_key");

        migrationBuilder.CreateIndex(
            name: "IX_conflicting_objects_store_key",
            table: "conflicting_objects",
            column: "store_key");

        migrationBuilder.CreateIndex(
            name: "IX_deliveries_state_next_attempt_at",
            table: "deliveries",
            columns: new[] { "state", "next_attempt_at" });

        migrationBuilder.CreateIndex(
            name: "IX_ledger_case_id_number",
            table: "ledger",
            columns: new[] { "case_id", "number" },
            unique: true);

        migrationBuilder.CreateIndex(
            name: "IX_ledger_case_id_unique_key",
            table: "ledger",
            columns: new[] { "case_id", "unique_key" },
            unique: true);

        migrationBuilder.CreateIndex(
            name: "IX_objects_patient_key",
            table: "objects",
            column: "patient_key");

        migrationBuilder.CreateIndex(
            name: "IX_objects_store_key",
            table: "objects",
            column: "store_key");

        migrationBuilder.CreateIndex(
            name: "IX_outbox_subject",
            table: "outbox",
            column: "subject");

        migrationBuilder.CreateIndex(
            name: "IX_patients_last_filed_at",
            table: "patients",
            column: "last_filed_at");

        migrationBuilder.CreateIndex(
            name: "IX_result_files_store_key",
            table: "result_files",
            column: "store_key");

        migrationBuilder.CreateIndex(
            name: "IX_results_store_key",
            table: "results",
            column: "store_key");

        migrationBuilder.CreateIndex(
            name: "IX_revisions_state_issued_at",
            table: "revisions",
            columns: new[] { "state", "issued_at" });
    }

    /// <inheritdoc />
    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropTable(
            name: "asked_transactions");

        migrationBuilder.DropTable(
            name: "commitment_reports");

        migrationBuilder.DropTable(
            name: "conflicting_objects");

        migrationBuilder.DropTable(
            name: "deliveries");

        migrationBuilder.DropTable(
            name: "leases");

        migrationBuilder.DropTable(
            name: "ledger");

        migrationBuilder.DropTable(
            name: "objects");

        migrationBuilder.DropTable(
            name: "outbox");

        migrationBuilder.DropTable(
            name: "patients");

        migrationBuilder.DropTable(
            name: "released_keys");

        migrationBuilder.DropTable(
            name: "result_files");

        migrationBuilder.DropTable(
            name: "results");

        migrationBuilder.DropTable(
            name: "sent_objects");

        migrationBuilder.DropTable(
            name: "revisions");

        migrationBuilder.DropTable(
            name: "cases");
    }
}
