using System.Globalization;
using ContourFlow.Contouring.Faults;
using ContourFlow.Worker.Hosting;

namespace ContourFlow.Worker.Processing;

/// <summary>A folder for one piece of work, removed when that ends, however it ends.</summary>
internal sealed class ScratchFolder : IDisposable
{
    // Folders of processes that died: nothing takes as long.
    private static readonly TimeSpan Forgotten = TimeSpan.FromDays(1);

    private static int s_made;

    private ScratchFolder(string path) => Path = path;

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>A path in it.</summary>
    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>Makes a folder, empty, that is nobody else's: work of the same name may be under way still, its claim having run out meanwhile.</summary>
    /// <param name="options">The configuration: each process has a part of its scratch folder for itself.</param>
    /// <param name="name">The beginning of its name, of letters, digits and hyphens.</param>
    /// <exception cref="TransientException">The disk refuses.</exception>
    public static ScratchFolder Make(ServiceOptions options, string name)
    {
        string path = System.IO.Path.Combine(OfProcess(options), string.Create(CultureInfo.InvariantCulture, $"{name}-{Interlocked.Increment(ref s_made)}"));
        try
        {
            if (Directory.Exists(path))
                Directory.Delete(path, recursive: true);
            Directory.CreateDirectory(path);
            return new ScratchFolder(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new TransientException($"The scratch folder {path} cannot be made.", fault);
        }
    }

    /// <summary>Removes what an earlier process of this name left, and what processes of other names left long ago.</summary>
    /// <param name="options">The configuration.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="IOException">The disk refuses.</exception>
    public static void RemoveLeftovers(ServiceOptions options, TimeProvider time)
    {
        if (!Directory.Exists(options.Scratch))
            return;
        string own = OfProcess(options);
        foreach (string folder in Directory.GetDirectories(options.Scratch))
        {
            if (folder == own || time.GetUtcNow().UtcDateTime - Directory.GetLastWriteTimeUtc(folder) > Forgotten)
                Directory.Delete(folder, recursive: true);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // Somebody emptied the scratch folder: what we want.
        }
        catch (IOException)
        {
            // It is removed at the next start; the work that it was for has its own end.
        }
    }

    private static string OfProcess(ServiceOptions options) =>
        System.IO.Path.Combine(options.Scratch, string.Concat(options.Process.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c : '_')));
}
