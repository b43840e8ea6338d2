using ContourFlow.Contouring.Protocols;
using ContourFlow.Geometry.Margins;
using ContourFlow.Geometry.Measures;

namespace ContourFlow.Contouring.Checks;

/// <summary>The grown structure as written against the independent second method (specification 2, check S4).</summary>
internal sealed class MethodAgreementCheck : ICaseCheck
{
    public IEnumerable<CheckResult> Run(CheckContext context)
    {
        foreach (var (derived, _, source, margins, written) in context.Grown())
        {
            var second = PolygonGrowth.Grow(source, margins, context.MaximumDegreeOfParallelism);
            var (volume, other) = (StructureMeasures.Volume(written), StructureMeasures.Volume(second));
            var difference = other > 0 ? 100 * Math.Abs(volume - other) / other : double.PositiveInfinity;
            var dice = Dice.Of(written, second);
            var volumeLimit = context.Limit(CheckLimitNames.MethodVolumeDifferencePercent);
            var diceLimit = context.Limit(CheckLimitNames.MethodDice);
            var holds = difference <= volumeLimit && dice >= diceLimit;
            yield return new CheckResult(
                $"second-method-{derived.Definition.Name}",
                $"{derived.RoiName} by a second, independent method",
                holds ? Severity.Information : Severity.Failure,
                $"volumes differ by {Verdicts.Number(difference)} %, Dice {Verdicts.Number(dice, 4)}",
                $"<= {Verdicts.Number(volumeLimit)} %, >= {Verdicts.Number(diceLimit)}",
                holds
                    ? "Polygon offsets plane by plane, which share no code with the distance fields, give the same structure."
                    : "Two independent methods disagree: the structure must not be used.",
                Verdicts.Specification,
                derived.RoiName);
        }
    }
}
