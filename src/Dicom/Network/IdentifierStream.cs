using System.Numerics;
using ContourFlow.Dicom.Network.Pdu;

namespace ContourFlow.Dicom.Network;

/// <summary>The identifier, or other data set in memory, of a message that is coming. Its memory is counted until it is disposed of.</summary>
/// <param name="budget">What it is counted by.</param>
internal sealed class IdentifierStream(IdentifierBudget budget) : MemoryStream
{
    /// <summary>Most bytes of one: a request for commitment of 50,000 objects has about 7 MB.</summary>
    public const int Most = 8 * 1024 * 1024;

    private const int First = 4096;

    /// <summary>Makes room for bytes that come next.</summary>
    /// <exception cref="PduException">It becomes too long, or all of the process together do.</exception>
    public void MakeRoom(long count)
    {
        long length = Length + count;
        if (length > Most)
            throw new PduException(DicomAbortReason.NotSpecified, $"An identifier is longer than {Most} bytes.");
        if (length <= Capacity)
            return;
        int capacity = (int)Math.Clamp((long)BitOperations.RoundUpToPowerOf2((ulong)length), First, Most);
        if (!budget.TryTake(capacity - Capacity))
            throw new PduException(DicomAbortReason.NotSpecified, "The identifiers of all associations together take more memory than they may: try again later.");
        Capacity = capacity;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        // A stream that is closed has no capacity to ask for.
        if (disposing && CanWrite)
            budget.Return(Capacity);
        base.Dispose(disposing);
    }
}
