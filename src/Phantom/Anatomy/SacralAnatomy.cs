using ContourFlow.Phantom.Solids;

namespace ContourFlow.Phantom.Anatomy;

/// <summary>The sacrum about S1, with L4 and L5 above: sacral canal, four pairs of foramina, the sac to S2.</summary>
internal sealed class SacralAnatomy : SpineAnatomy
{
    private const double Pitch = 22;
    private readonly Vertebra lumbar;
    private readonly double lean;

    public SacralAnatomy(long seed)
        : base(seed)
    {
        lumbar = (Vertebra.Lumbar with { HalfHeight = 12.5, CanalHalfWidth = 12.5, SpinousReach = 16 }).Scaled(Size);
        lean = new Chance(seed, "curve").Between(0.60, 0.75);
    }

    public override string Level => "S1";

    public override (double Inferior, double Superior) TargetReach => (-34, 34);

    protected override double SpineHalfWidth => 105;

    protected override double SpineDepth => 110;

    protected override double CanalCentreY => lumbar.CanalY;

    public override double Body(double x, double y, double z)
    {
        double a = (182 + (5 * Math.Sin((z + 40) / 60))) * Size, along = y - 8;
        double b = (along < 0 ? 118 : 92) * Size, u = x / a, v = along / b;
        var q = Math.Sqrt(Math.Sqrt((u * u * u * u) + (v * v * v * v) + (1.2 * u * u * v * v)));
        return (q - 1) * Math.Sqrt((x * x) + (along * along)) / Math.Max(q, 1e-6);
    }

    public override double Bone(double x, double y, double z)
    {
        var least = Sacrum(x, y, z);
        for (var i = 1; i <= 3; i++)
        {
            var middle = LumbarZ(i);
            if (Math.Abs(z - middle) < 40)
                least = Math.Min(least, lumbar.Level(x - CentreX(z), y - CentreY(z), Axial(y, z, middle), VertebraParts.All));
        }

        // The iliac wings reach from the joints beside the sacrum outwards and to Anterior.
        double px = Math.Abs(x) - (66 * Size), py = y - (8 * Size), turned = (px * 0.5) + (py * 0.866), across = (px * 0.866) - (py * -0.5);
        var top = z - 48 + (0.004 * px * px);
        var wing = Blend.Both(Blend.Ellipse(across - 6, turned + 12, 8 * Size, 45 * Size), top, 6);
        return Math.Min(least, wing);
    }

    public override double Column(double x, double y, double z) => Blend.Both(
        Blend.Ellipse(x - CentreX(z), y - CentreY(z), 0.96 * lumbar.HalfWidth, 0.96 * lumbar.HalfDepth), -z, 4);

    public override double Canal(double x, double y, double z)
    {
        var (a, b) = CanalAxes(z);
        var tube = Blend.Ellipse(x - CentreX(z), y - CentreY(z) - CanalCentreY, a, b);
        return Blend.Both(tube, -3.6 * Pitch - z, 2);
    }

    public override double Sac(double x, double y, double z)
    {
        // It ends rounded at S2.
        var (a, b) = CanalAxes(z);
        var above = z + (1.4 * Pitch);
        var taper = Math.Sqrt(Math.Clamp(above / 22, 0.001, 1));
        return Math.Max(
            -above, Blend.Ellipse(x - CentreX(z), y - CentreY(z) - CanalCentreY, 0.74 * a * taper, 0.78 * b * taper));
    }

    public override double Cord(double x, double y, double z) => 1e3;

    public override double Foramina(double x, double y, double z)
    {
        // Farther away than this no foramen is looked for.
        var least = 9.0;
        double px = Math.Abs(x - CentreX(z)), py = y - CentreY(z);
        for (var i = 0; i < 4; i++)
        {
            var height = ForamenZ(i);
            if (Math.Abs(z - height) > 14) continue;
            var (a, _) = CanalAxes(height);
            var inner = (a - 1.5, CanalCentreY - (1.5 * Size), height);
            var outer = (a + ((11 - i) * Size), CanalCentreY - ((27 - (3 * i)) * Size), height - 1);
            least = Math.Min(least, Blend.Rod(px, py, z, inner, outer, (4.6 - (0.3 * i)) * Size));
        }

        return least;
    }

    public override double Ctv(double x, double y, double z)
    {
        // S1: the body, both alae as far as the joint's middle, and the roof of the canal on the tumour's side.
        double across = (x - CentreX(z)) * TumourSide, along = y - CentreY(z), axial = Axial(y, z, 0);
        var bone = Sacrum(x, y, z);
        var segment = Math.Abs(axial) - (0.5 * Pitch);
        var sides = Blend.Both(across - (46 * Size), -across - (34 * Size), 3);
        var other = Blend.Both(across + 2, CanalCentreY + 2 - along, 2);
        return Blend.Without(Blend.Both(Blend.Both(bone, segment, 4), sides, 4), other, 3);
    }

