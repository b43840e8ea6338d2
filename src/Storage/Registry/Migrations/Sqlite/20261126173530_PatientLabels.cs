using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ContourFlow.Storage.Registry.Migrations.Sqlite;

/// <inheritdoc />
internal partial class PatientLabels : Migration
{
    /// <inheritdoc />
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<string>(
            name: "issuer_key",
            table: "cases",
            type: "TEXT",
            nullable: false,
            defaultValue: "");

        migrationBuilder.CreateTable(
            name: "patient_labels",
            columns: table => new
            {
                patient_key = table.Column<string>(type: "TEXT", nullable: false),
                issuer_key = table.Column<string>(type: "TEXT", nullable: false),
                patient_id = table.Column<string>(type: "TEXT", nullable: false),
                patient_name = table.Column<string>(type: "TEXT", nullable: false),
                birth_date = table.Column<string>(type: "TEXT", nullable: false),
                sex = table.Column<string>(type: "TEXT", nullable: false),
                searched = table.Column<string>(type: "TEXT", nullable: false)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_patient_labels", x => new { x.patient_key, x.issuer_key });
            });
    }

    /// <inheritdoc />
    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropTable(
            name: "patient_labels");

        migrationBuilder.DropColumn(
            name: "issuer_key",
            table: "cases");
    }
}
