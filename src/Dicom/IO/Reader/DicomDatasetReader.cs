using System.Buffers.Binary;
using System.Runtime.InteropServices;
using ContourFlow.Dicom.IO.Buffer;

namespace ContourFlow.Dicom.IO.Reader;

/// <summary>What the items of a sequence take over from the data set around them.</summary>
/// <param name="Explicit">Whether elements say their value representation.</param>
/// <param name="Big">Whether numbers have their most significant byte first.</param>
/// <param name="Sets">The character sets of text.</param>
/// <param name="Signed">Whether Pixel Representation says that pixel values are signed.</param>
/// <param name="BitsAllocated">Bits of a pixel value; 0 where they were not said.</param>
/// <param name="Depth">How many sequences it lies in.</param>
internal readonly record struct ReadContext(bool Explicit, bool Big, CharacterSets Sets, bool Signed = false, int BitsAllocated = 0, int Depth = 0);

/// <summary>
/// Reads data sets (PS3.5 7). Every length is checked against the bytes that are left before anything is allocated,
/// and nesting is limited, so that a hostile file costs no more than its own size.
/// </summary>
/// <remarks>Values of big-endian files are turned around as they are read: an element's bytes are always little endian.</remarks>
internal sealed partial class DicomDatasetReader
{
    /// <summary>How deep sequences may lie in each other. Real objects stay below ten.</summary>
    public const int MaximumDepth = 64;

    private const uint Undefined = 0xFFFFFFFF;
    private const uint ItemTag = 0xFFFEE000;
    private const uint ItemEnd = 0xFFFEE00D;
    private const uint SequenceEnd = 0xFFFEE0DD;
    private const uint PixelData = 0x7FE00010;
    private const ushort AnyGroup = ushort.MaxValue;

    private readonly ReadSource _source;
    private readonly Func<ParseState, bool>? _stop;

    // The items of all data sets that are being read, those of the innermost one last.
    private readonly List<DicomItem> _items = new(64);
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

    /// <summary>Where the items of Directory Record Sequence begin, which is how the records of a DICOMDIR name each other (PS3.3 F.2); <c>null</c> where there is none.</summary>
    public List<long>? RecordPositions { get; private set; }

    /// <summary>Whether pixel data lie in the other byte order than the rest, as one manufacturer wrote them.</summary>
    public bool SwapsPixelData { get; init; }

    /// <summary>Reads to the end of the source.</summary>
    public void ReadToEnd(DicomDataset dataset, bool isExplicit, bool isBig, CharacterSets sets) =>
        ReadItems(dataset, _source.Length, delimited: false, new ReadContext(isExplicit, isBig, sets), AnyGroup);

    /// <summary>Reads the elements of one group, little endian.</summary>
    public void ReadGroup(DicomDataset dataset, ushort group) =>
        ReadItems(dataset, _source.Length, delimited: false, new ReadContext(true, false, CharacterSets.Default), group);

    private static string Hex(uint key) => $"({key >> 16:x4},{key & 0xFFFF:x4})";

    private DicomReaderException Fault(long offset, string what) => new($"{_source.At(offset)}: {what}");

    private long Left(long end) => Math.Min(end, _source.Length) - _position;

    // Whether that many bytes are there, in what is being read and in the source.
    private bool Has(long end, int count) => end - _position >= count && _source.Reach(_position, count) == count;

    private bool AtEnd(long end) => _position >= end || _source.Reach(_position, 1) == 0;

