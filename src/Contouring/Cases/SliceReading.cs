using System.Collections.Immutable;
using ContourFlow.Contouring.Faults;

namespace ContourFlow.Contouring.Cases;

/// <summary>Reads the images of a series at once; what comes out does not depend on how many at once.</summary>
internal static class SliceReading
{
    /// <summary>Reads every image.</summary>
    /// <param name="images">The images, in the order of the result.</param>
    /// <param name="read">Reads one; called from any thread.</param>
    /// <param name="step">What is being done, for a human.</param>
    /// <param name="options">How many at once, and who is told.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="CaseDataException">The first refusal in the order of the images.</exception>
    public static ImmutableArray<T> ReadAll<T>(
        ImmutableArray<ScannedObject> images,
        Func<ScannedObject, T> read,
        string step,
        CaseReadOptions options,
        CancellationToken cancellationToken)
    {
        var results = new T[images.Length];
        var refusals = new CaseDataException?[images.Length];
        var done = 0;
        Parallel.For(
            0,
            images.Length,
            new ParallelOptions { MaxDegreeOfParallelism = options.MaximumDegreeOfParallelism, CancellationToken = cancellationToken },
            i =>
            {
                try
                {
                    results[i] = read(images[i]);
                }
                catch (CaseDataException fault)
                {
                    refusals[i] = fault;
                }

                options.Progress?.Report(new(step, Interlocked.Increment(ref done), images.Length));
            });
        if (Array.Find(refusals, fault => fault is not null) is { } first) throw first;
        return [.. results];
    }
}
