namespace ContourFlow.Worker.Output;

/// <summary>One file that is new: written under another name beside its place, then renamed; never over one that is there.</summary>
internal static class NewFile
{
    /// <summary>Says early that a file is there already.</summary>
    /// <exception cref="OutputException">It is, or its folder is not.</exception>
    public static void Refuse(string path)
    {
        string full = Path.GetFullPath(path);
        if (Path.Exists(full))
            throw new OutputException($"{full} is there already. Name a new file; nothing was written.");
        if (!Directory.Exists(Path.GetDirectoryName(full)))
            throw new OutputException($"The folder of {full} does not exist. Make it, or name a file elsewhere; nothing was written.");
    }

    /// <summary>Writes it.</summary>
    /// <exception cref="OutputException">It is there already, or the disk refuses.</exception>
    public static void Write(string path, ReadOnlyMemory<byte> content)
    {
        Refuse(path);
        string full = Path.GetFullPath(path);
        string working = full + OutputFolder.StagingEnding;
        bool isOurs = false;
        try
        {
            using (var stream = new FileStream(working, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                isOurs = true;
                stream.Write(content.Span);
            }

            File.Move(working, full, overwrite: false);
            isOurs = false;
        }
        catch (Exception fault) when (WriteFaults.Cause(fault) is { } cause)
        {
            if (isOurs) Discard(working);
            throw new OutputException(WriteFaults.Sentence(full, cause), fault);
        }
    }

    private static void Discard(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // The fault that brought us here is the one to tell of.
        }
    }
}
