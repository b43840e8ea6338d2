using System.Security.Cryptography;
using System.Text;
using ContourFlow.Dicom.IO;
using ContourFlow.Dicom.IO.Buffer;
using ContourFlow.Dicom.IO.Reader;
using ContourFlow.Dicom.IO.Writer;

namespace ContourFlow.Dicom;

/// <summary>What is done with values of more than 64 KiB when a file is read.</summary>
public enum FileReadOption
{
    /// <summary>As <see cref="ReadLargeOnDemand"/> for files; values of streams are read into memory.</summary>
    Default = 0,

    /// <summary>They stay on disk until they are asked for; the file must then still be the same. Of streams only those of files can stay.</summary>
    ReadLargeOnDemand = 1,

    /// <summary>They are left out of the data set.</summary>
    SkipLargeTags = 2,

    /// <summary>They are read into memory.</summary>
    ReadAll = 3,
}

/// <summary>What a file looks like at its start.</summary>
public enum DicomFileFormat
{
    Unknown = 0,
    DICOM3 = 1,

    /// <summary>File meta information without the preamble of 128 bytes.</summary>
    DICOM3NoPreamble = 2,

    /// <summary>A bare data set.</summary>
    DICOM3NoFileMetaInfo = 3,
    ACRNEMA1 = 4,
    ACRNEMA2 = 5,
}

/// <summary>Where the reader is; given to a function that can stop it.</summary>
public sealed class ParseState
{
    /// <summary>The tag that would be read next.</summary>
    public required DicomTag Tag { get; init; }

    /// <summary>How many sequences it lies in.</summary>
    public int SequenceDepth { get; init; }
}

/// <summary>
/// A DICOM file (PS3.10): meta information and data set. Reading is bounded: every length is checked against the file
/// before anything is allocated, and what does not fit is a <see cref="DicomFileException"/> that names the byte offset.
/// </summary>
/// <remarks>
/// Differences from fo-dicom, on purpose: a truncated file is an error and never a silent part; the same tag twice
/// with different values is an error; text outside the character set is an error and never a question mark.
/// </remarks>
public class DicomFile
{
    /// <summary>Makes an empty file.</summary>
    public DicomFile()
        : this(new DicomDataset())
    {
    }

    /// <summary>Makes a file of a data set, in the data set's own transfer syntax.</summary>
    public DicomFile(DicomDataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        Dataset = dataset;
        FileMetaInfo = new DicomFileMetaInformation(dataset);
        Format = DicomFileFormat.DICOM3;
    }

    internal DicomFile(DicomFileMetaInformation meta, DicomDataset dataset, DicomFileFormat format, IFileReference? file)
    {
        FileMetaInfo = meta;
        Dataset = dataset;
        Format = format;
        File = file;
    }

    /// <summary>UID of this implementation, written into every file.</summary>
    internal static DicomUID ImplementationClassUID { get; } = new("2.25.190146791043182537162995334085306055748", "ContourFlow", DicomUidType.Unknown);

    /// <summary>Version of this implementation, written into every file.</summary>
    internal static string ImplementationVersion => "CONTOURFLOW_0_1";

    /// <summary>The file that was read; <c>null</c> when it was a stream or none.</summary>
    public IFileReference? File { get; protected set; }

    /// <summary>What the file looks like at its start.</summary>
    public DicomFileFormat Format { get; protected set; }

    /// <summary>The meta information; made of the data set where the file has none.</summary>
    public DicomFileMetaInformation FileMetaInfo { get; protected set; }

    /// <summary>The data set.</summary>
    public DicomDataset Dataset { get; protected set; }

    /// <summary>Whether reading was stopped by the caller's function. A truncated file is an error instead.</summary>
    public bool IsPartial { get; protected internal set; }

    /// <summary>Where the data set begins in what was read, behind the meta information; 0 where there is none, or the data set is not coded as it says.</summary>
    internal long DatasetPosition { get; init; }

    /// <summary>Where the records of a DICOMDIR begin in the file, in their order.</summary>
    internal IReadOnlyList<long>? RecordPositions { get; init; }

    /// <summary>Reads a file.</summary>
    /// <param name="fileName">The path.</param>
    /// <param name="readOption">What is done with large values.</param>
    /// <param name="largeObjectSize">From how many bytes a value is large; 0: 64 KiB.</param>
    /// <exception cref="DicomFileException">The file is missing, not DICOM, broken, or in a transfer syntax that is not supported.</exception>
    public static DicomFile Open(string fileName, FileReadOption readOption = FileReadOption.Default, int largeObjectSize = 0) =>
        Open(fileName, DicomEncoding.Default, null, readOption, largeObjectSize);

