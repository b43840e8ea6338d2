namespace ContourFlow.Worker.Processing;

/// <summary>How the folder for the results lies to the folder that is read.</summary>
internal enum FolderPair
{
    Apart,

    /// <summary>The results are in a folder of the input: legal, and warned about.</summary>
    OutputInsideInput,

    /// <summary>One folder for both: refused, since originals and results would be mixed.</summary>
    Same,
}

/// <summary>Compares the two folders.</summary>
internal static class FolderPairs
{
    public static FolderPair Of(string input, string output)
    {
        string relative = Path.GetRelativePath(Path.GetFullPath(input), Path.GetFullPath(output));
        if (relative == ".")
            return FolderPair.Same;
        bool leavesInput = relative == ".." || relative.StartsWith(".." + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            || Path.IsPathRooted(relative);
        return leavesInput ? FolderPair.Apart : FolderPair.OutputInsideInput;
    }
}
