using System.Collections.Immutable;
using ContourFlow.Contouring.Cases;
using ContourFlow.Contouring.Protocols;
using ContourFlow.Contouring.RtObjects;
using ContourFlow.Geometry.Planes;
using ContourFlow.Geometry.Structures;

namespace ContourFlow.Contouring.Tests.RtObjects;

/// <summary>What is given to the writer in tests, without a deriver.</summary>
internal static class WriterInput
{
    public static StructureSetToWrite Of(PlanningCase read, HoleEncoding holes, params StructureToWrite[] derived) =>
        new(read.Ct, read.StructureSet, "CF SPINE", "spine-sbrt-sib 1.0", holes, ["protocol hash"], [.. derived]);

    public static StructureToWrite Structure(string name, Structure geometry, RelationToWrite? relation = null) => new(
        name,
        name,
        "PTV",
        new RgbColour(10, 20, 30),
        new CodedConcept("61853006", "SCT", "Spinal canal"),
        geometry,
        "CTV + ellipsoid 2/2/5 mm, half-slice caps",
        new DerivationRecipe("1", "spine-sbrt-sib", "1.0", new string('a', 64), [new("CTV", 2, new string('b', 64))], "PTV = CTV + margin").ToText(),
        relation);

    /// <summary>The same rings on planes 1 to 4 of a grid.</summary>
    public static Structure Stack(PlaneGrid grid, params ImmutableArray<PlanePoint>[] rings) => new(
        grid,
        [.. grid.Positions.Skip(1).Take(4).Select(z => CanonicalRegion.Of(z, rings.Select(r => new Ring(r)))!)]);

    public static ImmutableArray<PlanePoint> Square(double half, double x = 0, double y = 0) =>
        [new(x - half, y - half), new(x + half, y - half), new(x + half, y + half), new(x - half, y + half)];

    public static ImmutableArray<PlanePoint> Circle(double radius, int points, double x = 0, double y = 0) =>
        [.. Enumerable.Range(0, points).Select(i => new PlanePoint(x + (radius * Math.Cos(2 * Math.PI * i / points)), y + (radius * Math.Sin(2 * Math.PI * i / points))))];
}
