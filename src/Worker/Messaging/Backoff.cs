namespace ContourFlow.Worker.Messaging;

/// <summary>Pauses that double with every failure in a row.</summary>
/// <param name="first">The first pause.</param>
/// <param name="longest">The longest.</param>
internal sealed class Backoff(TimeSpan first, TimeSpan longest)
{
    private int failures;

    /// <summary>Whether the last attempt failed.</summary>
    public bool IsFailing => failures > 0;

    /// <summary>The pause after one more failure.</summary>
    public TimeSpan Failed() => Of(first, longest, failures++);

    /// <summary>It went well: the next pause is the first one again.</summary>
    public void Succeeded() => failures = 0;

    /// <summary>A pause after a number of failures before it.</summary>
    public static TimeSpan Of(TimeSpan first, TimeSpan longest, int failuresBefore) =>
        TimeSpan.FromSeconds(Math.Min(first.TotalSeconds * Math.Pow(2, Math.Min(failuresBefore, 60)), longest.TotalSeconds));
}
