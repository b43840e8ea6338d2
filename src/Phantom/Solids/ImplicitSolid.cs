using ContourFlow.Geometry.Margins;
using ContourFlow.Geometry.Structures;

namespace ContourFlow.Phantom.Solids;

/// <summary>A solid given by a function that is negative inside; grown by the union of its offset sections.</summary>
public class ImplicitSolid : Solid
{
    private readonly Func<double, double, double, double> level;
    private readonly Func<double, SectionBounds> bounds;
    private readonly LevelContourOptions contouring;
    private readonly Lazy<SectionUnion> union;

    /// <summary>Makes a solid.</summary>
    /// <param name="name">For tables.</param>
    /// <param name="level">Negative inside, positive outside, of x, y, z in mm; smooth.</param>
    /// <param name="inferior">Z of the most Inferior point, mm.</param>
    /// <param name="superior">Z of the most Superior point, mm.</param>
    /// <param name="bounds">A rectangle that holds the section at a Z.</param>
    /// <param name="contouring">How finely sections are polygonised; <see cref="LevelContourOptions.Exact"/> when left out.</param>
    /// <param name="ladder">Step in mm of the sections that growth takes the union of.</param>
    public ImplicitSolid(
        string name,
        Func<double, double, double, double> level,
        double inferior,
        double superior,
        Func<double, SectionBounds> bounds,
        LevelContourOptions? contouring = null,
        double ladder = 0.1)
    {
        Name = name;
        this.level = level;
        Inferior = inferior;
        Superior = superior;
        this.bounds = bounds;
        this.contouring = contouring ?? LevelContourOptions.Exact;
        union = new(() => new SectionUnion(this, ladder, this.contouring with { Steepness = 1 }));
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override double Inferior { get; }

    /// <inheritdoc/>
    public override double Superior { get; }

    /// <summary>Negative inside, positive outside; not a distance.</summary>
    public double Level(double x, double y, double z) => level(x, y, z);

    /// <inheritdoc/>
    public override PlanarRegion? Section(double z) => z <= Inferior || z >= Superior
        ? null
        : LevelContour.Of(z, (x, y) => level(x, y, z), bounds(z), contouring);

    /// <inheritdoc/>
    public override PlanarRegion? GrownSection(double z, PatientMargins margins) => union.Value.Section(z, margins);
}
