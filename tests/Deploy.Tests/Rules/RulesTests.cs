using ContourFlow.Deploy.Tests.Rendering;

namespace ContourFlow.Deploy.Tests.Rules;

/// <summary>Every overlay keeps every rule. <see cref="BrokenOverlayTests"/> shows what each rule finds.</summary>
public sealed class RulesTests
{
    public static TheoryData<string, string> OverlaysAndRules
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (string overlay in RenderedOverlay.Names)
                foreach (string rule in AllRules.ByName.Keys)
                    data.Add(overlay, rule);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(OverlaysAndRules))]
    public void An_overlay_keeps_a_rule(string overlay, string rule) =>
        AllRules.ByName[rule](RenderedOverlay.OfOverlay(overlay)).Should().BeEmpty();

    [Fact]
    public void The_overlays_are_those_that_the_page_names() =>
        RenderedOverlay.Names.Should().Equal("hospital", "multi-site/center", "multi-site/north", "multi-site/south", "single-node");
}
