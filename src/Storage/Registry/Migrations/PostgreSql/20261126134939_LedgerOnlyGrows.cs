using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ContourFlow.Storage.Registry.Migrations.PostgreSql;

/// <inheritdoc />
internal partial class LedgerOnlyGrows : Migration
{
    /// <inheritdoc />
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql("""
            CREATE FUNCTION ledger_only_grows() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE EXCEPTION 'lines of the ledger are never changed or removed'; END $$;
            """);
        migrationBuilder.Sql("CREATE TRIGGER ledger_no_change BEFORE UPDATE OR DELETE ON ledger FOR EACH ROW EXECUTE FUNCTION ledger_only_grows();");
        migrationBuilder.Sql("CREATE TRIGGER ledger_no_truncate BEFORE TRUNCATE ON ledger FOR EACH STATEMENT EXECUTE FUNCTION ledger_only_grows();");
    }

    /// <inheritdoc />
    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql("DROP TRIGGER ledger_no_change ON ledger;");
        migrationBuilder.Sql("DROP TRIGGER ledger_no_truncate ON ledger;");
        migrationBuilder.Sql("DROP FUNCTION ledger_only_grows();");
    }
}
