using System.Text.Json.Nodes;
using ContourFlow.Deploy.Tests.Rendering;

namespace ContourFlow.Deploy.Tests.Rules;

/// <summary>One thing of the hospital's overlay changed at a time, as a slip of an editor would: the rule that it is for says so.</summary>
public sealed class BrokenOverlayTests
{
    private static readonly Dictionary<string, (string Rule, string Expected, Action<RenderedOverlay> Change)> Slips = new(StringComparer.Ordinal)
    {
        ["broker of two nodes"] = (nameof(BrokerRule), "no odd number", o => One(o, "RabbitmqCluster")["replicas"] = 2),
        ["broker with a short consumer timeout"] = (nameof(BrokerRule), "takes messages back", o => One(o, "RabbitmqCluster")["rabbitmq"]!["additionalConfig"] = "consumer_timeout = 900000\n"),
        ["override of a container that the operator does not have"] = (nameof(BrokerRule), "of its own", o => BrokerPod(o)["containers"]![0]!["name"] = "rabbit"),
        ["no budget"] = (nameof(DisruptionRule), "Deployment/contourflow-worker has 0", o => Named(o, "PodDisruptionBudget", "contourflow-worker")["selector"]!["matchLabels"]!["app.kubernetes.io/component"] = "wroker"),
        ["two budgets"] = (nameof(DisruptionRule), "Deployment/contourflow-worker has 2", o => ((JsonObject)Named(o, "PodDisruptionBudget", "contourflow-publisher")["selector"]!["matchLabels"]!).Remove("app.kubernetes.io/component")),
        ["budget that lets nobody go"] = (nameof(DisruptionRule), "exactly one", o => Named(o, "PodDisruptionBudget", "contourflow-gateway")["maxUnavailable"] = 0),
        ["workers that are not spread"] = (nameof(DisruptionRule), "on one node", o => o.Role("worker").PodSpec.Remove("topologySpreadConstraints")),
        ["two gateways behind one address"] = (nameof(GatewayRule), "not one process", o => o.Role("gateway").Manifest.Spec!["replicas"] = 2),
        ["spool that is deleted with its set"] = (nameof(GatewayRule), "loses its spool", o => o.Role("gateway").Manifest.Spec!["persistentVolumeClaimRetentionPolicy"]!["whenDeleted"] = "Delete"),
        ["spool beside its volume"] = (nameof(GatewayRule), "does not keep", o => Mount(o.Role("gateway"), "data")["mountPath"] = "/var/lib/contourflow/spol"),
        ["service that hides its callers"] = (nameof(GatewayRule), "own addresses", o => Named(o, "Service", "contourflow-gateway").Remove("externalTrafficPolicy")),
        ["image without a tag"] = (nameof(ImageRule), "whatever image", o => Container(o, "worker")["image"] = "registry.example.org:5000/contourflow"),
        ["image of another version"] = (nameof(ImageRule), "this is version", o => Container(o, "worker")["image"] = "registry.example.org/contourflow:0.0.9"),
        ["broker without a tag"] = (nameof(ImageRule), "whatever image", o => One(o, "RabbitmqCluster").Remove("image")),
        ["migration without its version"] = (nameof(ImageRule), "in its name", o => o.Of("Job").Single().Json["metadata"]!["name"] = "contourflow-migrate"),
        ["object without labels"] = (nameof(LabelRule), "not labelled", o => ((JsonObject)o.Of("Ingress").Single().Json["metadata"]!).Remove("labels")),
        ["object of another namespace"] = (nameof(LabelRule), "is in namespace default", o => o.Of("Ingress").Single().Json["metadata"]!["namespace"] = "default"),
        ["no revisions to go back to"] = (nameof(LabelRule), "no revision", o => o.Role("worker").Manifest.Spec!["revisionHistoryLimit"] = 0),
        ["namespace that enforces nothing"] = (nameof(PodSecurityRule), "does not enforce", o => o.Of("Namespace").Single().Json["metadata"]!["labels"]!["pod-security.kubernetes.io/enforce"] = "baseline"),
        ["pod of root"] = (nameof(PodSecurityRule), "may be root", o => o.Role("worker").PodSpec["securityContext"]!["runAsUser"] = 0),
        ["pod without a profile"] = (nameof(PodSecurityRule), "no seccomp profile", o => ((JsonObject)o.Role("worker").PodSpec["securityContext"]!).Remove("seccompProfile")),
        ["container that may gain privileges"] = (nameof(PodSecurityRule), "may gain privileges", o => ((JsonObject)Container(o, "worker")["securityContext"]!).Remove("allowPrivilegeEscalation")),
        ["container that keeps capabilities"] = (nameof(PodSecurityRule), "keeps capabilities", o => Container(o, "worker")["securityContext"]!["capabilities"]!["drop"]![0] = "NET_RAW"),
        ["container that writes into its image"] = (nameof(PodSecurityRule), "may write", o => Container(o, "worker")["securityContext"]!["readOnlyRootFilesystem"] = false),
        ["pod with a token"] = (nameof(PodSecurityRule), "token", o => o.Role("worker").PodSpec.Remove("automountServiceAccountToken")),
        ["folder of the node"] = (nameof(PodSecurityRule), "not allowed", o => ((JsonArray)o.Role("worker").PodSpec["volumes"]!).Add(new JsonObject { ["name"] = "node", ["hostPath"] = new JsonObject() })),
        ["port of the node"] = (nameof(PodSecurityRule), "port of the node", o => Container(o, "gateway")["ports"]![0]!["hostPort"] = 104),
        ["network of the node"] = (nameof(PodSecurityRule), "hostNetwork", o => o.Role("gateway").PodSpec["hostNetwork"] = true),
        ["broker's container that keeps capabilities"] = (nameof(PodSecurityRule), "RabbitmqCluster/contourflow-rabbitmq: rabbitmq keeps", o => ((JsonObject)BrokerPod(o)["containers"]![0]!["securityContext"]!).Remove("capabilities")),
        ["service of a port that is not there"] = (nameof(PortRule), "does not have", o => Named(o, "Service", "contourflow-gateway")["ports"]![0]!["targetPort"] = "dicm"),
        ["ingress to a port that is not there"] = (nameof(PortRule), "which is not there", o => One(o, "Ingress")["rules"]![0]!["http"]!["paths"]![0]!["backend"]!["service"]!["port"]!["name"] = "web"),
        ["port that the program does not listen at"] = (nameof(PortRule), "dicom 11112", o => Container(o, "gateway")["ports"]![0]!["containerPort"] = 104),
        ["health at the loopback address alone"] = (nameof(PortRule), "127.0.0.1", o => File(o, "\"Address\": \"0.0.0.0\", \"JsonLogs\"", "\"JsonLogs\"")),
        ["probe of the DICOM port"] = (nameof(ProbeRule), "readinessProbe asks", o => Container(o, "gateway")["readinessProbe"]!["httpGet"]!["port"] = "dicom"),
        ["liveness that asks for the database"] = (nameof(ProbeRule), "not /health/live", o => Container(o, "worker")["livenessProbe"]!["httpGet"]!["path"] = "/health/ready"),
        ["start that waits for the database"] = (nameof(ProbeRule), "startupProbe asks", o => Container(o, "worker")["startupProbe"]!["httpGet"]!["path"] = "/health/startup"),
        ["impatient liveness"] = (nameof(ProbeRule), "ends a process after", o => Container(o, "worker")["livenessProbe"]!["failureThreshold"] = 1),
        ["readiness that does not wait for its answer"] = (nameof(ProbeRule), "gives up before", o => ((JsonObject)Container(o, "worker")["readinessProbe"]!).Remove("timeoutSeconds")),
        ["secret that nobody is asked for"] = (nameof(ReferenceRule), "README.md does not list conection", o => Container(o, "worker")["env"]!.AsArray().Single(v => (string)v!["name"]! == "CONTOURFLOW__Registry__Connection")!["valueFrom"]!["secretKeyRef"]!["key"] = "conection"),
        ["claim that is not there"] = (nameof(ReferenceRule), "no claim", o => o.Of("PersistentVolumeClaim").Single().Json["metadata"]!["name"] = "other"),
        ["file that is not there"] = (nameof(ReferenceRule), "no ConfigMap", o => o.ConfigurationMap.Json["metadata"]!["name"] = "other"),
        ["mount without a volume"] = (nameof(ReferenceRule), "no volume scratch", o => Mount(o.Role("worker"), "data")["name"] = "scratch"),
        ["class that is not there"] = (nameof(ReferenceRule), "PriorityClass urgent", o => o.Role("worker").PodSpec["priorityClassName"] = "urgent"),
        ["certificate that nobody is asked for"] = (nameof(ReferenceRule), "tls.crt of the Secret page-tls", o => One(o, "Ingress")["tls"]![0]!["secretName"] = "page-tls"),
        ["key of the broker's secret that the operator does not make"] = (nameof(ReferenceRule), "needs uri", o => One(o, "TriggerAuthentication")["secretTargetRef"]![0]!["key"] = "uri"),
        ["variable that comes after the one that refers to it"] = (nameof(ReferenceRule), "CONTOURFLOW__Queue__Url refers", o => Last(o, "worker", "RABBITMQ_USERNAME")),
        ["no request"] = (nameof(ResourceRule), "no requests/memory", o => ((JsonObject)Container(o, "review")["resources"]!["requests"]!).Remove("memory")),
        ["throttled worker"] = (nameof(ResourceRule), "is throttled", o => Container(o, "worker")["resources"]!["limits"]!["cpu"] = "1"),
        ["more threads than processors"] = (nameof(ResourceRule), "threads", o => Variable(o, "worker", "CONTOURFLOW__Processing__Threads")["value"] = "4"),
        ["heap in decimal"] = (nameof(ResourceRule), "a heap of 75", o => Variable(o, "worker", "DOTNET_GCHeapHardLimitPercent")["value"] = "75"),
        ["heap of more than there is"] = (nameof(ResourceRule), "a heap of 0x75", o => Variable(o, "worker", "DOTNET_GCHeapHardLimitPercent")["value"] = "0x75"),
        ["scratch that is evicted"] = (nameof(ResourceRule), "evicted", o => Container(o, "worker")["resources"]!["limits"]!["ephemeral-storage"] = "4Gi"),
        ["two pages"] = (nameof(ReviewRule), "two processes", o => o.Role("review").Manifest.Spec!["replicas"] = 2),
        ["page that rolls"] = (nameof(ReviewRule), "two processes", o => o.Role("review").Manifest.Spec!["strategy"]!["type"] = "RollingUpdate"),
        ["page of another name"] = (nameof(ReviewRule), "another host", o => One(o, "Ingress")["rules"]![0]!["host"] = "contourflow.example.org"),
        ["queue of another name"] = (nameof(ScalingRule), "is not the queue", o => Trigger(o)["queueName"] = "contourflow.process-case"),
        ["queue of doses that is not asked"] = (nameof(ScalingRule), "which is not asked", o => ((JsonArray)One(o, "ScaledObject")["triggers"]!).RemoveAt(1)),
        ["prefix of another queue"] = (nameof(ScalingRule), "is not the queue", o => File(o, "\"Registry\": {", "\"Queue\": { \"Prefix\": \"clinic\" }, \"Registry\": {")),
        ["busy workers that do not count"] = (nameof(ScalingRule), "taken away", o => Trigger(o)["excludeUnacknowledged"] = "true"),
        ["protocol that does not know busy workers"] = (nameof(ScalingRule), "taken away", o => Trigger(o)["protocol"] = "amqp"),
        ["worker that takes more than it counts for"] = (nameof(ScalingRule), "more of its kind", o => File(o, "\"Registry\": {", "\"Processing\": { \"Concurrency\": 4 }, \"Registry\": {")),
        ["number of workers said twice"] = (nameof(ScalingRule), "and KEDA too", o => o.Role("worker").Manifest.Spec!["replicas"] = 2),
        ["number of publishers not said"] = (nameof(ScalingRule), "does not say", o => o.Role("publisher").Manifest.Spec!.Remove("replicas")),
        ["no worker at all"] = (nameof(ScalingRule), "nobody declares the queue", o => One(o, "ScaledObject")["minReplicaCount"] = 0),
        ["workers that go fast"] = (nameof(ScalingRule), "too fast", o => One(o, "ScaledObject")["advanced"]!["horizontalPodAutoscalerConfig"]!["behavior"]!["scaleDown"]!["stabilizationWindowSeconds"] = 0),
        ["broker of another name"] = (nameof(ScalingRule), "is not the broker's", o => Trigger(o)["host"] = "http://rabbitmq.contourflow.svc:15672"),
        ["service for two"] = (nameof(SelectorRule), "Service/contourflow-review selects the pods of 5", o => ((JsonObject)Named(o, "Service", "contourflow-review")["selector"]!).Remove("app.kubernetes.io/component")),
        ["service for nobody"] = (nameof(SelectorRule), "Service/contourflow-review selects the pods of 0", o => Named(o, "Service", "contourflow-review")["selector"]!["app.kubernetes.io/component"] = "page"),
        ["policy for nobody"] = (nameof(SelectorRule), "is for no pod", o => Named(o, "NetworkPolicy", "contourflow-review")["podSelector"]!["matchLabels"]!["app.kubernetes.io/component"] = "page"),
        ["policy that names nobody"] = (nameof(SelectorRule), "not there", o => Named(o, "NetworkPolicy", "to-rabbitmq")["egress"]![0]!["to"]![0]!["podSelector"]!["matchLabels"]!["app.kubernetes.io/name"] = "rabbitmq"),
        ["spread of others"] = (nameof(SelectorRule), "spreads other pods", o => o.Role("worker").PodSpec["topologySpreadConstraints"]![0]!["labelSelector"]!["matchLabels"]!["app.kubernetes.io/component"] = "publisher"),
        ["grace shorter than the shutdown"] = (nameof(TimeRule), "is killed after 00:02:00", o => o.Role("publisher").PodSpec["terminationGracePeriodSeconds"] = 120),
        ["shutdown shorter than a case"] = (nameof(TimeRule), "to finish a case", o => Variable(o, "worker", "CONTOURFLOW__Operations__ShutdownTimeout")["value"] = "00:20:00"),
        ["longer cases"] = (nameof(TimeRule), "to finish a case", o => File(o, "\"Registry\": {", "\"Processing\": { \"LongestCase\": \"00:20:00\" }, \"Registry\": {")),
    };

