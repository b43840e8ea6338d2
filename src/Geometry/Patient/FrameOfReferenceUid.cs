namespace ContourFlow.Geometry.Patient;

/// <summary>
/// The UID of a frame of reference (0020,0052): two objects share coordinates only when theirs are equal.
/// </summary>
/// <param name="Value">The UID as written in the object, without padding.</param>
public readonly record struct FrameOfReferenceUid(string Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value ?? string.Empty;
}
