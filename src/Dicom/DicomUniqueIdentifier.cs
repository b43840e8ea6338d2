using ContourFlow.Dicom.IO.Buffer;

namespace ContourFlow.Dicom;

/// <summary>An element of unique identifiers (UI).</summary>
public class DicomUniqueIdentifier : DicomMultiStringElement
{
    /// <summary>Makes an element of text.</summary>
    public DicomUniqueIdentifier(DicomTag tag, params string[] values)
        : base(tag, values)
    {
    }

    /// <summary>Makes an element of these UIDs.</summary>
    public DicomUniqueIdentifier(DicomTag tag, params DicomUID[] values)
        : base(tag, Array.ConvertAll(values ?? [], u => u?.UID ?? ""))
    {
    }

    /// <summary>Makes an element of the UIDs of these syntaxes.</summary>
    public DicomUniqueIdentifier(DicomTag tag, params DicomTransferSyntax[] values)
        : base(tag, Array.ConvertAll(values ?? [], s => s?.UID.UID ?? ""))
    {
    }

    /// <summary>Makes an element of bytes.</summary>
    public DicomUniqueIdentifier(DicomTag tag, IByteBuffer data)
        : base(tag, CharacterSets.Default, data)
    {
    }

    /// <inheritdoc/>
    public override DicomVR ValueRepresentation => DicomVR.UI;

    /// <inheritdoc/>
    public override T Get<T>(int item = -1)
    {
        if (typeof(T) == typeof(DicomUID))
            return (T)(object)DicomUID.Parse(ValueAt(Math.Max(item, 0)));
        if (typeof(T) == typeof(DicomTransferSyntax))
            return (T)(object)DicomTransferSyntax.Parse(ValueAt(Math.Max(item, 0)));
        if (typeof(T) == typeof(DicomUID[]))
            return (T)(object)Array.ConvertAll(Values(), DicomUID.Parse);
        if (typeof(T) == typeof(DicomTransferSyntax[]))
            return (T)(object)Array.ConvertAll(Values(), DicomTransferSyntax.Parse);
        return base.Get<T>(item);
    }
}
