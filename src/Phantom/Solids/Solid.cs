using ContourFlow.Geometry.Margins;
using ContourFlow.Geometry.Structures;

namespace ContourFlow.Phantom.Solids;

/// <summary>
/// A solid whose axial sections are known exactly: the truth that derived structures are measured against
/// (geometry specification 3). Coordinates are patient millimetres (Left, Posterior, Superior positive).
/// </summary>
/// <remarks>Nothing here uses the margins, fields or booleans of the Geometry library: a truth is independent.</remarks>
public abstract class Solid
{
    /// <summary>Largest distance in mm between a polygonised section and the exact curve.</summary>
    public const double SectionTolerance = 0.001;

    /// <summary>A short name for tables, such as "torus".</summary>
    public abstract string Name { get; }

    /// <summary>Z of the most Inferior point, mm.</summary>
    public abstract double Inferior { get; }

    /// <summary>Z of the most Superior point, mm.</summary>
    public abstract double Superior { get; }

    /// <summary>Volume in mm³ where a closed form exists, else null.</summary>
    public virtual double? Volume => null;

    /// <summary>The exact section by the axial plane at <paramref name="z"/>, or null where the solid is not.</summary>
    public abstract PlanarRegion? Section(double z);

    /// <summary>
    /// The exact section at <paramref name="z"/> of the solid's Minkowski sum with the margins' element
    /// (geometry specification 1.2), or null where the sum is not.
    /// </summary>
    public abstract PlanarRegion? GrownSection(double z, PatientMargins margins);
}
