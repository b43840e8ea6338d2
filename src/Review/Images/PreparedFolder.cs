using System.IO.Compression;
using System.Text;

namespace ContourFlow.Review.Images;

/// <summary>The folder of one prepared revision: each part a compressed file that is there whole or not at all, or the sentence why there is none.</summary>
internal sealed class PreparedFolder(string path)
{
    private static int s_made;

    /// <summary>Where it is.</summary>
    public string Path { get; } = path;

    /// <summary>Where a part is.</summary>
    public string FileOf(string name) => System.IO.Path.Combine(Path, name + ".gz");

    /// <summary>Whether a part is there.</summary>
    public bool Has(string name) => File.Exists(FileOf(name));

    /// <summary>Why there is no such part, as was found when it was to be made; null where that was not.</summary>
    public string? FaultOf(string name)
    {
        string file = FaultFileOf(name);
        return File.Exists(file) ? File.ReadAllText(file, Encoding.UTF8) : null;
    }

    /// <summary>Makes a part.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="write">Writes it, uncompressed.</param>
    /// <exception cref="IOException">The disk refuses.</exception>
    public void Make(string name, Action<Stream> write) => Place(FileOf(name), file =>
    {
        using var compressed = new GZipStream(file, CompressionLevel.Fastest, leaveOpen: true);
        write(compressed);
    });

    /// <summary>Notes why there is no such part.</summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    public void MakeFault(string name, string sentence) => Place(FaultFileOf(name), file => file.Write(Encoding.UTF8.GetBytes(sentence)));

    /// <summary>Notes that it was looked at.</summary>
    public void Touch(DateTime at)
    {
        try
        {
            Directory.SetLastWriteTimeUtc(Path, at);
        }
        catch (IOException)
        {
            // It has just been removed, or cannot be written to: then it counts as not looked at, and is made anew when it is asked for.
        }
    }

    // What a power cut leaves has its own name or is whole.
    private void Place(string file, Action<Stream> write)
    {
        Directory.CreateDirectory(Path);
        string part = string.Create(null, $"{file}.{Environment.ProcessId}-{Interlocked.Increment(ref s_made)}.part");
        try
        {
            using (var stream = new FileStream(part, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1 << 16))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(part, file, overwrite: true);
        }
        finally
        {
            File.Delete(part);
        }
    }

    private string FaultFileOf(string name) => System.IO.Path.Combine(Path, name + ".fault.txt");
}
