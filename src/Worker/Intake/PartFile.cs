namespace ContourFlow.Worker.Intake;

/// <summary>Files on their way to a name of their own.</summary>
internal static class PartFile
{
    /// <summary>Ending of their names.</summary>
    public const string Ending = ".part";

    /// <summary>Removes one, where the disk still lets it; where not, the next start does.</summary>
    public static void Discard(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // What brought us here is what is to be told of.
        }
    }
}
