using ContourFlow.Deploy.Tests.Rendering;
using k8s.Models;
using YamlDotNet.Core;

namespace ContourFlow.Deploy.Tests.Validation;

/// <summary>The overlays by the schemas of others. Neither validator finds everything, so both are asked.</summary>
public sealed class ValidationTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static TheoryData<string> Overlays => RenderingTests.Overlays;

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task An_overlay_has_every_field_that_its_kinds_need_with_values_that_they_know(string overlay)
    {
        RenderedOverlay rendered = RenderedOverlay.OfOverlay(overlay);
        IReadOnlyList<IReadOnlyList<string>?> faults = await KubernetesModels.FaultsAsync(rendered.Objects, Cancelled);
        rendered.Objects.Zip(faults).Where(pair => pair.Second is { Count: > 0 }).Select(pair => $"{pair.First}: {string.Join(' ', pair.Second!)}").Should().BeEmpty();

        // Of the kinds that the manifests use it lacks this one alone: Rules.BrokerRule looks at it.
        rendered.Objects.Zip(faults).Where(pair => pair.Second is null).Select(pair => pair.First.Kind).Distinct(StringComparer.Ordinal).Should().BeSubsetOf(["RabbitmqCluster"]);
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public void An_overlay_has_no_field_that_its_kinds_do_not_know(string overlay)
    {
        RenderedOverlay rendered = RenderedOverlay.OfOverlay(overlay);
        KubernetesClient.Read(rendered.Yaml).Should().HaveSameCount(rendered.Objects);
    }

    [Theory]
    [InlineData("apps/v1", "Deployment", "selector: { matchLabels: { a: b } }", "must have required property template")]
    [InlineData("apps/v1", "StatefulSet", "serviceName: a\n  selector: {}\n  template: {}\n  replicas: '1'", "must be integer")]
    [InlineData("keda.sh/v1alpha1", "ScaledObject", "scaleTargetRef: { name: a }", "must have required property triggers")]
    [InlineData("keda.sh/v1alpha1", "ScaledObject", "scaleTargetRef: { name: a }\n  triggers: []\n  fallback: { failureThreshold: 1, replicas: 1, behavior: most }", "must be equal to one of the allowed values")]
    [InlineData("monitoring.coreos.com/v1", "PrometheusRule", "groups: [{ rules: [] }]", "must have required property name")]
    public async Task What_is_missing_or_of_a_wrong_type_is_told_by_the_one_validator(string version, string kind, string spec, string expected)
    {
        var manifest = new Manifest(YamlJson.Documents($"apiVersion: {version}\nkind: {kind}\nmetadata: {{ name: one }}\nspec:\n  {spec}").Single());
        IReadOnlyList<string>? faults = (await KubernetesModels.FaultsAsync([manifest], Cancelled)).Single();
        faults.Should().Contain(fault => fault.Contains(expected, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("apps/v1", "Deployment", "repliccas: 1", "repliccas")]
    [InlineData("keda.sh/v1alpha1", "ScaledObject", "maxReplicas: 1", "maxReplicas")]
    [InlineData("rabbitmq.com/v1beta1", "RabbitmqCluster", "override: { statefulSet: { spec: { revisionHistoryLimit: 1 } } }", "revisionHistoryLimit")]
    [InlineData("monitoring.coreos.com/v1", "PrometheusRule", "groups: [{ name: a, rules: [{ expr: b, fore: 1m }] }]", "fore")]
    public void A_field_that_is_not_known_is_told_by_the_other(string version, string kind, string spec, string expected)
    {
        Action reading = () => KubernetesClient.Read($"apiVersion: {version}\nkind: {kind}\nmetadata: {{ name: one }}\nspec:\n  {spec}");
        reading.Should().Throw<YamlException>().Which.ToString().Should().Contain(expected);
    }

    [Fact]
    public void A_known_kind_is_read_into_its_type() =>
        KubernetesClient.Read("apiVersion: v1\nkind: Service\nmetadata: { name: one }").Should().ContainSingle().Which.Should().BeOfType<V1Service>();
}
