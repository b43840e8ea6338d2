using System.Net;
using ContourFlow.Deploy.Tests.Configuration;
using ContourFlow.Deploy.Tests.Rendering;
using ContourFlow.Worker.Hosting;
using ContourFlow.Worker.Peers;

namespace ContourFlow.Deploy.Tests.Network;

/// <summary>Who has to reach whom, as configuration and objects of an overlay say; a sentence for each connection that its policies do not let through.</summary>
internal sealed class NeededConnections(RenderedOverlay overlay)
{
    private static readonly Dictionary<string, string> Outside = new(StringComparer.Ordinal)
    {
        ["s3.example.org"] = ExampleSecrets.Bucket,
        ["id.example.org"] = ExampleSecrets.Provider,
    };

    private readonly Connections connections = new(overlay);
    private readonly List<string> faults = [];

    public IReadOnlyList<string> Faults()
    {
        faults.Clear();
        foreach (PodSource pod in overlay.Pods)
            Ask(connections.Out(pod, 53, Peer.In("kube-system", ("k8s-app", "kube-dns"))), $"{pod} cannot ask for names");
        foreach (Workload workload in overlay.OurWorkloads)
            OfProgram(workload, PodSource.Of(workload), ProgramConfiguration.Of(overlay, workload));
        foreach (PodSource broker in overlay.Pods.Where(pod => pod.Owner.Kind == "RabbitmqCluster"))
            OfBroker(broker);
        return [.. faults];
    }

    private void OfProgram(Workload workload, PodSource pod, ServiceOptions options)
    {
        To(pod, Database(options.Registry.Connection!), 5432, "the registry");
        if (workload.Component == "migration")
            return;
        if (options.Objects.S3 is { } bucket)
            To(pod, new Uri(bucket.ServiceUrl!).Host, 443, "the bucket");
        if (options.Queue.Url is { } queue)
            To(pod, new Uri(queue).Host, new Uri(queue).Port is > 0 and int port ? port : 5672, "the broker");
        Ask(connections.In(pod, options.Operations.Port!.Value, Peer.In("monitoring")), $"Prometheus cannot read the metrics of {pod}");
        switch (workload.Component)
        {
            case "gateway":
                foreach (string caller in options.Receiver.Allow.Where(allowed => allowed.Contains('@', StringComparison.Ordinal)))
                    Ask(connections.In(pod, options.Receiver.Port, Peer.At(caller.Split('@')[1])), $"{caller} of Receiver:Allow cannot reach {pod}");
                foreach (RemoteAe archive in options.Receiver.Peers.Append(options.Intake.Archive).OfType<string>().Select(text => RemoteAe.Read(text)!))
                    To(pod, archive.Host, archive.Port, archive.Title);
                break;
            case "publisher":
                foreach (RemoteAe archive in options.Destinations.Values.Select(destination => RemoteAe.Read(destination.Remote)!))
                    To(pod, archive.Host, archive.Port, archive.Title);
                break;
            case "review":
                To(pod, new Uri(options.Review.OpenIdConnect!.Authority).Host, 443, "the provider");
                Peer controller = overlay.Of("Ingress").Single().Spec!["ingressClassName"] is { } name && (string)name! == "traefik"
                    ? Peer.In("kube-system", ("app.kubernetes.io/name", "traefik"))
                    : Peer.In("ingress-nginx");
                Ask(connections.In(pod, options.Review.Port, controller), $"The ingress controller cannot reach {pod}");
                break;
            default:
                break;
        }
    }

    private void OfBroker(PodSource broker)
    {
        Ask(connections.In(broker, 15672, Peer.In("rabbitmq-system")), $"The operator cannot reach {broker}");
        Ask(connections.In(broker, 15692, Peer.In("monitoring")), $"Prometheus cannot read the metrics of {broker}");
        if (overlay.Of("ScaledObject").Any())
            Ask(connections.In(broker, 15672, Peer.In("keda")), $"KEDA cannot ask {broker}");
        foreach (int port in new[] { 4369, 25672 })
            Ask(connections.In(broker, port, Peer.Own(broker.Labels)) && connections.Out(broker, port, Peer.Own(broker.Labels)), $"The nodes of {broker} cannot reach each other at {port}");
    }

    private void To(PodSource pod, string host, int port, string what)
    {
        if (Own(host) is { } target)
        {
            Ask(connections.Out(pod, port, Peer.Own(target.Labels)), $"{pod} may not go to {what} at {port}");
            Ask(connections.In(target, port, Peer.Own(pod.Labels)), $"{what} does not let {pod} in at {port}");
        }
        else
        {
            string address = Outside.GetValueOrDefault(host, host);
            Ask(IPAddress.TryParse(address, out _) && connections.Out(pod, port, Peer.At(address)), $"{pod} may not go to {what}, {host}:{port}");
        }
    }

    // By the Service of this name; the operator makes one of the RabbitmqCluster's name.
    private PodSource? Own(string host) =>
        overlay.Of("Service").FirstOrDefault(service => service.Name == host) is { } named
            ? overlay.Pods.Single(pod => Selector.SelectsAll(named.Spec!["selector"], pod.Labels))
            : overlay.Pods.FirstOrDefault(pod => pod.Owner.Kind == "RabbitmqCluster" && pod.Owner.Name == host);

    private static string Database(string connection) => new Npgsql.NpgsqlConnectionStringBuilder(connection).Host!;

    private void Ask(bool isSo, string otherwise)
    {
        if (!isSo)
            faults.Add(otherwise);
    }
}
