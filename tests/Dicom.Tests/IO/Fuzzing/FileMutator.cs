using System.Buffers.Binary;
using System.Text;

namespace ContourFlow.Dicom.Tests.IO.Fuzzing;

/// <summary>Damages files as disks, networks and other programs do, and as somebody would who means harm. The same seed gives the same files.</summary>
public sealed class FileMutator
{
    private static readonly uint[] s_lengths = [0, 1, 2, 3, 7, 8, 0xFFFF, 0x10000, 0x00FFFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFF0, 0xFFFFFFFE, 0xFFFFFFFF];
    private static readonly uint[] s_tags = [0xFFFEE000, 0xFFFEE00D, 0xFFFEE0DD, 0x7FE00010, 0x00080005, 0x00020010, 0x00020000, 0x00280100, 0x00280103, 0x00090010, 0x00091001, 0x30060050, 0x00081140, 0x00000000, 0xFFFCFFFC];
    private static readonly string[] s_representations = ["SQ", "UN", "OB", "OW", "DS", "IS", "UI", "LO", "PN", "US", "FD", "AT", "UT", "OF", "UV", "ZZ", "??", "\0\0"];
    private static readonly string[] s_syntaxes = ["1.2.840.10008.1.2\0\0\0\0\0", "1.2.840.10008.1.2.1\0\0\0", "1.2.840.10008.1.2.2\0\0\0", "1.2.840.10008.1.2.1.99", "1.2.840.113619.5.2\0\0\0\0", "1.2.840.10008.1.2.5\0\0\0"];

    private readonly Random _random;
    private readonly byte[][] _seeds;

    /// <summary>Makes a mutator of these files.</summary>
    public FileMutator(IEnumerable<byte[]> seeds, int seed)
    {
        _seeds = [.. seeds];
        _random = new Random(seed);
    }

    /// <summary>The next damaged file.</summary>
    public byte[] Next()
    {
        byte[] bytes = [.. _seeds[_random.Next(_seeds.Length)]];
        for (int left = _random.Next(1, 6); left > 0 && bytes.Length > 8; left--)
            bytes = Mutate(bytes);
        return bytes;
    }

    private byte[] Mutate(byte[] bytes)
    {
        // Headers lie at the start of most files; the values of pixels are dull.
        int reach = _random.Next(4) == 0 ? bytes.Length : Math.Min(bytes.Length, 6000);
        int at = _random.Next(reach);
        Span<byte> rest = bytes.AsSpan(at);
        switch (_random.Next(13))
        {
            case 0:
                rest[0] = (byte)_random.Next(256);
                return bytes;
            case 1:
                rest[0] ^= (byte)(1 << _random.Next(8));
                return bytes;
            case 2:
                rest[..Math.Min(_random.Next(1, 9), rest.Length)].Clear();
                return bytes;
            case 3:
                rest[..Math.Min(_random.Next(1, 9), rest.Length)].Fill(0xFF);
                return bytes;
            case 4:
                return bytes[..(at + 1)];
            case 5 when rest.Length >= 4:
                uint length = _random.Next(3) == 0 ? (uint)(rest.Length + _random.Next(-16, 16)) : s_lengths[_random.Next(s_lengths.Length)];
                BinaryPrimitives.WriteUInt32LittleEndian(rest, _random.Next(8) == 0 ? BinaryPrimitives.ReverseEndianness(length) : length);
                return bytes;
            case 6 when rest.Length >= 4:
                uint tag = s_tags[_random.Next(s_tags.Length)];
                BinaryPrimitives.WriteUInt16LittleEndian(rest, (ushort)(tag >> 16));
                BinaryPrimitives.WriteUInt16LittleEndian(rest[2..], (ushort)tag);
                return bytes;
            case 7:
                return WithRepresentation(bytes, at);
            case 8:
                return [.. bytes[..at], .. Piece(bytes), .. bytes[at..]];
            case 9:
                return [.. bytes[..at], .. bytes[Math.Min(bytes.Length, at + _random.Next(1, 64))..]];
            case 10:
                return [.. bytes[..at], .. Piece(_seeds[_random.Next(_seeds.Length)]), .. bytes[at..]];
            case 11:
                byte[] other = _seeds[_random.Next(_seeds.Length)];
                return [.. bytes[..at], .. other[Math.Min(other.Length, at)..]];
            default:
                return WithSyntax(bytes);
        }
    }

    private byte[] Piece(byte[] bytes)
    {
        int at = _random.Next(Math.Min(bytes.Length, 6000));
        return bytes[at..Math.Min(bytes.Length, at + _random.Next(1, 400))];
    }

    // Letters are put where there are two already, which is where they are read.
    private byte[] WithRepresentation(byte[] bytes, int at)
    {
        for (int i = at; i < Math.Min(bytes.Length - 1, at + 200); i++)
        {
            if (char.IsAsciiLetterUpper((char)bytes[i]) && char.IsAsciiLetterUpper((char)bytes[i + 1]))
            {
                Encoding.Latin1.GetBytes(s_representations[_random.Next(s_representations.Length)], bytes.AsSpan(i));
                break;
            }
        }

        return bytes;
    }

    private byte[] WithSyntax(byte[] bytes)
    {
        int at = bytes.AsSpan(0, Math.Min(bytes.Length, 1000)).IndexOf("\u0002\0\u0010\0UI"u8);
        if (at < 0 || at + 8 > bytes.Length || at + 8 + bytes[at + 6] > bytes.Length)
            return bytes;
        byte[] uid = Encoding.ASCII.GetBytes(s_syntaxes[_random.Next(s_syntaxes.Length)]);
        return [.. bytes[..(at + 6)], (byte)uid.Length, 0, .. uid, .. bytes[(at + 8 + bytes[at + 6])..]];
    }
}
