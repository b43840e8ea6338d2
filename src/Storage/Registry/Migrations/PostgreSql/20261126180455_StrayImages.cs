using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ContourFlow.Storage.Registry.Migrations.PostgreSql;

/// <inheritdoc />
internal partial class StrayImages : Migration
{
    /// <inheritdoc />
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<string>(
            name: "strays",
            table: "cases",
            type: "text",
            nullable: false,
            defaultValue: "[]",
            collation: "C");
    }

    /// <inheritdoc />
    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropColumn(
            name: "strays",
            table: "cases");
    }
}
