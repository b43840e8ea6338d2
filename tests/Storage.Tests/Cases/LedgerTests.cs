using ContourFlow.Storage.Cases;
using ContourFlow.Storage.Registry;
using Microsoft.EntityFrameworkCore;
using static ContourFlow.Storage.Tests.Sample;

namespace ContourFlow.Storage.Tests.Cases;

public sealed class LedgerTests(Registries registries)
{
    public static TheoryData<RegistryProvider> Providers => Registries.Providers;

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task The_database_refuses_to_change_or_remove_a_line(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        await OpenedAsync(registry);
        List<string> statements = ["UPDATE ledger SET done_by = 'nobody'", "DELETE FROM ledger", "UPDATE ledger SET details = details WHERE number = 1"];
        if (provider == RegistryProvider.PostgreSql)
            statements.Add("TRUNCATE ledger");
        foreach (string statement in statements)
        {
            Func<Task> change = () => SqlAsync(registry, statement);
            await change.Should().ThrowAsync<Exception>().WithMessage("*lines of the ledger are never*");
        }

        (await LedgerAsync(registry)).Should().HaveCount(2);
        (await registry.Queries.LedgerFaultAsync(Case(1), default)).Should().BeNull();
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_line_that_somebody_changes_behind_the_databases_back_is_found(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        await ProcessedAsync(registry, Result());
        await WithoutTriggersAsync(registry);
        await SqlAsync(registry, "UPDATE ledger SET details = replace(details, 'spine', 'brain') WHERE number = 2");
        (await registry.Queries.LedgerFaultAsync(Case(1), default)).Should().StartWith("Line 2 of the ledger");
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_line_that_somebody_removes_is_found_the_last_one_too(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        await ProcessedAsync(registry, Result(), 1);
        await ProcessedAsync(registry, Result(), 2);
        await WithoutTriggersAsync(registry);
        await SqlAsync(registry, $"DELETE FROM ledger WHERE number = 2 AND case_id = '{Case(1)}'");
        await SqlAsync(registry, $"DELETE FROM ledger WHERE number = 3 AND case_id = '{Case(2)}'");
        (await registry.Queries.LedgerFaultAsync(Case(1), default)).Should().Be("Line 2 of the ledger is missing.");
        (await registry.Queries.LedgerFaultAsync(Case(2), default)).Should().Be("The ledger has 2 lines of the case, which has 3.");
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_line_says_what_when_by_whom_and_the_hashes_of_the_inputs(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        await ProcessedAsync(registry, Result(destinations: ["pacs"]));
        IReadOnlyList<LedgerEntry> ledger = (await registry.Queries.DetailsAsync(Case(1), default))!.Ledger;
        ledger.Should().BeInAscendingOrder(line => line.Sequence);
        ledger.Select(line => (line.Event, line.By, line.Revision, line.At)).Should().Equal(
            (LedgerEvents.CaseCreated, "process-1", 0, registry.Time.GetUtcNow()),
            (LedgerEvents.RevisionOpened, "process-1", 1, registry.Time.GetUtcNow()),
            (LedgerEvents.Processed, "worker", 1, registry.Time.GetUtcNow()));
        foreach (var filed in Study(1).Objects)
            ledger[1].Details.Should().Contain(filed.SopInstanceUid).And.Contain(filed.Sha256);
        ledger[2].Details.Should().Contain(Sha256("protocol")).And.Contain(Result().Objects[0].Sha256).And.Contain("\"derive\":1500");
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Two_lines_of_what_happens_once_cannot_be_written(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        await OpenedAsync(registry);
        Func<Task> again = () => registry.Transactions.WriteAsync(
            async work => work.Tell((await work.LockAsync(Case(1), default))!, 1, LedgerEvents.RevisionOpened, "1", new { }), default);
        await again.Should().ThrowAsync<Exception>();
        (await LedgerAsync(registry)).Should().HaveCount(2);
        (await registry.Queries.LedgerFaultAsync(Case(1), default)).Should().BeNull();
    }

    private static async Task SqlAsync(TestRegistry registry, string statement)
    {
        await using RegistryContext db = registry.Contexts.CreateDbContext();
        await db.Database.ExecuteSqlRawAsync(statement);
    }

    private static async Task WithoutTriggersAsync(TestRegistry registry)
    {
        if (registry.Provider == RegistryProvider.PostgreSql)
        {
            await SqlAsync(registry, "ALTER TABLE ledger DISABLE TRIGGER ALL");
            return;
        }

        await SqlAsync(registry, "DROP TRIGGER ledger_no_update");
        await SqlAsync(registry, "DROP TRIGGER ledger_no_delete");
    }
}
