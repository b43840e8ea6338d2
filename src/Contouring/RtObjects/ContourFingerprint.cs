using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using ContourFlow.Contouring.Cases;

namespace ContourFlow.Contouring.RtObjects;

/// <summary>
/// SHA-256 of an ROI's drawn closed contours at one micrometre (rule E13): equal as long as nobody moves, adds or
/// removes a point, whatever else of the object changes.
/// </summary>
/// <remarks>
/// What is hashed, for each closed contour: its geometric type, its number of points, and each coordinate as a whole
/// number of micrometres (64 bits, big-endian; halves away from zero). Contours go in by plane (their first point's z
/// in micrometres), and within a plane in the order of the object. It is the drawing that is identified, not the set
/// it encloses: a ring that starts elsewhere, or runs the other way, is another drawing.
/// </remarks>
public static class ContourFingerprint
{
    /// <summary>The fingerprint of an ROI of a structure set as read.</summary>
    /// <returns>Lower-case hex, 64 characters.</returns>
    public static string Of(PlanningStructureSet structureSet, int roiNumber)
    {
        ArgumentNullException.ThrowIfNull(structureSet);
        return Of(structureSet.Source, roiNumber);
    }

    /// <summary>The fingerprint of an ROI of an RTSTRUCT; an ROI without closed contours has one, too.</summary>
    /// <returns>Lower-case hex, 64 characters.</returns>
    public static string Of(DicomDataset structureSet, int roiNumber)
    {
        ArgumentNullException.ThrowIfNull(structureSet);
        var contours = structureSet.Items(DicomTag.ROIContourSequence)
            .Where(item => item.WholeNumber(DicomTag.ReferencedROINumber) == roiNumber)
            .SelectMany(item => item.Items(DicomTag.ContourSequence))
            .Where(contour => ContourTypes.IsClosed(contour.Text(DicomTag.ContourGeometricType)))
            .Select(contour => (
                Type: contour.Text(DicomTag.ContourGeometricType),
                Points: (contour.Numbers(DicomTag.ContourData) ?? []).Select(Micrometres).ToImmutableArray()))
            .OrderBy(contour => contour.Points.Length > 2 ? contour.Points[2] : long.MinValue); // stable: the object's order within a plane

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (type, points) in contours)
        {
            var bytes = new byte[type.Length + 8 + (points.Length * 8)];
            Encoding.ASCII.GetBytes(type, bytes);
            BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(type.Length), points.Length / 3);
            for (var i = 0; i < points.Length; i++)
                BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(type.Length + 8 + (i * 8)), points[i]);
            hash.AppendData(bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static long Micrometres(double millimetres) =>
        (long)Math.Round(millimetres * 1000, MidpointRounding.AwayFromZero);
}
