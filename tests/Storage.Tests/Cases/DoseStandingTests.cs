using System.Data.Common;
using System.Globalization;
using ContourFlow.Storage.Cases;
using ContourFlow.Storage.Registry;
using ContourFlow.Storage.Scoring;
using Microsoft.EntityFrameworkCore;
using static ContourFlow.Storage.Tests.Sample;

namespace ContourFlow.Storage.Tests.Cases;

/// <summary>What a list of cases says of their doses. Expected is what a person would read from each case's scorings, one by one.</summary>
public sealed class DoseStandingTests(Registries registries)
{
    private static readonly DateTimeOffset s_begin = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);
    private static readonly string[] s_verdicts = ["violated", "not-evaluable", "indeterminate", "mandatory", "optimal"];
    private static readonly string[] s_words = [.. s_verdicts, "refused", "waiting", "none"];

    // How lines of a plan of SQLite begin that read a table.
    private static readonly string[] s_reads = ["SCAN", "SEARCH"];

    public static TheoryData<RegistryProvider> Providers => Registries.Providers;

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_case_says_what_its_newest_scoring_says_and_how_many_are_violated(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        await AddAsync(
            registry,
            [.. Enumerable.Range(1, 8).Select(Row)],
            [
                Score(1, '1', 1, DoseScoreState.Scored, "violated"),
                // Of two on the same structures the one that was asked for later.
                Score(2, '1', 1, DoseScoreState.Scored, "violated", minutes: 1), Score(2, '2', 1, DoseScoreState.Scored, "optimal", minutes: 2),
                // Newer structures before a later question.
                Score(3, '1', 2, DoseScoreState.Queued, null, minutes: 1), Score(3, '2', 1, DoseScoreState.Scored, "optimal", minutes: 2),
                // What was superseded says nothing, whatever it said.
                Score(4, '1', 2, DoseScoreState.Superseded, "violated", minutes: 9), Score(4, '2', 1, DoseScoreState.Scored, "mandatory", minutes: 1),
                Score(5, '1', 1, DoseScoreState.Superseded, "violated"),
                Score(6, '1', 1, DoseScoreState.Refused, null),
                Score(7, '1', 1, DoseScoreState.Scoring, null),
            ]);

        CasePage page = await registry.Queries.ListAsync(new CaseFilter(), default);

        page.Cases.OrderBy(found => found.PatientKey, StringComparer.Ordinal).Select(found => found.Dose).Should().Equal(
            new DoseStanding(1, DoseScoreState.Scored, "violated", 1, 1),
            new DoseStanding(1, DoseScoreState.Scored, "optimal", 2, 1),
            new DoseStanding(2, DoseScoreState.Queued, null, 2, 0),
            new DoseStanding(1, DoseScoreState.Scored, "mandatory", 1, 0),
            null,
            new DoseStanding(1, DoseScoreState.Refused, null, 1, 0),
            new DoseStanding(1, DoseScoreState.Scoring, null, 1, 0),
            null);
        page.Cases.OrderBy(found => found.PatientKey, StringComparer.Ordinal).Select(found => found.Dose?.Word ?? "none")
            .Should().Equal("violated", "optimal", "waiting", "mandatory", "none", "refused", "waiting", "none");
        (await registry.Queries.FindAsync(Case(2), default))!.Dose.Should().Be(new DoseStanding(1, DoseScoreState.Scored, "optimal", 2, 1));

        // The case with a violated dose that is not its newest is found by both words.
        (await FindAsync(registry, "violated")).Should().BeEquivalentTo([1, 2]);
        (await FindAsync(registry, "optimal")).Should().Equal(2);
        (await registry.Queries.DoseCountsAsync(default)).Should().BeEquivalentTo(
            new Dictionary<string, int>(StringComparer.Ordinal) { ["violated"] = 2, ["optimal"] = 1, ["waiting"] = 2, ["mandatory"] = 1, ["refused"] = 1, ["none"] = 2 });
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task The_newest_is_the_first_of_those_that_the_page_of_the_case_lists(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        (List<CaseRow> cases, List<DoseScoreRow> scores) = Random(150, 11);
        await AddAsync(registry, cases, scores);

        CasePage page = await registry.Queries.ListAsync(new CaseFilter { PageSize = 1000 }, default);

        page.Cases.Should().HaveCount(150);
        foreach (CaseSummary found in page.Cases)
        {
            DoseScore[] counting = [.. (await registry.Doses.OfCaseAsync(found.CaseId, default)).Where(score => score.State != DoseScoreState.Superseded)];
            found.Dose.Should().Be(counting is [var newest, ..]
                ? new DoseStanding(newest.Revision, newest.State, newest.Verdict, counting.Length, counting.Count(score => score.Verdict == "violated"))
                : null);
        }
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Words_find_their_cases_alone_together_and_page_by_page_and_are_counted(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        (List<CaseRow> cases, List<DoseScoreRow> scores) = Random(150, 12);
        await AddAsync(registry, cases, scores);
        Dictionary<int, string[]> truth = Enumerable.Range(1, 150).ToDictionary(patient => patient, patient => Truth(scores, patient));

        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (string word in s_words)
        {
            int[] expected = [.. truth.Where(one => one.Value.Contains(word, StringComparer.Ordinal)).Select(one => one.Key)];
            (await FindAsync(registry, word)).Should().BeEquivalentTo(expected, word);
            counts[word] = expected.Length;
        }

        counts.Values.Should().OnlyContain(count => count > 0, "every word is tried");
        (await registry.Queries.DoseCountsAsync(default)).Should().BeEquivalentTo(counts);
        foreach (string[] words in (string[][])[["violated", "none"], ["waiting", "refused"], ["optimal", "none"], ["violated", "mandatory", "waiting"], s_words])
            (await FindAsync(registry, words)).Should().BeEquivalentTo(truth.Where(one => one.Value.Intersect(words, StringComparer.Ordinal).Any()).Select(one => one.Key), string.Join(',', words));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_page_of_1000_of_10000_cases_with_doses_asks_no_more_often_than_one_of_1_and_reads_doses_by_their_case(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        List<CaseRow> cases = [.. Enumerable.Range(1, 10_000).Select(Row)];
        // Hardly any is violated: all cases are gone through for a page of them.
        await AddAsync(registry, cases, [.. Enumerable.Range(1, 10_000).Select(patient => Score(patient, '1', 1, DoseScoreState.Scored, patient % 4000 == 7 ? "violated" : "optimal"))]);

        CasePage page = new([], null);
        int one = await CommandCount.OfAsync(async () => page = await registry.Queries.ListAsync(new CaseFilter { PageSize = 1 }, default));
        page.Cases.Should().ContainSingle();
        int many = await CommandCount.OfAsync(async () => page = await registry.Queries.ListAsync(new CaseFilter { PageSize = 1000 }, default));
        page.Cases.Should().HaveCount(1000).And.OnlyContain(found => found.Dose != null);
        many.Should().Be(one).And.BeLessThanOrEqualTo(3, "cases, labels and doses");

        (await FindAsync(registry, "violated")).Should().BeEquivalentTo([7, 4007, 8007]);
        (await registry.Queries.DoseCountsAsync(default)).Should().BeEquivalentTo(new Dictionary<string, int>(StringComparer.Ordinal) { ["violated"] = 3, ["optimal"] = 9997 });
        foreach (string[] words in (string[][])[["violated"], ["none"], ["waiting", "refused"], s_words])
        {
            // As it is, and once the database has counted what is in its tables.
            foreach (bool isAnalysed in (bool[])[false, true])
            {
                List<(string Line, bool IsForEachRow)> plan = await PlanAsync(registry, new CaseFilter { Doses = words }, isAnalysed);
                string whole = string.Join('\n', plan);
                if (provider == RegistryProvider.Sqlite)
                    plan.Where(step => step.IsForEachRow && s_reads.Any(read => step.Line.StartsWith(read, StringComparison.Ordinal)))
                        .Should().OnlyContain(step => step.Line.Contains("(case_id=?", StringComparison.Ordinal), whole);
                // PostgreSQL may read all doses once, and gather them; it must not do so for each case.
                else
                    plan.Where(step => step.Line.Contains("Seq Scan on dose_scores", StringComparison.Ordinal) && Loops(step.Line) > 1).Should().BeEmpty(whole);
            }
        }
    }

    // How often a line of a plan was run: not at all where the planner found that there is nothing to do.
    private static long Loops(string line) =>
        line.EndsWith("(never executed)", StringComparison.Ordinal) ? 0 : long.Parse(line.Split("loops=")[1].TrimEnd(')'), CultureInfo.InvariantCulture);

    // The words of a patient's case, read from its scorings as a person would.
    private static string[] Truth(IEnumerable<DoseScoreRow> scores, int patient)
    {
        DoseScoreRow[] counting =
        [
            .. scores.Where(score => score.CaseId == Case(patient).ToString() && score.State != DoseScoreState.Superseded)
                .OrderByDescending(score => score.Revision).ThenByDescending(score => score.AskedAt).ThenBy(score => score.Key, StringComparer.Ordinal),
        ];
        if (counting.Length == 0)
            return ["none"];
        string newest = counting[0].State switch
        {
            DoseScoreState.Refused => "refused",
            DoseScoreState.Scored => counting[0].Verdict!,
            _ => "waiting",
        };
        return [newest, .. counting.Any(score => score.Verdict == "violated") ? (string[])["violated"] : []];
    }

    private static (List<CaseRow> Cases, List<DoseScoreRow> Scores) Random(int patients, int seed)
    {
        var random = new Random(seed);
        var scores = new List<DoseScoreRow>();
        for (int patient = 1; patient <= patients; patient++)
        {
            // Few moments and two revisions, so that many are alike in all but their key.
            for (int number = random.Next(5); number > 0; number--)
            {
                var state = (DoseScoreState)random.Next(5);
                bool hasVerdict = state is DoseScoreState.Scored or DoseScoreState.Superseded;
                scores.Add(Score(patient, (char)('0' + number), 1 + random.Next(2), state, hasVerdict ? s_verdicts[random.Next(s_verdicts.Length)] : null, random.Next(3)));
            }
        }

        return ([.. Enumerable.Range(1, patients).Select(Row)], scores);
    }

    private static async Task<List<int>> FindAsync(TestRegistry registry, params string[] words)
    {
        var found = new List<int>();
        CaseCursor? cursor = null;
        do
        {
            CasePage page = await registry.Queries.ListAsync(new CaseFilter { Doses = words, After = cursor, PageSize = 40 }, default);
            found.AddRange(page.Cases.Select(one => int.Parse(one.PatientKey["patient-".Length..], CultureInfo.InvariantCulture)));
            cursor = page.Next;
        }
        while (cursor is not null);
        return found;
    }

    // The steps of a plan, and whether SQLite takes them anew for each row of what is around them.
    private static async Task<List<(string Line, bool IsForEachRow)>> PlanAsync(TestRegistry registry, CaseFilter filter, bool isAnalysed)
    {
        await using RegistryContext db = registry.Contexts.CreateDbContext();
        await db.Database.OpenConnectionAsync();
        bool isSqlite = registry.Provider == RegistryProvider.Sqlite;
        if (isAnalysed)
            await db.Database.ExecuteSqlRawAsync("ANALYZE");
        await using DbCommand command = CaseQueries.Page(db, filter).CreateDbCommand();
        command.CommandText = (isSqlite ? "EXPLAIN QUERY PLAN " : "EXPLAIN (ANALYZE, TIMING OFF) ") + command.CommandText;
        await using DbDataReader lines = await command.ExecuteReaderAsync();
        var plan = new List<(string, bool)>();
        var inner = new HashSet<long>();
        while (await lines.ReadAsync())
        {
            string line = lines.GetString(isSqlite ? 3 : 0);
            bool isInner = isSqlite && inner.Contains(lines.GetInt64(1));
            if (isSqlite && (isInner || line.StartsWith("CORRELATED", StringComparison.Ordinal)))
                inner.Add(lines.GetInt64(0));
            plan.Add((line, isInner));
        }

        return plan;
    }

    private static CaseRow Row(int patient) => new()
    {
        CaseId = Case(patient).ToString(),
        CtSeriesUid = Series(patient),
        StudyUid = $"1.2.9.{patient}",
        PatientKey = $"patient-{patient}",
        State = CaseState.Published,
        Revision = 2,
        Version = 1,
        Protocol = "spine",
        CreatedAt = s_begin.AddSeconds(patient),
        LastObjectAt = s_begin.AddSeconds(patient),
        StateSince = s_begin,
    };

    private static DoseScoreRow Score(int patient, char key, int revision, DoseScoreState state, string? verdict, int minutes = 0) => new()
    {
        CaseId = Case(patient).ToString(),
        Key = new string(key, 64),
        Revision = revision,
        State = state,
        Inputs = RowJson.Nothing,
        ProtocolName = "spine",
        Verdict = verdict,
        ReasonCode = state == DoseScoreState.Refused ? "dose-frame" : null,
        AskedAt = s_begin.AddMinutes(minutes),
        Since = s_begin,
    };

    private static async Task AddAsync(TestRegistry registry, List<CaseRow> cases, List<DoseScoreRow> scores)
    {
        await using RegistryContext db = registry.Contexts.CreateDbContext();
        db.ChangeTracker.AutoDetectChangesEnabled = false;
        db.AddRange(cases);
        db.AddRange(scores.Select(score => (score.CaseId, score.Revision)).Distinct().Select(of => new RevisionRow
        {
            CaseId = of.CaseId,
            Revision = of.Revision,
            State = CaseState.Published,
            InputsHash = "",
            Inputs = RowJson.Nothing,
            ProtocolName = "spine",
        }));
        db.AddRange(scores);
        await db.SaveChangesAsync();
    }
}
