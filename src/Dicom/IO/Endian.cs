using System.Diagnostics.CodeAnalysis;

namespace ContourFlow.Dicom.IO;

/// <summary>The order of the bytes of a number.</summary>
[SuppressMessage("Design", "MA0065", Justification = "fo-dicom's is no IEquatable.")]
public readonly struct Endian
{
    public static readonly Endian Little;
    public static readonly Endian Big = new(true);

    /// <summary>The order of this machine: the toolkit runs on little-endian ones only.</summary>
    public static readonly Endian LocalMachine = Little;

    private readonly bool _big;

    private Endian(bool big) => _big = big;

    /// <summary>Whether both are the same order.</summary>
    public static bool operator ==(Endian e1, Endian e2) => e1._big == e2._big;

    /// <summary>Whether they are different orders.</summary>
    public static bool operator !=(Endian e1, Endian e2) => !(e1 == e2);

    /// <summary>Whether the other is the same order.</summary>
    public override bool Equals(object? obj) => obj is Endian other && this == other;

    /// <inheritdoc/>
    public override int GetHashCode() => _big.GetHashCode();

    /// <inheritdoc/>
    public override string ToString() => _big ? "Big Endian" : "Little Endian";
}
