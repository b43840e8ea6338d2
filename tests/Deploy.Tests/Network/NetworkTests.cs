using System.Text.Json.Nodes;
using ContourFlow.Deploy.Tests.Rendering;

namespace ContourFlow.Deploy.Tests.Network;

/// <summary>What the policies of an overlay let through: everything that is needed, and nothing else that is asked here.</summary>
public sealed class NetworkTests
{
    // An address that no manifest names (RFC 5737, TEST-NET-3).
    private static readonly Peer Stranger = Peer.At("203.0.113.9");

    public static TheoryData<string> Overlays => RenderingTests.Overlays;

    [Theory]
    [MemberData(nameof(Overlays))]
    public void Every_connection_that_is_needed_is_let_through(string overlay) =>
        new NeededConnections(RenderedOverlay.OfOverlay(overlay)).Faults().Should().BeEmpty();

    [Theory]
    [MemberData(nameof(Overlays))]
    public void Nobody_else_gets_in_or_out(string overlay)
    {
        RenderedOverlay rendered = RenderedOverlay.OfOverlay(overlay);
        var connections = new Connections(rendered);
        foreach (PodSource pod in rendered.Pods)
        {
            pod.Ports.Values.Where(port => connections.In(pod, port, Stranger) || connections.In(pod, port, Peer.In("default"))).Should().BeEmpty($"{pod} is not for strangers");
            new[] { 22, 80, 104, 443, 5432, 5671, 6443 }.Where(port => connections.Out(pod, port, Stranger)).Should().BeEmpty($"{pod} has nothing to do outside");
        }
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public void Nothing_but_the_publisher_and_the_gateway_reaches_an_archive(string overlay)
    {
        RenderedOverlay rendered = RenderedOverlay.OfOverlay(overlay);
        var connections = new Connections(rendered);
        string[] archives = ["192.0.2.10", "192.0.2.110", "192.0.2.210"];
        rendered.Pods.Where(pod => archives.Any(archive => connections.Out(pod, 104, Peer.At(archive))))
            .Select(pod => pod.Owner.Name).Should().BeSubsetOf(["contourflow-gateway", "contourflow-publisher"]);
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public void Only_the_ingress_controller_reaches_the_review_page(string overlay)
    {
        // Review:KnownProxies is the whole network of pods: whoever reached the page from there would be believed to be the proxy.
        RenderedOverlay rendered = RenderedOverlay.OfOverlay(overlay);
        foreach (PodSource page in rendered.Pods.Where(pod => pod.Owner.Name == "contourflow-review"))
        {
            var connections = new Connections(rendered);
            rendered.Pods.Where(other => connections.In(page, 8090, Peer.Own(other.Labels))).Should().BeEmpty();
            connections.In(page, 8090, Peer.In("monitoring")).Should().BeFalse();
        }
    }

    public static TheoryData<string, string> Missing => new()
    {
        { "names", "StatefulSet/contourflow-gateway cannot ask for names" },
        { "monitoring", "Prometheus cannot read the metrics of Deployment/contourflow-worker" },
        { "to-pacs", "Deployment/contourflow-publisher may not go to PACS, 192.0.2.10:104" },
        { "to-registry", "Job/contourflow-migrate-0-1-0 may not go to the registry, 192.0.2.60:5432" },
        { "to-objects", "Deployment/contourflow-review may not go to the bucket, s3.example.org:443" },
        { "to-rabbitmq", "Deployment/contourflow-worker may not go to the broker at 5672" },
        { "contourflow-rabbitmq", "the broker does not let Deployment/contourflow-worker in at 5672" },
        { "contourflow-rabbitmq-keda", "KEDA cannot ask RabbitmqCluster/contourflow-rabbitmq" },
        { "contourflow-gateway", "PACS@192.0.2.10 of Receiver:Allow cannot reach StatefulSet/contourflow-gateway" },
        { "contourflow-review", "The ingress controller cannot reach Deployment/contourflow-review" },
    };

    [Theory]
    [MemberData(nameof(Missing))]
    public void A_policy_that_lets_nothing_through_is_told_by_the_connection_that_lacks(string policy, string expected)
    {
        RenderedOverlay broken = RenderedOverlay.OfOverlay("hospital").With(overlay =>
        {
            JsonObject spec = overlay.Of("NetworkPolicy").Single(one => one.Name == policy).Spec!;
            spec.Remove("ingress");
            spec.Remove("egress");
        });
        new NeededConnections(broken).Faults().Should().Contain(expected);
    }

    [Fact]
    public void Without_the_policy_that_denies_by_default_a_pod_is_open_to_strangers()
    {
        // The rule of Kubernetes that the policy is for; it shows that the tests above can fail.
        RenderedOverlay hospital = RenderedOverlay.OfOverlay("hospital");
        RenderedOverlay open = hospital with { Objects = [.. hospital.Objects.Where(manifest => manifest.Name is not ("default-deny" or "monitoring"))] };
        new Connections(open).In(open.Pods.Single(pod => pod.Owner.Name == "contourflow-worker"), 8080, Stranger).Should().BeTrue();
    }

    [Theory]
    [InlineData("port: 5, endPort: 7", 7, true)]
    [InlineData("port: 5, endPort: 7", 8, false)]
    [InlineData("port: web", 80, true)]
    [InlineData("port: dicom", 80, false)]
    public void A_port_is_a_number_a_range_or_the_name_that_the_pod_gives_it(string port, int asked, bool isLetThrough)
    {
        var overlay = new RenderedOverlay("made", $$"""
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: { name: one }
            spec:
              podSelector: {}
              policyTypes: [Ingress]
              ingress: [{ from: [{ ipBlock: { cidr: 203.0.113.0/24 } }], ports: [{ {{port}} }] }]
            """);
        var pod = new PodSource(overlay.Objects[0], new Dictionary<string, string>(StringComparer.Ordinal), new Dictionary<string, int>(StringComparer.Ordinal) { ["web"] = 80 });
        new Connections(overlay).In(pod, asked, Stranger).Should().Be(isLetThrough);
        new Connections(overlay).In(pod, asked, Peer.At("192.0.2.1")).Should().BeFalse();
    }
}
