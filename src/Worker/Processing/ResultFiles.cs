using System.Text;
using System.Text.Json;
using ContourFlow.Contouring;
using ContourFlow.Contouring.Reporting;

namespace ContourFlow.Worker.Processing;

/// <summary>The files that a processed case becomes, by name, and how an earlier run's are told from other people's.</summary>
internal static class ResultFiles
{
    private const string Report = "report.json";
    private const string Page = "report.html";
    private const string HeldReport = "HELD-report.json";
    private const string HeldPage = "HELD-report.html";

    /// <summary>Name and bytes of every file: the structure set, Spatial Registrations, the report; a held case has the report only.</summary>
    public static IReadOnlyList<(string Name, byte[] Content)> Of(CaseResult result)
    {
        if (result.StructureSet is not { } structureSet)
            return [(HeldReport, ReportJson.Write(result)), (HeldPage, ReportHtml.Write(result))];

        return
        [
            Object("RS", structureSet),
            .. result.Registrations.Select(registration => Object("RE", registration)),
            (Report, ReportJson.Write(result)),
            (Page, ReportHtml.Write(result)),
        ];
    }

    /// <summary>The objects of a case, the structure set first: also those that a failed check keeps back.</summary>
    public static IReadOnlyList<(DicomFile Object, byte[] Content)> ObjectsOf(CaseResult result)
    {
        DicomFile structureSet = result.StructureSet ?? result.Withheld!.StructureSet;
        return [.. result.Registrations.Concat(result.Withheld?.Registrations ?? []).Prepend(structureSet).Select(file => (file, Bytes(file)))];
    }

    /// <summary>The report of a case, held or not, under the names that it has beside the objects.</summary>
    public static IReadOnlyList<(string Name, byte[] Content)> ReportOf(CaseResult result) => [(Report, ReportJson.Write(result)), (Page, ReportHtml.Write(result))];

    private static (string Name, byte[] Content) Object(string kind, DicomFile file) =>
        ($"{kind}.{file.Dataset.GetSingleValue<string>(DicomTag.SOPInstanceUID)}.dcm", Bytes(file));

    private static byte[] Bytes(DicomFile file)
    {
        using var bytes = new MemoryStream();
        file.Save(bytes);
        return bytes.ToArray();
    }

    /// <summary>
    /// True for a file that an earlier run wrote and a new run replaces. The name alone does not decide: planning
    /// systems name their structure sets RS.*.dcm too, and those are never touched.
    /// </summary>
    public static bool IsEarlierResult(string path)
    {
        string name = Path.GetFileName(path);
        return name switch
        {
            Report or HeldReport => IsReport(path),
            Page or HeldPage => IsPage(path),
            _ => name.EndsWith(".dcm", StringComparison.Ordinal)
                && ((name.StartsWith("RS.", StringComparison.Ordinal) && IsOwn(path, DicomTag.PredecessorStructureSetSequence))
                    || (name.StartsWith("RE.", StringComparison.Ordinal) && IsOwn(path, DicomTag.RegistrationSequence))),
        };
    }

    // By its maker and by what only a result has: a phantom's structure set names no predecessor, is ours too, and is
    // an original; so are all Spatial Registrations of other makers.
    private static bool IsOwn(string path, DicomTag mark)
    {
        try
        {
            DicomDataset dataset = DicomFile.Open(path, FileReadOption.ReadLargeOnDemand).Dataset;
            return dataset.GetSingleValueOrDefault(DicomTag.Manufacturer, string.Empty) == ProductIdentity.Manufacturer && dataset.Contains(mark);
        }
        catch (DicomFileException)
        {
            return false;
        }
    }

    private static bool IsReport(string path)
    {
        try
        {
            using JsonDocument report = JsonDocument.Parse(File.ReadAllBytes(path));
            return report.RootElement.ValueKind == JsonValueKind.Object
                && report.RootElement.TryGetProperty("schema", out JsonElement schema)
                && schema.ValueKind == JsonValueKind.String
                && schema.ValueEquals(ReportJson.Schema);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool IsPage(string path) =>
        File.ReadAllText(path, Encoding.UTF8).Contains(ProductIdentity.Manufacturer, StringComparison.Ordinal);
}
