using ContourFlow.Worker.Intake;

namespace ContourFlow.Worker.Receiving;

/// <summary>
/// Where the data set of an object goes while it comes. A refusal is kept for the answer and the rest of the object passed over:
/// a sender that is told why goes on with its next object, one whose association is cut does not.
/// </summary>
internal sealed class ReceivingStream(DicomFile header) : Stream
{
    private IncomingObject? incoming;

    /// <summary>The object's file meta information.</summary>
    public DicomFile Header { get; } = header;

    /// <summary>Why it is not taken; null as long as it is.</summary>
    public IntakeRefusedException? Refused { get; private set; }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Begins to take it in.</summary>
    public void Begin(IIntake intake, ArrivingObject arriving)
    {
        try
        {
            incoming = intake.Begin(arriving);
        }
        catch (IntakeRefusedException refused)
        {
            Refused = refused;
        }
    }

    /// <summary>Makes it durable.</summary>
    /// <exception cref="IntakeRefusedException">It is not taken; nothing of it is left.</exception>
    public async ValueTask<Reception> CompleteAsync(CancellationToken cancellationToken)
    {
        if (Refused is not null)
            throw Refused;
        return await incoming!.CompleteAsync(cancellationToken);
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (Refused is not null)
            return;
        try
        {
            incoming!.Write(buffer);
        }
        catch (IntakeRefusedException refused)
        {
            Refused = refused;
            incoming!.Dispose();
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
        // What counts is CompleteAsync.
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            incoming?.Dispose();
        base.Dispose(disposing);
    }
}
