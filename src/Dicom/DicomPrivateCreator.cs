namespace ContourFlow.Dicom;

/// <summary>Who defined a block of private elements (PS3.5 7.8.1).</summary>
public sealed class DicomPrivateCreator : IEquatable<DicomPrivateCreator>
{
    /// <summary>Makes a creator of this identification.</summary>
    public DicomPrivateCreator(string creator)
    {
        ArgumentNullException.ThrowIfNull(creator);
        Creator = creator;
    }

    /// <summary>The identification, as the private creator element holds it.</summary>
    public string Creator { get; }

    /// <inheritdoc/>
    public bool Equals(DicomPrivateCreator? other) => other is not null && string.Equals(Creator, other.Creator, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as DicomPrivateCreator);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Creator);

    /// <inheritdoc/>
    public override string ToString() => Creator;
}
