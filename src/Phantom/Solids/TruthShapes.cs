using System.Collections.Immutable;
using ContourFlow.Geometry.Margins;
using ContourFlow.Geometry.Patient;

namespace ContourFlow.Phantom.Solids;

/// <summary>A solid of the benchmark with the margins that it is grown by.</summary>
public sealed record TruthShape(Solid Solid, PatientMargins Margins);

/// <summary>The nine shapes of the geometry specification's section 3.</summary>
public static class TruthShapes
{
    /// <summary>CTV to PTV: 2 mm within axial planes, 5 mm Superior and Inferior.</summary>
    public static PatientMargins Ptv { get; } = PatientMargins.InPlaneAndAxial(2, 5);

    /// <summary>Cord to PRV: 2 mm all round.</summary>
    public static PatientMargins Prv { get; } = PatientMargins.Uniform(2);

    /// <summary>The nine shapes about a centre.</summary>
    public static ImmutableArray<TruthShape> All(PatientPoint centre) =>
    [
        new(Sphere(centre, 15), Ptv),
        new(Ellipsoid(centre, 20, 15, 12), Ptv),
        new(Cylinder(centre, 10, 25), Ptv),
        new(Capsule(centre, 12, 8), Ptv),
        new(new TorusSolid(centre, 16, 6), Ptv),
        new(Lamina(centre, 35), Ptv),
        new(Lamina(centre, 60), Ptv),
        new(Vertebra.Lumbar.At(centre.X, centre.Y - 15, centre.Z), Ptv),
        new(Cord(centre), Prv),
    ];

    /// <summary>A ball.</summary>
    public static ConvexSolid Sphere(PatientPoint centre, double radius) =>
        new("sphere", SupportFunctions.Ellipsoid(radius, radius, radius), centre, 4 * Math.PI / 3 * Math.Pow(radius, 3));

    /// <summary>An ellipsoid with half axes along X, Y, Z.</summary>
    public static ConvexSolid Ellipsoid(PatientPoint centre, double a, double b, double c) =>
        new("ellipsoid", SupportFunctions.Ellipsoid(a, b, c), centre, 4 * Math.PI / 3 * a * b * c);

    /// <summary>A round cylinder about Z.</summary>
    public static ConvexSolid Cylinder(PatientPoint centre, double radius, double height) =>
        new("cylinder", SupportFunctions.Cylinder(radius, radius, height / 2), centre, Math.PI * radius * radius * height);

    /// <summary>A capsule along X: a rounded rod that lies within the planes.</summary>
    public static ConvexSolid Capsule(PatientPoint centre, double halfLength, double radius) =>
        new("capsule", SupportFunctions.CapsuleAlongX(halfLength, radius), centre,
            (2 * halfLength * Math.PI * radius * radius) + (4 * Math.PI / 3 * Math.Pow(radius, 3)));

    /// <summary>A thin plate 26×4×24 mm (X, Y, Z) tilted about X, as the laminae of an arch are.</summary>
    public static ConvexSolid Lamina(PatientPoint centre, double degrees) =>
        new($"lamina {degrees:0}°", SupportFunctions.TiltedBox(13, 2, 12, degrees), centre, 26 * 4 * 24);

    /// <summary>A cord with half axes 6 and 4 mm, 40 mm long, that leans 20° towards Posterior.</summary>
    public static ConvexSolid Cord(PatientPoint centre) =>
        new("cord", SupportFunctions.ShearedTowardsY(SupportFunctions.Cylinder(6, 4, 20), 20), centre, Math.PI * 6 * 4 * 40);
}
