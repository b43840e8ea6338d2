using ContourFlow.Deploy.Tests.Configuration;
using ContourFlow.Deploy.Tests.Rendering;
using ContourFlow.Worker.Hosting;
using ContourFlow.Worker.Messaging;

namespace ContourFlow.Deploy.Tests.Rules;

/// <summary>The kubelet waits longer than the program takes to stop, and a worker may finish the longest case before it is cut: grace, shutdown, drain, case.</summary>
internal static class TimeRule
{
    // What is around the program's own end: removing the pod from endpoints, and the start of the process where it is told to stop right away.
    private static readonly TimeSpan s_margin = TimeSpan.FromSeconds(20);

    public static IEnumerable<string> Faults(RenderedOverlay overlay)
    {
        foreach (Workload workload in overlay.OurWorkloads)
        {
            ServiceOptions options = ProgramConfiguration.Of(overlay, workload);
            ShutdownTimes times = ShutdownTimes.Of(options);
            if (workload.Grace < times.Host + s_margin)
                yield return $"{workload} is killed after {workload.Grace}, and may take {times.Host}";
            if (workload.Component == "worker" && times.Drain < options.Processing.LongestCase)
                yield return $"{workload} has {times.Drain} to finish a case, which may take {options.Processing.LongestCase}";
            if (workload.Component == "publisher" && options.Destinations.Values.Any(destination => destination.ReportWait > times.Drain))
                yield return $"{workload} has {times.Drain} to finish a delivery, which may wait longer for its report";
        }
    }
}
