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

    /// <summary>Name and bytes of every file, the structure set first; a held case has no structure set.</summary>
    public static IReadOnlyList<(string Name, byte[] Content)> Of(CaseResult result)
    {
        if (result.StructureSet is not { } structureSet)
            return [(HeldReport, ReportJson.Write(result)), (HeldPage, ReportHtml.Write(result))];

        using var bytes = new MemoryStream();
        structureSet.Save(bytes);
        string uid = structureSet.Dataset.GetSingleValue<string>(DicomTag.SOPInstanceUID);
        return [($"RS.{uid}.dcm", bytes.ToArray()), (Report, ReportJson.Write(result)), (Page, ReportHtml.Write(result))];
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
            _ => name.StartsWith("RS.", StringComparison.Ordinal) && name.EndsWith(".dcm", StringComparison.Ordinal) && IsOwnStructureSet(path),
        };
    }

    private static bool IsOwnStructureSet(string path)
    {
        try
        {
            // A structure set that names its predecessor: a phantom's is ours too, and is an original.
            DicomDataset dataset = DicomFile.Open(path, FileReadOption.ReadLargeOnDemand).Dataset;
            return dataset.GetSingleValueOrDefault(DicomTag.Manufacturer, string.Empty) == ProductIdentity.Manufacturer
                && dataset.Contains(DicomTag.PredecessorStructureSetSequence);
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
