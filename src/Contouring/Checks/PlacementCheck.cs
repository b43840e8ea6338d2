using ContourFlow.Contouring.Protocols;
using ContourFlow.Contouring.RtObjects;

namespace ContourFlow.Contouring.Checks;

/// <summary>Every derived contour lies on the plane of the CT image that it names.</summary>
internal sealed class PlacementCheck : ICaseCheck
{
    public IEnumerable<CheckResult> Run(CheckContext context)
    {
        var limit = context.Limit(CheckLimitNames.ContourZMillimetres);
        var images = context.Case.Ct.Slices.Select((slice, index) => (Key: ImageKey.Of(slice.SopInstanceUid, slice.Frame), Z: context.Case.Ct.Grid.Positions[index]))
            .ToDictionary(image => image.Key, image => image.Z, StringComparer.Ordinal);
        var (worst, at, strangers) = (0.0, (double?)null, 0);
        foreach (var plane in context.Added().SelectMany(added => context.Written.Rois[added.RoiName].Planes))
        {
            if (plane.ImageUids is not [var image] || !images.TryGetValue(image, out var z))
            {
                strangers++;
                at = plane.Z;
                continue;
            }

            if (Math.Abs(plane.Z - z) > worst) (worst, at) = (Math.Abs(plane.Z - z), plane.Z);
        }

        var holds = worst <= limit && strangers == 0;
        yield return new CheckResult(
            "contours-on-images",
            "Every derived contour lies on the image that it names",
            holds ? Severity.Information : Severity.Failure,
            strangers > 0 ? $"{strangers} planes name no image, or several, of the planning CT" : $"at most {Verdicts.Number(worst, 4)} mm off",
            $"<= {Verdicts.Number(limit)} mm, one image each",
            holds ? "Planes and images agree." : "A contour on the wrong plane must not be used.",
            Verdicts.Specification,
            null,
            holds ? null : at);
    }
}
