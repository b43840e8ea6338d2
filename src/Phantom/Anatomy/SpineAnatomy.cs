using ContourFlow.Geometry.Patient;
using ContourFlow.Phantom.Solids;

namespace ContourFlow.Phantom.Anatomy;

/// <summary>
/// A patient's spine as functions of space, from which images and contours are made alike. Coordinates are local:
/// millimetres Left, Posterior and Superior of the target vertebra's centre. Levels are negative inside.
/// </summary>
internal abstract class SpineAnatomy
{
    private readonly double sway;
    private readonly double swayPhase;

    protected SpineAnatomy(long seed)
    {
        Chance chance = new(seed, "anatomy");
        Size = chance.Between(0.95, 1.05);
        TumourSide = chance.Side();
        sway = chance.Between(0.5, 2.5);
        swayPhase = chance.Between(0, 2 * Math.PI);
        TumourX = TumourSide * chance.Between(5, 9) * Size;
        TumourY = chance.Between(2, 7) * Size;
        TumourZ = chance.Between(-2, 2);
        Origin = new(
            Math.Round(chance.Between(-15, 15), 2), Math.Round(chance.Between(20, 60), 2), Math.Round(chance.Between(-700, -300), 2));
    }

    /// <summary>The patient point of local (0, 0, 0).</summary>
    public PatientPoint Origin { get; }

    /// <summary>The target's level, such as "T7".</summary>
    public abstract string Level { get; }

    /// <summary>Lowest and highest local Z that the CTV may reach, mm.</summary>
    public abstract (double Inferior, double Superior) TargetReach { get; }

    /// <summary>Everything is this much larger than the atlas figures.</summary>
    protected double Size { get; }

    /// <summary>1 when the tumour is Left, −1 when Right.</summary>
    protected int TumourSide { get; }

    private double TumourX { get; }

    private double TumourY { get; }

    private double TumourZ { get; }

    public static SpineAnatomy Of(SpineSite site, long seed) => site switch
    {
        SpineSite.Thoracic => new ColumnAnatomy(seed, isLumbar: false),
        SpineSite.Lumbar => new ColumnAnatomy(seed, isLumbar: true),
        SpineSite.Sacral => new SacralAnatomy(seed),
        _ => throw new ArgumentOutOfRangeException(nameof(site), site, "No such site."),
    };

    /// <summary>A rectangle that holds the sections of all structures but the body at a height, local mm.</summary>
    public SectionBounds Around(double z)
    {
        double x = CentreX(z), y = CentreY(z);
        return new(x - 66, y - 40, x + 66, y + 66);
    }

    /// <summary>Level of the skin.</summary>
    public abstract double Body(double x, double y, double z);

    /// <summary>Level of all bone of the spine; its cortex is the outermost 1.5 mm.</summary>
    public abstract double Bone(double x, double y, double z);

    /// <summary>Level of the column of bodies and discs.</summary>
    public abstract double Column(double x, double y, double z);

    /// <summary>Level of the bony canal.</summary>
    public abstract double Canal(double x, double y, double z);

    /// <summary>Level of the thecal sac.</summary>
    public abstract double Sac(double x, double y, double z);

    /// <summary>Level of the cord; positive everywhere below its end.</summary>
    public abstract double Cord(double x, double y, double z);

    /// <summary>Level of the sacral foramina; positive everywhere else than in the sacrum.</summary>
    public virtual double Foramina(double x, double y, double z) => 1e3;

    /// <summary>Level of the clinical target volume: it lies against the canal's wall.</summary>
    public abstract double Ctv(double x, double y, double z);

    /// <summary>Level of the gross tumour: within the CTV by a millimetre and more.</summary>
    public double Gtv(double x, double y, double z)
    {
        var blob = Blend.Ellipsoid(
            x - CentreX(z) - TumourX, y - CentreY(z) - TumourY, z - TumourZ, 11 * Size, 10 * Size, 7.5 * Size);
        return blob > 4 ? blob : Blend.Both(blob, Ctv(x, y, z) + 1.2, 1.5);
    }

    /// <summary>What lies inside the skin, the spine left out.</summary>
    public abstract Tissue Organs(double x, double y, double z, double body);

    /// <summary>The tissue at a point.</summary>
    public Tissue At(double x, double y, double z)
    {
        if (Math.Abs(x) > 205 || y is < -145 or > 115) return Tissue.Air;
        var body = Body(x, y, z);
        if (body > 0.5) return Tissue.Air;
        var tissue = Organs(x, y, z, body);
        double across = x - CentreX(z), along = y - CentreY(z);
        if (Math.Abs(across) < SpineHalfWidth && along > -SpineDepth && along < 75) tissue = Spine(tissue, x, y, z);
        return body > -0.5 ? Tissue.Air.Under(tissue, body) : tissue;
    }

    /// <summary>The canal's axis relative to the target's centre, Left.</summary>
    protected double CentreX(double z) => sway * (Math.Sin((z / 38) + swayPhase) - Math.Sin(swayPhase));

    /// <summary>The column's line relative to the target's centre, Posterior.</summary>
    protected abstract double CentreY(double z);

    /// <summary>How far lateral the bones of the spine reach.</summary>
    protected abstract double SpineHalfWidth { get; }

    /// <summary>How far Anterior of the column's line they reach.</summary>
    protected virtual double SpineDepth => 32;

    private Tissue Spine(Tissue around, double x, double y, double z)
    {
        var tissue = around;
        var column = Column(x, y, z);
        if (column < 1)
        {
            var disc = Tissue.Annulus.Under(Tissue.Nucleus, (column + (6 * Size)) / 3);
            tissue = tissue.Under(disc, column);
        }

        var bone = Bone(x, y, z);
        if (bone < 0.5)
        {
            var inner = Tissue.Cortical.Under(Tissue.Marrow, (bone + 1.5) / 1.2);
            tissue = tissue.Under(inner, bone);
            tissue = tissue.Under(Tissue.Tumour, Gtv(x, y, z));
        }

        tissue = tissue.Under(Tissue.EpiduralFat, Foramina(x, y, z));
        var canal = Canal(x, y, z);
        if (canal > 0.5) return tissue;
        tissue = tissue.Under(Tissue.EpiduralFat, canal);
        tissue = tissue.Under(Tissue.Fluid, Sac(x, y, z));
        return Nerves(tissue.Under(Tissue.Cord, Cord(x, y, z)), x, y, z);
    }

    /// <summary>Below the cord's end roots lie in the back of the sac.</summary>
    private Tissue Nerves(Tissue tissue, double x, double y, double z)
    {
        if (Cord(x, y, z - 3) < 1e2) return tissue;
        double across = x - CentreX(z), along = y - CentreY(z);
        var spots = Math.Sin(across * 2.1) * Math.Sin((along * 2.3) + 1);
        var inner = Sac(x, y, z) + 1.5;
        return inner < 0 && spots > 0.35 && along > CanalCentreY - 1 ? tissue.Mixed(Tissue.Cord, 0.8) : tissue;
    }

    /// <summary>Posterior distance from the column's line to the canal's centre.</summary>
    protected abstract double CanalCentreY { get; }
}
