using ContourFlow.Contouring.RtObjects;
using static ContourFlow.Contouring.RtObjects.AttributeReading;

namespace ContourFlow.Contouring.Linting.Rules;

/// <summary>Contour lies beside its image plane.</summary>
internal sealed class NearPlaneRule() : LintRule(
    "contour-near-plane",
    "Contour lies beside its image plane",
    "Within a tenth of the spacing a reader moves it onto the plane; one that compares exactly leaves it out.",
    LintSeverity.Warning)
{
    public override bool NeedsCt => true;

    internal override void Check(LintedSet set, LintSink sink)
    {
        foreach (var (contour, off, reach, position) in CtPlanes.Offsets(set))
        {
            if (off > RoiReading.TextRounding && off <= reach)
                sink.Add(contour.Place.At(DicomTag.ContourData), $"The contour lies {Say(off)} mm beside the image plane at {Say(position)} mm.");
        }
    }
}
