using System.Globalization;
using System.Text.Json.Nodes;
using ContourFlow.Worker.Tables;
using Spectre.Console;

namespace ContourFlow.Worker.Query;

/// <summary>What `contourflow find` says. Patients are numbered; their identifiers are shown to somebody who asks, and never in JSON.</summary>
internal static class FindAnswer
{
    public static Answer Of(string archive, SearchResult result, FindRequest request)
    {
        string[] patients = [.. result.Hits.Select(hit => hit.PatientId).OfType<string>().Distinct(StringComparer.Ordinal)];
        int? numberOf(SearchHit hit) => hit.PatientId is { } id ? Array.IndexOf(patients, id) + 1 : null;
        return new Answer(
            ExitCode.Done,
            new JsonObject
            {
                ["level"] = Word(request.Scope.Level),
                ["isCut"] = result.IsCut,
                ["unansweredKeys"] = new JsonArray([.. result.UnansweredKeys.Select(keyword => (JsonNode)keyword)]),
                ["matches"] = new JsonArray([.. result.Hits.Select(hit => Json(hit.Item, numberOf(hit)))]),
            },
            console => Show(console, archive, result, request, numberOf))
        {
            Messages = result.UnansweredKeys.IsEmpty
                ? []
                : [$"{archive} does not give back {string.Join(", ", result.UnansweredKeys)}: it may not match by that, and have found more than was asked for."],
        };
    }

    // Attributes that the archive does not say are null; those of other levels are not there.
    private static JsonObject Json(FoundItem item, int? patient)
    {
        var json = new JsonObject { ["patient"] = patient, ["studyInstanceUid"] = item.StudyInstanceUid };
        if (item.SopInstanceUid is not null)
        {
            json["seriesInstanceUid"] = item.SeriesInstanceUid;
            json["sopInstanceUid"] = item.SopInstanceUid;
            json["sopClassUid"] = item.SopClassUid;
            json["instanceNumber"] = item.Number;
            return json;
        }

        json["date"] = Date(item);
        json["time"] = Time(item);
        if (item.SeriesInstanceUid is not null)
        {
            json["seriesInstanceUid"] = item.SeriesInstanceUid;
            json["modality"] = item.Modality;
            json["seriesNumber"] = item.Number;
        }
        else
        {
            json["modalities"] = item.Modality is { } modalities ? new JsonArray([.. modalities.Split('\\').Select(one => (JsonNode)one)]) : null;
            json["series"] = item.Series;
        }

        json["instances"] = item.Instances;
        return json;
    }

    private static void Show(IAnsiConsole console, string archive, SearchResult result, FindRequest request, Func<SearchHit, int?> numberOf)
    {
        if (result.Hits.IsEmpty)
        {
            console.WriteLine($"{archive} has nothing that matches.");
            return;
        }

        string patient(SearchHit hit) => numberOf(hit) is { } number ? request.ShowPatient ? $"{number}: {hit.PatientId}" : $"{number}" : "";
        Table table = request.Scope.Level switch
        {
            QueryLevel.Study => PlainTable.With("Patient", "Date", "Time", "Modalities", "Study").Figures("Series", "Instances"),
            QueryLevel.Series => PlainTable.With("Patient", "Date", "Time", "Modality", "Series").Figures("Number", "Instances"),
            _ => PlainTable.With("Patient", "Series", "Instance", "SOP class").Figures("Number"),
        };
        foreach (SearchHit hit in result.Hits)
        {
            FoundItem item = hit.Item;
            table.AddTextRow(request.Scope.Level switch
            {
                QueryLevel.Study => [patient(hit), Date(item) ?? "", Time(item) ?? "", item.Modality ?? "", item.StudyInstanceUid, Figure(item.Series), Figure(item.Instances)],
                QueryLevel.Series => [patient(hit), Date(item) ?? "", Time(item) ?? "", item.Modality ?? "", item.SeriesInstanceUid ?? "", Figure(item.Number), Figure(item.Instances)],
                _ => [patient(hit), item.SeriesInstanceUid ?? "", item.SopInstanceUid ?? "", item.SopClassUid is { } uid ? DicomUID.Parse(uid).Name : "", Figure(item.Number)],
            });
        }

        console.Write(table);
        console.WriteLine(result.IsCut ? $"The first {result.Hits.Length}; {archive} has more. See --limit." : $"{result.Hits.Length} in {archive}.");
    }

    private static string Word(QueryLevel level) => level.ToString().ToLowerInvariant();

    private static string? Date(FoundItem item) =>
        DateOnly.TryParseExact(item.Date, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date) ? date.ToString("O", CultureInfo.InvariantCulture) : null;

    private static string? Time(FoundItem item) =>
        item.Time is { Length: >= 6 } text && TimeOnly.TryParseExact(text[..6], "HHmmss", CultureInfo.InvariantCulture, DateTimeStyles.None, out TimeOnly time)
            ? time.ToString("HH:mm:ss", CultureInfo.InvariantCulture)
            : null;

    private static string Figure(int? figure) => figure?.ToString(CultureInfo.InvariantCulture) ?? "";
}
