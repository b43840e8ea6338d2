using ContourFlow.Geometry.Structures;
using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Utilities;
using NetTopologySuite.Operation.Buffer;
using NetTopologySuite.Operation.Overlay;
using NetTopologySuite.Operation.OverlayNG;
using NtsGeometry = NetTopologySuite.Geometries.Geometry;

namespace ContourFlow.Geometry.Booleans;

/// <summary>
/// Sets of polygons that can be grown and combined by NetTopologySuite's buffers and overlays: the tools of the second
/// margin method and of the opening of slivers. Immutable; no type of that library leaves this file.
/// </summary>
/// <remarks>
/// Buffers and overlays are NetTopologySuite's own, not this library's engine: the second method of a check shares as
/// little as possible with the first.
/// </remarks>
internal sealed class PolygonSet
{
    /// <summary>How far an arc's chords may lie within the true circle, mm.</summary>
    private const double ArcError = 0.004;

    private static readonly GeometryFactory _factory = new(new PrecisionModel(PrecisionModels.Floating));

    private readonly NtsGeometry _geometry;

    private PolygonSet(NtsGeometry geometry) => _geometry = geometry;

    /// <summary>The set without points.</summary>
    public static PolygonSet Empty { get; } = new(_factory.CreateMultiPolygon());

    /// <summary>True when the set has no area.</summary>
    public bool IsEmpty => _geometry.IsEmpty;

    /// <summary>The set of a region's points.</summary>
    public static PolygonSet Of(PlanarRegion? region)
    {
        if (region is null || CanonicalRegion.Of(region.Z, region.Rings) is not { } canonical) return Empty;
        return Of(RegionPiece.Of(canonical));
    }

    /// <summary>The set of some pieces' points.</summary>
    public static PolygonSet Of(IReadOnlyList<RegionPiece> pieces) =>
        new(_factory.CreateMultiPolygon([.. pieces.Select(p => _factory.CreatePolygon(Closed(p.Outer), [.. p.Holes.Select(Closed)]))]));

    /// <summary>Everything within a distance (mm) of the set; a negative distance erodes.</summary>
    public PolygonSet Grow(double distance)
    {
        if (distance == 0 || IsEmpty) return this;
        var parameters = new BufferParameters(QuadrantSegments(Math.Abs(distance)))
        {
            // The buffer first drops small dents of the outline, up to this part of the distance.
            SimplifyFactor = Math.Min(0.01, ArcError / 4 / Math.Abs(distance)),
        };
        return new PolygonSet(BufferOp.Buffer(_geometry, distance, parameters));
    }

    /// <summary>Points of either set.</summary>
    public static PolygonSet Union(IReadOnlyCollection<PolygonSet> sets)
    {
        var geometries = sets.Where(s => !s.IsEmpty && s._geometry.Area > 0).Select(s => s._geometry).ToList();
        return geometries.Count switch
        {
            0 => Empty,
            1 => new PolygonSet(geometries[0]),
            _ => new PolygonSet(OverlayNGRobust.Union(geometries)),
        };
    }

    /// <summary>Points of both sets.</summary>
    public PolygonSet Intersect(PolygonSet other) => Overlay(other, SpatialFunction.Intersection);

    /// <summary>Points of this set that are not in the other.</summary>
    public PolygonSet Subtract(PolygonSet other) => Overlay(other, SpatialFunction.Difference);

    /// <summary>The set with its coordinates multiplied.</summary>
    public PolygonSet Scale(double x, double y) =>
        x == 1 && y == 1 ? this : new PolygonSet(AffineTransformation.ScaleInstance(x, y).Transform(_geometry));

    /// <summary>The set as a canonical region, or null when it has no area.</summary>
    public PlanarRegion? ToRegion(double z) => CanonicalRegion.Of(z, Rings());

    /// <summary>Chords a quarter of a circle such that the sagitta r(1 − cos(θ/2)) stays below the arc error.</summary>
    internal static int QuadrantSegments(double radius) =>
        radius <= ArcError ? 2 : Math.Max(4, (int)Math.Ceiling(Math.PI / 4 / Math.Acos(1 - (ArcError / radius))));

    private PolygonSet Overlay(PolygonSet other, SpatialFunction function) =>
        new(OverlayNGRobust.Overlay(_geometry, other._geometry, function));

    private static LinearRing Closed(Ring ring)
    {
        var coordinates = new Coordinate[ring.Points.Length + 1];
        for (var i = 0; i < coordinates.Length; i++)
        {
            var point = ring.Points[i % ring.Points.Length];
            coordinates[i] = new Coordinate(point.X, point.Y);
        }

        return _factory.CreateLinearRing(coordinates);
    }

    private IEnumerable<Ring> Rings()
    {
        for (var g = 0; g < _geometry.NumGeometries; g++)
        {
            // Overlays of polygons that touch can leave points and lines beside polygons.
            if (_geometry.GetGeometryN(g) is not Polygon { IsEmpty: false } polygon) continue;
            foreach (var ring in polygon.InteriorRings.Prepend(polygon.ExteriorRing))
                yield return new Ring([.. ring.Coordinates.Take(ring.NumPoints - 1).Select(c => new PlanePoint(c.X, c.Y))]);
        }
    }
}
