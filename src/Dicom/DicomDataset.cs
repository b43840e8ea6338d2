using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using ContourFlow.Dicom.IO.Buffer;

namespace ContourFlow.Dicom;

/// <summary>
/// A data set: items in the order of their tags, one for each tag. What is added is checked against the rules of its
/// value representation and the dictionary unless <see cref="AutoValidate"/> is off; what was read is not.
/// Reading from several threads is safe, changing it is not.
/// </summary>
[SuppressMessage("Design", "CA1010", Justification = "The collection initialiser and the names follow fo-dicom.")]
public partial class DicomDataset : IEnumerable<DicomItem>, IEquatable<DicomDataset>
{
    // Sorted by the number of the tag. The usual case is adding at the end.
    private readonly List<DicomItem> _items = [];

    /// <summary>Makes an empty data set for explicit VR little endian.</summary>
    public DicomDataset()
        : this(DicomTransferSyntax.ExplicitVRLittleEndian)
    {
    }

    /// <summary>Makes an empty data set for a transfer syntax.</summary>
    public DicomDataset(DicomTransferSyntax internalTransferSyntax)
    {
        ArgumentNullException.ThrowIfNull(internalTransferSyntax);
        InternalTransferSyntax = internalTransferSyntax;
    }

    /// <summary>Makes a data set of these items; sequences are copied, with their items.</summary>
    public DicomDataset(params DicomItem[] items)
        : this((IEnumerable<DicomItem>)items)
    {
    }

    /// <summary>Makes a data set of these items; sequences are copied, with their items. The items of another data set are not checked again.</summary>
    public DicomDataset(IEnumerable<DicomItem> items)
        : this()
    {
        ArgumentNullException.ThrowIfNull(items);
        if (items is DicomDataset other)
        {
            InternalTransferSyntax = other.InternalTransferSyntax;
            AutoValidate = other.AutoValidate;
            foreach (DicomItem item in other)
                _items.Add(Copy(item));
            return;
        }

        foreach (DicomItem item in items)
            Add(Copy(item));
    }

    /// <summary>Whether <see cref="Equals(DicomDataset)"/> compares contents (the default) or references.</summary>
    public static bool CompareInstancesByContent { get; set; } = true;

    /// <summary>The transfer syntax that the pixel data are in.</summary>
    public DicomTransferSyntax InternalTransferSyntax { get; internal set; }

    /// <summary>Whether items are checked when they are added.</summary>
    public bool AutoValidate { get; set; } = true;

    internal int ItemCount => _items.Count;

    /// <summary>Whether the data set has an item of this tag.</summary>
    public bool Contains(DicomTag tag) => Find(tag) is not null;

    /// <summary>Checks all items.</summary>
    /// <exception cref="DicomValidationException">A rule is broken.</exception>
    public void Validate()
    {
        foreach (DicomItem item in _items)
            item.Validate();
    }

    /// <summary>Adds an item.</summary>
    /// <exception cref="ArgumentException">The data set has an item of this tag.</exception>
    /// <exception cref="DicomValidationException">The item breaks a rule and <see cref="AutoValidate"/> is on.</exception>
    public DicomDataset Add(DicomItem item)
    {
        Put(item, replace: false);
        return this;
    }

    /// <summary>Adds items.</summary>
    /// <exception cref="ArgumentException">The data set has an item of such a tag.</exception>
    /// <exception cref="DicomValidationException">An item breaks a rule and <see cref="AutoValidate"/> is on.</exception>
    public DicomDataset Add(params DicomItem[] items) => Add((IEnumerable<DicomItem>)items);

    /// <summary>Adds items.</summary>
    /// <exception cref="ArgumentException">The data set has an item of such a tag.</exception>
    /// <exception cref="DicomValidationException">An item breaks a rule and <see cref="AutoValidate"/> is on.</exception>
    public DicomDataset Add(IEnumerable<DicomItem> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        foreach (DicomItem item in items)
            Put(item, replace: false);
        return this;
    }

