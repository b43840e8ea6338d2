namespace ContourFlow.Worker.Operations.Health;

/// <summary>Which question a check answers.</summary>
internal static class HealthTags
{
    /// <summary>/health/ready.</summary>
    public const string Ready = "ready";

    /// <summary>/health/startup.</summary>
    public const string Startup = "startup";
}
