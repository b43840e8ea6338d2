using static ContourFlow.Contouring.RtObjects.AttributeReading;

namespace ContourFlow.Contouring.Linting.Rules;

/// <summary>Contour names an image of another plane.</summary>
internal sealed class ContourImagePlaneRule() : LintRule(
    "contour-image-plane",
    "Contour names an image of another plane",
    "Readers that go by the image and readers that go by z put the contour on two different slices.",
    LintSeverity.Error,
    "DICOM PS3.3 C.8.8.6 (Contour Image Sequence names the images that contain the contour)")
{
    public override bool NeedsCt => true;

    internal override void Check(LintedSet set, LintSink sink)
    {
        foreach (var (contour, _, reach, _) in CtPlanes.Offsets(set))
        {
            foreach (var key in contour.ImageKeys)
            {
                var nearest = set.Ct!.Named(key).Select(image => image.Position).OfType<double>()
                    .Select(plane => (Position: plane, Off: CtPlanes.Farthest(contour, set.Ct, plane)))
                    .OrderBy(plane => plane.Off)
                    .Take(1).ToList();
                if (nearest is not [(var position, { } off)] || off <= reach) continue;
                sink.Add(contour.Place.At(DicomTag.ContourImageSequence), $"The contour names an image at {Say(position)} mm and lies {Say(off)} mm from it.");
                break;
            }
        }
    }
}
