namespace ContourFlow.Worker.Intake;

/// <summary>Where objects are in the folder of received objects, relative to it, with '/'.</summary>
internal static class ObjectPath
{
    /// <summary>Ending of an object's file name.</summary>
    public const string Ending = ".dcm";

    /// <summary>The folder of objects that came under the UID of another; hidden, so that whoever reads the folder as a case passes over it.</summary>
    public const string Conflicts = ".conflicts";

    /// <summary>The folder of working files: lock, objects on their way, journal.</summary>
    public const string Working = ".intake";

    /// <summary>The file name of an object.</summary>
    public static string Name(string sopInstanceUid) => sopInstanceUid + Ending;

    /// <summary>The file name of an object that came under the UID of another.</summary>
    /// <param name="sopInstanceUid">The UID of both.</param>
    /// <param name="hash">First 16 hexadecimal digits of the SHA-256 of its data set.</param>
    public static string ConflictName(string sopInstanceUid, string hash) => $"{sopInstanceUid}.{hash}{Ending}";

    /// <summary>The UID in an object's file name; null where it is none.</summary>
    public static string? UidOf(string name) =>
        name.EndsWith(Ending, StringComparison.Ordinal) && InstanceUid.IsValid(name[..^Ending.Length]) ? name[..^Ending.Length] : null;

    /// <summary>The UID in the file name of an object that came under the UID of another; null where it is none.</summary>
    public static string? ConflictUidOf(string name)
    {
        int dot = name.Length - Ending.Length - 17;
        return dot > 0 && name[dot] == '.' && name.EndsWith(Ending, StringComparison.Ordinal)
            && name[(dot + 1)..^Ending.Length].All(char.IsAsciiHexDigitLower) && InstanceUid.IsValid(name[..dot])
            ? name[..dot]
            : null;
    }

    /// <summary>Whether a relative path is that of an object.</summary>
    public static bool IsValid(string path) => path.Split('/') switch
    {
        [Conflicts, var name] => ConflictUidOf(name) is not null,
        [var study, var series, var name] => InstanceUid.IsValid(study) && InstanceUid.IsValid(series) && UidOf(name) is not null,
        _ => false,
    };
}
