using System.Collections.Concurrent;
using System.Numerics;
using System.Security.Cryptography;

namespace ContourFlow.Dicom;

/// <summary>Makes UIDs of the form 2.25.n, n being a UUID as a whole number (PS3.5 B.2).</summary>
public class DicomUIDGenerator
{
    private readonly ConcurrentDictionary<string, DicomUID> _replaced = new(StringComparer.Ordinal);

    /// <summary>A new UID from a random UUID (RFC 9562 version 4, from the system's generator for cryptography).</summary>
    public static DicomUID GenerateDerivedFromUUID()
    {
        Span<byte> uuid = stackalloc byte[16];
        RandomNumberGenerator.Fill(uuid);
        return new DicomUID(FromUuid(uuid, 4), "SOP Instance UID", DicomUidType.SOPInstance);
    }

    /// <summary>A new random UID in the place of <paramref name="sourceUid"/>; the same each time it is asked of one generator.</summary>
    public DicomUID Generate(DicomUID sourceUid)
    {
        ArgumentNullException.ThrowIfNull(sourceUid);
        return _replaced.GetOrAdd(sourceUid.UID, static (_, type) => new DicomUID(GenerateDerivedFromUUID().UID, "Generated", type), sourceUid.Type);
    }

    /// <summary>Replaces every UID of instances in the data set and its sequences; registered UIDs (SOP classes and the like) stay.</summary>
    public void RegenerateAll(DicomDataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        foreach (DicomItem item in dataset.ToArray())
        {
            if (item is DicomSequence sequence)
            {
                foreach (DicomDataset child in sequence.Items)
                    RegenerateAll(child);
            }
            else if (item is DicomUniqueIdentifier element && element.Count > 0)
            {
                DicomUID[] uids = element.Get<DicomUID[]>();
                if (uids.Any(u => u.Type == DicomUidType.Unknown && u.UID.Length > 0))
                    dataset.AddOrUpdate(new DicomUniqueIdentifier(item.Tag, [.. uids.Select(u => u.Type == DicomUidType.Unknown ? Generate(u) : u)]));
            }
        }
    }

    internal static string FromUuid(Span<byte> uuid, int version)
    {
        uuid[6] = (byte)((uuid[6] & 0x0F) | (version << 4));
        uuid[8] = (byte)((uuid[8] & 0x3F) | 0x80);
        return $"2.25.{new BigInteger(uuid, isUnsigned: true, isBigEndian: true)}";
    }
}
