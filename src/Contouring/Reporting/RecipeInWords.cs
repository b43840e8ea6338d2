using ContourFlow.Contouring.Protocols;
using ContourFlow.Geometry.Margins;

namespace ContourFlow.Contouring.Reporting;

/// <summary>A protocol's expression as a dosimetrist would say it.</summary>
internal static class RecipeInWords
{
    /// <summary>"CTV grown by 2 mm in plane, 5 mm Superior and Inferior; without SpinalCanal".</summary>
    public static string Of(StructureExpression expression) => expression switch
    {
        NamedStructure named => named.Name,
        WithMargin grown => $"{Operand(grown.Operand)} grown by {Margins(grown.Margins)}",
        UnionOf union => $"{Operand(union.Left)} together with {Operand(union.Right)}",
        IntersectionOf common => $"what {Operand(common.Left)} and {Operand(common.Right)} have in common",
        DifferenceOf rest => $"{Operand(rest.Minuend)} without {Operand(rest.Subtrahend)}",
        _ => expression.ToString(),
    };

    /// <summary>Margins in words, as short as they allow.</summary>
    public static string Margins(PatientMargins margins)
    {
        if (margins == PatientMargins.Uniform(margins.Left)) return $"{margins.Left} mm all round";
        var inPlane = margins.IsCircularInPlane
            ? $"{margins.Left} mm in plane"
            : $"{Pair(margins.Left, margins.Right, "Left", "Right")}, {Pair(margins.Anterior, margins.Posterior, "Anterior", "Posterior")}";
        return $"{inPlane}, {Pair(margins.Superior, margins.Inferior, "Superior", "Inferior")}";
    }

    private static string Pair(double first, double second, string firstName, string secondName) => first == second
        ? $"{first} mm {firstName} and {secondName}"
        : $"{first} mm {firstName}, {second} mm {secondName}";

    private static string Operand(StructureExpression operand) => operand is NamedStructure ? Of(operand) : $"({Of(operand)})";
}
