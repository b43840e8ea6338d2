using ContourFlow.Contouring.Protocols;
using ContourFlow.Geometry.Measures;

namespace ContourFlow.Contouring.Checks;

/// <summary>Rule E9: what went as slivers is next to nothing.</summary>
internal sealed class SliverCheck : ICaseCheck
{
    public IEnumerable<CheckResult> Run(CheckContext context)
    {
        var limit = context.Limit(CheckLimitNames.SliverVolumePercent);
        foreach (var derived in context.Derivation.Derived)
        {
            if (derived.SliversRemoved is not { } removed) continue;
            var volume = StructureMeasures.Volume(derived.Geometry) + removed.Volume;
            var percent = volume > 0 ? 100 * removed.Volume / volume : 0;
            yield return new CheckResult(
                $"slivers-{derived.Definition.Name}",
                $"Slivers removed from {derived.RoiName}",
                percent > limit ? Severity.Failure : Severity.Information,
                $"{removed.Pieces} pieces, {Verdicts.Number(percent, 3)} % of the volume",
                $"<= {Verdicts.Number(limit)} %",
                percent > limit ? "More than slivers was removed: the structure must not be used." : "Only slivers were removed.",
                "rule E9",
                derived.RoiName);
        }
    }
}
