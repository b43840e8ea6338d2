namespace ContourFlow.Dicom.IO;

/// <summary>The order of the bytes of a number.</summary>
public readonly record struct Endian
{
    public static readonly Endian Little;
    public static readonly Endian Big = new(true);

    private readonly bool _big;

    private Endian(bool big) => _big = big;

    /// <summary>The order of this machine: the toolkit runs on little-endian ones only.</summary>
    public static Endian LocalMachine => Little;

    /// <inheritdoc/>
    public override string ToString() => _big ? "Big Endian" : "Little Endian";
}
