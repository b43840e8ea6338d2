using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ContourFlow.Storage.Registry.Migrations.Sqlite;

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
                transaction_uid = table.Column<string>(type: "TEXT", nullable: false),
                destination = table.Column<string>(type: "TEXT", nullable: false),
                asked_at = table.Column<long>(type: "INTEGER", nullable: false)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_asked_transactions", x => x.transaction_uid);
            });

        migrationBuilder.CreateTable(
            name: "cases",
            columns: table => new
            {
                case_id = table.Column<string>(type: "TEXT", nullable: false),
                ct_series_uid = table.Column<string>(type: "TEXT", nullable: false),
                study_uid = table.Column<string>(type: "TEXT", nullable: false),
                patient_key = table.Column<string>(type: "TEXT", nullable: false),
                state = table.Column<int>(type: "INTEGER", nullable: false),
                revision = table.Column<int>(type: "INTEGER", nullable: false),
                version = table.Column<long>(type: "INTEGER", nullable: false),
                protocol = table.Column<string>(type: "TEXT", nullable: false),
                reason_code = table.Column<string>(type: "TEXT", nullable: true),
                reason = table.Column<string>(type: "TEXT", nullable: true),
                waiting_for = table.Column<string>(type: "TEXT", nullable: false),
                created_at = table.Column<long>(type: "INTEGER", nullable: false),
                last_object_at = table.Column<long>(type: "INTEGER", nullable: false),
                state_since = table.Column<long>(type: "INTEGER", nullable: false),
                due_at = table.Column<long>(type: "INTEGER", nullable: true),
                due_set_at = table.Column<long>(type: "INTEGER", nullable: true),
                taken_until = table.Column<long>(type: "INTEGER", nullable: true),
                taken_at = table.Column<long>(type: "INTEGER", nullable: true),
                asked = table.Column<int>(type: "INTEGER", nullable: false),
                newest_inputs_hash = table.Column<string>(type: "TEXT", nullable: true),
                ledger_lines = table.Column<long>(type: "INTEGER", nullable: false),
                ledger_hash = table.Column<string>(type: "TEXT", nullable: false)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_cases", x => x.case_id);
            });

        migrationBuilder.CreateTable(
            name: "commitment_reports",
            columns: table => new
            {
                transaction_uid = table.Column<string>(type: "TEXT", nullable: false),
                content = table.Column<string>(type: "TEXT", nullable: false),
                received_at = table.Column<long>(type: "INTEGER", nullable: false)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_commitment_reports", x => x.transaction_uid);
            });

        migrationBuilder.CreateTable(
            name: "conflicting_objects",
            columns: table => new
            {
                sop_instance_uid = table.Column<string>(type: "TEXT", nullable: false),
                sha256 = table.Column<string>(type: "TEXT", nullable: false),
                patient_key = table.Column<string>(type: "TEXT", nullable: false),
                store_key = table.Column<string>(type: "TEXT", nullable: false),
                length = table.Column<long>(type: "INTEGER", nullable: false),
                facts = table.Column<string>(type: "TEXT", nullable: false),
                receiving_ae = table.Column<string>(type: "TEXT", nullable: false),
                filed_at = table.Column<long>(type: "INTEGER", nullable: false)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_conflicting_objects", x => new { x.sop_instance_uid, x.sha256 });
            });

        migrationBuilder.CreateTable(
            name: "leases",
            columns: table => new
            {
                name = table.Column<string>(type: "TEXT", nullable: false),
                owner = table.Column<string>(type: "TEXT", nullable: true),
                taken_at = table.Column<long>(type: "INTEGER", nullable: false),
                held_until = table.Column<long>(type: "INTEGER", nullable: false)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_leases", x => x.name);
            });

        migrationBuilder.CreateTable(
            name: "objects",
            columns: table => new
            {
                sop_instance_uid = table.Column<string>(type: "TEXT", nullable: false),
                sop_class_uid = table.Column<string>(type: "TEXT", nullable: false),
                study_uid = table.Column<string>(type: "TEXT", nullable: false),
                series_uid = table.Column<string>(type: "TEXT", nullable: false),
                modality = table.Column<string>(type: "TEXT", nullable: false),
                patient_key = table.Column<string>(type: "TEXT", nullable: false),
                sha256 = table.Column<string>(type: "TEXT", nullable: false),
                store_key = table.Column<string>(type: "TEXT", nullable: false),
                length = table.Column<long>(type: "INTEGER", nullable: false),
                facts = table.Column<string>(type: "TEXT", nullable: false),
                receiving_ae = table.Column<string>(type: "TEXT", nullable: false),
                filed_at = table.Column<long>(type: "INTEGER", nullable: false)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_objects", x => x.sop_instance_uid);
            });

        migrationBuilder.CreateTable(
            name: "outbox",
            columns: table => new
            {
                sequence = table.Column<long>(type: "INTEGER", nullable: false)
                    .Annotation("Sqlite:Autoincrement", true),
                type = table.Column<string>(type: "TEXT", nullable: false),
                body = table.Column<string>(type: "TEXT", nullable: false),
                subject = table.Column<string>(type: "TEXT", nullable: true),
                created_at = table.Column<long>(type: "INTEGER", nullable: false),
                due_at = table.Column<long>(type: "INTEGER", nullable: false),
                taken_by = table.Column<string>(type: "TEXT", nullable: true),
                taken_at = table.Column<long>(type: "INTEGER", nullable: true),
                taken_until = table.Column<long>(type: "INTEGER", nullable: true)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_outbox", x => x.sequence);
            });

        migrationBuilder.CreateTable(
            name: "patients",
            columns: table => new
            {
                patient_key = table.Column<string>(type: "TEXT", nullable: false),
                last_filed_at = table.Column<long>(type: "INTEGER", nullable: true)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_patients", x => x.patient_key);
            });

        migrationBuilder.CreateTable(
            name: "released_keys",
            columns: table => new
            {
                store_key = table.Column<string>(type: "TEXT", nullable: false),
                released_at = table.Column<long>(type: "INTEGER", nullable: false),
                given_at = table.Column<long>(type: "INTEGER", nullable: true)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_released_keys", x => x.store_key);
            });

        migrationBuilder.CreateTable(
            name: "sent_objects",
            columns: table => new
            {
                destination = table.Column<string>(type: "TEXT", nullable: false),
                sop_instance_uid = table.Column<string>(type: "TEXT", nullable: false),
                sha256 = table.Column<string>(type: "TEXT", nullable: false),
                state = table.Column<string>(type: "TEXT", nullable: false),
                status = table.Column<int>(type: "INTEGER", nullable: true),
                transaction_uid = table.Column<string>(type: "TEXT", nullable: true),
                commitment_failure = table.Column<int>(type: "INTEGER", nullable: true),
                attempts = table.Column<int>(type: "INTEGER", nullable: false),
                follows_other = table.Column<bool>(type: "INTEGER", nullable: false),
                changed_at = table.Column<long>(type: "INTEGER", nullable: false)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_sent_objects", x => new { x.destination, x.sop_instance_uid });
            });

        migrationBuilder.CreateTable(
            name: "ledger",
            columns: table => new
            {
                sequence = table.Column<long>(type: "INTEGER", nullable: false)
                    .Annotation("Sqlite:Autoincrement", true),
                case_id = table.Column<string>(type: "TEXT", nullable: false),
                number = table.Column<long>(type: "INTEGER", nullable: false),
                revision = table.Column<int>(type: "INTEGER", nullable: false),
                at = table.Column<long>(type: "INTEGER", nullable: false),
                @event = table.Column<string>(name: "event", type: "TEXT", nullable: false),
                done_by = table.Column<string>(type: "TEXT", nullable: false),
                details = table.Column<string>(type: "TEXT", nullable: false),
                unique_key = table.Column<string>(type: "TEXT", nullable: false),
                previous_hash = table.Column<string>(type: "TEXT", nullable: false),
                hash = table.Column<string>(type: "TEXT", nullable: false)
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
                case_id = table.Column<string>(type: "TEXT", nullable: false),
                revision = table.Column<int>(type: "INTEGER", nullable: false),
                state = table.Column<int>(type: "INTEGER", nullable: false),
                inputs_hash = table.Column<string>(type: "TEXT", nullable: false),
                inputs = table.Column<string>(type: "TEXT", nullable: false),
                protocol_name = table.Column<string>(type: "TEXT", nullable: false),
                protocol_hash = table.Column<string>(type: "TEXT", nullable: true),
                reason_code = table.Column<string>(type: "TEXT", nullable: true),
                reason = table.Column<string>(type: "TEXT", nullable: true),
                opened_at = table.Column<long>(type: "INTEGER", nullable: false),
                processed_at = table.Column<long>(type: "INTEGER", nullable: true),
                attempts = table.Column<int>(type: "INTEGER", nullable: false),
                run = table.Column<int>(type: "INTEGER", nullable: false),
                claimed_by = table.Column<string>(type: "TEXT", nullable: true),
                claimed_at = table.Column<long>(type: "INTEGER", nullable: true),
                claimed_until = table.Column<long>(type: "INTEGER", nullable: true),
                issued_at = table.Column<long>(type: "INTEGER", nullable: false),
                message_used = table.Column<bool>(type: "INTEGER", nullable: false)
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
                case_id = table.Column<string>(type: "TEXT", nullable: false),
                revision = table.Column<int>(type: "INTEGER", nullable: false),
                destination = table.Column<string>(type: "TEXT", nullable: false),
                state = table.Column<int>(type: "INTEGER", nullable: false),
                objects = table.Column<string>(type: "TEXT", nullable: false),
                attempts = table.Column<int>(type: "INTEGER", nullable: false),
                since = table.Column<long>(type: "INTEGER", nullable: false),
                next_attempt_at = table.Column<long>(type: "INTEGER", nullable: false),
                next_attempt_set_at = table.Column<long>(type: "INTEGER", nullable: false),
                fault = table.Column<string>(type: "TEXT", nullable: true),
                reason_code = table.Column<string>(type: "TEXT", nullable: true),
                published_at = table.Column<long>(type: "INTEGER", nullable: true),
                claimed_by = table.Column<string>(type: "TEXT", nullable: true),
                claimed_at = table.Column<long>(type: "INTEGER", nullable: true),
                claimed_until = table.Column<long>(type: "INTEGER", nullable: true),
                issued_at = table.Column<long>(type: "INTEGER", nullable: false),
                message_used = table.Column<bool>(type: "INTEGER", nullable: false)
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
                case_id = table.Column<string>(type: "TEXT", nullable: false),
                revision = table.Column<int>(type: "INTEGER", nullable: false),
                name = table.Column<string>(type: "TEXT", nullable: false),
                sha256 = table.Column<string>(type: "TEXT", nullable: false),
                store_key = table.Column<string>(type: "TEXT", nullable: false),
                length = table.Column<long>(type: "INTEGER", nullable: false)
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
                case_id = table.Column<string>(type: "TEXT", nullable: false),
                revision = table.Column<int>(type: "INTEGER", nullable: false),
                sop_instance_uid = table.Column<string>(type: "TEXT", nullable: false),
                sop_class_uid = table.Column<string>(type: "TEXT", nullable: false),
                study_uid = table.Column<string>(type: "TEXT", nullable: false),
                series_uid = table.Column<string>(type: "TEXT", nullable: false),
                sha256 = table.Column<string>(type: "TEXT", nullable: false),
                store_key = table.Column<string>(type: "TEXT", nullable: false),
                length = table.Column<long>(type: "INTEGER", nullable: false)
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
