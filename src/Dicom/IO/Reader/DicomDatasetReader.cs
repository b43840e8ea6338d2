using System.Buffers.Binary;

namespace ContourFlow.Dicom.IO.Reader;

/// <summary>What the items of a sequence take over from the data set around them.</summary>
/// <param name="Explicit">Whether elements say their value representation.</param>
/// <param name="Sets">The character sets of text.</param>
/// <param name="Signed">Whether Pixel Representation says that pixel values are signed.</param>
/// <param name="Depth">How many sequences it lies in.</param>
internal readonly record struct ReadContext(bool Explicit, CharacterSets Sets, bool Signed, int Depth);

/// <summary>
/// Reads data sets in little endian (PS3.5 7). Every length is checked against the bytes that are left before
/// anything is allocated, and nesting is limited, so that a hostile file costs no more than its own size.
/// </summary>
internal sealed class DicomDatasetReader
{
    /// <summary>How deep sequences may lie in each other. Real objects stay below ten.</summary>
    public const int MaximumDepth = 64;

    private const uint Undefined = 0xFFFFFFFF;
    private const uint ItemTag = 0xFFFEE000;
    private const uint ItemEnd = 0xFFFEE00D;
    private const uint SequenceEnd = 0xFFFEE0DD;

    private readonly ReadSource _source;
    private readonly Func<ParseState, bool>? _stop;
    private readonly DicomTag?[] _tags = new DicomTag?[512];
    private long _position;

    public DicomDatasetReader(ReadSource source, long position, Func<ParseState, bool>? stop)
    {
        _source = source;
        _position = position;
        _stop = stop;
    }

    /// <summary>Where the reader stands.</summary>
    public long Position => _position;

    /// <summary>Whether the caller's function stopped it.</summary>
    public bool Stopped { get; private set; }

    private readonly record struct Header(DicomTag Tag, DicomVR Vr, uint Length, bool Explicit);

    /// <summary>Reads to the end of the source.</summary>
    public void ReadToEnd(DicomDataset dataset, bool isExplicit, CharacterSets sets) =>
        ReadItems(dataset, _source.Length, delimited: false, new ReadContext(isExplicit, sets, false, 0), ushort.MaxValue);

    /// <summary>Reads the elements of one group.</summary>
    public void ReadGroup(DicomDataset dataset, ushort group) =>
        ReadItems(dataset, _source.Length, delimited: false, new ReadContext(true, CharacterSets.Default, false, 0), group);

    /// <summary>Whether the element at a position looks as if it said its value representation; <c>null</c> when that cannot be told.</summary>
    public static bool? LooksExplicit(ReadSource source, long position, long end)
    {
        if (end - position < 8)
            return null;
        ReadOnlySpan<byte> bytes = source.Get(position, 8).Span;
        DicomVR? vr = DicomVR.Find(bytes[4], bytes[5]);
        uint implicitLength = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
        bool fitsImplicit = implicitLength == Undefined || implicitLength <= end - position - 8;
        if (vr is null)
            return fitsImplicit ? false : null;
        if (!fitsImplicit)
            return true;
        DicomVR[]? known = DicomDictionary.Default.RepresentationsOf(Key(bytes));
        return known is not null && known.Contains(vr);
    }

    private static uint Key(ReadOnlySpan<byte> bytes) =>
        ((uint)BinaryPrimitives.ReadUInt16LittleEndian(bytes) << 16) | BinaryPrimitives.ReadUInt16LittleEndian(bytes[2..]);

    private static string Hex(uint key) => $"({key >> 16:x4},{key & 0xFFFF:x4})";

    private static DicomReaderException Fault(long offset, string what) => new($"At byte {offset}: {what}");

