using System.Buffers.Binary;

namespace ContourFlow.Dicom.Tests.Network.Fuzzing;

/// <summary>Damages associations as broken peers do, and as somebody would who means harm. The same seed gives the same inputs.</summary>
public sealed class NetworkMutator(int seed)
{
    private static readonly uint[] s_lengths = [0, 1, 2, 3, 4, 5, 6, 7, 0xFF, 0xFFFF, 0x10000, 0x40000, 0x80000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFF0, 0xFFFFFFFE, 0xFFFFFFFF];
    private static readonly NetworkInput[] s_seeds = [.. RecordedAssociations.All()];

    private readonly Random _random = new(seed);

    /// <summary>The next input: one in ten is rubbish from its first byte.</summary>
    public NetworkInput Next()
    {
        NetworkInput input = s_seeds[_random.Next(s_seeds.Length)];
        if (_random.Next(10) == 0)
            return input with { Bytes = Rubbish(_random.Next(1, 2000)) };
        byte[] bytes = [.. input.Bytes];
        for (int left = _random.Next(1, 6); left > 0 && bytes.Length > 8; left--)
            bytes = input.Part is NetworkPart.Acceptor or NetworkPart.Requestor && _random.Next(2) == 0 ? MutatePdus(bytes) : MutateBytes(bytes);
        return input with { Bytes = bytes };
    }

    private byte[] MutateBytes(byte[] bytes)
    {
        // What makes the association lies at the start.
        int at = _random.Next(_random.Next(3) == 0 ? Math.Min(bytes.Length, 300) : bytes.Length);
        Span<byte> rest = bytes.AsSpan(at);
        switch (_random.Next(10))
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
                BinaryPrimitives.WriteUInt32BigEndian(rest, s_lengths[_random.Next(s_lengths.Length)]);
                return bytes;
            case 6 when rest.Length >= 4:
                BinaryPrimitives.WriteUInt32LittleEndian(rest, s_lengths[_random.Next(s_lengths.Length)]);
                return bytes;
            case 7 when rest.Length >= 2:
                BinaryPrimitives.WriteUInt16BigEndian(rest, (ushort)s_lengths[_random.Next(s_lengths.Length)]);
                return bytes;
            case 8:
                return [.. bytes[..at], .. Rubbish(_random.Next(1, 64)), .. bytes[at..]];
            default:
                return [.. bytes[..at], .. bytes[Math.Min(bytes.Length, at + _random.Next(1, 64))..]];
        }
    }

    // PDUs that are right one by one, in another order or number; and their headers.
    private byte[] MutatePdus(byte[] bytes)
    {
        int[] starts = Starts(bytes);
        int which = _random.Next(starts.Length);
        int start = starts[which];
        int end = which + 1 < starts.Length ? starts[which + 1] : bytes.Length;
        switch (_random.Next(7))
        {
            case 0:
                return [.. bytes[..start], .. bytes[end..]];
            case 1:
                return [.. bytes[..end], .. bytes[start..]];
            case 2:
                int other = starts[_random.Next(starts.Length)];
                return [.. bytes[..other], .. bytes[start..end], .. bytes[other..]];
            case 3:
                byte[] foreign = s_seeds[_random.Next(s_seeds.Length)].Bytes;
                int[] places = Starts(foreign);
                int from = places[_random.Next(places.Length)];
                return [.. bytes[..start], .. foreign[from..Math.Min(foreign.Length, from + _random.Next(6, 500))], .. bytes[start..]];
            case 4:
                bytes[start] = (byte)_random.Next(0, 9);
                return bytes;
            case 5 when end - start >= 6:
                BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(start + 2), _random.Next(2) == 0 ? (uint)(end - start - 6 + _random.Next(-8, 9)) : s_lengths[_random.Next(s_lengths.Length)]);
                return bytes;
            case 6 when end - start >= 12:
                // Length, context or control of the first presentation data value.
                bytes[start + _random.Next(6, 12)] = (byte)_random.Next(0, 9);
                return bytes;
            default:
                return bytes;
        }
    }

    private static int[] Starts(byte[] bytes)
    {
        var starts = new List<int>();
        for (long at = 0; at + 6 <= bytes.Length; at += 6L + BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan((int)at + 2)))
            starts.Add((int)at);
        return starts.Count > 0 ? [.. starts] : [0];
    }

    private byte[] Rubbish(int count)
    {
        byte[] bytes = new byte[count];
        _random.NextBytes(bytes);
        return bytes;
    }
}