    /// <summary>Reads a file.</summary>
    /// <param name="fileName">The path.</param>
    /// <param name="fallbackEncoding">The encoding of text when the data set does not name its character set.</param>
    /// <param name="stop">Ends the reading before the tag that it is true for.</param>
    /// <param name="readOption">What is done with large values.</param>
    /// <param name="largeObjectSize">From how many bytes a value is large; 0: 64 KiB.</param>
    /// <exception cref="DicomFileException">The file is missing, not DICOM, broken, or in a transfer syntax that is not supported.</exception>
    public static DicomFile Open(string fileName, Encoding fallbackEncoding, Func<ParseState, bool>? stop = null, FileReadOption readOption = FileReadOption.Default, int largeObjectSize = 0)
    {
        ArgumentNullException.ThrowIfNull(fileName);
        ArgumentNullException.ThrowIfNull(fallbackEncoding);
        try
        {
            using var source = new FileReadSource(fileName, readOption == FileReadOption.Default ? FileReadOption.ReadLargeOnDemand : readOption, largeObjectSize);
            return DicomFileReader.Read(source, fallbackEncoding, stop, source.File);
        }
        catch (FileNotFoundException e)
        {
            throw new DicomFileException(null, "The file does not exist.", e);
        }
        catch (DirectoryNotFoundException e)
        {
            throw new DicomFileException(null, "The file does not exist.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new DicomFileException(null, Directory.Exists(fileName) ? "The path is a folder, not a DICOM file." : "The file cannot be read.", e);
        }
    }

    /// <summary>Reads a stream from where it stands to its end, or to the tag that reading is stopped at. It need not be seekable.</summary>
    /// <remarks>Where the stream stands afterwards is not said: it is read in blocks.</remarks>
    /// <exception cref="DicomFileException">It is not DICOM, broken, or in a transfer syntax that is not supported.</exception>
    public static DicomFile Open(Stream stream, FileReadOption readOption = FileReadOption.Default, int largeObjectSize = 0) =>
        Open(stream, DicomEncoding.Default, null, readOption, largeObjectSize);

    /// <summary>Reads a stream from where it stands to its end, or to the tag that reading is stopped at. It need not be seekable.</summary>
    /// <remarks>Where the stream stands afterwards is not said: it is read in blocks.</remarks>
    /// <exception cref="DicomFileException">It is not DICOM, broken, or in a transfer syntax that is not supported.</exception>
    public static DicomFile Open(Stream stream, Encoding fallbackEncoding, Func<ParseState, bool>? stop = null, FileReadOption readOption = FileReadOption.Default, int largeObjectSize = 0)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(fallbackEncoding);
        try
        {
            return DicomFileReader.Read(new StreamReadSource(stream, readOption, largeObjectSize), fallbackEncoding, stop, null);
        }
        catch (Exception e) when (e is IOException or NotSupportedException or ObjectDisposedException)
        {
            throw new DicomFileException(null, "The stream cannot be read.", e);
        }
    }

    /// <inheritdoc cref="Open(string, FileReadOption, int)"/>
    public static Task<DicomFile> OpenAsync(string fileName, FileReadOption readOption = FileReadOption.Default, int largeObjectSize = 0) =>
        Task.Run(() => Open(fileName, readOption, largeObjectSize));

    /// <inheritdoc cref="Open(string, Encoding, Func{ParseState, bool}?, FileReadOption, int)"/>
    public static Task<DicomFile> OpenAsync(string fileName, Encoding fallbackEncoding, Func<ParseState, bool>? stop = null, FileReadOption readOption = FileReadOption.Default, int largeObjectSize = 0) =>
        Task.Run(() => Open(fileName, fallbackEncoding, stop, readOption, largeObjectSize));

    /// <inheritdoc cref="Open(Stream, FileReadOption, int)"/>
    public static Task<DicomFile> OpenAsync(Stream stream, FileReadOption readOption = FileReadOption.Default, int largeObjectSize = 0) =>
        OpenAsync(stream, DicomEncoding.Default, null, readOption, largeObjectSize);

    /// <inheritdoc cref="Open(Stream, Encoding, Func{ParseState, bool}?, FileReadOption, int)"/>
    public static async Task<DicomFile> OpenAsync(Stream stream, Encoding fallbackEncoding, Func<ParseState, bool>? stop = null, FileReadOption readOption = FileReadOption.Default, int largeObjectSize = 0)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(fallbackEncoding);
        using var memory = new MemoryStream();
        if (stop is not null && await OpenPrefixAsync(stream, memory, fallbackEncoding, stop, readOption, largeObjectSize) is { } stopped)
            return stopped;
        try
        {
            await stream.CopyToAsync(memory);
        }
        catch (Exception e) when (e is IOException or NotSupportedException or ObjectDisposedException)
        {
            throw new DicomFileException(null, "The stream cannot be read.", e);
        }