    /// <summary>Reads until the end, a delimiter, or an element of another group.</summary>
    private void ReadItems(DicomDataset dataset, long end, bool delimited, ReadContext context, ushort group)
    {
        List<DicomItem> items = [];
        Dictionary<uint, DicomPrivateCreator>? creators = null;
        long start = _position;
        bool closed = false;
        while (_position < end)
        {
            if (context.Depth == 0 && OnlyZerosAreLeft())
                break;
            if (end - _position < 8)
                throw Fault(_position, $"{end - _position} bytes are left where a data element of at least 8 begins; the file is cut off or damaged.");
            uint key = Key(_source.Get(_position, 4).Span);
            if (group != ushort.MaxValue && key >> 16 != group)
                break;
            if (key >> 16 == 0xFFFE)
            {
                uint length = BinaryPrimitives.ReadUInt32LittleEndian(_source.Get(_position + 4, 4).Span);
                if (key != ItemEnd || !delimited)
                    throw Fault(_position, $"the delimiter {Hex(key)} stands where a data element was expected.");
                if (length != 0)
                    throw Fault(_position, "an item delimiter has a length other than zero.");
                _position += 8;
                closed = true;
                break;
            }

            if (key >> 16 == 0x0002 && group == ushort.MaxValue)
                throw Fault(_position, $"{Hex(key)} of the file meta information stands in the data set.");
            Header header = ReadHeader(end, context, creators);
            if (_stop is not null && context.Depth == 0 && group == ushort.MaxValue && _stop(new ParseState { Tag = header.Tag, SequenceDepth = 0 }))
            {
                Stopped = true;
                closed = true;
                break;
            }

            DicomItem? item = ReadItem(header, end, context);
            if (item is null)
                continue;
            items.Add(item);
            if (key == DicomTag.SpecificCharacterSet.Key && item is DicomElement { Count: > 0 } charset)
                context = context with { Sets = CharacterSets.Of(charset.Get<string[]>()) };
            else if (key == DicomTag.PixelRepresentation.Key && item is DicomUnsignedShort { Count: 1 } representation)
                context = context with { Signed = representation.Get<ushort>(0) == 1 };
            else if (header.Tag.IsPrivateCreatorElement && item is DicomStringElement { Count: 1 } creator)
                (creators ??= [])[((uint)header.Tag.Group << 16) | header.Tag.Element] = DicomDictionary.Default.GetPrivateCreator(creator.Get<string>(0));
        }

        if (delimited && !closed)
            throw Fault(_position, "an item of undefined length is not closed; the file is cut off or damaged.");
        if (!dataset.TryTakeRead(items, out DicomTag? twice))
            throw Fault(start, $"{twice} stands twice in one data set, with different values.");
    }

    // Some storage fills files up with zeros. No data element of a file begins with them.
    private bool OnlyZerosAreLeft()
    {
        for (long position = _position; position < _source.Length;)
        {
            int count = (int)Math.Min(position == _position ? 4 : 65536, _source.Length - position);
            if (_source.Get(position, count).Span.ContainsAnyExcept((byte)0))
                return false;
            position += count;
        }

        return true;
    }

    private Header ReadHeader(long end, ReadContext context, Dictionary<uint, DicomPrivateCreator>? creators)
    {
        ReadOnlySpan<byte> bytes = _source.Get(_position, 8).Span;
        uint key = Key(bytes);
        DicomTag tag = Tag(key, creators);
        if (!context.Explicit)
            return Implicit(tag, bytes, context);

        byte first = bytes[4];
        byte second = bytes[5];
        DicomVR? vr = DicomVR.Find(first, second);
        if (vr is { Is16bitLength: true })
        {
            uint length16 = BinaryPrimitives.ReadUInt16LittleEndian(bytes[6..]);
            _position += 8;
            return new Header(tag, vr, length16, true);
        }

        // Two bytes that are no letters: the element is written as in implicit VR, a fault of some writers.
        if (vr is null && !(char.IsAsciiLetterUpper((char)first) && char.IsAsciiLetterUpper((char)second)))
            return Implicit(tag, bytes, context);
        if (end - _position < 12)
            throw Fault(_position, $"{end - _position} bytes are left where the header of {tag} takes 12; the file is cut off or damaged.");
        uint length32 = BinaryPrimitives.ReadUInt32LittleEndian(_source.Get(_position + 8, 4).Span);
        _position += 12;

        // Value representations still to come have a length of 32 bits (PS3.5 7.1.2) and are carried as UN.
        return new Header(tag, vr ?? DicomVR.UN, length32, true);
    }

