using System.Collections.Immutable;
using ContourFlow.Geometry.Structures;
using ContourFlow.Phantom.Anatomy;
using ContourFlow.Phantom.Solids;

namespace ContourFlow.Phantom.Patients;

/// <summary>Cord and sac as drawn on an MR, in the MR's own planes and frame of reference.</summary>
internal static class MrDrawing
{
    private const double EdgeOfView = 5;

    public static ImmutableArray<DrawnStructure> Draw(SpineAnatomy anatomy, MrScan mr, PhantomOptions options)
    {
        List<DrawnStructure> structures = [];
        if (options.Site == SpineSite.Thoracic) structures.Add(One("SpinalCord", [255, 130, 255], anatomy.Cord));
        structures.Add(One("ThecalSac", [80, 160, 255], anatomy.Sac));
        return [.. structures];

        DrawnStructure One(string name, ImmutableArray<int> colour, Func<double, double, double, double> level)
        {
            var sections = new PlanarRegion?[mr.Rasters.Length];
            Parallel.For(0, sections.Length, new() { MaxDegreeOfParallelism = options.MaximumDegreeOfParallelism ?? -1 }, i =>
            {
                var raster = mr.Rasters[i];
                var size = (raster.Columns - 1) * raster.Spacing;
                sections[i] = LevelContour.Of(
                    0,
                    (x, y) =>
                    {
                        var local = mr.Pose.Apply(raster.At(y / raster.Spacing, x / raster.Spacing)) - anatomy.Origin;
                        return level(local.X, local.Y, local.Z);
                    },
                    new(EdgeOfView, EdgeOfView, size - EdgeOfView, size - EdgeOfView),
                    new(0.8, 0.005, Steepness: 4));
            });

            var contours = ImmutableArray.CreateBuilder<DrawnContour>();
            var volume = 0.0;
            for (var i = 0; i < sections.Length; i++)
            {
                var raster = mr.Rasters[i];
                foreach (var ring in sections[i]?.Rings ?? [])
                {
                    var points = ContourDrawing.Draw(ring, 0.8);
                    if (points.Length < 3) continue;
                    volume += new Ring(points).SignedArea * raster.Thickness;
                    contours.Add(new(i, [.. points.Select(p => raster.At(p.Y / raster.Spacing, p.X / raster.Spacing))]));
                }
            }

            return new(name, "ORGAN", colour, contours.ToImmutable(), null, volume);
        }
    }
}
