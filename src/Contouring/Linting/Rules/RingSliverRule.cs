using ContourFlow.Geometry.Patient;
using ContourFlow.Geometry.Planes;
using ContourFlow.Geometry.Structures;

namespace ContourFlow.Contouring.Linting.Rules;

/// <summary>Sliver: a piece below 4 mm² and thinner than 0.5 mm.</summary>
internal sealed class RingSliverRule() : LintRule(
    "ring-sliver",
    "Sliver: a piece below 4 mm² and thinner than 0.5 mm",
    "Slivers come of subtractions. Systems drop them or make pieces of single voxels of them.",
    LintSeverity.Information)
{
    internal override void Check(LintedSet set, LintSink sink)
    {
        foreach (var plane in set.Planes)
        {
            if (plane.Reading?.Region is not { } region) continue;

            // One plane is a structure of its own here: what the next planes have is no matter.
            var grid = new PlaneGrid(new FrameOfReferenceUid(string.Empty), PlaneAxes.Axial, [region.Z, region.Z + 1]);
            var removal = Slivers.Remove(new Structure(grid, [region]), SmallArea, Opening);
            if (removal.Pieces > 0) sink.Add(plane.Place.At(DicomTag.ContourData), $"{removal.Pieces} piece(s) of this plane are slivers.");
        }
    }

    /// <summary>Rule E9 of the geometry specification.</summary>
    private const double SmallArea = 4;

    private const double Opening = 0.25;
}
