using System.Globalization;

namespace ContourFlow.Bench.Service;

/// <summary>
/// Holds a process to a part of one processor, as a container's limit does: so many workers fit into this machine that what they cost one another,
/// and not the number of its processors, decides how many cases they do. Needs cgroup v1's cpu controller and the right to write there.
/// </summary>
internal sealed class ProcessorShare : IDisposable
{
    private const int PeriodMicroseconds = 100_000;
    private const string Controller = "/sys/fs/cgroup/cpu";

    private readonly string group;

    /// <summary>Holds a process, with the threads that it has and will have.</summary>
    /// <param name="process">Its number.</param>
    /// <param name="percent">Of one processor.</param>
    public ProcessorShare(int process, int percent)
    {
        group = Path.Combine(Controller, string.Create(CultureInfo.InvariantCulture, $"contourflow-bench-{process}"));
        Directory.CreateDirectory(group);
        Write("cpu.cfs_period_us", PeriodMicroseconds);
        Write("cpu.cfs_quota_us", PeriodMicroseconds * percent / 100);
        Write("cgroup.procs", process);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // A group can be removed once nobody is in it.
        foreach (string process in File.ReadLines(Path.Combine(group, "cgroup.procs")))
            File.WriteAllText(Path.Combine(Controller, "cgroup.procs"), process);
        Directory.Delete(group);
    }

    private void Write(string file, int value) => File.WriteAllText(Path.Combine(group, file), value.ToString(CultureInfo.InvariantCulture));
}
