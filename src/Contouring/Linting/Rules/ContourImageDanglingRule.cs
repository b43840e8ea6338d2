namespace ContourFlow.Contouring.Linting.Rules;

/// <summary>Contour names an image that is not in the CT.</summary>
internal sealed class ContourImageDanglingRule() : LintRule(
    "contour-image-dangling",
    "Contour names an image that is not in the CT",
    "The structure set belongs to another series, or the series was sent incomplete or with new UIDs. Systems refuse it or cannot show it.",
    LintSeverity.Error,
    "DICOM PS3.3 C.8.8.6 (Contour Image Sequence names the images that contain the contour). qurit/rt-utils issues 10 and 82")
{
    public override bool NeedsCt => true;

    internal override void Check(LintedSet set, LintSink sink)
    {
        foreach (var contour in set.Contours)
        {
            if (contour.ImageKeys.FirstOrDefault(key => !set.Ct!.Named(key).Any()) is { } key)
                sink.Add(contour.Place.At(DicomTag.ContourImageSequence), $"Image {ShownText.Of(key)} is not in CT series {ShownText.Of(set.Ct!.SeriesInstanceUid)}.");
        }
    }
}
