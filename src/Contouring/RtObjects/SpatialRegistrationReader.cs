using System.Collections.Immutable;
using System.Globalization;
using ContourFlow.Contouring.Faults;
using ContourFlow.Geometry.Patient;

namespace ContourFlow.Contouring.RtObjects;

/// <summary>
/// Reads a Spatial Registration object (DICOM PS3.3 C.20.2). An item that cannot be used becomes a finding and stops
/// no other: the object may register images that nobody asks for.
/// </summary>
public static class SpatialRegistrationReader
{
    /// <summary>Two transforms are one when no point within 500 mm of the origin differs by more, mm.</summary>
    private const double Agreement = 0.01;

    private const double Reach = 500;

    /// <summary>Reads the registration.</summary>
    /// <param name="registration">The data set.</param>
    /// <param name="frameOfImage">
    /// The frame of reference of an image by its SOP Instance UID, for items that name images and no frame (Frame of
    /// Reference UID is type 1C there); null when no image is known.
    /// </param>
    /// <exception cref="CaseDataException">The object is no Spatial Registration, or has no frame of reference or no registration.</exception>
    public static SpatialRegistration Read(DicomDataset registration, Func<string, FrameOfReferenceUid?>? frameOfImage = null)
    {
        ArgumentNullException.ThrowIfNull(registration);
        var uid = registration.Text(DicomTag.SOPInstanceUID);
        if (registration.Text(DicomTag.SOPClassUID) != DicomUID.SpatialRegistrationStorage.UID)
            throw new CaseDataException(ReasonCodes.BadAttribute, $"The object {uid} is no Spatial Registration by its SOP Class UID (0008,0016); export the registration as a rigid one.");
        var to = new FrameOfReferenceUid(registration.Text(DicomTag.FrameOfReferenceUID));
        if (to.Value.Length == 0)
            throw new CaseDataException(ReasonCodes.MissingAttribute, $"The registration {uid} has no Frame of Reference UID (0020,0052): nobody knows what it registers to; export it again.");
        var items = registration.Items(DicomTag.RegistrationSequence);
        if (items.Count == 0)
            throw new CaseDataException(ReasonCodes.MissingAttribute, $"The registration {uid} has no item in Registration Sequence (0070,0308); export it again.");

        var findings = ImmutableArray.CreateBuilder<Finding>();
        var stated = new List<RigidTransform>();
        for (var i = 0; i < items.Count; i++)
        {
            var place = string.Create(CultureInfo.InvariantCulture, $"Registration {uid}, item {i + 1} of Registration Sequence (0070,0308)");
            if (FrameOf(items[i], frameOfImage) is not { } from)
                findings.Add(new(Severity.Warning, ReasonCodes.MissingAttribute, $"{place}: neither Frame of Reference UID (0020,0052) nor the images that are there say which one frame it registers; it is not used."));
            else if (RegistrationMatrix.Read(items[i], from, to, $"{place} (frame {from})", findings) is { } transform)
                stated.Add(transform);
        }

        return new(uid, to, Unambiguous(stated, uid, to, findings), registration.Text(DicomTag.ContentDate), findings.ToImmutable())
        {
            ContentTime = registration.Text(DicomTag.ContentTime),
        };
    }

    private static FrameOfReferenceUid? FrameOf(DicomDataset item, Func<string, FrameOfReferenceUid?>? frameOfImage)
    {
        if (item.Text(DicomTag.FrameOfReferenceUID) is { Length: > 0 } uid) return new(uid);
        if (frameOfImage is null) return null;
        var frames = item.Items(DicomTag.ReferencedImageSequence)
            .Select(image => frameOfImage(image.Text(DicomTag.ReferencedSOPInstanceUID)))
            .OfType<FrameOfReferenceUid>()
            .Distinct()
            .ToList();
        return frames.Count == 1 ? frames[0] : null;
    }

    /// <summary>One transform a frame: where items of one frame differ, none of them counts; the object's own frame does not move.</summary>
    private static ImmutableArray<RigidTransform> Unambiguous(List<RigidTransform> stated, string uid, FrameOfReferenceUid to, ImmutableArray<Finding>.Builder findings)
    {
        var kept = ImmutableArray.CreateBuilder<RigidTransform>();
        foreach (var group in stated.GroupBy(transform => transform.From))
        {
            var first = group.Key == to ? RigidTransform.FromMatrix(to, to, [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]) : group.First();
            if (group.Any(other => Apart(first, other) > Agreement))
            {
                var what = group.Key == to ? "moves its own frame of reference" : "states different transforms for the frame of reference";
                findings.Add(new(Severity.Warning, ReasonCodes.RegistrationAmbiguous, $"Registration {uid} {what} {group.Key} in Frame of Reference Transformation Matrix (3006,00C6); it is not used for that frame."));
            }
            else if (group.Key != to)
            {
                kept.Add(first);
            }
        }

        return kept.ToImmutable();
    }

    /// <summary>An upper bound of how far two transforms take a point within reach of the origin apart, mm.</summary>
    internal static double Apart(RigidTransform one, RigidTransform other)
    {
        PatientVector x = one.RowX + (other.RowX * -1), y = one.RowY + (other.RowY * -1), z = one.RowZ + (other.RowZ * -1);
        var turn = Math.Sqrt((x.Length * x.Length) + (y.Length * y.Length) + (z.Length * z.Length));
        return (one.Translation + (other.Translation * -1)).Length + (Reach * turn);
    }
}
