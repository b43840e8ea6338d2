using System.Buffers;
using ContourFlow.Worker.Intake;

namespace ContourFlow.Worker.DicomWeb;

/// <summary>Takes one object that comes as a Part 10 file into the intake as it comes, without holding it.</summary>
/// <param name="intake">Where it goes.</param>
/// <param name="largest">Bytes that a data set may have.</param>
internal sealed class ObjectReception(IIntake intake, long largest)
{
    private const int BlockSize = 64 * 1024;

    /// <summary>Takes the data set of which the header has been read.</summary>
    /// <param name="header">What was read.</param>
    /// <param name="dataSet">The rest of the file.</param>
    /// <param name="studyInstanceUid">The study that it must belong to; null for any.</param>
    /// <param name="seriesInstanceUid">The series that it must belong to; null for any.</param>
    /// <param name="cancellationToken">Ends it; nothing of the object is then left.</param>
    /// <exception cref="IntakeRefusedException">It cannot be taken; nothing of it is left.</exception>
    /// <exception cref="BrokenBodyException">The stream's own; nothing of it is left.</exception>
    public async ValueTask<Reception> TakeAsync(
        FileHeader header, Stream dataSet, string? studyInstanceUid, string? seriesInstanceUid, CancellationToken cancellationToken)
    {
        DataSetHead? head = studyInstanceUid is null && seriesInstanceUid is null ? null : new DataSetHead(header);
        byte[] block = ArrayPool<byte>.Shared.Rent(BlockSize);
        try
        {
            await using IncomingObject incoming = intake.Begin(header.Arriving);
            long length = 0;
            int count;
            while ((count = await dataSet.ReadAtLeastAsync(block, block.Length, throwOnEndOfStream: false, cancellationToken)) > 0)
            {
                length += count;
                if (length > largest)
                    throw new IntakeRefusedException(IntakeRefusal.TooLarge, $"The object {header.SopInstanceUid} is larger than {largest} bytes.");
                head?.Add(block.AsSpan(0, count));
                await incoming.WriteAsync(block.AsMemory(0, count), cancellationToken);
            }

            if (length == 0)
                throw new IntakeRefusedException(IntakeRefusal.CannotUnderstand, $"The object {header.SopInstanceUid} has no data set.");
            head?.Check(studyInstanceUid, seriesInstanceUid);

            // All of it is here: a peer that leaves now changes nothing.
            return await incoming.CompleteAsync(CancellationToken.None);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
    }
}
