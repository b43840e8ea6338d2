namespace ContourFlow.Dicom.IO.Buffer;

/// <summary>The bytes of a value, in memory or left in a file.</summary>
public interface IByteBuffer
{
    /// <summary>Whether the bytes are in memory.</summary>
    bool IsMemory { get; }

    /// <summary>Number of bytes.</summary>
    long Size { get; }

    /// <summary>The bytes. May be the buffer's own array: do not change it.</summary>
    byte[] Data { get; }

    /// <summary>Copies a range of the bytes to the start of <paramref name="output"/>.</summary>
    void GetByteRange(long offset, int count, byte[] output);

    /// <summary>Copies the bytes to a stream.</summary>
    void CopyToStream(Stream stream);

    /// <summary>Copies the bytes to a stream.</summary>
    Task CopyToStreamAsync(Stream stream, CancellationToken cancellationToken);
}
