using System.Diagnostics;
using ContourFlow.Contracts;

namespace ContourFlow.Worker.Messaging;

/// <summary>What traces show of the service's own work: cases by their ids, never patient data.</summary>
internal static class Spans
{
    /// <summary>Name of the source.</summary>
    public const string SourceName = "ContourFlow";

    private static readonly ActivitySource s_source = new(SourceName);

    /// <summary>Begins a span; null where nobody listens.</summary>
    public static Activity? Start(string name) => s_source.StartActivity(name);

    /// <summary>Begins a span about a revision; null where nobody listens.</summary>
    public static Activity? Start(string name, CaseId caseId, int revision) =>
        Start(name)?.SetTag("contourflow.case", caseId.ToString()).SetTag("contourflow.revision", revision);
}
