using ContourFlow.Deploy.Tests.Rendering;

namespace ContourFlow.Deploy.Tests.Monitoring;

/// <summary>The component deploy/k8s/monitoring beside the manifests that it is for.</summary>
public sealed class ComponentTests
{
    public static TheoryData<string> Overlays => RenderingTests.Overlays;

    [Theory]
    [MemberData(nameof(Overlays))]
    public void The_monitor_finds_one_service_of_each_role_with_its_port(string overlay)
    {
        RenderedOverlay rendered = RenderedOverlay.OfOverlay(overlay);
        IReadOnlyDictionary<string, string> selector = Manifest.TextsOf(MonitoringManifests.Rendered.ServiceMonitor["selector"]!["matchLabels"]);
        string port = (string)MonitoringManifests.Rendered.ServiceMonitor["endpoints"]![0]!["port"]!;

        Manifest[] found = [.. rendered.Of("Service").Where(service => selector.All(label => service.Labels.GetValueOrDefault(label.Key) == label.Value))
            .Where(service => service.Spec!["ports"]!.AsArray().Any(one => (string?)one!["name"] == port))];

        string[] processes = [.. rendered.OurWorkloads.Where(workload => workload.Manifest.Kind != "Job").Select(workload => workload.Component)];
        found.Select(service => service.Labels["app.kubernetes.io/component"]).Should().BeEquivalentTo(processes.Distinct(StringComparer.Ordinal), "two services of a pod would have it scraped twice");
        found.Should().OnlyContain(service => processes.Contains((string)service.Spec!["selector"]!["app.kubernetes.io/component"]!));
    }

    [Fact]
    public void Grafanas_sidecar_finds_a_dashboard_that_asks_something_in_each_panel()
    {
        MonitoringManifests rendered = MonitoringManifests.Rendered;
        rendered.DashboardMap.Labels.Should().Contain("grafana_dashboard", "1");
        ((string)rendered.Dashboard["uid"]!).Should().Be("contourflow");
        var panels = rendered.Dashboard["panels"]!.AsArray().Where(panel => (string)panel!["type"]! != "row").ToList();
        panels.Should().HaveCountGreaterThan(20).And.OnlyContain(panel => panel!["targets"]!.AsArray().Count > 0 && ((string)panel["description"]!).Length > 0);
        rendered.Dashboard["panels"]!.AsArray().Select(panel => (int)panel!["id"]!).Should().OnlyHaveUniqueItems();
    }
}
