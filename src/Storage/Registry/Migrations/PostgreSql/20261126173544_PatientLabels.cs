using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ContourFlow.Storage.Registry.Migrations.PostgreSql;

/// <inheritdoc />
internal partial class PatientLabels : Migration
{
    /// <inheritdoc />
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<string>(
            name: "issuer_key",
            table: "cases",
            type: "text",
            nullable: false,
            defaultValue: "",
            collation: "C");

        migrationBuilder.CreateTable(
            name: "patient_labels",
            columns: table => new
            {
                patient_key = table.Column<string>(type: "text", nullable: false, collation: "C"),
                issuer_key = table.Column<string>(type: "text", nullable: false, collation: "C"),
                patient_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                patient_name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                birth_date = table.Column<string>(type: "text", nullable: false, collation: "C"),
                sex = table.Column<string>(type: "text", nullable: false, collation: "C"),
                searched = table.Column<string>(type: "text", nullable: false, collation: "C")
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
