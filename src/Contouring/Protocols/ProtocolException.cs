using System.Collections.Immutable;
using ContourFlow.Contouring.Faults;

namespace ContourFlow.Contouring.Protocols;

/// <summary>A protocol file that cannot be used. The message holds all its faults, one a line.</summary>
public sealed class ProtocolException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="file">The file's name, without its folder.</param>
    /// <param name="faults">All faults, in the file's order; at least one.</param>
    public ProtocolException(string file, ImmutableArray<ProtocolFault> faults)
        : base(string.Join('\n', faults.Select(fault => fault.Line > 0 ? $"{file}:{fault}" : $"{file}: {fault}")))
    {
        File = file;
        Faults = faults;
    }

    /// <summary>The file's name, without its folder.</summary>
    public string File { get; }

    /// <summary>All faults, in the file's order.</summary>
    public ImmutableArray<ProtocolFault> Faults { get; }

    /// <summary>Always <see cref="ReasonCodes.ProtocolInvalid"/>.</summary>
    public string ReasonCode { get; } = ReasonCodes.ProtocolInvalid;
}
