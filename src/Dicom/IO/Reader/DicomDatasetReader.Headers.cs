using System.Buffers.Binary;

namespace ContourFlow.Dicom.IO.Reader;

/// <content>The headers of data elements.</content>
internal sealed partial class DicomDatasetReader
{
    // Public tags come again and again, in every file: they share one object each. Two threads that write to a slot at
    // once both leave a tag that is right.
    private static readonly DicomTag?[] s_tags = new DicomTag?[4096];

    private readonly record struct Header(DicomTag Tag, DicomVR Vr, uint Length, bool Explicit);

    /// <summary>Whether the element at a position looks as if it said its value representation; <c>null</c> when that cannot be told.</summary>
    public static bool? LooksExplicit(ReadSource source, long position, long end, bool isBig = false)
    {
        if (end - position < 8 || source.Reach(position, 8) < 8)
            return null;
        ReadOnlySpan<byte> bytes = source.Get(position, 8).Span;
        DicomVR? vr = DicomVR.Find(bytes[4], bytes[5]);
        uint implicitLength = U32(bytes[4..], isBig);
        bool fitsImplicit = implicitLength == Undefined || implicitLength <= Math.Min(end, source.Length) - position - 8;
        if (vr is null)
            return fitsImplicit ? false : null;
        if (!fitsImplicit)
            return true;
        DicomVR[]? known = DicomDictionary.Default.RepresentationsOf(Key(bytes, isBig));
        return known is not null && known.Contains(vr);
    }

    /// <summary>
    /// Whether the data set at a position begins with an element that only makes sense with its most significant bytes
    /// first: its tag is of the dictionary's first groups and its value representation is the dictionary's.
    /// </summary>
    public static bool LooksBig(ReadSource source, long position)
    {
        if (source.Reach(position, 8) < 8)
            return false;
        ReadOnlySpan<byte> bytes = source.Get(position, 8).Span;
        return bytes[0] == 0 && bytes[1] is > 0 and <= 0x20
            && DicomVR.Find(bytes[4], bytes[5]) is { } vr
            && DicomDictionary.Default.RepresentationsOf(Key(bytes, true)) is { } known && known.Contains(vr)
            && DicomDictionary.Default.RepresentationsOf(Key(bytes, false)) is null;
    }

    private static uint Key(ReadOnlySpan<byte> bytes, bool big) => big
        ? BinaryPrimitives.ReadUInt32BigEndian(bytes)
        : ((uint)BinaryPrimitives.ReadUInt16LittleEndian(bytes) << 16) | BinaryPrimitives.ReadUInt16LittleEndian(bytes[2..]);

    private static uint U32(ReadOnlySpan<byte> bytes, bool big) =>
        big ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);

    private Header ReadHeader(ReadOnlySpan<byte> bytes, long end, in ReadContext context, Dictionary<uint, DicomPrivateCreator>? creators)
    {
        DicomTag tag = Tag(Key(bytes, context.Big), creators);
        if (!context.Explicit)
            return Implicit(tag, bytes, context);

        byte first = bytes[4];
        byte second = bytes[5];
        DicomVR? vr = DicomVR.Find(first, second);
        if (vr is { Is16bitLength: true })
        {
            uint length16 = context.Big ? BinaryPrimitives.ReadUInt16BigEndian(bytes[6..]) : BinaryPrimitives.ReadUInt16LittleEndian(bytes[6..]);
            _position += 8;
            return new Header(tag, vr, length16, true);
        }

        // Two bytes that are no letters: the element is written as in implicit VR, a fault of some writers.
        if (vr is null && !(char.IsAsciiLetterUpper((char)first) && char.IsAsciiLetterUpper((char)second)))
            return Implicit(tag, bytes, context);
        if (!Has(end, 12))
            throw Fault(_position, $"{Left(end)} bytes are left where the header of {tag} takes 12; the file is cut off or damaged.");
        uint length32 = U32(_source.Get(_position + 8, 4).Span, context.Big);
        _position += 12;

        // Value representations still to come have a length of 32 bits (PS3.5 7.1.2) and are carried as UN.
        return new Header(tag, vr ?? DicomVR.UN, length32, true);
    }

    private Header Implicit(DicomTag tag, ReadOnlySpan<byte> bytes, in ReadContext context)
    {
        uint length = U32(bytes[4..], context.Big);
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

    private static DicomTag Tag(uint key, Dictionary<uint, DicomPrivateCreator>? creators)
    {
        if ((key & 0x10000) != 0)
        {
            DicomPrivateCreator? creator = null;
            creators?.TryGetValue((key & 0xFFFF0000) | ((key & 0xFFFF) >> 8), out creator);
            return new DicomTag((ushort)(key >> 16), (ushort)key, (key & 0xFF00) == 0 ? null : creator);
        }

        ref DicomTag? slot = ref s_tags[(key ^ (key >> 16) ^ (key >> 8)) & 4095];
        DicomTag? known = Volatile.Read(ref slot);
        if (known is not null && known.Key == key)
            return known;
        known = key;
        Volatile.Write(ref slot, known);
        return known;
    }
}