        memory.Position = 0;
        return Open(memory, fallbackEncoding, stop, readOption, largeObjectSize);
    }

    // Tries what has come, and four times as much, and so on: what lies behind the tag that ends the reading is not waited for.
    private static async Task<DicomFile?> OpenPrefixAsync(Stream stream, MemoryStream memory, Encoding fallbackEncoding, Func<ParseState, bool> stop, FileReadOption readOption, int largeObjectSize)
    {
        byte[] block = new byte[16 * 1024];
        for (long wanted = block.Length; wanted < Array.MaxLength / 4; wanted *= 4)
        {
            while (memory.Length < wanted)
            {
                int count;
                try
                {
                    count = await stream.ReadAsync(block);
                }
                catch (Exception e) when (e is IOException or NotSupportedException or ObjectDisposedException)
                {
                    throw new DicomFileException(null, "The stream cannot be read.", e);
                }

                if (count == 0)
                    return null;
                memory.Write(block, 0, count);
            }

            try
            {
                return DicomFileReader.Read(new PrefixReadSource(memory.ToArray(), readOption, largeObjectSize), fallbackEncoding, stop, null);
            }
            catch (RestNeededException)
            {
                // The rest is read, and all of it tried again.
            }
        }

        return null;
    }

    /// <summary>Whether the file has the preamble and prefix of PS3.10; false when it cannot be read.</summary>
    public static bool HasValidHeader(string path)
    {
        try
        {
            using FileStream stream = System.IO.File.OpenRead(path);
            Span<byte> start = stackalloc byte[132];
            return stream.ReadAtLeast(start, 132, throwOnEndOfStream: false) == 132 && start[128..].SequenceEqual("DICM"u8);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return false;
        }
    }

    /// <summary>Writes the file: first under a temporary name beside it, then renamed, so that nothing half-written is left.</summary>
    /// <remarks>A process that ends in between leaves at most the temporary file, whose name ends in .part. The bytes are not forced through to the disk.</remarks>
    /// <exception cref="DicomFileException">The file cannot be written.</exception>
    /// <exception cref="DicomDataException">The data set has no SOP class or instance UID, or something in it cannot be written.</exception>
    public void Save(string fileName, DicomWriteOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(fileName);
        string target = Path.GetFullPath(fileName);
        string temporary = $"{target}.{Convert.ToHexString(RandomNumberGenerator.GetBytes(4))}.part";
        bool made = false;
        try
        {
            // Values left on disk in the file that is about to be replaced come into memory first.
            if (System.IO.File.Exists(target))
                LargeValues.Load(Dataset, target);
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 65536))
            {
                made = true;
                Save(stream, options);
            }

            System.IO.File.Move(temporary, target, overwrite: true);
            made = false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new DicomFileException(this, "The file cannot be written: " + (e is UnauthorizedAccessException ? "access is denied." : "the disk is full, or the folder is missing or read-only."), e);
        }
        finally
        {
            if (made)
                Discard(temporary);
        }
    }

    /// <summary>Writes the file to a stream.</summary>
    /// <exception cref="DicomDataException">The data set has no SOP class or instance UID, or something in it cannot be written.</exception>
    public void Save(Stream stream, DicomWriteOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        OnSave();
        DicomFileWriter.Write(this, stream, options ?? DicomWriteOptions.Default);
    }

    /// <inheritdoc cref="Save(string, DicomWriteOptions?)"/>
    public Task SaveAsync(string fileName, DicomWriteOptions? options = null) => Task.Run(() => Save(fileName, options));

    /// <inheritdoc cref="Save(Stream, DicomWriteOptions?)"/>
    public async Task SaveAsync(Stream stream, DicomWriteOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var memory = new MemoryStream();
        Save(memory, options);
        memory.Position = 0;
        await memory.CopyToAsync(stream);
    }

    /// <summary>The format, and never a path or a value.</summary>
    public override string ToString() => $"DICOM file ({Format})";

    /// <summary>Called before the file is written.</summary>
    protected virtual void OnSave()
    {
    }

    private static void Discard(string path)
    {
        try
        {
            System.IO.File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The fault that brought us here is the one to tell of.
        }
    }
}

/// <summary>What can be done with a file besides.</summary>
public static class DicomFileExtensions
{
    /// <summary>A file of its own with the same items.</summary>
    public static DicomFile Clone(this DicomFile original)
    {
        ArgumentNullException.ThrowIfNull(original);
        return new DicomFile(new DicomFileMetaInformation(original.FileMetaInfo), original.Dataset.Clone(), original.Format, original.File);
    }
}
