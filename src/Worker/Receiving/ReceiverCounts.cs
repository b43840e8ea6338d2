using ContourFlow.Worker.Intake;

namespace ContourFlow.Worker.Receiving;

/// <summary>What a receiver has done since it started.</summary>
internal sealed class ReceiverCounts
{
    private long associations;
    private long rejected;
    private long stored;
    private long alreadyHere;
    private long keptAside;
    private long refused;

    public long Associations => Volatile.Read(ref associations);

    public long Rejected => Volatile.Read(ref rejected);

    public long Stored => Volatile.Read(ref stored);

    public long AlreadyHere => Volatile.Read(ref alreadyHere);

    public long KeptAside => Volatile.Read(ref keptAside);

    public long Refused => Volatile.Read(ref refused);

    public void Associate() => Interlocked.Increment(ref associations);

    public void Reject() => Interlocked.Increment(ref rejected);

    public void Refuse() => Interlocked.Increment(ref refused);

    public void Take(Reception reception)
    {
        ref long count = ref stored;
        if (reception == Reception.AlreadyHere)
            count = ref alreadyHere;
        else if (reception == Reception.KeptAside)
            count = ref keptAside;
        Interlocked.Increment(ref count);
    }
}
