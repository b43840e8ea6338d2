using System.Buffers.Binary;
using ContourFlow.Dicom.IO.Buffer;

namespace ContourFlow.Dicom.IO.Writer;

/// <summary>Writes data sets (PS3.5 7), in explicit or implicit VR and either byte order.</summary>
internal sealed class DicomDatasetWriter
{
    private const uint Undefined = 0xFFFFFFFF;

    private readonly Stream _stream;
    private readonly bool _explicit;
    private readonly bool _big;
    private readonly bool _swapsPixelData;
    private readonly DicomWriteOptions _options;

    // Bits of a pixel value of the data set that is being written, 0 where it does not say.
    private int _bitsAllocated;

    // The lengths of sequences and items, so that each is counted once however deep it lies.
    private readonly Dictionary<object, uint> _lengths = new(ReferenceEqualityComparer.Instance);

    public DicomDatasetWriter(Stream stream, DicomTransferSyntax syntax, DicomWriteOptions options)
    {
        _stream = stream;
        _explicit = syntax.IsExplicitVR;
        _big = syntax.Endian == Endian.Big;
        _swapsPixelData = syntax.SwapPixelData;
        _options = options;
    }

    public void Write(DicomDataset dataset) => Write(dataset, CharacterSets.Default);

    /// <summary>Bytes that the items of a group take, without its group length.</summary>
    public uint LengthOfGroup(DicomDataset dataset, ushort group, CharacterSets sets)
    {
        ulong length = 0;
        foreach (DicomItem item in dataset)
        {
            if (item.Tag.Group == group && item.Tag.Element != 0)
                length += LengthOf(item, sets);
        }

        return Checked(length, null);
    }

    private static uint Checked(ulong length, DicomItem? item) =>
        length < Undefined ? (uint)length : throw new DicomDataException($"{item?.Tag.ToString() ?? "A group"} takes more bytes than a length of 32 bits can say.");

    private static long Even(long length) => length + (length & 1);

    private static IByteBuffer BytesOf(DicomElement element, CharacterSets sets) =>
        element is DicomStringElement text ? text.BufferFor(sets) : element.Buffer;

    // A value that is too long for a length of 16 bits is written as UN, which has one of 32 (CP-1066).
    private static bool AsUnknown(DicomVR vr, long length) => vr.Is16bitLength && length > 0xFFFE;

    private void Write(DicomDataset dataset, CharacterSets inherited)
    {
        CharacterSets sets = dataset.OwnCharacterSets() ?? inherited;
        int outer = _bitsAllocated;
        foreach (DicomItem item in dataset)
        {
            if (item.Tag.Element != 0 || item.Tag.Group == 0)
                Write(item, sets);
            else if (_options.KeepGroupLengths)
                Write(new DicomUnsignedLong(item.Tag, LengthOfGroup(dataset, item.Tag.Group, sets)), sets);
            if (item.Tag.Key == 0x00280100 && item is DicomUnsignedShort { Count: 1 } bits)
                _bitsAllocated = bits.Get<ushort>(0);
        }

        _bitsAllocated = outer;
    }

    private void Write(DicomItem item, CharacterSets sets)
    {
        switch (item)
        {
            case DicomElement element:
                Write(element, sets);
                break;
            case DicomSequence sequence:
                WriteSequence(sequence, sets);
                break;
            case DicomFragmentSequence fragments:
                WriteFragments(fragments);
                break;
            default:
                throw new DicomDataException($"{item.Tag} is of a kind that cannot be written.");
        }
    }

    private void Write(DicomElement element, CharacterSets sets)
    {
        IByteBuffer bytes = BytesOf(element, sets);
        long length = Even(bytes.Size);
        DicomVR vr = element.ValueRepresentation;
        if (!_explicit && length > 0 && IsAlwaysSequence(element.Tag))
            throw new DicomDataException($"{element.Tag} {element.Tag.DictionaryEntry.Keyword} holds bytes that are no sequence; in implicit VR they would be read as one, and cannot be written.");
        WriteHeader(element.Tag, AsUnknown(vr, length) ? DicomVR.UN : vr, Checked((ulong)length, element));
        int unit = _big || (_swapsPixelData && element.Tag.Key == 0x7FE00010) ? ByteOrder.UnitOf(element.Tag, vr, _bitsAllocated) : 1;
        WriteValue(unit > 1 ? new SwappedByteBuffer(bytes, unit) : bytes);
        if (bytes.Size != length)
            _stream.WriteByte(vr.PaddingValue);
    }

    private void WriteValue(IByteBuffer bytes)
    {
        if (bytes.IsMemory || bytes.Size <= _options.LargeObjectSize)
            _stream.Write(bytes.AsSpan());
        else
            bytes.CopyToStream(_stream);
    }

    // In implicit VR a sequence that the dictionary does not know can only be told by its undefined length.
    private bool HasDefinedLength(DicomSequence sequence) =>
        _options.ExplicitLengthSequences
        && (_explicit || IsAlwaysSequence(sequence.Tag));

    private static bool IsAlwaysSequence(DicomTag tag) =>
        !tag.IsPrivate && DicomDictionary.Default.RepresentationsOf(tag.Key) is [var vr] && ReferenceEquals(vr, DicomVR.SQ);

