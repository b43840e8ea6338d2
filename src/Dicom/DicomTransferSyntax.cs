using System.Collections.Concurrent;
using ContourFlow.Dicom.IO;

namespace ContourFlow.Dicom;

/// <summary>A transfer syntax (PS3.5 10): how a data set is laid out in bytes and its pixels encoded.</summary>
public class DicomTransferSyntax
{
    public static readonly DicomTransferSyntax ImplicitVRLittleEndian = new(DicomUID.ImplicitVRLittleEndian) { IsExplicitVR = false };
    public static readonly DicomTransferSyntax ImplicitVRBigEndian = new(new DicomUID("1.2.840.10008.1.2.999999", "Implicit VR Big Endian", DicomUidType.TransferSyntax)) { IsExplicitVR = false, Endian = Endian.Big };
    public static readonly DicomTransferSyntax GEPrivateImplicitVRBigEndian = new(new DicomUID("1.2.840.113619.5.2", "GE Private Implicit VR Big Endian", DicomUidType.TransferSyntax)) { IsExplicitVR = false, SwapPixelData = true };
    public static readonly DicomTransferSyntax ExplicitVRLittleEndian = new(DicomUID.ExplicitVRLittleEndian);
    public static readonly DicomTransferSyntax ExplicitVRBigEndian = new(DicomUID.ExplicitVRBigEndianRETIRED) { Endian = Endian.Big };
    public static readonly DicomTransferSyntax DeflatedExplicitVRLittleEndian = new(DicomUID.DeflatedExplicitVRLittleEndian) { IsDeflate = true };
    public static readonly DicomTransferSyntax JPEGProcess1 = Lossy("1.2.840.10008.1.2.4.50", "ISO_10918_1");
    public static readonly DicomTransferSyntax JPEGProcess2_4 = Lossy("1.2.840.10008.1.2.4.51", "ISO_10918_1");
    public static readonly DicomTransferSyntax JPEGProcess14 = Lossless("1.2.840.10008.1.2.4.57");
    public static readonly DicomTransferSyntax JPEGProcess14SV1 = Lossless("1.2.840.10008.1.2.4.70");
    public static readonly DicomTransferSyntax JPEGLSLossless = Lossless("1.2.840.10008.1.2.4.80");
    public static readonly DicomTransferSyntax JPEGLSNearLossless = Lossy("1.2.840.10008.1.2.4.81", "ISO_14495_1");
    public static readonly DicomTransferSyntax JPEG2000Lossless = Lossless("1.2.840.10008.1.2.4.90");
    public static readonly DicomTransferSyntax JPEG2000Lossy = Lossy("1.2.840.10008.1.2.4.91", "ISO_15444_1");
    public static readonly DicomTransferSyntax MPEG2 = Lossy("1.2.840.10008.1.2.4.100", "ISO_13818_2");
    public static readonly DicomTransferSyntax MPEG2MainProfileHighLevel = Lossy("1.2.840.10008.1.2.4.101", "ISO_13818_2");
    public static readonly DicomTransferSyntax MPEG4AVCH264HighProfileLevel41 = Lossy("1.2.840.10008.1.2.4.102", "ISO_14496_10");
    public static readonly DicomTransferSyntax HEVCH265MainProfileLevel51 = Lossy("1.2.840.10008.1.2.4.107", "ISO_23008_2");
    public static readonly DicomTransferSyntax HTJ2KLossless = Lossless("1.2.840.10008.1.2.4.201", "High-Throughput JPEG 2000 (Lossless Only)");
    public static readonly DicomTransferSyntax HTJ2KLosslessRPCL = Lossless("1.2.840.10008.1.2.4.202", "High-Throughput JPEG 2000 with RPCL (Lossless Only)");
    public static readonly DicomTransferSyntax HTJ2K = Lossy("1.2.840.10008.1.2.4.203", "ISO_15444_15", "High-Throughput JPEG 2000");
    public static readonly DicomTransferSyntax RLELossless = Lossless("1.2.840.10008.1.2.5");

    private static readonly ConcurrentDictionary<string, DicomTransferSyntax> s_known = new(
        new[]
        {
            ImplicitVRLittleEndian, ImplicitVRBigEndian, GEPrivateImplicitVRBigEndian, ExplicitVRLittleEndian, ExplicitVRBigEndian,
            DeflatedExplicitVRLittleEndian, JPEGProcess1, JPEGProcess2_4, JPEGProcess14, JPEGProcess14SV1, JPEGLSLossless,
            JPEGLSNearLossless, JPEG2000Lossless, JPEG2000Lossy, MPEG2, MPEG2MainProfileHighLevel, MPEG4AVCH264HighProfileLevel41,
            HEVCH265MainProfileLevel51, HTJ2KLossless, HTJ2KLosslessRPCL, HTJ2K, RLELossless,
        }.Select(s => KeyValuePair.Create(s.UID.UID, s)),
        StringComparer.Ordinal);

