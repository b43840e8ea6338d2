namespace ContourFlow.Dicom.IO.Buffer;

/// <summary>The bytes of a value that are somewhere else, under a URI.</summary>
public interface IBulkDataUriByteBuffer : IByteBuffer
{
    /// <summary>Where the bytes are.</summary>
    string BulkDataUri { get; }
}

/// <summary>
/// A value that says where its bytes are (BulkDataURI of DICOM JSON, PS3.18 F.2.6). They are never fetched: whoever
/// wants them fetches them and puts an element of bytes in the place.
/// </summary>
public sealed class BulkDataUriByteBuffer : IBulkDataUriByteBuffer
{
    /// <summary>Makes a buffer that says its URI.</summary>
    public BulkDataUriByteBuffer(string bulkDataUri)
    {
        ArgumentNullException.ThrowIfNull(bulkDataUri);
        BulkDataUri = bulkDataUri;
    }

    /// <inheritdoc/>
    public string BulkDataUri { get; }

    /// <inheritdoc/>
    public bool IsMemory => false;

    /// <summary>Not known.</summary>
    /// <exception cref="DicomDataException">Always.</exception>
    public long Size => throw Elsewhere();

    /// <summary>Not there.</summary>
    /// <exception cref="DicomDataException">Always.</exception>
    public byte[] Data => throw Elsewhere();

    /// <summary>Not there.</summary>
    /// <exception cref="DicomDataException">Always.</exception>
    public void GetByteRange(long offset, int count, byte[] output) => throw Elsewhere();

    /// <summary>Not there.</summary>
    /// <exception cref="DicomDataException">Always.</exception>
    public void CopyToStream(Stream stream) => throw Elsewhere();

    /// <summary>Not there.</summary>
    /// <exception cref="DicomDataException">Always.</exception>
    public Task CopyToStreamAsync(Stream stream, CancellationToken cancellationToken) => throw Elsewhere();

    private static DicomDataException Elsewhere() =>
        new("The bytes of this value are under a URI and were not fetched. Fetch them and put an element of bytes in its place.");
}
