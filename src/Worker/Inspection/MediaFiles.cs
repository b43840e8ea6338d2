namespace ContourFlow.Worker.Inspection;

/// <summary>The files of a medium, as its DICOMDIR names them and as they are there.</summary>
internal sealed class MediaFiles
{
    private readonly Dictionary<string, string> _there;
    private readonly HashSet<string> _listed = new(StringComparer.Ordinal);
    private readonly HashSet<string> _missing = new(StringComparer.Ordinal);

    /// <summary>Lists a folder and what is below it.</summary>
    public MediaFiles(string folder)
    {
        // Media have names in capitals, and file systems that they are copied to may not.
        _there = new(StringComparer.OrdinalIgnoreCase);
        foreach (string file in Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint }))
            _there.TryAdd(Path.GetRelativePath(folder, file).Replace(Path.DirectorySeparatorChar, '/'), file);
    }

    /// <summary>Files that records name and that are not there.</summary>
    public IReadOnlyCollection<string> Missing => _missing;

    /// <summary>Records that name a file outside the folder.</summary>
    public int Outside { get; private set; }

    /// <summary>Looks for the file that a record names, if it names one.</summary>
    public void Look(DicomDataset record)
    {
        if (!record.TryGetValues(DicomTag.ReferencedFileID, out string[]? parts) || parts.Length == 0)
            return;
        if (!IsInside(parts))
            Outside++;
        else if (_there.TryGetValue(Name(parts), out string? path))
            _listed.Add(path);
        else
            _missing.Add(Name(parts));
    }

    /// <summary>Whether a record names a file of the folder that is not there.</summary>
    public bool Misses(DicomDataset record) =>
        record.TryGetValues(DicomTag.ReferencedFileID, out string[]? parts) && parts.Length > 0 && IsInside(parts) && !_there.ContainsKey(Name(parts));

    /// <summary>DICOM files of the folder that no record names.</summary>
    public IEnumerable<string> Unlisted(CancellationToken cancellationToken)
    {
        foreach ((string name, string path) in _there)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!_listed.Contains(path) && !Path.GetFileName(path).Equals("DICOMDIR", StringComparison.OrdinalIgnoreCase) && IsDicom(path))
                yield return name;
        }
    }

    private static bool IsInside(string[] parts) =>
        !parts.Any(p => p.Length == 0 || p is "." or ".." || p.AsSpan().ContainsAny('/', '\0'));

    private static string Name(string[] parts) => string.Join('/', parts);

    // With the mark of PS3.10, or a bare data set that says what it is.
    private static bool IsDicom(string path)
    {
        if (DicomFile.HasValidHeader(path))
            return true;
        try
        {
            return DicomFile.Open(path, DicomEncoding.Default, state => state.Tag.Group > 0x0008).Dataset.Contains(DicomTag.SOPInstanceUID);
        }
        catch (DicomFileException)
        {
            return false;
        }
    }
}
