using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace ContourFlow.Dicom.Network.Pdu;

/// <summary>Reads the items of an association's PDU; whatever does not fit is a <see cref="PduException"/>.</summary>
internal ref struct ItemReader(ReadOnlySpan<byte> bytes)
{
    private static readonly SearchValues<char> UidCharacters = SearchValues.Create("0123456789.");

    private ReadOnlySpan<byte> _rest = bytes;

    public readonly bool IsAtEnd => _rest.IsEmpty;

    public byte Byte() => Take(1)[0];

    public ushort UInt16() => BinaryPrimitives.ReadUInt16BigEndian(Take(2));

    public uint UInt32() => BinaryPrimitives.ReadUInt32BigEndian(Take(4));

    public void Skip(int count) => Take(count);

    public ReadOnlySpan<byte> Take(int count)
    {
        if (count > _rest.Length)
        {
            throw new PduException(DicomAbortReason.InvalidPDUParameter,
                $"An item says that {count} bytes follow where {_rest.Length} are left (PS3.8 section 9.3).");
        }

        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }

    /// <summary>The next item: its type and what is in it.</summary>
    public byte Item(out ItemReader content)
    {
        byte type = Byte();
        Skip(1);
        content = new ItemReader(Take(UInt16()));
        return type;
    }

    /// <summary>Text with a length of 16 bits before it.</summary>
    public string SizedText() => Text(Take(UInt16()));

    public ReadOnlySpan<byte> SizedBytes() => Take(UInt16());

    /// <summary>All that is left, as text.</summary>
    public string RestAsText()
    {
        var rest = _rest;
        _rest = default;
        return Text(rest);
    }

    /// <summary>All that is left, as a UID. Some peers fill up with a null byte or have zeros at the front of a component.</summary>
    public DicomUID RestAsUid() => Uid(RestAsText());

    /// <summary>A UID with a length of 16 bits before it.</summary>
    public DicomUID SizedUid() => Uid(SizedText());

    private static DicomUID Uid(string text) =>
        text.Length is > 0 and <= 64 && !text.AsSpan().ContainsAnyExcept(UidCharacters)
            ? DicomUID.Parse(text)
            : throw new PduException(DicomAbortReason.InvalidPDUParameter, "An item of the association that has to be a UID is none (PS3.8 annex F).");

    // Never '?' for what is not ASCII: Latin-1 keeps every byte apart, so that no two titles become the same.
    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes).Trim('\0', ' ');
}