    /// <summary>Reads until the end, a delimiter, or an element of another group.</summary>
    private void ReadItems(DicomDataset dataset, long end, bool delimited, ReadContext context, ushort group)
    {
        int first = _items.Count;
        long start = _position;
        long saidEnd = 0;
        long groupEnd = long.MaxValue;
        Dictionary<uint, DicomPrivateCreator>? creators = null;
        bool closed = false;
        while (!AtEnd(end) && !closed)
        {
            if (context.Depth == 0 && group == AnyGroup && OnlyFillingIsLeft(first, context))
                break;
            if (_position == groupEnd)
                break;
            if (!Has(end, 8))
                throw Fault(_position, $"{Left(end)} bytes are left where a data element of at least 8 begins; the file is cut off or damaged.");
            ReadOnlySpan<byte> bytes = _source.Get(_position, 8).Span;
            uint key = Key(bytes, context.Big);
            if (group != AnyGroup && key >> 16 != group)
                break;
            if (key >> 16 == 0xFFFE)
            {
                CheckDelimiter(key, U32(bytes[4..], context.Big), end, delimited, context.Depth);
                _position += 8;
                closed = true;
                break;
            }

            if (key >> 16 == 0x0002 && group == AnyGroup)
                throw Fault(_position, $"{Hex(key)} of the file meta information stands in the data set.");
            long begin = _position;
            Header header = ReadHeader(bytes, end, context, creators);
            // In implicit VR these would be eight zeros, and zeros are what files are filled up with.
            if (key == 0 && header.Length == 0 && context.Depth == 0)
                throw Fault(begin, "(0000,0000) without a value stands in the data set, where no command element belongs.");
            if (_stop is not null && context.Depth == 0 && group == AnyGroup && _stop(new ParseState { Tag = header.Tag, SequenceDepth = 0 }))
            {
                _position = begin;
                Stopped = true;
                closed = true;
                break;
            }

            if (ReadItem(header, end, context) is not { } item)
                continue;
            _items.Add(item);
            switch (key)
            {
                case 0x00020000 when group == 0x0002 && item is DicomUnsignedLong { Count: 1 } length:
                    saidEnd = _position + length.Get<uint>(0);
                    break;
                case 0x00020010 when group == 0x0002 && item is DicomElement { Count: 1 } syntax:
                    // Only deflated bytes can look like another element of the group: elsewhere a wrong group length does no harm.
                    if (string.Equals(syntax.Get<string>(0), DicomTransferSyntax.DeflatedExplicitVRLittleEndian.UID.UID, StringComparison.Ordinal) && saidEnd >= _position)
                        groupEnd = saidEnd;
                    break;
                default:
                    Learn(item, ref context, ref creators);
                    break;
            }
        }

        if (delimited && !closed)
            throw Fault(_position, "an item of undefined length is not closed; the file is cut off or damaged.");
        if (!dataset.TryTakeRead(CollectionsMarshal.AsSpan(_items)[first..], out DicomTag? twice))
            throw Fault(start, $"{twice} stands twice in one data set, with different values.");
        _items.RemoveRange(first, _items.Count - first);
    }

    // What an element says about those behind it.
    private static void Learn(DicomItem item, ref ReadContext context, ref Dictionary<uint, DicomPrivateCreator>? creators)
    {
        uint key = item.Tag.Key;
        if (key == 0x00080005)
        {
            if (item is DicomElement { Count: > 0 } charset)
                context = context with { Sets = CharacterSets.Of(charset.Get<string[]>()) };
        }
        else if (key == 0x00280103)
        {
            if (item is DicomUnsignedShort { Count: 1 } representation)
                context = context with { Signed = representation.Get<ushort>(0) == 1 };
        }
        else if (key == 0x00280100)
        {
            if (item is DicomUnsignedShort { Count: 1 } bits)
                context = context with { BitsAllocated = bits.Get<ushort>(0) };
        }
        else if (item.Tag.IsPrivateCreatorElement && item is DicomStringElement { Count: 1 } creator)
        {
            (creators ??= [])[((uint)item.Tag.Group << 16) | item.Tag.Element] = DicomDictionary.Default.GetPrivateCreator(creator.Get<string>(0));
        }
    }

    private void CheckDelimiter(uint key, uint length, long end, bool delimited, int depth)
    {
        // Some writers put the delimiter behind an item of defined length too: it then ends it.
        if (key != ItemEnd || !(delimited || (depth > 0 && end - _position == 8)))
            throw Fault(_position, $"the delimiter {Hex(key)} stands where a data element was expected.");
        if (length != 0)
            throw Fault(_position, "an item delimiter has a length other than zero.");
    }

