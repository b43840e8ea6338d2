using System.Runtime.CompilerServices;

namespace ContourFlow.Phantom.Anatomy;

/// <summary>What one point of the patient gives in an image.</summary>
/// <param name="Hounsfield">CT number.</param>
/// <param name="T2">Signal of a T2-weighted spin echo, arbitrary units up to about 1000.</param>
internal readonly record struct Tissue(double Hounsfield, double T2)
{
    public static Tissue Air { get; } = new(-1000, 4);

    public static Tissue Lung { get; } = new(-810, 25);

    public static Tissue Gas { get; } = new(-850, 8);

    public static Tissue Fat { get; } = new(-100, 560);

    public static Tissue Muscle { get; } = new(52, 150);

    public static Tissue Organ { get; } = new(44, 260);

    public static Tissue Blood { get; } = new(48, 25);

    public static Tissue Urine { get; } = new(6, 930);

    public static Tissue Fluid { get; } = new(9, 950);

    public static Tissue Cord { get; } = new(38, 430);

    public static Tissue EpiduralFat { get; } = new(-35, 520);

    public static Tissue Cortical { get; } = new(820, 35);

    public static Tissue Marrow { get; } = new(190, 215);

    public static Tissue Nucleus { get; } = new(88, 560);

    public static Tissue Annulus { get; } = new(96, 110);

    public static Tissue Tumour { get; } = new(62, 500);

    /// <summary>This tissue with another laid over it where the level is negative, over one millimetre of partial volume.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Tissue Under(in Tissue other, double level)
    {
        var part = Math.Clamp(0.5 - level, 0, 1);
        return part <= 0 ? this : Mixed(other, part);
    }

    /// <summary>Part of another tissue mixed into this one.</summary>
    public Tissue Mixed(in Tissue other, double part) =>
        new(Hounsfield + (part * (other.Hounsfield - Hounsfield)), T2 + (part * (other.T2 - T2)));
}
