namespace ContourFlow.Phantom.Solids;

/// <summary>Which parts of a vertebra are taken.</summary>
[Flags]
public enum VertebraParts
{
    None = 0,
    Body = 1,
    LeftPedicle = 2,
    RightPedicle = 4,
    LeftLamina = 8,
    RightLamina = 16,
    LeftTransverseProcess = 32,
    RightTransverseProcess = 64,
    SpinousProcess = 128,
    Pedicles = LeftPedicle | RightPedicle,
    Laminae = LeftLamina | RightLamina,
    TransverseProcesses = LeftTransverseProcess | RightTransverseProcess,
    All = Body | Pedicles | Laminae | TransverseProcesses | SpinousProcess,
}

/// <summary>
/// The shape of one vertebra about the centre of its body, mm: a waisted body, pedicles, slanted laminae that
/// close an arch around the canal, transverse processes and an oblique spinous process.
/// </summary>
/// <param name="HalfWidth">Half the body's width at the endplates.</param>
/// <param name="HalfDepth">Half the body's depth.</param>
/// <param name="HalfHeight">Half the body's height.</param>
/// <param name="CanalHalfWidth">Half the width of the canal.</param>
/// <param name="CanalHalfDepth">Half the depth of the canal.</param>
/// <param name="SpinousReach">How far Posterior to the canal the spinous process ends.</param>
/// <param name="SpinousDrop">How far Inferior to the arch it ends.</param>
/// <param name="TransverseReach">How far lateral the transverse processes end.</param>
/// <param name="Stoutness">Factor on the thickness of pedicles, laminae and processes.</param>
public sealed record Vertebra(
    double HalfWidth,
    double HalfDepth,
    double HalfHeight,
    double CanalHalfWidth,
    double CanalHalfDepth,
    double SpinousReach,
    double SpinousDrop,
    double TransverseReach,
    double Stoutness)
{
    /// <summary>About the seventh thoracic vertebra.</summary>
    public static Vertebra Thoracic { get; } = new(15.5, 13.5, 10, 8.6, 8, 20, 16, 30, 1);

    /// <summary>About the third lumbar vertebra.</summary>
    public static Vertebra Lumbar { get; } = new(23.5, 16.5, 13.5, 11.5, 8.5, 24, 6, 40, 1.25);

    /// <summary>Where the canal's centre lies, Posterior to the body's.</summary>
    public double CanalY => HalfDepth + CanalHalfDepth - 1.5;

    /// <summary>The same vertebra at another size.</summary>
    public Vertebra Scaled(double factor) => new(
        HalfWidth * factor, HalfDepth * factor, HalfHeight * factor, CanalHalfWidth * factor, CanalHalfDepth * factor,
        SpinousReach * factor, SpinousDrop * factor, TransverseReach * factor, Stoutness * factor);

    /// <summary>The canal's level at a point of the plane relative to the body's centre; the same at every height.</summary>
    public double Canal(double x, double y) => Blend.Ellipse(x, y - CanalY, CanalHalfWidth, CanalHalfDepth);

    /// <summary>The level of some of the vertebra's parts, the canal taken out.</summary>
    public double Level(double x, double y, double z, VertebraParts parts)
    {
        const double Fillet = 3;
        var away = Math.Max(
            Math.Max(-HalfDepth - y, y - CanalY - CanalHalfDepth - SpinousReach - (5 * Stoutness)),
            Math.Abs(x) - Math.Max(HalfWidth, TransverseReach + (4 * Stoutness)));
        if (away > 4) return away;
        var level = 1e3;
        if (parts.HasFlag(VertebraParts.Body))
        {
            var narrow = 1 - (0.11 * Math.Max(0, 1 - (z * z / (HalfHeight * HalfHeight))));
            var side = Blend.Ellipse(x, y, HalfWidth * narrow, HalfDepth * narrow);
            level = Blend.Both(side, Math.Abs(z) - HalfHeight, 4);
        }

        if ((parts & (VertebraParts.Pedicles | VertebraParts.Laminae)) != VertebraParts.None)
            level = Blend.Union(level, Arch(x, y, z, parts), 2 * Fillet);

        (double X, double Y, double Z) root = (0, RoofY, RoofZ);
        if (parts.HasFlag(VertebraParts.SpinousProcess))
        {
            var tip = (0.0, CanalY + CanalHalfDepth + SpinousReach, RoofZ - SpinousDrop);
            level = Blend.Union(level, Blend.Rod(x, y, z, root, tip, 2.6 * Stoutness, 1.9), Fillet);
        }

        for (var side = -1; side <= 1; side += 2)
        {
            if (!parts.HasFlag(side > 0 ? VertebraParts.LeftTransverseProcess : VertebraParts.RightTransverseProcess)) continue;
            var corner = (side * (CanalHalfWidth + (2.6 * Stoutness)), ArchY, PedicleZ);
            var tip = (side * TransverseReach, ArchY + (0.35 * TransverseReach), PedicleZ + 1);
            level = Blend.Union(level, Blend.Rod(x, y, z, corner, tip, 3.2 * Stoutness, 1.3), Fillet);
        }

        return Blend.Without(level, Canal(x, y), 0.8);
    }

    private double ArchY => CanalY + (0.2 * CanalHalfDepth);

    private double PedicleZ => 0.3 * HalfHeight;

    private double RoofY => CanalY + CanalHalfDepth + (2.2 * Stoutness);

    private double RoofZ => -0.25 * HalfHeight;

    /// <summary>Pedicles and laminae: a shell around the canal, level beside it and slanting down behind it.</summary>
    private double Arch(double x, double y, double z, VertebraParts parts)
    {
        var back = Math.Max(0, y - ArchY) / (RoofY - ArchY);
        var middle = PedicleZ - (back * (PedicleZ - RoofZ));
        var shell = Blend.Both(Canal(x, y) - (4.6 * Stoutness), Math.Abs(z - middle) - (0.62 * HalfHeight), 4);
        for (var side = -1; side <= 1; side += 2)
        {
            // What is not wanted of this side is cut off a little beside the midline.
            var beside = 1.5 - (side * x);
            if (!parts.HasFlag(side > 0 ? VertebraParts.LeftLamina : VertebraParts.RightLamina))
                shell = Blend.Without(shell, Blend.Both(beside, ArchY - y, 1), 2);
            if (!parts.HasFlag(side > 0 ? VertebraParts.LeftPedicle : VertebraParts.RightPedicle))
                shell = Blend.Without(shell, Blend.Both(beside, y - ArchY, 1), 2);
        }

        return shell;
    }

    /// <summary>The whole vertebra, or parts of it, as a solid with its body's centre at a point.</summary>
    public ImplicitSolid At(double x, double y, double z, VertebraParts parts = VertebraParts.All)
    {
        var lowest = (0.25 * HalfHeight) + SpinousDrop + (2.6 * Stoutness * 1.9);
        var down = parts.HasFlag(VertebraParts.SpinousProcess) ? Math.Max(HalfHeight, lowest + 1) : HalfHeight;

        // The flat lower endplate lies on the ladder of sections that growth takes, as both ends do.
        const double Ladder = 0.1;
        down = HalfHeight + (Ladder * Math.Ceiling((down - HalfHeight) / Ladder));
        double wide = Math.Max(HalfWidth, TransverseReach + (4 * Stoutness)) + 2;
        var back = CanalY + CanalHalfDepth + SpinousReach + (3 * Stoutness) + 3;
        SectionBounds box = new(x - wide, y - HalfDepth - 2, x + wide, y + back);
        return new ImplicitSolid(
            "vertebra", (px, py, pz) => Level(px - x, py - y, pz - z, parts), z - down, z + HalfHeight, _ => box, LevelContourOptions.Exact with { Steepness = 4 }, Ladder);
    }
}
