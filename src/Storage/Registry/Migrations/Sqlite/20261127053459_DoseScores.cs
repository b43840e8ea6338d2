using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ContourFlow.Storage.Registry.Migrations.Sqlite;

/// <inheritdoc />
internal partial class DoseScores : Migration
{
    /// <inheritdoc />
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            name: "dose_looks",
            columns: table => new
            {
                case_id = table.Column<string>(type: "TEXT", nullable: false),
                due_at = table.Column<long>(type: "INTEGER", nullable: true),
                due_set_at = table.Column<long>(type: "INTEGER", nullable: true),
                taken_until = table.Column<long>(type: "INTEGER", nullable: true),
                taken_at = table.Column<long>(type: "INTEGER", nullable: true),
                version = table.Column<long>(type: "INTEGER", nullable: false)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_dose_looks", x => x.case_id);
                table.ForeignKey(
                    name: "FK_dose_looks_cases_case_id",
                    column: x => x.case_id,
                    principalTable: "cases",
                    principalColumn: "case_id",
                    onDelete: ReferentialAction.Restrict);
            });

        migrationBuilder.CreateTable(
            name: "dose_scores",
            columns: table => new
            {
                case_id = table.Column<string>(type: "TEXT", nullable: false),
                key = table.Column<string>(type: "TEXT", nullable: false),
                revision = table.Column<int>(type: "INTEGER", nullable: false),
                state = table.Column<int>(type: "INTEGER", nullable: false),
                inputs = table.Column<string>(type: "TEXT", nullable: false),
                protocol_name = table.Column<string>(type: "TEXT", nullable: false),
                verdict = table.Column<string>(type: "TEXT", nullable: true),
                reason_code = table.Column<string>(type: "TEXT", nullable: true),
                reason = table.Column<string>(type: "TEXT", nullable: true),
                asked_at = table.Column<long>(type: "INTEGER", nullable: false),
                since = table.Column<long>(type: "INTEGER", nullable: false),
                scored_at = table.Column<long>(type: "INTEGER", nullable: true),
                superseded_at = table.Column<long>(type: "INTEGER", nullable: true),
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
                table.PrimaryKey("PK_dose_scores", x => new { x.case_id, x.key });
                table.ForeignKey(
                    name: "FK_dose_scores_revisions_case_id_revision",
                    columns: x => new { x.case_id, x.revision },
                    principalTable: "revisions",
                    principalColumns: new[] { "case_id", "revision" },
                    onDelete: ReferentialAction.Restrict);
            });

        migrationBuilder.CreateTable(
            name: "dose_score_files",
            columns: table => new
            {
                case_id = table.Column<string>(type: "TEXT", nullable: false),
                key = table.Column<string>(type: "TEXT", nullable: false),
                name = table.Column<string>(type: "TEXT", nullable: false),
                sha256 = table.Column<string>(type: "TEXT", nullable: false),
                store_key = table.Column<string>(type: "TEXT", nullable: false),
                length = table.Column<long>(type: "INTEGER", nullable: false)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_dose_score_files", x => new { x.case_id, x.key, x.name });
                table.ForeignKey(
                    name: "FK_dose_score_files_dose_scores_case_id_key",
                    columns: x => new { x.case_id, x.key },
                    principalTable: "dose_scores",
                    principalColumns: new[] { "case_id", "key" },
                    onDelete: ReferentialAction.Restrict);
            });

        migrationBuilder.CreateIndex(
            name: "IX_dose_looks_due_at",
            table: "dose_looks",
            column: "due_at",
            filter: "due_at IS NOT NULL");

        migrationBuilder.CreateIndex(
            name: "IX_dose_looks_due_set_at",
            table: "dose_looks",
            column: "due_set_at",
            filter: "due_set_at IS NOT NULL");

        migrationBuilder.CreateIndex(
            name: "IX_dose_score_files_store_key",
            table: "dose_score_files",
            column: "store_key");

        migrationBuilder.CreateIndex(
            name: "IX_dose_scores_case_id_revision",
            table: "dose_scores",
            columns: new[] { "case_id", "revision" });

        migrationBuilder.CreateIndex(
            name: "IX_dose_scores_state_issued_at",
            table: "dose_scores",
            columns: new[] { "state", "issued_at" });
    }

    /// <inheritdoc />
    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropTable(
            name: "dose_looks");

        migrationBuilder.DropTable(
            name: "dose_score_files");

        migrationBuilder.DropTable(
            name: "dose_scores");
    }
}
