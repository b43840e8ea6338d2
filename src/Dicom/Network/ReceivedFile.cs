using System.Security.Cryptography;
using System.Text;
using ContourFlow.Dicom.IO;

namespace ContourFlow.Dicom.Network;

/// <summary>
/// A temporary file for an object that is being received by a service that has no place of its own for it. It goes when the
/// message has been handled: whoever wants the object keeps a copy.
/// </summary>
internal sealed class ReceivedFile : Stream, IFileReference
{
    private readonly FileStream _file;
    private bool _isClosed;

    private ReceivedFile(FileStream file) => _file = file;

    public string Name => _file.Name;

    public bool Exists => File.Exists(Name);

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _file.Length;

    public override long Position
    {
        get => _file.Position;
        set => throw new NotSupportedException();
    }

    /// <summary>Makes the file and writes preamble and meta information.</summary>
    public static ReceivedFile Create(DicomFile file)
    {
        string path = Path.Combine(Path.GetTempPath(), $"contourflow-{Convert.ToHexString(RandomNumberGenerator.GetBytes(8))}.part");
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.Read,
            BufferSize = 64 * 1024,
        };

        // Nobody else's business: it is a patient's.
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var stream = new FileStream(path, options);
        try
        {
            // An empty data set: what is saved is preamble, prefix and meta information.
            file.Save(stream);
            return new ReceivedFile(stream);
        }
        catch
        {
            stream.Dispose();
            File.Delete(path);
            throw;
        }
    }

    /// <summary>Ends the writing and opens what was written; large values stay in the file.</summary>
    /// <exception cref="DicomFileException">What came is no data set.</exception>
    public DicomFile Open(Encoding fallbackEncoding)
    {
        _file.Flush();
        _isClosed = true;
        _file.Dispose();
        return DicomFile.Open(Name, fallbackEncoding);
    }

    public Stream OpenRead() => File.OpenRead(Name);

    public override void Write(ReadOnlySpan<byte> buffer) => _file.Write(buffer);

    public override void Write(byte[] buffer, int offset, int count) => _file.Write(buffer, offset, count);

    public override void Flush()
    {
        if (!_isClosed)
            _file.Flush();
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            try
            {
                _file.Dispose();
            }
            catch (IOException)
            {
                // What is left in the buffer cannot be written, on a full disk: it was to be thrown away.
            }

            File.Delete(_file.Name);
        }

        base.Dispose(disposing);
    }
}
