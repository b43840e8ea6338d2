namespace ContourFlow.Dicom.Network;

/// <summary>How much memory the identifiers may take that are being received, and answered, on all associations together.</summary>
/// <param name="most">Bytes.</param>
internal sealed class IdentifierBudget(long most)
{
    private long _held;

    /// <summary>The one of the process: 64 MiB.</summary>
    public static IdentifierBudget OfProcess { get; } = new(64 * 1024 * 1024);

    /// <summary>Bytes that are taken.</summary>
    public long Held => Interlocked.Read(ref _held);

    /// <summary>Takes some; false, and nothing taken, where there are not so many left.</summary>
    public bool TryTake(long count)
    {
        if (Interlocked.Add(ref _held, count) <= most)
            return true;
        Interlocked.Add(ref _held, -count);
        return false;
    }

    /// <summary>Gives some back.</summary>
    public void Return(long count) => Interlocked.Add(ref _held, -count);
}
