using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ContourFlow.Storage.Registry.Migrations.Sqlite;

/// <inheritdoc />
internal partial class ReviewRecords : Migration
{
    /// <inheritdoc />
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<long>(
            name: "changed_at",
            table: "cases",
            type: "INTEGER",
            nullable: false,
            defaultValue: 0L);

        // What is there already changed when it came into its state, as far as anybody knows.
        migrationBuilder.Sql("UPDATE cases SET changed_at = state_since");

        migrationBuilder.CreateTable(
            name: "seen_planes",
            columns: table => new
            {
                case_id = table.Column<string>(type: "TEXT", nullable: false),
                revision = table.Column<int>(type: "INTEGER", nullable: false),
                seen_by = table.Column<string>(type: "TEXT", nullable: false),
                planes = table.Column<string>(type: "TEXT", nullable: false),
                last_at = table.Column<long>(type: "INTEGER", nullable: false)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_seen_planes", x => new { x.case_id, x.revision, x.seen_by });
                table.ForeignKey(
                    name: "FK_seen_planes_revisions_case_id_revision",
                    columns: x => new { x.case_id, x.revision },
                    principalTable: "revisions",
                    principalColumns: new[] { "case_id", "revision" },
                    onDelete: ReferentialAction.Restrict);
            });

        migrationBuilder.CreateIndex(
            name: "IX_cases_changed_at_case_id",
            table: "cases",
            columns: new[] { "changed_at", "case_id" });
    }

    /// <inheritdoc />
    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropTable(
            name: "seen_planes");

        migrationBuilder.DropIndex(
            name: "IX_cases_changed_at_case_id",
            table: "cases");

        migrationBuilder.DropColumn(
            name: "changed_at",
            table: "cases");
    }
}
