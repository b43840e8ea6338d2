using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace ContourFlow.Dicom.Network.Pdu;

/// <summary>The bytes of a PDU as it is made: numbers most significant byte first, lengths filled in when they are known.</summary>
internal sealed class PduBuilder
{
    private readonly ArrayBufferWriter<byte> _bytes = new(512);

    // Places where a length is still to come, innermost last. A writer's memory may move: the lengths are written at the end.
    private readonly List<(int Start, int Size, int Length)> _lengths = [];

    public void Byte(byte value)
    {
        _bytes.GetSpan(1)[0] = value;
        _bytes.Advance(1);
    }

    public void UInt16(ushort value)
    {
        BinaryPrimitives.WriteUInt16BigEndian(_bytes.GetSpan(2), value);
        _bytes.Advance(2);
    }

    public void UInt32(uint value)
    {
        BinaryPrimitives.WriteUInt32BigEndian(_bytes.GetSpan(4), value);
        _bytes.Advance(4);
    }

    public void Bytes(ReadOnlySpan<byte> value) => _bytes.Write(value);

    public void Zeros(int count) => _bytes.Write(new byte[count]);

    /// <summary>Text of the ISO 646 basic set.</summary>
    public void Text(string value) => _bytes.Write(Encoding.ASCII.GetBytes(value));

    /// <summary>An AE title: 16 characters, filled up with spaces (PS3.8 table 9-11).</summary>
    public void Title(string value) => Text(value.Length > 16 ? value[..16] : value.PadRight(16));

    /// <summary>A PDU: type, a reserved byte, a length of 32 bits, content.</summary>
    public void Pdu(PduType type, Action content)
    {
        Byte((byte)type);
        Byte(0);
        Sized(4, content);
    }

    /// <summary>An item: type, a reserved byte, a length of 16 bits, content.</summary>
    public void Item(byte type, Action content)
    {
        Byte(type);
        Byte(0);
        Sized(2, content);
    }

    /// <summary>An item that is a text.</summary>
    public void Item(byte type, string text) => Item(type, () => Text(text));

    public byte[] ToArray()
    {
        byte[] bytes = _bytes.WrittenSpan.ToArray();
        foreach ((int start, int size, int length) in _lengths)
        {
            if (size == 4)
                BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(start), (uint)length);
            else
                BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(start), length <= ushort.MaxValue ? (ushort)length : throw new DicomNetworkException("An item of the association does not fit into 65,535 bytes."));
        }

        return bytes;
    }

    private void Sized(int size, Action content)
    {
        int start = _bytes.WrittenCount;
        Zeros(size);
        content();
        _lengths.Add((start, size, _bytes.WrittenCount - start - size));
    }
}
