namespace ContourFlow.Worker.Operations.Health;

/// <summary>Which question a check answers.</summary>
internal static class HealthTags
{
    /// <summary>/health/ready. MassTransit marks its own checks by "ready".</summary>
    public const string Ready = "contourflow-ready";

    /// <summary>/health/startup.</summary>
    public const string Startup = "contourflow-startup";
}
