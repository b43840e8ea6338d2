namespace ContourFlow.Worker.Intake;

/// <summary>
/// An object on its way in: its data set is written to it as it comes, byte for byte, without preamble and file meta
/// information. Disposed of without <see cref="CompleteAsync"/> it leaves nothing behind.
/// </summary>
internal abstract class IncomingObject : Stream
{
    /// <summary>
    /// Ends the object. When this returns it is durable and to be seen in its place (written, flushed, renamed), and
    /// success may be answered.
    /// </summary>
    /// <returns>What became of it.</returns>
    /// <exception cref="IntakeRefusedException">It cannot be taken; nothing of it is left.</exception>
    public abstract ValueTask<Reception> CompleteAsync(CancellationToken cancellationToken);

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();
}
