using static ContourFlow.Contouring.RtObjects.AttributeReading;

namespace ContourFlow.Contouring.Linting.Rules;

/// <summary>Contour lies on no image plane.</summary>
internal sealed class OffPlaneRule() : LintRule(
    "contour-off-plane",
    "Contour lies on no image plane",
    "Readers leave such a contour out, or draw it on the next image: up to half a slice wrong.",
    LintSeverity.Error,
    "geometry of this program: more than a tenth of the spacing off a plane is refused. bastula/dicompyler issue 77 (contours of Pinnacle not shown when not coincident with an image), e0404/matRad pull request 910 (contours left out)")
{
    public override bool NeedsCt => true;

    internal override void Check(LintedSet set, LintSink sink)
    {
        foreach (var (contour, off, reach, position) in CtPlanes.Offsets(set))
        {
            if (off > reach)
                sink.Add(contour.Place.At(DicomTag.ContourData), $"The contour reaches {Say(off)} mm from the nearest image plane, at {Say(position)} mm.");
        }
    }
}
