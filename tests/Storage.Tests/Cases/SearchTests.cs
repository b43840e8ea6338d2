using ContourFlow.Storage.Cases;
using ContourFlow.Storage.Filing;
using static ContourFlow.Storage.Tests.Sample;

namespace ContourFlow.Storage.Tests.Cases;

public sealed class SearchTests(Registries registries)
{
    private static readonly PatientLabel[] s_patients =
    [
        new("A-1", "Doe^John^Quincy", "", ""),
        new("A-10", "DOE^JANE", "", ""),
        new("100%", "Müller^Jürgen", "", ""),
        new("x_y", "Yamada^Tarou=山田^太郎=やまだ^たろう", "", ""),
        new(@"back\slash", "O'Brien^[a-z]*", "", ""),
        new("", "ΣΊΣΥΦΟΣ", "", ""),
    ];

    public static TheoryData<RegistryProvider> Providers => Registries.Providers;

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Parts_of_name_and_ID_find_their_patients_and_no_character_has_a_meaning_of_its_own(RegistryProvider provider)
    {
        await using TestRegistry registry = await FilledAsync(provider);

        // Expected by hand, from the list above.
        (string Search, int[] Found)[] expected =
        [
            ("doe", [1, 2]), ("OE^J", [1, 2]), ("doe jo", [1]), ("  Doe   John ", [1]), ("quincy", [1]), ("john doe", []),
            ("a-1", [1, 2]), ("A-10", [2]), ("quincya-1", []), ("quincy a-1", []),
            ("MÜLL", [3]), ("müller jür", [3]), ("muller", []), ("%", [3]), ("0%", [3]), ("_", [4]), ("x_", [4]), ("xy", []),
            ("山田", [4]), ("tarou 山", [4]), ("\\", [5]), ("k\\s", [5]), ("'", [5]), ("[a-z]", [5]), ("*", [5]), ("a-z", [5]), ("a?1", []),
            ("σίσυφος", []), ("ΣΊΣΥΦΟΣ", [6]), ("σίσυφοσ", [6]), ("\0", [1, 2, 3, 4, 5, 6]), (" ", [1, 2, 3, 4, 5, 6]), ("^", [1, 2, 3, 4, 5, 6]), ("\ud834", []),
        ];
        foreach ((string search, int[] found) in expected)
            (await FindAsync(registry, new CaseFilter { Search = search })).Should().BeEquivalentTo(found, $"'{search}' is searched");
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task The_begin_of_an_id_or_UID_finds_its_case_and_a_part_of_one_does_not(RegistryProvider provider)
    {
        await using TestRegistry registry = await FilledAsync(provider);
        string id = Case(3).ToString();
        (await FindAsync(registry, new CaseFilter { Search = id })).Should().Equal(3);
        (await FindAsync(registry, new CaseFilter { Search = id[..10].ToUpperInvariant() })).Should().Equal(3);
        (await FindAsync(registry, new CaseFilter { Search = id[1..] })).Should().BeEmpty();
        (await FindAsync(registry, new CaseFilter { Search = Series(4) })).Should().Equal(4);
        (await FindAsync(registry, new CaseFilter { Search = "1.2.3.5" })).Should().Equal(5);
        (await FindAsync(registry, new CaseFilter { Search = "2.3.5" })).Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Searches_narrow_by_state_protocol_and_page(RegistryProvider provider)
    {
        await using TestRegistry registry = await FilledAsync(provider);
        (await FindAsync(registry, new CaseFilter { Protocol = "odd" })).Should().BeEquivalentTo([1, 3, 5]);
        (await FindAsync(registry, new CaseFilter { Protocol = "odd", Search = "doe" })).Should().Equal(1);
        (await FindAsync(registry, new CaseFilter { Protocol = "od" })).Should().BeEmpty();
        (await FindAsync(registry, new CaseFilter { Search = "doe", States = [CaseState.Held] })).Should().BeEmpty();
        (await FindAsync(registry, new CaseFilter { Search = "doe", States = [CaseState.Waiting] })).Should().BeEquivalentTo([1, 2]);

        // The newest first: patients were filed one second after the other.
        CasePage first = await registry.Queries.ListAsync(new CaseFilter { Search = "o", PageSize = 2 }, default);
        CasePage second = await registry.Queries.ListAsync(new CaseFilter { Search = "o", PageSize = 2, After = first.Next }, default);
        first.Cases.Concat(second.Cases).Select(found => found.CaseId).Should().Equal(Case(5), Case(4), Case(2), Case(1));
        second.Next.Should().BeNull();
    }

    private static async Task<List<int>> FindAsync(TestRegistry registry, CaseFilter filter)
    {
        CasePage page = await registry.Queries.ListAsync(filter, default);
        return [.. page.Cases.Select(found => Enumerable.Range(1, s_patients.Length).Single(patient => Case(patient) == found.CaseId))];
    }

    private async Task<TestRegistry> FilledAsync(RegistryProvider provider)
    {
        TestRegistry registry = await registries.MakeAsync(provider);
        for (int patient = 1; patient <= s_patients.Length; patient++)
        {
            var mention = new CaseMention(Series(patient), patient % 2 == 1 ? "odd" : "even", $"patient-{patient}");
            await registry.Filing.FileAsync(Batch([CtImage(patient, 1) with { Patient = s_patients[patient - 1] }], [mention]), default);
            registry.Time.Advance(TimeSpan.FromSeconds(1));
        }

        return registry;
    }
}
