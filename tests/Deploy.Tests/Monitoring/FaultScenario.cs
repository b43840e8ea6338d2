namespace ContourFlow.Deploy.Tests.Monitoring;

/// <summary>What an alert is tested with: the recording of a fault, and which alert has to come of it.</summary>
/// <param name="Alert">Name of the alert.</param>
/// <param name="Recordings">What was recorded, a minute each; the last of them goes on.</param>
/// <param name="Labels">The labels that the alert has beside its severity.</param>
internal sealed record FaultScenario(string Alert, string[] Recordings, IReadOnlyDictionary<string, string> Labels)
{
    private static readonly IReadOnlyDictionary<string, string> s_installation = Of(("namespace", "contourflow"));
    private static readonly IReadOnlyDictionary<string, string> s_pacs = Of(("namespace", "contourflow"), ("destination", "pacs"));

    /// <summary>
    /// For how long the fault has been there when the test begins to see it: a recording is some seconds old, and nobody waits for days. Ages in it are
    /// greater by this.
    /// </summary>
    public TimeSpan Since { get; init; }

    /// <summary>How many minutes after the first of the recordings it is so that the alert is about.</summary>
    public int TrueAfter { get; init; }

    /// <summary>One for each alert.</summary>
    public static IReadOnlyList<FaultScenario> All { get; } =
    [
        new("ContourFlowCaseWaitsLong", ["case-waits"], s_installation) { Since = TimeSpan.FromDays(3) },
        new("ContourFlowCaseQueuedLong", ["no-worker"], s_installation) { Since = TimeSpan.FromMinutes(15) },
        new("ContourFlowCaseProcessedLong", ["worker-died"], s_installation) { Since = TimeSpan.FromMinutes(30) },
        new("ContourFlowCaseHeld", ["case-held"], s_installation),
        new("ContourFlowCaseAwaitsReview", ["case-awaits-review"], s_installation) { Since = TimeSpan.FromDays(1) },
        new("ContourFlowDoseWaitsLong", ["dose-waits"], s_installation) { Since = TimeSpan.FromMinutes(30) },
        new("ContourFlowDestinationUnreachable", ["destination-away"], s_pacs),
        new("ContourFlowDeliveryOverdue", ["destination-away"], s_pacs) { Since = TimeSpan.FromMinutes(30) },
        new("ContourFlowCommitmentOverdue", ["commitment-awaited"], s_pacs) { Since = TimeSpan.FromHours(1) },
        new("ContourFlowRegistryUnreachable", ["registry-away"], s_installation),
        new("ContourFlowBrokerUnreachable", ["broker-away"], s_installation),
        new("ContourFlowNoWorker", ["no-worker"], s_installation),
        new("ContourFlowNoPublisher", ["no-publisher"], Of(("namespace", "contourflow"), ("queue", "contourflow.publish.pacs.v1"))),
        new("ContourFlowDeadLetters", ["dead-letter"], Of(("namespace", "contourflow"), ("queue", "contourflow.process-case.v1_skipped"))),
        new("ContourFlowOutboxStuck", ["broker-away"], s_installation) { Since = TimeSpan.FromMinutes(1) },
        new("ContourFlowSpoolGrows", ["objects-away"], Own("gateway")),
        new("ContourFlowSpoolFull", ["spool-nearly-full"], Own("gateway")),
        new("ContourFlowAssociationsRejected", ["association-rejected"], Own("gateway")),
        new("ContourFlowDiskFillsUp", ["disk-full"], With(Own("gateway-full"), "folder", "data")),
        new("ContourFlowDiskFull", ["disk-full"], With(Own("gateway-full"), "folder", "data")),
        new("ContourFlowProcessDown", ["publisher-hangs"], Target("publisher")),
        new("ContourFlowRoleAbsent", ["no-worker"], Of(("namespace", "contourflow"), ("component", "worker"))),
        new("ContourFlowReviewPageDown", ["no-review"], s_installation),
        new("ContourFlowRestarts", ["restarted-1", "restarted-2", "restarted-3"], Own("worker-2")) { TrueAfter = 2 },
    ];

    private static Dictionary<string, string> Target(string name) =>
        MonitoredCluster.Labels(name).ToDictionary(label => label.Key, label => label.Value, StringComparer.Ordinal);

    // A series of the program has the name of its meter beside the labels of its target.
    private static Dictionary<string, string> Own(string name) => With(Target(name), "otel_scope_name", "ContourFlow");

    private static Dictionary<string, string> With(IReadOnlyDictionary<string, string> labels, string name, string value) =>
        new(labels, StringComparer.Ordinal) { [name] = value };

    private static Dictionary<string, string> Of(params (string Name, string Value)[] labels) =>
        labels.ToDictionary(label => label.Name, label => label.Value, StringComparer.Ordinal);
}
