using ContourFlow.Phantom.Solids;

namespace ContourFlow.Phantom.Anatomy;

/// <summary>The thoracic spine about T7, with cord and sac, or the lumbar spine about L3, where the cord has ended.</summary>
internal sealed class ColumnAnatomy : SpineAnatomy
{
    private readonly bool isLumbar;
    private readonly Vertebra shape;
    private readonly double pitch;
    private readonly double bend;

    public ColumnAnatomy(long seed, bool isLumbar)
        : base(seed)
    {
        this.isLumbar = isLumbar;
        shape = (isLumbar ? Vertebra.Lumbar : Vertebra.Thoracic).Scaled(Size);
        pitch = (2 * shape.HalfHeight) + ((isLumbar ? 9 : 4.5) * Size);
        Chance chance = new(seed, "curve");

        // Kyphosis bends the ends to Anterior, lordosis to Posterior.
        bend = isLumbar ? 1 / chance.Between(380, 600) : -1 / chance.Between(420, 700);
    }

    public override string Level => isLumbar ? "L3" : "T7";

    public override (double Inferior, double Superior) TargetReach => (-shape.HalfHeight, shape.HalfHeight);

    protected override double SpineHalfWidth => shape.TransverseReach + (6 * Size);

    protected override double CanalCentreY => shape.CanalY;

    public override double Body(double x, double y, double z)
    {
        // The back is flatter than the front.
        var breath = 1 + (0.02 * Math.Sin(z / 60));
        double a = (isLumbar ? 168 : 176) * breath * Size, front = (isLumbar ? 122 : 126) * breath * Size, back = (isLumbar ? 86 : 82) * Size;
        var along = y + 4;
        return Superellipse(x, along, a, along < 0 ? front : back);
    }

    public override double Bone(double x, double y, double z) => VertebraAt(x, y, z);

    public override double Column(double x, double y, double z) =>
        Blend.Ellipse(x - CentreX(z), y - CentreY(z), 0.96 * shape.HalfWidth, 0.96 * shape.HalfDepth);

    public override double Canal(double x, double y, double z) => shape.Canal(x - CentreX(z), y - CentreY(z));

    public override double Sac(double x, double y, double z) => Blend.Ellipse(
        x - CentreX(z), y - CentreY(z) - shape.CanalY + 0.4, 0.80 * shape.CanalHalfWidth, 0.82 * shape.CanalHalfDepth);

    public override double Cord(double x, double y, double z)
    {
        double a = 4.6 * Size, b = 3.4 * Size, top = 0;
        if (isLumbar)
        {
            // The conus tapers to its end at L1/L2.
            top = z - ConusEnd;
            if (top <= 0) return 1e3;
            var taper = Math.Min(1, Math.Sqrt(top / 25));
            (a, b) = (a * taper, b * taper);
        }

        // It lies a little Anterior in the thoracic sac.
        return Blend.Ellipse(x - CentreX(z), y - CentreY(z) - shape.CanalY + (isLumbar ? 0.4 : 1.1), a, b);
    }

    public override double Ctv(double x, double y, double z)
    {
        // Thoracic: body, pedicles and the tumour's lamina, a horseshoe; lumbar: both laminae too, a ring.
        var laminae = isLumbar ? VertebraParts.Laminae : TumourSide > 0 ? VertebraParts.LeftLamina : VertebraParts.RightLamina;
        return Target(x, y, z, VertebraParts.Body | VertebraParts.Pedicles | laminae);
    }

    public override Tissue Organs(double x, double y, double z, double body)
    {
        var fat = isLumbar ? 20.0 : 12.0;
        var tissue = Tissue.Fat.Under(Tissue.Muscle, body + fat);
        if (body + fat > 0.5) return tissue;
        tissue = isLumbar ? Abdomen(tissue, x, y, z, body + fat) : Chest(tissue, x, y, z, body + fat);

        // The back muscles on both sides of the processes, with fat between.
        var back = Blend.Ellipse(Math.Abs(x) - (30 * Size), y - CentreY(z) - (46 * Size), 27 * Size, 19 * Size);
        return tissue.Under(Tissue.Fat, Blend.Both(back - 2, body + fat - 1, 1)).Under(Tissue.Muscle, Blend.Both(back, body + fat, 1));
    }

    protected override double CentreY(double z) => bend * z * z / 2;

    private double ConusEnd => (1.5 * pitch) + 4;

    private static double Superellipse(double x, double y, double a, double b)
    {
        double u = x / a, v = y / b, s = (u * u * u * u) + (v * v * v * v) + (1.2 * u * u * v * v);
        var q = Math.Sqrt(Math.Sqrt(s));
        return (q - 1) * Math.Sqrt((x * x) + (y * y)) / Math.Max(q, 1e-6);
    }

