using ContourFlow.Dicom.IO.Buffer;

namespace ContourFlow.Dicom;

/// <summary>A sequence of items, each a data set.</summary>
public class DicomSequence : DicomItem, IEnumerable<DicomDataset>
{
    /// <summary>Makes a sequence of these items.</summary>
    public DicomSequence(DicomTag tag, params DicomDataset[] items)
        : base(tag)
    {
        ArgumentNullException.ThrowIfNull(items);
        Items = new List<DicomDataset>(items);
    }

    internal DicomSequence(DicomTag tag, List<DicomDataset> items)
        : base(tag) => Items = items;

    /// <inheritdoc/>
    public override DicomVR ValueRepresentation => DicomVR.SQ;

    /// <summary>The items.</summary>
    public IList<DicomDataset> Items { get; }

    /// <inheritdoc/>
    public override void Validate()
    {
        foreach (DicomDataset item in Items)
            item.Validate();
    }

    /// <inheritdoc/>
    public IEnumerator<DicomDataset> GetEnumerator() => Items.GetEnumerator();

    System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>Encapsulated pixel data: an offset table and fragments (PS3.5 A.4).</summary>
public abstract class DicomFragmentSequence : DicomItem, IEnumerable<IByteBuffer>
{
    /// <summary>Makes an empty one.</summary>
    protected DicomFragmentSequence(DicomTag tag)
        : base(tag)
    {
    }

    /// <summary>The basic offset table: where each frame begins, in bytes from the first fragment's item tag; may be empty.</summary>
    public IList<uint> OffsetTable { get; } = new List<uint>();

    /// <summary>The fragments.</summary>
    public IList<IByteBuffer> Fragments { get; } = new List<IByteBuffer>();

    /// <inheritdoc/>
    public IEnumerator<IByteBuffer> GetEnumerator() => Fragments.GetEnumerator();

    System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>Fragments of OB.</summary>
public class DicomOtherByteFragment(DicomTag tag) : DicomFragmentSequence(tag)
{
    /// <inheritdoc/>
    public override DicomVR ValueRepresentation => DicomVR.OB;
}

/// <summary>Fragments of OW, as some writers declare them.</summary>
public class DicomOtherWordFragment(DicomTag tag) : DicomFragmentSequence(tag)
{
    /// <inheritdoc/>
    public override DicomVR ValueRepresentation => DicomVR.OW;
}
