using System.Collections.Immutable;

namespace ContourFlow.Worker.Hosting;

/// <summary>A configuration that cannot be used: all its faults, each naming the value and what to do.</summary>
internal sealed class ConfigurationException(ImmutableArray<string> faults)
    : Exception($"The configuration has {faults.Length} fault{(faults.Length == 1 ? "" : "s")}:{string.Concat(faults.Select(fault => $"{Environment.NewLine}  {fault}"))}")
{
    /// <summary>The faults, a sentence each.</summary>
    public ImmutableArray<string> Faults { get; } = faults;
}