    public override Tissue Organs(double x, double y, double z, double body)
    {
        var tissue = Tissue.Fat.Under(Tissue.Muscle, body + 22);
        if (body + 22 > 0.5) return tissue;
        tissue = tissue.Under(Tissue.Fat, Blend.Both(body + 34, y - (16 * Size), 8));
        tissue = tissue.Under(Tissue.Muscle, Blend.Oval(Math.Abs(x) - (52 * Size), y + (14 * Size), 22 * Size, 22 * Size));
        tissue = tissue.Under(Tissue.Organ, Blend.Ball(Math.Abs(x) - (46 * Size), y + (72 * Size), z - 25, 36 * Size, 24 * Size, 40));
        tissue = tissue.Under(Tissue.Urine, Blend.Ball(x, y + (66 * Size), z + 62, 42 * Size, 34 * Size, 36));
        var rectum = Blend.Oval(x - (6 * Size), y + (18 * Size), 17 * Size, 15 * Size);
        tissue = tissue.Under(Tissue.Organ, Blend.Both(rectum, z + 8, 4));
        tissue = tissue.Under(Tissue.Gas, Blend.Both(rectum + 5, z + 12, 4));
        tissue = tissue.Under(Tissue.Blood, Blend.Oval(Math.Abs(x) - (26 * Size), y + (32 * Size), 6.5 * Size, 6.5 * Size));
        var back = Blend.Oval(Math.Abs(x) - (28 * Size), y - CentreY(z) - (44 * Size), 24 * Size, 14 * Size);
        return tissue.Under(Tissue.Muscle, Blend.Both(back, -z - 20, 4));
    }

    protected override double CentreY(double z)
    {
        // The lumbar line bends over the promontory into the sacrum's lean, which curves back further down.
        const double Width = 12, Bend = 14;
        double Soft(double at) => Width * Math.Log(1 + Math.Exp((Bend - at) / Width));
        var below = Math.Max(0, -z - 20);
        return (lean * (Soft(z) - Soft(0))) - (below * below / 190);
    }

    private double Slope(double z) => (CentreY(z + 0.5) - CentreY(z - 0.5)) / 1;

    private double LumbarZ(int above) => (0.5 * Pitch) + (7 * Size) + lumbar.HalfHeight + ((above - 1) * ((2 * lumbar.HalfHeight) + (9 * Size)));

    private static double ForamenZ(int index) => -((index + 0.5) * Pitch) - 2;

    private double Axial(double y, double z, double middle) => z - middle + (Slope(middle) * (y - CentreY(middle)));

    private (double HalfWidth, double HalfDepth) CanalAxes(double z)
    {
        var down = Math.Clamp(-z / (3.5 * Pitch), 0, 1);
        var smooth = down * down * (3 - (2 * down));
        return (lumbar.CanalHalfWidth * (1 - (0.45 * smooth)), lumbar.CanalHalfDepth * (1 - (0.5 * smooth)));
    }

    private double Sacrum(double x, double y, double z)
    {
        double across = x - CentreX(z), along = y - CentreY(z), axial = Axial(y, z, 0);
        if (axial > 30) return axial - (0.5 * Pitch);
        if (z < -4.4 * Pitch) return -(4.2 * Pitch) - z;
        var (_, canalDepth) = CanalAxes(z);
        var down = Math.Clamp(-z / (4 * Pitch), -0.2, 1);

        // The body's back keeps to the canal's front wall.
        double depth = lumbar.HalfDepth * (1 - (0.45 * down)), behind = CanalCentreY - canalDepth + 1.5;
        var body = Blend.Ellipse(across, along - behind + depth, (27 - (12 * down)) * Size, depth);
        var wings = Blend.Ellipse(across, along - behind + (0.75 * depth) - 3, (56 - (34 * down)) * Size, (0.72 * depth) + 3);
        var roof = Canal(x, y, z) - (5.2 * Size);
        var bone = Blend.Union(Blend.Union(body, wings, 5), roof, 4);
        bone = Blend.Both(bone, axial - (0.5 * Pitch), 4);
        bone = Blend.Both(bone, -(4.2 * Pitch) - z, 6);
        return Blend.Without(Blend.Without(bone, Foramina(x, y, z), 1), Canal(x, y, z), 0.8);
    }
}
