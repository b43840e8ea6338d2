using System.Collections.Immutable;
using ContourFlow.Contouring.Deriving;

namespace ContourFlow.Contouring.Fusion;

/// <summary>What a reviewer has to know of the fusions.</summary>
internal static class FusionFindings
{
    /// <summary>Refused fusions, criteria that warn, and what is held by them.</summary>
    public static IEnumerable<Finding> Of(ImmutableArray<MrFusion> fusions, Derivation derivation)
    {
        foreach (var held in derivation.Held)
            yield return new Finding(Severity.Warning, held.ReasonCode, $"{held.Name} is held: {held.Sentence}", held.Name);
        foreach (var fusion in fusions)
        {
            if (fusion.RefusalCode is { } code)
                yield return new Finding(Severity.Warning, code, fusion.Refusal!);
            foreach (var criterion in fusion.Criteria.Where(criterion => criterion.Severity == Severity.Warning))
            {
                yield return new Finding(
                    Severity.Warning,
                    criterion.Id,
                    $"MR series {fusion.Mr.SeriesInstanceUid}: {criterion.Title}: {criterion.Figure}; {criterion.Limit}. {criterion.Sentence}");
            }
        }
    }
}
