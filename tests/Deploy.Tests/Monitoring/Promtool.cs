using ContourFlow.EndToEnd.Tests;

namespace ContourFlow.Deploy.Tests.Monitoring;

/// <summary>Prometheus' own tool, which judges rules.</summary>
internal static class Promtool
{
    /// <summary>Runs it; the test is skipped where it is not installed.</summary>
    public static ProgramRun Run(params string[] arguments) => ProgramRun.Of(Tool.Find("promtool", "prometheus"), arguments);
}