    /// <summary>Adds values under a tag of the dictionary.</summary>
    /// <exception cref="ArgumentException">The data set has an item of this tag.</exception>
    /// <exception cref="DicomDataException">The dictionary does not know the tag.</exception>
    /// <exception cref="DicomValidationException">A value breaks a rule and <see cref="AutoValidate"/> is on.</exception>
    /// <exception cref="InvalidOperationException">Values of this type do not make an item of this tag.</exception>
    public DicomDataset Add<T>(DicomTag tag, params T[] values) => AddValues(null, tag, values, replace: false);

    /// <summary>Adds values under a tag.</summary>
    /// <inheritdoc cref="Add{T}(DicomTag, T[])"/>
    public DicomDataset Add<T>(DicomVR vr, DicomTag tag, params T[] values) => AddValues(vr, tag, values, replace: false);

    /// <summary>Adds items, in the place of those of the same tags.</summary>
    /// <exception cref="DicomValidationException">An item breaks a rule and <see cref="AutoValidate"/> is on.</exception>
    public DicomDataset AddOrUpdate(params DicomItem[] items) => AddOrUpdate((IEnumerable<DicomItem>)items);

    /// <summary>Adds an item, in the place of one of the same tag.</summary>
    /// <exception cref="DicomValidationException">The item breaks a rule and <see cref="AutoValidate"/> is on.</exception>
    public DicomDataset AddOrUpdate(DicomItem item)
    {
        Put(item, replace: true);
        return this;
    }

    /// <summary>Adds items, in the place of those of the same tags.</summary>
    /// <exception cref="DicomValidationException">An item breaks a rule and <see cref="AutoValidate"/> is on.</exception>
    public DicomDataset AddOrUpdate(IEnumerable<DicomItem> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        foreach (DicomItem item in items)
            Put(item, replace: true);
        return this;
    }

    /// <summary>Adds values under a tag of the dictionary, in the place of what is there.</summary>
    /// <inheritdoc cref="Add{T}(DicomTag, T[])"/>
    public DicomDataset AddOrUpdate<T>(DicomTag tag, params T[] values) => AddValues(null, tag, values, replace: true);

    /// <summary>Adds values under a tag, in the place of what is there.</summary>
    /// <inheritdoc cref="Add{T}(DicomTag, T[])"/>
    public DicomDataset AddOrUpdate<T>(DicomVR vr, DicomTag tag, params T[] values) => AddValues(vr, tag, values, replace: true);

    /// <summary>Takes out the items of these tags, where there are any.</summary>
    public DicomDataset Remove(params DicomTag[] tags)
    {
        ArgumentNullException.ThrowIfNull(tags);
        foreach (DicomTag tag in tags)
        {
            DicomTag? there = GetPrivateTag(tag, create: false);
            int index = there is null ? -1 : IndexOf(there.Key);
            if (index >= 0)
                _items.RemoveAt(index);
        }

        return this;
    }

    /// <summary>Takes out the items that the selector is true for.</summary>
    public DicomDataset Remove(Func<DicomItem, bool> selector)
    {
        ArgumentNullException.ThrowIfNull(selector);
        _items.RemoveAll(i => selector(i));
        return this;
    }

    /// <summary>Takes out everything.</summary>
    public DicomDataset Clear()
    {
        _items.Clear();
        return this;
    }

    /// <summary>Copies the items into another data set, in the place of those of the same tags.</summary>
    public DicomDataset CopyTo(DicomDataset destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        foreach (DicomItem item in _items)
            destination.PutCopy(item);
        return this;
    }

    /// <summary>Copies the items of these tags, where there are any.</summary>
    public DicomDataset CopyTo(DicomDataset destination, params DicomTag[] tags)
    {
        ArgumentNullException.ThrowIfNull(destination);
        ArgumentNullException.ThrowIfNull(tags);
        foreach (DicomTag tag in tags)
        {
            if (Find(tag) is { } item)
                destination.PutCopy(item);
        }

        return this;
    }

    /// <summary>Copies the items whose tags fit a pattern.</summary>
    public DicomDataset CopyTo(DicomDataset destination, DicomMaskedTag mask)
    {
        ArgumentNullException.ThrowIfNull(destination);
        foreach (DicomItem item in this.EnumerateMasked(mask))
            destination.PutCopy(item);
        return this;
    }