    private Header Implicit(DicomTag tag, ReadOnlySpan<byte> bytes, ReadContext context)
    {
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
        _position += 8;
        return new Header(tag, ByDictionary(tag, context.Signed), length, false);
    }

    private static DicomVR ByDictionary(DicomTag tag, bool signed)
    {
        DicomVR[]? vrs;
        if (tag.IsPrivate)
        {
            if (tag.IsPrivateCreatorElement)
                return DicomVR.LO;
            vrs = tag.PrivateCreator is null ? null : tag.DictionaryEntry.ValueRepresentations;
        }
        else
        {
            vrs = DicomDictionary.Default.RepresentationsOf(tag.Key);
        }

        if (vrs is null || vrs.Length == 0 || ReferenceEquals(vrs[0], DicomVR.NONE))
            return DicomVR.UN;
        if (vrs.Length == 1)
            return vrs[0];
        if (vrs.Contains(DicomVR.OW))
            return DicomVR.OW;
        return signed && vrs.Contains(DicomVR.SS) ? DicomVR.SS : vrs[0];
    }

    private DicomItem? ReadItem(Header header, long end, ReadContext context)
    {
        (DicomTag tag, DicomVR vr, uint length, bool isExplicit) = header;
        if (length == Undefined)
        {
            if (ReferenceEquals(vr, DicomVR.SQ))
                return ReadSequence(tag, end, undefined: true, context);
            if (ReferenceEquals(vr, DicomVR.OB) || ReferenceEquals(vr, DicomVR.OW))
                return ReadFragments(tag, vr, end);

            // UN of undefined length is a sequence in implicit VR, whatever is around it (CP-246).
            if (ReferenceEquals(vr, DicomVR.UN))
                return ReadSequence(tag, end, undefined: true, context with { Explicit = false });
            throw Fault(_position, $"{tag} of {vr.Code} has an undefined length, which only sequences and pixel data can have.");
        }

        if (length > end - _position)
            throw Fault(_position, $"{tag} says that it has {length} bytes, but {end - _position} are left; the file is cut off or damaged.");
        if (ReferenceEquals(vr, DicomVR.SQ))
            return ReadSequence(tag, _position + length, undefined: false, context);
        if (ReferenceEquals(vr, DicomVR.UN) && isExplicit && !tag.IsPrivate)
        {
            DicomVR known = ByDictionary(tag, context.Signed);
            if (ReferenceEquals(known, DicomVR.SQ) && SequenceFromUnknown(tag, length, context) is { } sequence)
                return sequence;

            // A value that was too long for its own representation, or passed through something that did not know it.
            if (!ReferenceEquals(known, DicomVR.SQ))
                vr = known;
        }

        long position = _position;
        _position += length;
        if (_source.Skips(length))
            return null;
        return DicomItemFactory.FromBytes(vr, tag, context.Sets, _source.Buffer(position, length, mayStayOnDisk: !vr.IsString));
    }

    // What does not read as a sequence stays the bytes that it is.
    private DicomSequence? SequenceFromUnknown(DicomTag tag, uint length, ReadContext context)
    {
        long start = _position;
        try
        {
            DicomSequence sequence = ReadSequence(tag, start + length, undefined: false, context with { Explicit = false });
            return sequence;
        }
        catch (DicomReaderException)
        {
            _position = start;
            return null;
        }
    }

