using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ContourFlow.Storage.Registry.Migrations.Sqlite;

/// <inheritdoc />
internal partial class LedgerOnlyGrows : Migration
{
    /// <inheritdoc />
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql("CREATE TRIGGER ledger_no_update BEFORE UPDATE ON ledger BEGIN SELECT RAISE(ABORT, 'lines of the ledger are never changed'); END;");
        migrationBuilder.Sql("CREATE TRIGGER ledger_no_delete BEFORE DELETE ON ledger BEGIN SELECT RAISE(ABORT, 'lines of the ledger are never removed'); END;");
    }

    /// <inheritdoc />
    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql("DROP TRIGGER ledger_no_update;");
        migrationBuilder.Sql("DROP TRIGGER ledger_no_delete;");
    }
}