    private void WriteSequence(DicomSequence sequence, CharacterSets sets)
    {
        bool defined = HasDefinedLength(sequence);
        WriteHeader(sequence.Tag, DicomVR.SQ, defined ? LengthOfItems(sequence, sets) : Undefined);
        foreach (DicomDataset item in sequence.Items)
        {
            bool definedItem = _options.ExplicitLengthSequenceItems;
            WriteTag(0xFFFEE000, definedItem ? LengthOf(item, sets) : Undefined);
            Write(item, sets);
            if (!definedItem)
                WriteTag(0xFFFEE00D, 0);
        }

        if (!defined)
            WriteTag(0xFFFEE0DD, 0);
    }

    private void WriteFragments(DicomFragmentSequence fragments)
    {
        if (!_explicit)
            throw new DicomDataException($"{fragments.Tag}: encapsulated pixel data cannot be written in implicit VR.");
        WriteHeader(fragments.Tag, fragments.ValueRepresentation, Undefined);
        byte[] table = new byte[4 * fragments.OffsetTable.Count];
        for (int i = 0; i < fragments.OffsetTable.Count; i++)
            U32(table.AsSpan(4 * i), fragments.OffsetTable[i]);
        WriteTag(0xFFFEE000, (uint)table.Length);
        _stream.Write(table);
        foreach (IByteBuffer fragment in fragments.Fragments)
        {
            long length = Even(fragment.Size);
            WriteTag(0xFFFEE000, Checked((ulong)length, fragments));
            WriteValue(fragment);
            if (fragment.Size != length)
                _stream.WriteByte(0);
        }

        WriteTag(0xFFFEE0DD, 0);
    }

    private void WriteHeader(DicomTag tag, DicomVR vr, uint length)
    {
        Span<byte> header = stackalloc byte[12];
        U16(header, tag.Group);
        U16(header[2..], tag.Element);
        if (!_explicit)
        {
            U32(header[4..], length);
            _stream.Write(header[..8]);
            return;
        }

        header[4] = (byte)vr.Code[0];
        header[5] = (byte)vr.Code[1];
        if (vr.Is16bitLength)
        {
            U16(header[6..], (ushort)length);
            _stream.Write(header[..8]);
            return;
        }

        header[6] = 0;
        header[7] = 0;
        U32(header[8..], length);
        _stream.Write(header);
    }

    private void WriteTag(uint tag, uint length)
    {
        Span<byte> header = stackalloc byte[8];
        U16(header, (ushort)(tag >> 16));
        U16(header[2..], (ushort)tag);
        U32(header[4..], length);
        _stream.Write(header);
    }

    private void U16(Span<byte> target, ushort value)
    {
        if (_big)
            BinaryPrimitives.WriteUInt16BigEndian(target, value);
        else
            BinaryPrimitives.WriteUInt16LittleEndian(target, value);
    }

    private void U32(Span<byte> target, uint value)
    {
        if (_big)
            BinaryPrimitives.WriteUInt32BigEndian(target, value);
        else
            BinaryPrimitives.WriteUInt32LittleEndian(target, value);
    }

    private uint LengthOf(DicomDataset dataset, CharacterSets inherited)
    {
        if (_lengths.TryGetValue(dataset, out uint known))
            return known;
        CharacterSets sets = dataset.OwnCharacterSets() ?? inherited;
        ulong length = 0;
        foreach (DicomItem item in dataset)
        {
            if (item.Tag.Element != 0 || item.Tag.Group == 0)
                length += LengthOf(item, sets);
            else if (_options.KeepGroupLengths)
                length += 12;
        }

        return _lengths[dataset] = Checked(length, null);
    }

    private uint LengthOfItems(DicomSequence sequence, CharacterSets sets)
    {
        if (_lengths.TryGetValue(sequence, out uint known))
            return known;
        ulong length = 0;
        foreach (DicomDataset item in sequence.Items)
            length += (_options.ExplicitLengthSequenceItems ? 8UL : 16UL) + LengthOf(item, sets);
        return _lengths[sequence] = Checked(length, sequence);
    }

    private ulong LengthOf(DicomItem item, CharacterSets sets)
    {
        switch (item)
        {
            case DicomElement element:
                long length = Even(BytesOf(element, sets).Size);
                return HeaderLength(AsUnknown(element.ValueRepresentation, length) ? DicomVR.UN : element.ValueRepresentation) + (ulong)length;
            case DicomSequence sequence:
                return HeaderLength(DicomVR.SQ) + (HasDefinedLength(sequence) ? 0UL : 8UL) + LengthOfItems(sequence, sets);
            case DicomFragmentSequence fragments:
                return HeaderLength(DicomVR.OB) + 16 + (4 * (ulong)fragments.OffsetTable.Count)
                    + fragments.Fragments.Aggregate(0UL, (sum, f) => sum + 8 + (ulong)Even(f.Size));
            default:
                throw new DicomDataException($"{item.Tag} is of a kind that cannot be written.");
        }
    }

    private ulong HeaderLength(DicomVR vr) => _explicit && !vr.Is16bitLength ? 12UL : 8UL;
}