    private double Target(double x, double y, double z, VertebraParts parts) =>
        shape.Level(x - CentreX(z), y - CentreY(z), Axial(y, z, 0), parts);

    /// <summary>Height above a vertebra's middle, its endplates square to the column's line.</summary>
    private double Axial(double y, double z, double middle) =>
        z - middle + (bend * middle * (y - CentreY(middle)));

    private double VertebraAt(double x, double y, double z)
    {
        double across = x - CentreX(z), along = y - CentreY(z);
        var nearest = (int)Math.Round(z / pitch);

        // Endplates lean, so that the nearest in Z need not be the nearest along the column.
        var axial = Axial(y, z, nearest * pitch);
        if (Math.Abs(axial) > pitch / 2) axial = Axial(y, z, (nearest += Math.Sign(axial)) * pitch);
        var level = shape.Level(across, along, axial, VertebraParts.All);

        // Behind the canal the processes of the vertebra above hang down to this one's height.
        return along > 0
            ? Math.Min(level, shape.Level(across, along, Axial(y, z, (nearest + 1) * pitch), VertebraParts.All))
            : level;
    }

    private Tissue Chest(Tissue tissue, double x, double y, double z, double wall)
    {
        var lung = Blend.Ellipse(Math.Abs(x) - (74 * Size), y + (26 * Size), 62 * Size, 78 * Size);
        lung = Blend.Both(Blend.Both(lung, wall + 16, 4), (18 * Size) - Math.Abs(x) + (0.12 * Math.Max(0, -y)), 6);
        tissue = tissue.Under(Tissue.Lung, lung);

        // Ribs slant down towards the front around the lungs, one to each vertebra.
        if (y > -95 && Math.Abs(x) > 32 * Size)
        {
            var around = Blend.Ellipse(Math.Abs(x) - (74 * Size), y + (26 * Size), 62 * Size, 78 * Size);
            var height = z - (0.35 * (y - (30 * Size)));
            var beside = Math.Abs(height - (Math.Round(height / pitch) * pitch));
            var rib = Blend.Both(Math.Abs(around - 5.5) - 3.6, beside - 6, 3);
            tissue = tissue.Under(Tissue.Cortical.Under(Tissue.Marrow, rib + 1.5), Math.Max(rib, wall + 1));
        }

        var heart = Blend.Ball(x - (14 * Size), y + (72 * Size), z + 45, 56 * Size, 44 * Size, 75 * Size);
        tissue = tissue.Under(Tissue.Organ, heart);
        var mediastinum = Blend.Oval(x, y + (52 * Size), 24 * Size, 48 * Size);
        tissue = tissue.Under(Tissue.Fat.Mixed(Tissue.Organ, 0.6), mediastinum);
        tissue = tissue.Under(Tissue.Organ, Blend.Oval(x + (4 * Size), y + (30 * Size), 8 * Size, 5 * Size));
        tissue = tissue.Under(Tissue.Gas, Blend.Oval(x + (4 * Size), y + (48 * Size), 8 * Size, 7 * Size));
        return tissue.Under(Tissue.Blood, Blend.Oval(x - (21 * Size), y + (19 * Size), 11.5 * Size, 11.5 * Size));
    }

    private Tissue Abdomen(Tissue tissue, double x, double y, double z, double wall)
    {
        tissue = tissue.Under(Tissue.Fat, Blend.Both(wall + 18, y - (8 * Size), 6));
        for (var i = 0; i < 5; i++)
        {
            // Loops of bowel, some with gas.
            double cx = (-84 + (42 * i)) * Size, cy = (-62 - (18 * Math.Sin(i * 2.4))) * Size;
            var loop = Blend.Ball(x - cx, y - cy, z - (30 * Math.Sin((i * 1.7) + 0.4)), 24 * Size, 21 * Size, 50);
            tissue = tissue.Under(Tissue.Organ, loop);
            if (i % 2 == 0) tissue = tissue.Under(Tissue.Gas, Blend.Both(loop + 4, y - cy + 4, 2));
        }

        tissue = tissue.Under(Tissue.Organ, Blend.Both(Blend.Ball(x + (80 * Size), y + (55 * Size), z - 95, 82 * Size, 62 * Size, 80), wall + 16, 4));
        tissue = tissue.Under(Tissue.Organ, Blend.Ball(Math.Abs(x) - (66 * Size), y + (4 * Size), z - 45, 24 * Size, 22 * Size, 52));
        tissue = tissue.Under(Tissue.Muscle, Blend.Oval(Math.Abs(x) - (43 * Size), y - (8 * Size), 19 * Size, 24 * Size));
        tissue = tissue.Under(Tissue.Blood, Blend.Oval(x - (10 * Size), y + (30 * Size), 9.5 * Size, 9.5 * Size));
        return tissue.Under(Tissue.Blood, Blend.Oval(x + (15 * Size), y + (28 * Size), 11 * Size, 9 * Size));
    }
}