    // Some storage fills files up with zeros, and some writers leave rubbish behind the pixels.
    private bool OnlyFillingIsLeft(int first, in ReadContext context)
    {
        int count = _source.Reach(_position, 8);
        ReadOnlySpan<byte> bytes = _source.Get(_position, count).Span;
        if (bytes.ContainsAnyExcept((byte)0))
            return _items.Count > first && _items[^1].Tag.Key == PixelData && !CanFollowPixels(bytes, context);
        for (long position = _position; (count = _source.Reach(position, 4096)) > 0; position += count)
        {
            int other = _source.Get(position, count).Span.IndexOfAnyExcept((byte)0);
            if (other >= 0)
                throw Fault(position + other, "bytes follow on zeros where a data element was expected.");
        }

        return true;
    }

    // Behind the pixels stand what signs or fills up the file, and private groups, all of higher tags. Something lower is
    // rubbish, unless it is an element that is known, of a file that is out of order. A header of those that was cut off
    // is none of this, and stays an error.
    private bool CanFollowPixels(ReadOnlySpan<byte> bytes, in ReadContext context)
    {
        if (bytes.Length < 2)
            return true;
        ushort group = context.Big ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes);
        if (bytes.Length < 8)
            return group >= 0x7FE0;
        uint key = Key(bytes, context.Big);
        if (key > PixelData)
            return true;
        return context.Explicit
            ? DicomVR.Find(bytes[4], bytes[5]) is not null
            : DicomDictionary.Default.RepresentationsOf(key) is not null && U32(bytes[4..], context.Big) is var length && (length == Undefined || length <= Left(long.MaxValue) - 8);
    }

    private DicomItem? ReadItem(Header header, long end, ReadContext context)
    {
        (DicomTag tag, DicomVR vr, uint length, bool isExplicit) = header;
        if (length == Undefined)
        {
            if (ReferenceEquals(vr, DicomVR.SQ))
                return ReadSequence(tag, end, undefined: true, context);
            if (ReferenceEquals(vr, DicomVR.OB) || ReferenceEquals(vr, DicomVR.OW))
                return ReadFragments(tag, vr, end, context.Big);

            // UN of undefined length is a sequence in implicit VR little endian, whatever is around it (PS3.5 6.2.2).
            if (ReferenceEquals(vr, DicomVR.UN))
                return ReadSequence(tag, end, undefined: true, context with { Explicit = false, Big = context.Big && !BeginsLittle(end) });
            throw Fault(_position, $"{tag} of {vr.Code} has an undefined length, which only sequences and pixel data can have.");
        }

        if (length > Left(end))
            throw TooLong(tag, length, end);
        if (ReferenceEquals(vr, DicomVR.SQ))
            return ReadSequence(tag, _position + length, undefined: false, context);
        bool isUnknown = ReferenceEquals(vr, DicomVR.UN) && isExplicit && !tag.IsPrivate;
        if (isUnknown)
        {
            DicomVR known = ByDictionary(tag, context.Signed);
            if (ReferenceEquals(known, DicomVR.SQ) && SequenceFromUnknown(tag, length, context) is { } sequence)
                return sequence;

            // A value that was too long for its own representation, or passed through something that did not know it.
            if (!ReferenceEquals(known, DicomVR.SQ))
                vr = known;
        }

        if (_source.Skips(length))
        {
            Skip(tag, length, end);
            return null;
        }

        IByteBuffer bytes = _source.Buffer(_position, length, mayStayOnDisk: !vr.IsString) ?? throw TooLong(tag, length, end);
        _position += length;
        int unit = ByteOrder.UnitOf(tag, vr, context.BitsAllocated);
        if (unit > 1 && length > 0 && (context.Big || (SwapsPixelData && context.Depth == 0 && tag.Key == PixelData)))
            bytes = ByteOrder.Turned(bytes, unit);
        return DicomItemFactory.FromBytes(vr, tag, context.Sets, bytes);
    }

    private DicomReaderException TooLong(DicomTag tag, uint length, long end) =>
        Fault(_position, $"{tag} says that it has {length} bytes, but {Left(end)} are left; the file is cut off or damaged.");

    private void Skip(DicomTag tag, uint length, long end)
    {
        if (length > 0 && _source.Reach(_position + length - 1, 1) == 0)
            throw TooLong(tag, length, end);
        _position += length;
    }
}
