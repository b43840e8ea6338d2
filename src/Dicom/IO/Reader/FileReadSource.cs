using ContourFlow.Dicom.IO.Buffer;
using Microsoft.Win32.SafeHandles;

namespace ContourFlow.Dicom.IO.Reader;

/// <summary>A file, of which large values can stay on disk.</summary>
internal sealed class FileReadSource : BlockReadSource, IDisposable
{
    private readonly SafeFileHandle _handle;

    public FileReadSource(string path, FileReadOption option, int largeObjectSize)
        : base(option, largeObjectSize)
    {
        File = new FileReference(path);
        _handle = System.IO.File.OpenHandle(path);
        Length = RandomAccess.GetLength(_handle);
    }

    public FileReference File { get; }

    public void Dispose() => _handle.Dispose();

    protected override int Read(long position, Span<byte> target) => RandomAccess.Read(_handle, target, position);

    protected override IByteBuffer? OnDisk(long position, long count) =>
        Option == FileReadOption.ReadLargeOnDemand ? new FileByteBuffer(File, position, count) : null;
}
