using System.Threading.Channels;

namespace ContourFlow.Worker.Filing;

/// <summary>Objects of the spool that wait to be filed, by their paths, in the order in which they came. The files are the truth: this is gone with the process.</summary>
internal sealed class SpoolQueue
{
    private readonly Channel<string> waiting = Channel.CreateUnbounded<string>(new UnboundedChannelOptions { SingleReader = true });
    private int undone;
    private int inHand;
    private volatile bool isStuck;

    /// <summary>How many wait, those that are being filed among them.</summary>
    public int Count => Volatile.Read(ref undone);

    /// <summary>Whether filing fails at present, for a reason that may pass.</summary>
    public bool IsStuck
    {
        get => isStuck;
        set => isStuck = value;
    }

    /// <summary>Adds an object.</summary>
    public void Add(string path)
    {
        Interlocked.Increment(ref undone);
        waiting.Writer.TryWrite(path);
    }

    /// <summary>Waits for an object, and takes it and what waits behind it, each once. What was taken before has to be <see cref="Done"/>.</summary>
    /// <param name="most">So many at most.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task<IReadOnlyList<string>> TakeAsync(int most, CancellationToken cancellationToken)
    {
        await waiting.Reader.WaitToReadAsync(cancellationToken);
        var taken = new HashSet<string>(StringComparer.Ordinal);
        while (taken.Count < most && waiting.Reader.TryRead(out string? path))
        {
            inHand++;
            taken.Add(path);
        }

        return [.. taken];
    }

    /// <summary>What was taken has been dealt with.</summary>
    public void Done()
    {
        Interlocked.Add(ref undone, -inHand);
        inHand = 0;
    }
}