    /// <summary>The tag that a private tag with a creator has in this data set: its block is looked up among the creators.</summary>
    public DicomTag GetPrivateTag(DicomTag tag)
    {
        ArgumentNullException.ThrowIfNull(tag);
        return GetPrivateTag(tag, create: false) ?? tag;
    }

    /// <inheritdoc/>
    public IEnumerator<DicomItem> GetEnumerator() => _items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Whether both have the same tags, value representations and bytes, in their sequences too.</summary>
    public bool Equals(DicomDataset? other)
    {
        if (ReferenceEquals(this, other))
            return true;
        if (other is null || !CompareInstancesByContent || _items.Count != other._items.Count)
            return false;
        for (int i = 0; i < _items.Count; i++)
        {
            if (!Same(_items[i], other._items[i]))
                return false;
        }

        return true;
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as DicomDataset);

    /// <inheritdoc/>
    public override int GetHashCode() => CompareInstancesByContent ? _items.Count : System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

    /// <summary>Number of items; never their values.</summary>
    public override string ToString() => $"DICOM data set of {_items.Count} items";

    /// <summary>Whether items of this tag belong into this data set.</summary>
    /// <exception cref="DicomDataException">They do not.</exception>
    protected virtual void ValidateTag(DicomTag tag)
    {
        ArgumentNullException.ThrowIfNull(tag);
        if (tag.Group == 0x0002)
            throw new DicomDataException($"{tag} belongs to the file meta information, not to the data set.");
    }

    /// <summary>Takes over what the reader found, in the order of the file; false when two items of one tag differ.</summary>
    internal bool TryTakeRead(Span<DicomItem> items, out DicomTag? twice)
    {
        twice = null;
        bool sorted = true;
        for (int i = 1; i < items.Length && sorted; i++)
            sorted = items[i - 1].Tag.Key < items[i].Tag.Key;
        if (sorted)
        {
            CollectionsMarshal.SetCount(_items, items.Length);
            items.CopyTo(CollectionsMarshal.AsSpan(_items));
            return true;
        }

        // The sort is stable, so that of equal tags the first of the file stays.
        foreach (DicomItem item in items.ToArray().OrderBy(i => i.Tag.Key))
        {
            if (_items.Count > 0 && _items[^1].Tag.Key == item.Tag.Key)
            {
                if (!Same(_items[^1], item))
                {
                    twice = item.Tag;
                    return false;
                }

                continue;
            }

            _items.Add(item);
        }

        return true;
    }

    internal DicomItem? Find(DicomTag tag)
    {
        ArgumentNullException.ThrowIfNull(tag);
        DicomTag? there = GetPrivateTag(tag, create: false);
        if (there is null)
            return null;
        int index = IndexOf(there.Key);
        return index < 0 ? null : _items[index];
    }

    /// <summary>The character sets that Specific Character Set names; <c>null</c> when the data set has none of its own.</summary>
    internal CharacterSets? OwnCharacterSets()
    {
        int index = IndexOf(DicomTag.SpecificCharacterSet.Key);
        return index >= 0 && _items[index] is DicomElement { Count: > 0 } element ? CharacterSets.Of(element.Get<string[]>()) : null;
    }

    private static bool Same(DicomItem a, DicomItem b) => (a, b) switch
    {
        (DicomElement x, DicomElement y) => x.Equals(y),
        (DicomSequence x, DicomSequence y) => x.Tag.Equals(y.Tag) && x.Items.SequenceEqual(y.Items),
        (DicomFragmentSequence x, DicomFragmentSequence y) => x.Tag.Equals(y.Tag) && x.OffsetTable.SequenceEqual(y.OffsetTable)
            && x.Fragments.Count == y.Fragments.Count && x.Fragments.Zip(y.Fragments).All(p => p.First.AsSpan().SequenceEqual(p.Second.AsSpan())),
        _ => false,
    };

