using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace ContourFlow.Phantom.Patients;

/// <summary>UIDs that a name decides (2.25. and a UUID made of the name's SHA-256): the same phantom has the same UIDs.</summary>
internal static class NamedUid
{
    /// <summary>The UID of a thing of a phantom patient.</summary>
    public static string Of(PhantomOptions options, string thing)
    {
        // Options that change the objects change their identity; the number of threads does not.
        var identity = string.Join('|',
            "ContourFlow phantom 1", options.Site, options.Seed, options.Rows, options.Columns, options.FieldOfView,
            options.SliceSpacing, options.SliceCount, options.SliceCentre, options.Unevenness,
            string.Join(',', options.MissingSlices), options.PatientPosition, string.Join(',', options.WithoutStructures), thing);
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes(identity)).AsSpan(0, 16);

        // Version 8 (custom) and the variant of RFC 9562.
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return $"2.25.{new BigInteger(bytes, isUnsigned: true, isBigEndian: true)}";
    }
}
