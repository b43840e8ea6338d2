using System.Collections.Immutable;

namespace ContourFlow.Contouring.Reporting.Pictures;

/// <summary>
/// How wide a structure's lines are drawn, screen pixels. Derived structures share much of their outline (PTV_Eval
/// with PTV): each is drawn narrower than those below it, so that none hides another.
/// </summary>
internal static class LineWidth
{
    private const double Input = 1.1;
    private const double Topmost = 1.2;
    private const double Widest = 2.6;

    /// <summary>The width for a structure by its place in the drawing order, in which the derived ones are last.</summary>
    public static double Of(ImmutableArray<DrawnStructure> structures, int index) => structures[index].IsDerived
        ? Math.Min(Widest, Topmost + (0.7 * (structures.Length - 1 - index)))
        : Input;
}
