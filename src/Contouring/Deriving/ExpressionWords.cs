using System.Collections.Immutable;
using System.Globalization;
using ContourFlow.Contouring.Protocols;
using ContourFlow.Geometry.Margins;

namespace ContourFlow.Contouring.Deriving;

/// <summary>Says an expression in words, for ROI Generation Description and the report.</summary>
public static class ExpressionWords
{
    /// <summary>For example "CTV + ellipsoid 2/2/5 mm, half-slice caps" or "PTV minus SpinalCanal".</summary>
    public static string Describe(StructureExpression expression) => expression switch
    {
        NamedStructure named => named.Name,
        WithMargin margin => $"{Part(margin.Operand)} + ellipsoid {Describe(margin.Margins)} mm, half-slice caps",
        UnionOf union => $"{Part(union.Left)} or {Part(union.Right)}",
        IntersectionOf intersection => $"{Part(intersection.Left)} and {Part(intersection.Right)}",
        DifferenceOf difference => $"{Part(difference.Minuend)} minus {Part(difference.Subtrahend)}",
        _ => throw new ArgumentOutOfRangeException(nameof(expression), expression, "An expression of an unknown kind."),
    };

    /// <summary>
    /// Margins as "lateral/anteroposterior/superoinferior" when the sides are alike, else all six with their letters.
    /// </summary>
    public static string Describe(PatientMargins margins)
    {
        static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
        if (margins.Left == margins.Right && margins.Anterior == margins.Posterior && margins.Superior == margins.Inferior)
            return $"{Number(margins.Left)}/{Number(margins.Anterior)}/{Number(margins.Superior)}";
        return $"L {Number(margins.Left)} R {Number(margins.Right)} A {Number(margins.Anterior)} "
            + $"P {Number(margins.Posterior)} S {Number(margins.Superior)} I {Number(margins.Inferior)}";
    }

    /// <summary>The names that an expression uses, each once, in order of appearance.</summary>
    public static ImmutableArray<string> NamesIn(StructureExpression expression) =>
        [.. Names(expression).Distinct(StringComparer.Ordinal)];

    private static IEnumerable<string> Names(StructureExpression expression) => expression switch
    {
        NamedStructure named => [named.Name],
        WithMargin margin => Names(margin.Operand),
        UnionOf union => Names(union.Left).Concat(Names(union.Right)),
        IntersectionOf intersection => Names(intersection.Left).Concat(Names(intersection.Right)),
        DifferenceOf difference => Names(difference.Minuend).Concat(Names(difference.Subtrahend)),
        _ => throw new ArgumentOutOfRangeException(nameof(expression), expression, "An expression of an unknown kind."),
    };

    private static string Part(StructureExpression expression) =>
        expression is NamedStructure ? Describe(expression) : $"({Describe(expression)})";
}
