namespace ContourFlow.Storage.Registry;

/// <summary>
/// The registry's time. What is right never depends on it: it says when to look, and when somebody who said that they
/// are at something has been silent for long enough.
/// </summary>
internal sealed class RegistryClock(TimeProvider time)
{
    /// <summary>
    /// By how much clocks may differ. What was set later than this in the future was set by a clock that has gone back since:
    /// it counts as over, lest everything stand still until that time comes again.
    /// </summary>
    public static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);

    /// <summary>The time now, to the microsecond: what PostgreSQL keeps.</summary>
    public DateTimeOffset Now
    {
        get
        {
            DateTimeOffset now = time.GetUtcNow();
            return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
        }
    }
}
