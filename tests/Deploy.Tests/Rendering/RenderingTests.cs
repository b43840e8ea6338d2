namespace ContourFlow.Deploy.Tests.Rendering;

/// <summary>What the overlays render to, before any rule.</summary>
public sealed class RenderingTests
{
    public static TheoryData<string> Overlays => [.. RenderedOverlay.Names];

    [Theory]
    [MemberData(nameof(Overlays))]
    public void An_overlay_renders_without_a_word_of_warning(string overlay) =>
        RenderedOverlay.OfOverlay(overlay).Objects.Should().NotBeEmpty();

    [Theory]
    [MemberData(nameof(Overlays))]
    public void No_two_objects_of_an_overlay_have_the_same_kind_and_name(string overlay) =>
        RenderedOverlay.OfOverlay(overlay).Objects.Select(manifest => $"{manifest.ApiVersion} {manifest}").Should().OnlyHaveUniqueItems();

    [Fact]
    public void A_variable_in_another_takes_the_value_of_the_one_before_it()
    {
        // The rule is the kubelet's: a name that is not known, or comes later, stays as it is written.
        var container = new Container(YamlJson.Documents("""
            name: one
            env:
              - { name: AFTER_EARLY, value: $(AFTER) }
              - { name: USER, valueFrom: { secretKeyRef: { name: user, key: name } } }
              - { name: POD, valueFrom: { fieldRef: { fieldPath: metadata.name } } }
              - { name: URL, value: amqp://$(USER)@$(POD)/$(NOBODY) }
              - { name: AFTER, value: "1" }
            """).Single());
        container.Environment((secret, key) => $"{secret}-{key}", path => path)
            .Select(pair => $"{pair.Key}={pair.Value}")
            .Should().Equal("AFTER_EARLY=$(AFTER)", "USER=user-name", "POD=metadata.name", "URL=amqp://user-name@metadata.name/$(NOBODY)", "AFTER=1");
    }
}
