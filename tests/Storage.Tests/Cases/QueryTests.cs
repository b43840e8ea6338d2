using System.Data.Common;
using ContourFlow.Contracts;
using ContourFlow.Storage.Cases;
using ContourFlow.Storage.Registry;
using Microsoft.EntityFrameworkCore;
using static ContourFlow.Storage.Tests.Sample;

namespace ContourFlow.Storage.Tests.Cases;

public sealed class QueryTests(Registries registries)
{
    private static readonly DateTimeOffset s_begin = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    public static TheoryData<RegistryProvider> Providers => Registries.Providers;

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Pages_of_any_size_and_filter_are_the_whole_list_in_order(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        var random = new Random(7);
        // Many of one moment: the order among these is the case's.
        List<CaseRow> rows = [.. Enumerable.Range(1, 200).Select(patient => Row(patient, s_begin.AddMinutes(random.Next(20)), (CaseState)random.Next(4)))];
        await AddAsync(registry, rows);
        foreach (CaseState[] states in (CaseState[][])[[], [CaseState.Waiting], [CaseState.Held, CaseState.Queued]])
            foreach (string? prefix in (string?[])[null, "1.2.3.1", "1.2.9.7"])
                foreach (int size in (int[])[1, 7, 50, 1000])
                {
                    string[] expected =
                    [
                        .. rows.Where(row => states.Length == 0 || states.Contains(row.State))
                            .Where(row => prefix is null || row.CtSeriesUid.StartsWith(prefix, StringComparison.Ordinal) || row.StudyUid.StartsWith(prefix, StringComparison.Ordinal))
                            .OrderByDescending(row => row.LastObjectAt).ThenBy(row => row.CaseId, StringComparer.Ordinal)
                            .Select(row => row.CaseId).Take(size == 1 ? 12 : int.MaxValue),
                    ];
                    var seen = new List<string>();
                    CaseCursor? cursor = null;
                    do
                    {
                        CasePage page = await registry.Queries.ListAsync(new CaseFilter { States = states, UidPrefix = prefix, After = cursor, PageSize = size }, default);
                        page.Cases.Count.Should().BeLessThanOrEqualTo(size);
                        seen.AddRange(page.Cases.Select(found => found.CaseId.ToString()));
                        cursor = page.Next;
                    }
                    while (cursor is not null && seen.Count < expected.Length);
                    seen.Should().Equal(expected);
                }
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_page_of_10000_waiting_cases_is_read_by_an_index_the_last_as_the_first(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        List<CaseRow> rows = [.. Enumerable.Range(1, 10_000).Select(patient => Row(patient, s_begin.AddSeconds(patient), CaseState.Waiting))];
        await AddAsync(registry, rows);
        CaseRow last = rows[150];
        var cursor = new CaseCursor(last.LastObjectAt, CaseId.Parse(last.CaseId));
        CaseFilter[] filters =
        [
            new(),
            new() { After = cursor },
            new() { States = [CaseState.Waiting] },
            new() { States = [CaseState.Waiting, CaseState.Held], After = cursor },
            new() { UidPrefix = "1.2.3.77" },
        ];
        foreach (CaseFilter filter in filters)
        {
            CasePage page = await registry.Queries.ListAsync(filter, default);
            page.Cases.Should().HaveCount(100);
            page.Cases[0].WaitingFor.Should().Equal("a structure set on the planning CT");
            List<string> plan = await PlanAsync(registry, filter);
            if (provider == RegistryProvider.Sqlite)
                plan.Where(line => line.StartsWith("SCAN", StringComparison.Ordinal) || line.StartsWith("SEARCH", StringComparison.Ordinal))
                    .Should().NotBeEmpty().And.OnlyContain(line => line.Contains(" USING INDEX IX_cases_", StringComparison.Ordinal));
            else
                plan.Should().Contain(line => line.Contains("\"IX_cases_", StringComparison.Ordinal)).And.NotContain(line => line.Contains("Seq Scan", StringComparison.Ordinal));
            if (provider == RegistryProvider.Sqlite && filter.UidPrefix is null)
                plan.Should().NotContain(line => line.Contains("TEMP B-TREE", StringComparison.Ordinal), "the index has the list's order");
        }

        (await registry.Queries.CountsAsync(default)).Should().Equal(new Dictionary<CaseState, int> { [CaseState.Waiting] = 10_000 });
        (await registry.Queries.OldestAsync(default)).Should().Equal(new Dictionary<CaseState, DateTimeOffset> { [CaseState.Waiting] = rows[0].StateSince });
        registry.Time.SetUtcNow(s_begin.AddDays(1));
        (await registry.Filing.TakeDueAsync(5, TimeSpan.FromMinutes(1), default)).Should().Equal(rows.Take(5).Select(row => CaseId.Parse(row.CaseId)));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_page_without_room_and_a_case_that_is_not_there_are_said(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        foreach (int size in (int[])[0, 1001])
        {
            Func<Task> list = () => registry.Queries.ListAsync(new CaseFilter { PageSize = size }, default);
            await list.Should().ThrowAsync<ArgumentOutOfRangeException>();
        }

        (await registry.Queries.FindAsync(Case(1), default)).Should().BeNull();
        (await registry.Queries.DetailsAsync(Case(1), default)).Should().BeNull();
        (await registry.Queries.CountsAsync(default)).Should().BeEmpty();
        (await registry.Queries.ListAsync(new CaseFilter(), default)).Should().BeEquivalentTo(new CasePage([], null));
    }

    // How the database reads a page, in its own words.
    private static async Task<List<string>> PlanAsync(TestRegistry registry, CaseFilter filter)
    {
        await using RegistryContext db = registry.Contexts.CreateDbContext();
        await db.Database.OpenConnectionAsync();
        bool isSqlite = registry.Provider == RegistryProvider.Sqlite;
        await db.Database.ExecuteSqlRawAsync("ANALYZE");
        await using DbCommand command = CaseQueries.Page(db, filter).CreateDbCommand();
        command.CommandText = (isSqlite ? "EXPLAIN QUERY PLAN " : "EXPLAIN ") + command.CommandText;
        await using DbDataReader lines = await command.ExecuteReaderAsync();
        var plan = new List<string>();
        while (await lines.ReadAsync())
            plan.Add(lines.GetString(isSqlite ? 3 : 0));
        return plan;
    }

    private static CaseRow Row(int patient, DateTimeOffset at, CaseState state) => new()
    {
        CaseId = Case(patient).ToString(),
        CtSeriesUid = Series(patient),
        StudyUid = $"1.2.9.{patient}",
        PatientKey = $"patient-{patient}",
        State = state,
        Version = 1,
        Protocol = "spine",
        WaitingFor = RowJson.Write<string[]>(["a structure set on the planning CT"]),
        CreatedAt = at,
        LastObjectAt = at,
        StateSince = at,
        DueAt = at,
        DueSetAt = at,
    };

    private static async Task AddAsync(TestRegistry registry, List<CaseRow> rows)
    {
        await using RegistryContext db = registry.Contexts.CreateDbContext();
        db.ChangeTracker.AutoDetectChangesEnabled = false;
        db.AddRange(rows);
        await db.SaveChangesAsync();
    }
}
