using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace ContourFlow.Contouring;

/// <summary>
/// UIDs that follow from what they name: the same parts give the same UID on every machine and in every run.
/// </summary>
/// <remarks>
/// The algorithm, version 1: SHA-256 over the sixteen bytes of the name space 6c1f0a52-8d4b-8e37-9a60-2f5b7d3e91c4, then for each
/// part its length in UTF-8 bytes as a 32-bit big-endian number and those bytes. The first sixteen bytes of the hash,
/// with version 8 and the variant of RFC 9562 set, are a UUID; the UID is 2.25. and that UUID as a whole number
/// (PS3.5 B.2). Lengths go into the hash so that ("ab", "c") and ("a", "bc") differ.
/// </remarks>
public static class NameBasedUid
{
    private static ReadOnlySpan<byte> NameSpace => [0x6c, 0x1f, 0x0a, 0x52, 0x8d, 0x4b, 0x8e, 0x37, 0x9a, 0x60, 0x2f, 0x5b, 0x7d, 0x3e, 0x91, 0xc4];

    /// <summary>The UID of these parts, in this order.</summary>
    /// <exception cref="ArgumentException">There is no part, or one is not valid Unicode.</exception>
    public static DicomUID Create(params string[] parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        if (parts.Length == 0)
            throw new ArgumentException("A UID is made from at least one part.", nameof(parts));
        var strict = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(NameSpace);
        Span<byte> length = stackalloc byte[4];
        foreach (string part in parts)
        {
            ArgumentNullException.ThrowIfNull(part, nameof(parts));
            byte[] bytes = strict.GetBytes(part);
            BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }

        Span<byte> digest = stackalloc byte[32];
        hash.GetHashAndReset(digest);
        var uuid = digest[..16];
        uuid[6] = (byte)((uuid[6] & 0x0F) | 0x80);
        uuid[8] = (byte)((uuid[8] & 0x3F) | 0x80);
        return new DicomUID($"2.25.{new BigInteger(uuid, isUnsigned: true, isBigEndian: true)}", "SOP Instance UID", DicomUidType.SOPInstance);
    }
}