    public static TheoryData<string> Names => [.. Slips.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_slip_is_found_by_its_rule(string slip)
    {
        (string rule, string expected, Action<RenderedOverlay> change) = Slips[slip];
        AllRules.ByName[rule](RenderedOverlay.OfOverlay("hospital").With(change)).Should().Contain(fault => fault.Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_rule_is_shown_to_find_something() =>
        Slips.Values.Select(slip => slip.Rule).Distinct(StringComparer.Ordinal).Should().BeEquivalentTo(AllRules.ByName.Keys);

    private static JsonObject One(RenderedOverlay overlay, string kind) => overlay.Of(kind).Single().Spec!;

    private static JsonObject Named(RenderedOverlay overlay, string kind, string name) => overlay.Of(kind).Single(manifest => manifest.Name == name).Spec!;

    private static JsonObject Container(RenderedOverlay overlay, string role) => overlay.Role(role).Containers.Single().Json;

    private static JsonObject Variable(RenderedOverlay overlay, string role, string name) => overlay.Role(role).Containers.Single().Variables.Single(variable => (string)variable["name"]! == name);

    private static void Last(RenderedOverlay overlay, string role, string name)
    {
        JsonObject variable = Variable(overlay, role, name);
        var variables = (JsonArray)Container(overlay, role)["env"]!;
        variables.Remove(variable);
        variables.Add(variable);
    }

    private static JsonNode Mount(Workload workload, string volume) => ((JsonArray)workload.Containers.Single().Json["volumeMounts"]!).Single(mount => (string)mount!["name"]! == volume)!;

    private static JsonNode BrokerPod(RenderedOverlay overlay) => One(overlay, "RabbitmqCluster")["override"]!["statefulSet"]!["spec"]!["template"]!["spec"]!;

    private static JsonNode Trigger(RenderedOverlay overlay) => One(overlay, "ScaledObject")["triggers"]![0]!["metadata"]!;

    private static void File(RenderedOverlay overlay, string from, string to)
    {
        overlay.Configuration.Should().Contain(from);
        overlay.ConfigurationMap.Json["data"]!["contourflow.json"] = overlay.Configuration.Replace(from, to, StringComparison.Ordinal);
    }
}
