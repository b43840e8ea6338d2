using System.Buffers.Binary;
using System.Text;

namespace ContourFlow.Dicom.Tests;

/// <summary>Lays out DICOM bytes by hand, so that tests do not lean on the writer, and can break the rules.</summary>
#pragma warning disable CA1001 // A stream in memory holds nothing that has to be let go.
internal sealed class RawDicom
#pragma warning restore CA1001
{
    private readonly MemoryStream _bytes = new();

    public const string ExplicitLittle = "1.2.840.10008.1.2.1";
    public const string ImplicitLittle = "1.2.840.10008.1.2";

    public long Length => _bytes.Length;

    public static RawDicom Empty() => new();

    /// <summary>Preamble, prefix and the shortest meta information.</summary>
    public static RawDicom WithMeta(string syntax = ExplicitLittle) =>
        new RawDicom().Bytes(new byte[128]).Bytes("DICM"u8.ToArray()).Explicit(0x00020010, "UI", Even(syntax, '\0'));

    /// <summary>The same, with the identity that a file needs to be written again.</summary>
    public static RawDicom WithIdentity(string syntax = ExplicitLittle)
    {
        RawDicom raw = WithMeta(syntax);
        return syntax == ImplicitLittle
            ? raw.Implicit(0x00080016, Even("1.2.840.10008.5.1.4.1.1.481.3", '\0')).Implicit(0x00080018, Even("1.2.3.4", '\0'))
            : raw.Explicit(0x00080016, "UI", Even("1.2.840.10008.5.1.4.1.1.481.3", '\0')).Explicit(0x00080018, "UI", Even("1.2.3.4", '\0'));
    }

    public static byte[] Even(string text, char padding = ' ') =>
        Encoding.ASCII.GetBytes(text.Length % 2 == 0 ? text : text + padding);

    public RawDicom Bytes(params byte[] bytes)
    {
        _bytes.Write(bytes);
        return this;
    }

    public RawDicom Number(uint value)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return Bytes(bytes);
    }

    public RawDicom Tag(uint tag)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)(tag >> 16));
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(2), (ushort)tag);
        return Bytes(bytes);
    }

    /// <summary>An element in explicit VR; the length can be made a lie.</summary>
    public RawDicom Explicit(uint tag, string vr, byte[] value, uint? length = null)
    {
        Tag(tag).Bytes(Encoding.ASCII.GetBytes(vr));
        bool is32 = vr is "OB" or "OW" or "OF" or "OD" or "OL" or "OV" or "SQ" or "UN" or "UT" or "UC" or "UR" or "SV" or "UV";
        if (is32)
            Bytes(0, 0).Number(length ?? (uint)value.Length);
        else
            Bytes((byte)(length ?? (uint)value.Length), (byte)((length ?? (uint)value.Length) >> 8));
        return Bytes(value);
    }

    /// <summary>An element in implicit VR; the length can be made a lie.</summary>
    public RawDicom Implicit(uint tag, byte[] value, uint? length = null) => Tag(tag).Number(length ?? (uint)value.Length).Bytes(value);

    public byte[] ToArray() => _bytes.ToArray();

    public DicomFile Open() => Open(ToArray());

    public static DicomFile Open(byte[] bytes) => DicomFile.Open(new MemoryStream(bytes));
}

internal static class ByteSearch
{
    /// <summary>Where these bytes first stand; -1 when they do not.</summary>
    public static int IndexOfAll(this byte[] bytes, byte[] pattern) => bytes.AsSpan().IndexOf(pattern);
}
