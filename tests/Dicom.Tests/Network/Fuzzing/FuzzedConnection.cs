namespace ContourFlow.Dicom.Tests.Network.Fuzzing;

/// <summary>A connection in memory: gives what was put in, in pieces, and then the end; counts what is written.</summary>
internal sealed class FuzzedConnection(byte[] bytes, int stopAt) : Stream, INetworkStream
{
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _goingOn = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _at;
    private int _piece = 1;

    /// <summary>Ends when everything before the stop has been read and dealt with, or the connection is closed.</summary>
    public Task Stopped => _stopped.Task;

    /// <summary>Bytes that were written.</summary>
    public long Written { get; private set; }

    public string RemoteHost => "127.0.0.1";

    public string LocalHost => "127.0.0.1";

    public int RemotePort => 1;

    public int LocalPort => 2;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public Stream AsStream() => this;

    /// <summary>Gives what is behind the stop.</summary>
    public void GoOn() => _goingOn.TrySetResult();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_at == stopAt)
        {
            _stopped.TrySetResult();
            await _goingOn.Task;
        }

        int end = _at < stopAt ? stopAt : bytes.Length;
        // Pieces of 1, 2, 4 ... bytes, and again.
        int count = Math.Min(Math.Min(buffer.Length, _piece), end - _at);
        _piece = _piece >= 4096 ? 1 : _piece * 2;
        bytes.AsMemory(_at, count).CopyTo(buffer);
        _at += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(ReadOnlySpan<byte> buffer) => Written += buffer.Length;

    public override void Write(byte[] buffer, int offset, int count) => Written += count;

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Written += buffer.Length;
        return ValueTask.CompletedTask;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        _stopped.TrySetResult();
        _goingOn.TrySetResult();
        base.Dispose(disposing);
    }
}
