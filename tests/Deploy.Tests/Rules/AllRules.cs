using ContourFlow.Deploy.Tests.Rendering;

namespace ContourFlow.Deploy.Tests.Rules;

/// <summary>What every overlay has to keep beyond the schemas of its kinds. A rule says each fault in a sentence.</summary>
internal static class AllRules
{
    public static IReadOnlyDictionary<string, Func<RenderedOverlay, IEnumerable<string>>> ByName { get; } = new Dictionary<string, Func<RenderedOverlay, IEnumerable<string>>>(StringComparer.Ordinal)
    {
        [nameof(BrokerRule)] = BrokerRule.Faults,
        [nameof(DisruptionRule)] = DisruptionRule.Faults,
        [nameof(GatewayRule)] = GatewayRule.Faults,
        [nameof(ImageRule)] = ImageRule.Faults,
        [nameof(LabelRule)] = LabelRule.Faults,
        [nameof(PodSecurityRule)] = PodSecurityRule.Faults,
        [nameof(PortRule)] = PortRule.Faults,
        [nameof(ProbeRule)] = ProbeRule.Faults,
        [nameof(ReferenceRule)] = ReferenceRule.Faults,
        [nameof(ResourceRule)] = ResourceRule.Faults,
        [nameof(ReviewRule)] = ReviewRule.Faults,
        [nameof(ScalingRule)] = ScalingRule.Faults,
        [nameof(SelectorRule)] = SelectorRule.Faults,
        [nameof(TimeRule)] = TimeRule.Faults,
    };
}
