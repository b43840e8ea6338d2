using System.Data.Common;
using ContourFlow.Storage.Cases;
using ContourFlow.Storage.Filing;
using ContourFlow.Storage.Registry;
using Microsoft.EntityFrameworkCore;
using static ContourFlow.Storage.Tests.Sample;

namespace ContourFlow.Storage.Tests.Cases;

public sealed class PatientLabelTests(Registries registries)
{
    private static readonly PatientLabel s_label = new("Q-77 31", "Xylander^Quintus", "1953-07-21", "M");

    public static TheoryData<RegistryProvider> Providers => Registries.Providers;

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task What_the_newest_object_says_is_shown_and_what_it_does_not_say_stays(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        await FileAsync(registry, CtImage(1, 1));
        (await FindAsync(registry)).Patient.Should().BeNull("no object has said so");
        await FileAsync(registry, CtImage(1, 2) with { Patient = s_label }, CtImage(1, 3) with { Patient = s_label with { Sex = "O" } });
        await AllShowAsync(registry, s_label with { Sex = "O" });
        await FileAsync(registry, StructureSet(1) with { Patient = new PatientLabel("Q-77 31", "XYLANDER^QUINTUS^VON", "", " ") });
        await AllShowAsync(registry, new PatientLabel("Q-77 31", "XYLANDER^QUINTUS^VON", "1953-07-21", "O"));

        // The same object once more says nothing new, and other content under its UID is used for nothing.
        await FileAsync(registry, CtImage(1, 2) with { Patient = s_label });
        await FileAsync(registry, CtImage(1, 2, "other") with { Patient = s_label });
        await AllShowAsync(registry, new PatientLabel("Q-77 31", "XYLANDER^QUINTUS^VON", "1953-07-21", "O"));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task One_ID_that_two_issuers_gave_to_two_patients_shows_each_case_its_own(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        PatientLabel other = s_label with { PatientName = "Yardley^Zoe" };
        FiledObject second = CtImage(2, 1) with { PatientKey = "patient-1", IssuerKey = "clinic-b", Patient = other };
        await FileAsync(registry, CtImage(1, 1) with { IssuerKey = "clinic-a", Patient = s_label });
        await registry.Filing.FileAsync(Batch([second], [new CaseMention(Series(2), "spine", "patient-1")]), default);

        (await FindAsync(registry, 1)).Patient.Should().Be(s_label);
        (await FindAsync(registry, 2)).Patient.Should().Be(other);
        (await registry.Queries.ListAsync(new CaseFilter { Search = "zoe" }, default)).Cases.Should().ContainSingle().Which.CaseId.Should().Be(Case(2));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_structure_set_that_comes_before_its_CT_says_whose_the_case_is(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        await FileAsync(registry, StructureSet(1) with { IssuerKey = "clinic-a", Patient = s_label });
        await AllShowAsync(registry, s_label);

        // The CT's own word of who gave the ID counts more.
        await FileAsync(registry, CtImage(1, 1) with { Patient = s_label with { PatientName = "Xylander" } });
        await AllShowAsync(registry, s_label with { PatientName = "Xylander" });
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task The_patient_is_forgotten_with_the_objects_and_known_again_with_new_ones(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        TimeSpan kept = TimeSpan.FromDays(90);
        FilingBatch study = Study(1);
        study = study with { Objects = [.. study.Objects.Select(filed => filed with { Patient = s_label })] };
        await registry.Filing.FileAsync(study, default);
        await OpenAsync(registry);
        await registry.Processing.ClaimAsync(Case(1), 1, "worker", TimeSpan.FromSeconds(20), 5, default);
        await registry.Processing.CompleteAsync(Case(1), 1, 0, "worker", Result(), default);
        await FileAsync(registry, 2, CtImage(2, 1) with { Patient = s_label with { PatientId = "another" } });

        registry.Time.Advance(kept - TimeSpan.FromSeconds(1));
        await registry.Reconciliation.ReleaseObjectsAsync(kept, 100, default);
        await AllShowAsync(registry, s_label);
        registry.Time.Advance(TimeSpan.FromSeconds(1));
        await registry.Reconciliation.ReleaseObjectsAsync(kept, 100, default);
        (await FindAsync(registry)).Patient.Should().BeNull();
        (await FindAsync(registry, 2)).Patient!.PatientId.Should().Be("another", "its case waits");
        await using (RegistryContext db = registry.Contexts.CreateDbContext())
            (await db.PatientLabels.CountAsync()).Should().Be(1);
        await registry.Filing.FileAsync(study, default);
        await AllShowAsync(registry, s_label);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task No_other_table_holds_anything_of_the_patient(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        FilingBatch study = Study(1);
        await registry.Filing.FileAsync(study with { Objects = [.. study.Objects.Select(filed => filed with { Patient = s_label })] }, default);
        await FileAsync(registry, CtImage(1, 1, "other") with { Patient = s_label });
        await OpenAsync(registry);
        await registry.Processing.ClaimAsync(Case(1), 1, "worker", TimeSpan.FromSeconds(20), 5, default);
        await registry.Processing.CompleteAsync(Case(1), 1, 0, "worker", Result(afterReview: true, destinations: ["pacs"]), default);
        await registry.Decisions.AcceptAsync(new Decision(Case(1), null, "Adam", "fine"), default);

        await using RegistryContext db = registry.Contexts.CreateDbContext();
        await db.Database.OpenConnectionAsync();
        var holding = new List<string>();
        string[] tables = [.. db.Model.GetEntityTypes().Select(entity => entity.GetTableName()!).Distinct(StringComparer.Ordinal)];
        tables.Should().HaveCountGreaterThan(12).And.Contain("outbox");
        foreach (string table in tables)
        {
            await using DbCommand command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = $"SELECT * FROM {table}";
            await using DbDataReader rows = await command.ExecuteReaderAsync();
            while (await rows.ReadAsync())
            {
                string row = string.Join('|', Enumerable.Range(0, rows.FieldCount).Select(column => rows.GetValue(column).ToString()));
                if (row.Contains("Quintus", StringComparison.OrdinalIgnoreCase) || row.Contains(s_label.PatientId, StringComparison.Ordinal) || row.Contains(s_label.BirthDate, StringComparison.Ordinal))
                    holding.Add(table);
            }
        }

        holding.Should().Equal("patient_labels");
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task No_text_of_a_record_or_an_exception_names_the_patient(RegistryProvider provider)
    {
        FiledObject filed = CtImage(1, 1) with { Patient = s_label };
        await using TestRegistry made = await registries.MakeAsync(provider);
        await FileAsync(made, filed);
        foreach (object said in (object[])[s_label, filed, Batch([filed], []), await FindAsync(made), await made.Queries.ListAsync(new CaseFilter(), default)])
            Silent(said.ToString()!);

        // Even where the operator has asked Npgsql for everything.
        await using var registry = new TestRegistry(provider, made.Connection + (provider == RegistryProvider.PostgreSql ? ";Include Error Detail=true" : ""));
        Func<Task> broken = () => registry.Transactions.WriteAsync(
            work =>
            {
                work.Db.PatientLabels.Add(new PatientLabelRow { PatientKey = "patient-2", IssuerKey = "", PatientId = s_label.PatientId, PatientName = s_label.PatientName, Sex = null! });
                return work.Db.Database.ExecuteSqlAsync($"INSERT INTO patient_labels (patient_key, issuer_key, patient_id, patient_name, birth_date, searched) VALUES ('patient-3', '', {s_label.PatientId}, {s_label.PatientName}, {s_label.BirthDate}, '')");
            },
            default);
        Exception fault = (await broken.Should().ThrowAsync<Exception>()).Which;
        Silent(fault.ToString());

        static void Silent(string text) => text.Should().NotBeEmpty().And.NotContain("Quintus").And.NotContain("Q-77").And.NotContain("1953");
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_name_that_no_database_takes_is_filed_without_what_it_does_not_take(RegistryProvider provider)
    {
        await using TestRegistry registry = await registries.MakeAsync(provider);
        string tooLong = new string('x', 255) + "\U0001D11E" + "tail";
        await FileAsync(registry, CtImage(1, 1) with { Patient = new PatientLabel("7\0\r\n8", "Half\ud834^\u001bThe=Other", tooLong, "\0") });
        await AllShowAsync(registry, new PatientLabel("7   8", "Half\ufffd^ The=Other", new string('x', 255), ""));
    }

    private static async Task AllShowAsync(TestRegistry registry, PatientLabel expected)
    {
        (await FindAsync(registry)).Patient.Should().Be(expected);
        (await registry.Queries.DetailsAsync(Case(1), default))!.Summary.Patient.Should().Be(expected);
        (await registry.Queries.ListAsync(new CaseFilter(), default)).Cases.Single(found => found.CaseId == Case(1)).Patient.Should().Be(expected);
    }

    private static Task<IReadOnlyList<FilingOutcome>> FileAsync(TestRegistry registry, params FiledObject[] objects) => FileAsync(registry, 1, objects);

    private static Task<IReadOnlyList<FilingOutcome>> FileAsync(TestRegistry registry, int patient, params FiledObject[] objects) =>
        registry.Filing.FileAsync(Batch(objects, [Mention(patient)]), default);
}