    private DicomSequence ReadSequence(DicomTag tag, long end, bool undefined, ReadContext context)
    {
        int depth = context.Depth + 1;
        if (depth > MaximumDepth)
            throw Fault(_position, $"sequences lie in each other more than {MaximumDepth} deep.");
        List<DicomDataset> items = [];
        bool closed = false;
        while (_position < end)
        {
            if (end - _position < 8)
                throw Fault(_position, $"{end - _position} bytes are left where an item of {tag} takes at least 8; the file is cut off or damaged.");
            ReadOnlySpan<byte> bytes = _source.Get(_position, 8).Span;
            uint key = Key(bytes);
            uint length = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            if (key == SequenceEnd)
            {
                if (length != 0)
                    throw Fault(_position, "a sequence delimiter has a length other than zero.");

                // Some writers put the delimiter behind a sequence of defined length too: it then ends it.
                if (!undefined && end - _position != 8)
                    throw Fault(_position, $"{tag} of defined length has a delimiter before its end.");
                _position += 8;
                closed = true;
                break;
            }

            if (key != ItemTag)
                throw Fault(_position, $"{Hex(key)} stands where an item of {tag} was expected.");
            _position += 8;
            if (length != Undefined && length > end - _position)
                throw Fault(_position, $"an item of {tag} says that it has {length} bytes, but {end - _position} are left; the file is cut off or damaged.");
            items.Add(ReadOne(end, length, context with { Depth = depth }));
        }

        if (undefined && !closed)
            throw Fault(_position, $"{tag} of undefined length is not closed; the file is cut off or damaged.");
        return new DicomSequence(tag, items);
    }

    private DicomDataset ReadOne(long end, uint length, ReadContext context)
    {
        long itemEnd = length == Undefined ? end : _position + length;

        // Some writers put explicit VR into what they pass as UN: an item says itself what it is.
        if (!context.Explicit && LooksExplicit(_source, _position, itemEnd) == true)
            context = context with { Explicit = true };
        var item = new DicomDataset(context.Explicit ? DicomTransferSyntax.ExplicitVRLittleEndian : DicomTransferSyntax.ImplicitVRLittleEndian);
        ReadItems(item, itemEnd, delimited: length == Undefined, context, ushort.MaxValue);
        return item;
    }

    private DicomFragmentSequence ReadFragments(DicomTag tag, DicomVR vr, long end)
    {
        DicomFragmentSequence fragments = ReferenceEquals(vr, DicomVR.OW) ? new DicomOtherWordFragment(tag) : new DicomOtherByteFragment(tag);
        bool first = true;
        while (end - _position >= 8)
        {
            ReadOnlySpan<byte> bytes = _source.Get(_position, 8).Span;
            uint key = Key(bytes);
            uint length = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            if (key == SequenceEnd)
            {
                _position += 8;
                return fragments;
            }

            if (key != ItemTag)
                throw Fault(_position, $"{Hex(key)} stands where a fragment of {tag} was expected.");
            _position += 8;
            if (length > end - _position)
                throw Fault(_position, $"a fragment of {tag} says that it has {length} bytes, but {end - _position} are left; the file is cut off or damaged.");
            if (first)
                ReadOffsetTable(fragments, length);
            else
                fragments.Fragments.Add(_source.Buffer(_position, length, mayStayOnDisk: true));
            first = false;
            _position += length;
        }

        throw Fault(_position, $"{tag} of undefined length is not closed; the file is cut off or damaged.");
    }

    private void ReadOffsetTable(DicomFragmentSequence fragments, uint length)
    {
        if (length % 4 != 0)
            throw Fault(_position, $"the offset table of {fragments.Tag} has {length} bytes, which is not a multiple of 4.");
        for (uint i = 0; i < length; i += 4)
            fragments.OffsetTable.Add(BinaryPrimitives.ReadUInt32LittleEndian(_source.Get(_position + i, 4).Span));
    }

    // Public tags come again and again: they share one object each.
    private DicomTag Tag(uint key, Dictionary<uint, DicomPrivateCreator>? creators)
    {
        if ((key & 0x10000) != 0)
        {
            DicomPrivateCreator? creator = null;
            creators?.TryGetValue((key & 0xFFFF0000) | ((key & 0xFFFF) >> 8), out creator);
            return new DicomTag((ushort)(key >> 16), (ushort)key, (key & 0xFF00) == 0 ? null : creator);
        }

        ref DicomTag? slot = ref _tags[(key ^ (key >> 16) ^ (key >> 8)) & 511];
        if (slot is null || slot.Key != key)
            slot = key;
        return slot;
    }
}