    // Elements do not change once they are made, so that only what holds other things is copied.
    private static DicomItem Copy(DicomItem item)
    {
        switch (item)
        {
            case DicomSequence sequence:
                var items = new List<DicomDataset>(sequence.Items.Count);
                foreach (DicomDataset child in sequence.Items)
                    items.Add(new DicomDataset(child));
                return new DicomSequence(sequence.Tag, items);
            case DicomFragmentSequence fragments:
                DicomFragmentSequence copy = ReferenceEquals(fragments.ValueRepresentation, DicomVR.OW)
                    ? new DicomOtherWordFragment(fragments.Tag)
                    : new DicomOtherByteFragment(fragments.Tag);
                foreach (uint offset in fragments.OffsetTable)
                    copy.OffsetTable.Add(offset);
                foreach (IByteBuffer fragment in fragments.Fragments)
                    copy.Fragments.Add(fragment);
                return copy;
            default:
                return item;
        }
    }

    private DicomDataset AddValues<T>(DicomVR? vr, DicomTag tag, T[] values, bool replace)
    {
        ArgumentNullException.ThrowIfNull(tag);
        Put(DicomItemFactory.FromValues(vr ?? DicomItemFactory.RepresentationFor<T>(tag), tag, values), replace);
        return this;
    }

    private void Put(DicomItem item, bool replace)
    {
        ArgumentNullException.ThrowIfNull(item);
        ValidateTag(item.Tag);
        if (AutoValidate)
            item.Validate();
        DicomTag tag = GetPrivateTag(item.Tag, create: true)!;
        if (tag.Key != item.Tag.Key)
            item = item.WithTag(tag);
        int index = _items.Count == 0 || _items[^1].Tag.Key < tag.Key ? ~_items.Count : IndexOf(tag.Key);
        if (index < 0)
            _items.Insert(~index, item);
        else if (replace)
            _items[index] = item;
        else
            throw new ArgumentException($"The data set already has an item {tag}.", nameof(item));
    }

    private void PutCopy(DicomItem item)
    {
        // A creator does not push another one out of its block: the elements that need it bring it along to a free one.
        if (item.Tag.IsPrivateCreatorElement && IndexOf(item.Tag.Key) is >= 0 and int index && !Same(_items[index], item))
            return;
        Put(Copy(item), replace: true);
    }

    private int IndexOf(uint key)
    {
        int low = 0;
        int high = _items.Count - 1;
        while (low <= high)
        {
            int middle = (low + high) >>> 1;
            uint there = _items[middle].Tag.Key;
            if (there == key)
                return middle;
            if (there < key)
                low = middle + 1;
            else
                high = middle - 1;
        }

        return ~low;
    }

    // PS3.5 7.8.1: (gggg,00bb) names the creator of the elements (gggg,bb00) to (gggg,bbFF).
    private DicomTag? GetPrivateTag(DicomTag tag, bool create)
    {
        if (!tag.IsPrivate || tag.PrivateCreator is null || tag.IsPrivateCreatorElement)
            return tag;
        ushort block = 0;
        for (ushort candidate = 0x0010; candidate <= 0x00FF; candidate++)
        {
            int index = IndexOf(((uint)tag.Group << 16) | candidate);
            if (index < 0)
            {
                if (block == 0)
                    block = candidate;
            }
            else if (_items[index] is DicomElement { Count: 1 } element && string.Equals(CreatorOf(element), tag.PrivateCreator.Creator, StringComparison.Ordinal))
            {
                return InBlock(tag, candidate);
            }
        }

        if (!create)
            return null;
        if (block == 0)
            throw new DicomDataException($"Group {tag.Group:x4} has no free block for another private creator.");
        Put(new DicomLongString(new DicomTag(tag.Group, block), tag.PrivateCreator.Creator), replace: false);
        return InBlock(tag, block);
    }

    private static string? CreatorOf(DicomElement element) => element is DicomStringElement ? element.Get<string>(0) : null;

    private static DicomTag InBlock(DicomTag tag, ushort block)
    {
        ushort element = (ushort)((block << 8) | (tag.Element & 0xFF));
        return element == tag.Element ? tag : new DicomTag(tag.Group, element, tag.PrivateCreator);
    }
}
