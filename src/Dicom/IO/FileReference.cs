using Microsoft.Win32.SafeHandles;

namespace ContourFlow.Dicom.IO;

/// <summary>A file that values may still have to be read from.</summary>
public interface IFileReference
{
    /// <summary>The path.</summary>
    string Name { get; }

    /// <summary>Whether the file is there.</summary>
    bool Exists { get; }

    /// <summary>Opens it for reading.</summary>
    Stream OpenRead();
}

/// <summary>
/// A file as it was when it was opened. Values left on disk are only read from that same file: when its length or
/// its time of last writing has changed since, reading is an error instead of other bytes.
/// </summary>
public sealed class FileReference : IFileReference
{
    private const string ChangedSentence = "The file has changed since it was opened; its values that were left on disk are lost.";

    private readonly long _length;
    private readonly DateTime _written;

    /// <summary>Refers to a file that exists.</summary>
    public FileReference(string fileName)
    {
        ArgumentNullException.ThrowIfNull(fileName);
        Name = Path.GetFullPath(fileName);
        var info = new FileInfo(Name);
        _length = info.Exists ? info.Length : 0;
        _written = info.Exists ? info.LastWriteTimeUtc : default;
    }

    /// <summary>Refers to a file that is open.</summary>
    internal FileReference(string name, SafeFileHandle handle, long length)
    {
        Name = Path.GetFullPath(name);
        _length = length;
        _written = File.GetLastWriteTimeUtc(handle);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public bool Exists => File.Exists(Name);

    /// <inheritdoc/>
    public Stream OpenRead() => new FileStream(OpenHandle(), FileAccess.Read);

    /// <summary>Opens the file, and makes sure that it is still the same.</summary>
    /// <exception cref="DicomFileException">It is gone, or has changed.</exception>
    internal SafeFileHandle OpenHandle()
    {
        SafeFileHandle? handle = null;
        try
        {
            handle = File.OpenHandle(Name);
            if (RandomAccess.GetLength(handle) != _length || File.GetLastWriteTimeUtc(handle) != _written)
                throw new DicomFileException(null, ChangedSentence, new IOException(ChangedSentence));
            SafeFileHandle result = handle;
            handle = null;
            return result;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DicomFileException(null, "The file can no longer be read; its values that were left on disk are lost.", e);
        }
        finally
        {
            handle?.Dispose();
        }
    }
}