    private DicomTransferSyntax(DicomUID uid) => UID = uid;

    /// <summary>The UID of the syntax.</summary>
    public DicomUID UID { get; }

    /// <summary>Whether the standard has retired it.</summary>
    public bool IsRetired => UID.IsRetired;

    /// <summary>Whether each element says its value representation.</summary>
    public bool IsExplicitVR { get; private init; } = true;

    /// <summary>Whether pixel data are encapsulated in fragments.</summary>
    public bool IsEncapsulated { get; private init; }

    /// <summary>Whether the encoding of pixels loses something.</summary>
    public bool IsLossy { get; private init; }

    /// <summary>The defined term for Lossy Image Compression Method (0028,2114); empty where it is lossless.</summary>
    public string LossyCompressionMethod { get; private init; } = "";

    /// <summary>Whether the whole data set is deflated.</summary>
    public bool IsDeflate { get; private init; }

    /// <summary>The order of bytes.</summary>
    public Endian Endian { get; private init; }

    /// <summary>Whether pixel data are in the other byte order than the rest.</summary>
    public bool SwapPixelData { get; private init; }

    /// <summary>The syntaxes that are known.</summary>
    public static IEnumerable<DicomTransferSyntax> KnownEntries => s_known.Values.OrderBy(s => s.UID.UID, StringComparer.Ordinal);

    /// <summary>Equality of the UID.</summary>
    public static bool operator ==(DicomTransferSyntax? left, DicomTransferSyntax? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Inequality of the UID.</summary>
    public static bool operator !=(DicomTransferSyntax? left, DicomTransferSyntax? right) => !(left == right);

    /// <summary>The syntax of a UID; an unknown one is taken as explicit little endian with encapsulated pixel data, as the standard asks of new ones.</summary>
    public static DicomTransferSyntax Parse(string uid) => Lookup(DicomUID.Parse(uid));

    /// <summary>The syntax of a UID; an unknown one is taken as explicit little endian with encapsulated pixel data, as the standard asks of new ones.</summary>
    public static DicomTransferSyntax Lookup(DicomUID uid)
    {
        ArgumentNullException.ThrowIfNull(uid);
        return s_known.TryGetValue(uid.UID, out DicomTransferSyntax? known) ? known : new DicomTransferSyntax(uid) { IsEncapsulated = true };
    }

    /// <summary>Makes a syntax known.</summary>
    public static DicomTransferSyntax Register(DicomUID uid) => Register(uid, Endian.Little);

    /// <summary>Makes a syntax known.</summary>
    public static DicomTransferSyntax Register(DicomUID uid, Endian endian, bool isExplicitVR = true, bool isEncapsulated = true)
    {
        ArgumentNullException.ThrowIfNull(uid);
        return s_known.GetOrAdd(uid.UID, _ => new DicomTransferSyntax(uid) { Endian = endian, IsExplicitVR = isExplicitVR, IsEncapsulated = isEncapsulated });
    }

    /// <summary>Makes a syntax unknown.</summary>
    public static bool Unregister(DicomUID uid)
    {
        ArgumentNullException.ThrowIfNull(uid);
        return s_known.TryRemove(uid.UID, out _);
    }

    /// <summary>Makes a syntax unknown.</summary>
    public static bool Unregister(DicomTransferSyntax ts)
    {
        ArgumentNullException.ThrowIfNull(ts);
        return Unregister(ts.UID);
    }

    /// <summary>The syntax of a UID; <c>null</c> where it is not known.</summary>
    public static DicomTransferSyntax? Query(DicomUID uid)
    {
        ArgumentNullException.ThrowIfNull(uid);
        return s_known.GetValueOrDefault(uid.UID);
    }

    /// <summary>Equality of the UID.</summary>
    public override bool Equals(object? obj) => obj is DicomTransferSyntax other && UID.Equals(other.UID);

    /// <inheritdoc/>
    public override int GetHashCode() => UID.GetHashCode();

    /// <inheritdoc/>
    public override string ToString() => UID.Name;

    private static DicomTransferSyntax Lossless(string uid, string name = "Unknown") =>
        new(DicomUID.Parse(uid, name, DicomUidType.TransferSyntax)) { IsEncapsulated = true };

    private static DicomTransferSyntax Lossy(string uid, string method, string name = "Unknown") =>
        new(DicomUID.Parse(uid, name, DicomUidType.TransferSyntax)) { IsEncapsulated = true, IsLossy = true, LossyCompressionMethod = method };
}
