using System.Text.Json.Nodes;
using ContourFlow.Contouring.Linting;
using ContourFlow.Contouring.Linting.Mending;

namespace ContourFlow.Worker.Linting;

/// <summary>A lint report as JSON (docs/linting.md): member by member, so that no patient's data get in.</summary>
internal static class LintJson
{
    public static JsonObject Of(LintRequest request, LintInput? input, LintReport report, Mending? mending) => new()
    {
        ["profile"] = Word(report.Profile),
        ["ct"] = input?.Ct is { } ct ? new JsonObject { ["seriesInstanceUid"] = ct.SeriesInstanceUid, ["images"] = ct.Images.Length } : null,
        ["summary"] = Summary(report),
        ["findings"] = Findings(report),
        ["notListed"] = More(report),
        ["fix"] = mending is null ? null : new JsonObject
        {
            ["file"] = Path.GetFullPath(request.FixFile!),
            ["mended"] = new JsonArray([.. mending.Mended.Mended.Select(thing => (JsonNode)Mended(thing))]),
            ["summary"] = Summary(mending.Left),
            ["findings"] = Findings(mending.Left),
            ["notListed"] = More(mending.Left),
        },
    };

    /// <summary>A profile as it is written on the command line.</summary>
    public static string Word(LintProfile profile) => profile.ToString().ToLowerInvariant();

    /// <summary>A severity in a word.</summary>
    public static string Word(LintSeverity severity) => severity.ToString().ToLowerInvariant();

    private static JsonObject Summary(LintReport report) => new()
    {
        ["error"] = report.Count(LintSeverity.Error),
        ["warning"] = report.Count(LintSeverity.Warning),
        ["information"] = report.Count(LintSeverity.Information),
    };

    private static JsonArray Findings(LintReport report) => new([.. report.Findings.Select(finding =>
    {
        var node = new JsonObject { ["severity"] = Word(finding.Severity), ["rule"] = finding.Rule };
        AddPlace(node, finding.Place);
        node["sentence"] = finding.Sentence;
        return (JsonNode)node;
    })]);

    private static JsonArray More(LintReport report) => new([.. report.More.Select(more => (JsonNode)new JsonObject
    {
        ["severity"] = Word(more.Severity),
        ["rule"] = more.Rule,
        ["roiNumber"] = more.RoiNumber,
        ["roiName"] = more.RoiName,
        ["count"] = more.Count,
    })]);

    private static JsonObject Mended(MendedThing thing)
    {
        var node = new JsonObject { ["rule"] = thing.Rule };
        AddPlace(node, thing.Place);
        node["sentence"] = thing.Sentence;
        return node;
    }

    private static void AddPlace(JsonObject node, LintPlace place)
    {
        node["roiNumber"] = place.RoiNumber;
        node["roiName"] = place.RoiName;
        node["contour"] = place.Contour;
        node["z"] = place.Z;
        node["attribute"] = place.Attribute;
    }
}
