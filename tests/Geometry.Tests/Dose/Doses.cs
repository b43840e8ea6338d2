using ContourFlow.Geometry.Dose;
using ContourFlow.Geometry.Patient;
using ContourFlow.Geometry.Planes;
using ContourFlow.Geometry.Structures;
using ContourFlow.Phantom.Solids;

namespace ContourFlow.Geometry.Tests.Dose;

/// <summary>Dose grids of known fields, and structures drawn of known solids.</summary>
internal static class Doses
{
    public static readonly FrameOfReferenceUid Frame = new("1.2.3");

    /// <summary>A grid about a point that holds a field's values at its points.</summary>
    public static DoseGrid Grid(
        PatientPoint centre, double half, double spacing, Func<PatientPoint, double> field, PatientVector? columns = null, PatientVector? rows = null) =>
        Grid(centre, new PatientVector(half, half, half), spacing, field, columns, rows);

    /// <summary>A grid about a point, with half its lengths along its columns' index, its rows' and its planes'.</summary>
    public static DoseGrid Grid(
        PatientPoint centre, PatientVector half, double spacing, Func<PatientPoint, double> field, PatientVector? columns = null, PatientVector? rows = null)
    {
        var x = columns ?? new(1, 0, 0);
        var y = rows ?? new(0, 1, 0);
        var z = x.Cross(y);
        var (countX, countY, countZ) = (Count(half.X), Count(half.Y), Count(half.Z));
        var origin = centre + (x * -((countX - 1) * spacing / 2)) + (y * -((countY - 1) * spacing / 2)) + (z * -((countZ - 1) * spacing / 2));
        var values = new float[countX * countY * countZ];
        for (var k = 0; k < countZ; k++)
        {
            for (var j = 0; j < countY; j++)
            {
                for (var i = 0; i < countX; i++)
                    values[(((k * countY) + j) * countX) + i] = (float)field(origin + (x * (i * spacing)) + (y * (j * spacing)) + (z * (k * spacing)));
            }
        }

        return new(Frame, origin, x, y, spacing, spacing, [.. Enumerable.Range(0, countZ).Select(k => k * spacing)], countX, countY, values);

        int Count(double length) => (int)Math.Ceiling(2 * length / spacing) + 1;
    }

    /// <summary>A solid's sections on planes that start at a phase of their spacing.</summary>
    public static Structure Drawn(Solid solid, double spacing, double phase)
    {
        var first = solid.Inferior + ((phase - 3) * spacing);
        var count = (int)Math.Ceiling((solid.Superior + (3 * spacing) - first) / spacing);
        PlaneGrid grid = new(Frame, PlaneAxes.Axial, [.. Enumerable.Range(0, count).Select(i => first + (i * spacing))]);
        var regions = new PlanarRegion?[count];
        Parallel.For(0, count, i => regions[i] = solid.Section(grid.Positions[i]));
        return new(grid, [.. regions.OfType<PlanarRegion>()]);
    }
}
