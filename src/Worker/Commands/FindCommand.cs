using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using ContourFlow.Worker.Query;

namespace ContourFlow.Worker.Commands;

/// <summary>`contourflow find`: what an archive has.</summary>
internal static class FindCommand
{
    private static readonly string[] DateForms = ["yyyy-MM-dd", "yyyyMMdd"];

    public static Command Create(CommandRunner runner)
    {
        var level = new Option<QueryLevel>("--level") { Description = "What is looked for: study, series, instance", DefaultValueFactory = _ => QueryLevel.Study };
        var patient = new Option<string?>("--patient-id") { Description = "Patient ID; * and ? stand for any text" };
        var study = new Option<string?>("--study") { Description = "Study Instance UID" };
        var series = new Option<string?>("--series") { Description = "Series Instance UID" };
        var instance = new Option<string?>("--instance") { Description = "SOP Instance UID" };
        var modality = new Option<string?>("--modality") { Description = "Modality of the series, or of one in the study: CT, MR, RTSTRUCT" };
        Option<DateOnly?> date = Date("--date", "Day of the study, 2024-05-31");
        Option<DateOnly?> since = Date("--since", "First day of the study");
        Option<DateOnly?> until = Date("--until", "Last day of the study");
        var key = new Option<QueryKey[]>("--key")
        {
            Description = "A further attribute that matches must have, Keyword=value; may be given several times",
            CustomParser = ReadKeys,
        };
        var limit = new Option<int>("--limit") { Description = "Matches that are wanted, at most", DefaultValueFactory = _ => 500 };
        var showPatient = new Option<bool>("--show-patient") { Description = "Print patients' identifiers in the table (never in JSON)" };
        var archive = new ArchiveOptions(responseSeconds: 60);
        var command = new Command("find", "Ask an archive what it has") { level, patient, study, series, instance, modality, date, since, until, key, limit, showPatient };
        archive.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetResult(date) is not null && (result.GetResult(since) is not null || result.GetResult(until) is not null))
                result.AddError("--date is one day; --since and --until are a span of days.");
        });
        command.SetAction((parsed, cancel) => runner.RunOnAsync(
            parsed,
            token => FindJob.RunAsync(
                new FindRequest(
                    archive.Of(parsed),
                    new SearchScope(parsed.GetValue(level))
                    {
                        Study = parsed.GetValue(study),
                        Series = parsed.GetValue(series),
                        Instance = parsed.GetValue(instance),
                        Modality = parsed.GetValue(modality),
                        Keys = [.. Usual(parsed.GetValue(patient), parsed.GetValue(date), parsed.GetValue(since), parsed.GetValue(until)), .. parsed.GetValue(key) ?? []],
                        NeedsPatients = parsed.GetValue(showPatient),
                    },
                    parsed.GetValue(limit),
                    parsed.GetValue(showPatient),
                    parsed.GetValue(archive.Verbose)),
                runner.Messages,
                token),
            cancel));
        return command;
    }

    private static ImmutableArray<QueryKey> Usual(string? patientId, DateOnly? date, DateOnly? since, DateOnly? until)
    {
        var keys = ImmutableArray.CreateBuilder<QueryKey>();
        if (patientId is not null)
            keys.Add(new QueryKey(DicomTag.PatientID, patientId));
        if (date is { } day)
            keys.Add(new QueryKey(DicomTag.StudyDate, Da(day)));
        else if (since is not null || until is not null)
            keys.Add(new QueryKey(DicomTag.StudyDate, $"{(since is { } first ? Da(first) : "")}-{(until is { } last ? Da(last) : "")}"));
        return keys.ToImmutable();
    }

    private static string Da(DateOnly date) => date.ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    // A key's value may be a patient's name: what is wrong is told without it.
    private static QueryKey[] ReadKeys(ArgumentResult result)
    {
        var keys = new List<QueryKey>();
        foreach (Token token in result.Tokens)
        {
            if (QueryKey.Read(token.Value) is { } read)
                keys.Add(read);
            else
                result.AddError($"--key is not {QueryKey.Form}; UIDs have options of their own.");
        }

        return [.. keys];
    }

    private static Option<DateOnly?> Date(string name, string description) => new(name)
    {
        Description = description,
        CustomParser = result =>
        {
            if (DateOnly.TryParseExact(result.Tokens[0].Value, DateForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date))
                return date;
            result.AddError($"{name} is no date such as 2024-05-31.");
            return null;
        },
    };
}
