using ContourFlow.Contouring.Protocols;
using ContourFlow.Geometry.Booleans;
using ContourFlow.Geometry.Margins;
using ContourFlow.Geometry.Structures;

namespace ContourFlow.Contouring.Deriving;

/// <summary>Computes an expression on structures that share the planning CT's grid.</summary>
/// <param name="structures">The operands by canonical name.</param>
/// <param name="growth">Lattice and parallelism of the margins.</param>
internal sealed class ExpressionEvaluation(IReadOnlyDictionary<string, Structure> structures, GrowthOptions growth)
{
    /// <summary>The structure that the expression stands for.</summary>
    /// <exception cref="KeyNotFoundException">An operand that was not given: a bug of the caller, who resolves names first.</exception>
    public Structure Evaluate(StructureExpression expression) => expression switch
    {
        NamedStructure named => structures[named.Name],
        WithMargin margin => MarginGrowth.Grow(Evaluate(margin.Operand), margin.Margins, growth),
        UnionOf union => StructureBooleans.Union(
            Evaluate(union.Left), Evaluate(union.Right), growth.MaximumDegreeOfParallelism),
        IntersectionOf intersection => StructureBooleans.Intersection(
            Evaluate(intersection.Left), Evaluate(intersection.Right), growth.MaximumDegreeOfParallelism),
        DifferenceOf difference => StructureBooleans.Difference(
            Evaluate(difference.Minuend), Evaluate(difference.Subtrahend), growth.MaximumDegreeOfParallelism),
        _ => throw new ArgumentOutOfRangeException(nameof(expression), expression, "An expression of an unknown kind."),
    };
}
