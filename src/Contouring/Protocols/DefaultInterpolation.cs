using ContourFlow.Contouring.Deriving;
using ContourFlow.Contouring.Protocols.Reading;

namespace ContourFlow.Contouring.Protocols;

/// <summary>
/// How many missing planes are filled in when the file does not say: one in a target or the body; none in an organ
/// at risk or in whatever is subtracted, where a gap would leave the canal in PTV_Eval (geometry specification 4).
/// </summary>
internal static class DefaultInterpolation
{
    public static int For(InputDraft input, ProtocolDraft draft)
    {
        var isTargetOrBody = input.Role!.Value
            is StructureRole.Gtv or StructureRole.Ctv or StructureRole.Ptv or StructureRole.PtvEval or StructureRole.Body;
        return isTargetOrBody && !Subtracted(draft).Contains(input.Name.Value) ? 1 : 0;
    }

    private static HashSet<string> Subtracted(ProtocolDraft draft)
    {
        var expressions = draft.Derived.SelectMany(derived => derived.Variants, (derived, variant) => (derived.Name.Value, variant.Parsed!.Expression)).ToArray();
        var subtracted = expressions.SelectMany(pair => Subtrahends(pair.Expression)).SelectMany(part => ExpressionWords.NamesIn(part)).ToHashSet(StringComparer.Ordinal);

        // A derived structure that is subtracted takes with it what it is made of.
        for (var before = -1; before != subtracted.Count;)
        {
            before = subtracted.Count;
            foreach (var (name, expression) in expressions)
                if (subtracted.Contains(name)) subtracted.UnionWith(ExpressionWords.NamesIn(expression));
        }

        return subtracted;
    }

    private static IEnumerable<StructureExpression> Subtrahends(StructureExpression expression) => expression switch
    {
        WithMargin margin => Subtrahends(margin.Operand),
        UnionOf union => Subtrahends(union.Left).Concat(Subtrahends(union.Right)),
        IntersectionOf intersection => Subtrahends(intersection.Left).Concat(Subtrahends(intersection.Right)),
        DifferenceOf difference => [difference.Subtrahend, .. Subtrahends(difference.Minuend)],
        _ => [],
    };
}
