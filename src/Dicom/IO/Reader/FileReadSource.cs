using ContourFlow.Dicom.IO.Buffer;
using Microsoft.Win32.SafeHandles;

namespace ContourFlow.Dicom.IO.Reader;

/// <summary>A file, of which large values can stay on disk.</summary>
internal sealed class FileReadSource : BlockReadSource, IDisposable
{
    private readonly string _path;
    private readonly SafeFileHandle _handle;
    private FileReference? _file;

    public FileReadSource(string path, FileReadOption option, int largeObjectSize)
        : base(option, largeObjectSize)
    {
        _path = path;
        _handle = System.IO.File.OpenHandle(path);
        Length = RandomAccess.GetLength(_handle);
    }

    /// <summary>The file as it is now.</summary>
    public FileReference File => _file ??= new FileReference(_path, _handle, RandomAccess.GetLength(_handle));

    public void Dispose() => _handle.Dispose();

    protected override int Read(long position, Span<byte> target) => RandomAccess.Read(_handle, target, position);

    protected override IByteBuffer? OnDisk(long position, long count) =>
        Option == FileReadOption.ReadLargeOnDemand ? new FileByteBuffer(File, position, count) : null;
}
