using ContourFlow.Contouring;

namespace ContourFlow.Worker.Processing;

/// <summary>How long each step of a case takes: one begins where the one before ends.</summary>
internal sealed class StepTimes(TimeProvider time) : IProgress<CaseStep>
{
    private readonly Dictionary<string, TimeSpan> durations = new(StringComparer.Ordinal);
    private string? step;
    private long began;

    /// <summary>The steps that have ended.</summary>
    public IReadOnlyDictionary<string, TimeSpan> Durations => durations;

    /// <summary>A step begins.</summary>
    public void Begin(string name)
    {
        End();
        (step, began) = (name, time.GetTimestamp());
    }

    /// <summary>The step has ended.</summary>
    public void End()
    {
        if (step is not null)
            durations[step] = durations.GetValueOrDefault(step) + time.GetElapsedTime(began);
        step = null;
    }

    /// <inheritdoc/>
    public void Report(CaseStep value) => Begin(value.ToString().ToLowerInvariant());
}
