using System.Buffers;
using System.Net;
using System.Net.Http.Headers;

namespace ContourFlow.Worker.DicomWeb;

/// <summary>One file as a part of a request: read while it is sent, never held.</summary>
internal sealed class StowPart : HttpContent
{
    private const int BlockSize = 64 * 1024;

    private readonly StowObject sent;
    private readonly Action progressed;

    /// <summary>Makes the part.</summary>
    /// <param name="sent">The object.</param>
    /// <param name="progressed">Called whenever something has gone out.</param>
    public StowPart(StowObject sent, Action progressed)
    {
        this.sent = sent;
        this.progressed = progressed;
        Headers.ContentType = new MediaTypeHeaderValue(MediaType.Dicom);
    }

    /// <summary>What was wrong with the file, when it could not be read.</summary>
    public Exception? FileFault { get; private set; }

    /// <inheritdoc/>
    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        byte[] block = ArrayPool<byte>.Shared.Rent(BlockSize);
        try
        {
            await using Stream file = Read(() => File.OpenRead(sent.Path));
            long left = sent.Length;
            while (left > 0)
            {
                int count = await file.ReadAsync(block.AsMemory(0, (int)Math.Min(block.Length, left)), cancellationToken);
                if (count == 0)
                    break;
                left -= count;
                await stream.WriteAsync(block.AsMemory(0, count), cancellationToken);
                progressed();
            }

            // A body that is not as long as it said must not be taken for whole.
            if (left > 0 || file.Length != sent.Length)
                throw FileFault = new IOException($"The file of the object {sent.SopInstanceUid} changed while it was sent.");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
    }

    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    /// <inheritdoc/>
    protected override bool TryComputeLength(out long length)
    {
        length = sent.Length;
        return true;
    }

    private Stream Read(Func<Stream> open)
    {
        try
        {
            return open();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw FileFault = new IOException($"The file of the object {sent.SopInstanceUid} cannot be read.", fault);
        }
    }
}
