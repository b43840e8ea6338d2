using System.Collections.Immutable;

namespace ContourFlow.Worker.Inspection;

/// <summary>What a DICOMDIR says of its folder, held against what is there. Nothing in it is trusted, and no fault of it stops anything.</summary>
/// <param name="File">Its path relative to the inspected folder.</param>
/// <param name="Series">Its series.</param>
/// <param name="Patients">Number of its patients.</param>
/// <param name="Missing">Files that it names and that are not there.</param>
/// <param name="Unlisted">DICOM files beside or below it that it does not name.</param>
/// <param name="Faults">What is wrong with it, as sentences.</param>
internal sealed record MediaDirectory(
    string File,
    int Patients,
    ImmutableArray<MediaSeries> Series,
    ImmutableArray<string> Missing,
    ImmutableArray<string> Unlisted,
    ImmutableArray<string> Faults)
{
    private const string Name = "DICOMDIR";

    private static readonly EnumerationOptions Below = new()
    {
        RecurseSubdirectories = true,
        IgnoreInaccessible = true,
        AttributesToSkip = FileAttributes.ReparsePoint,
        MatchCasing = MatchCasing.CaseInsensitive,
    };

    /// <summary>Reads every DICOMDIR in a folder and below, in the order of their paths.</summary>
    public static ImmutableArray<MediaDirectory> ReadAll(string folder, CancellationToken cancellationToken)
    {
        var files = Directory.EnumerateFiles(folder, Name, Below).Order(StringComparer.Ordinal).ToList();
        var result = ImmutableArray.CreateBuilder<MediaDirectory>(files.Count);
        foreach (string file in files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            result.Add(Read(folder, file, cancellationToken));
        }

        return result.ToImmutable();
    }

    private static MediaDirectory Read(string folder, string path, CancellationToken cancellationToken)
    {
        string name = Relative(folder, path);
        DicomDirectory directory;
        try
        {
            directory = DicomDirectory.Open(path);
        }
        catch (DicomDataException fault)
        {
            return new(name, 0, [], [], [], [$"It cannot be read: {fault.Message}"]);
        }

        var faults = ImmutableArray.CreateBuilder<string>();
        var records = new MediaRecords(directory);
        if (records.IsDamaged)
            faults.Add("A record of it leads to a place where no record begins, or back to one that was met before.");
        if (records.Unreached > 0)
            faults.Add($"{records.Unreached} of its records lie in no other; their files count as listed.");
        var medium = new MediaFiles(Path.GetDirectoryName(path)!);
        foreach (DicomDataset record in records.All)
            medium.Look(record);
        ImmutableArray<MediaSeries> series = [.. MediaSeries.Of(records, medium)];
        if (medium.Outside > 0)
            faults.Add($"{medium.Outside} of its records name a file outside its folder; they were not looked for.");
        return new(
            name,
            records.Roots.Count(r => r.Type == "PATIENT"),
            series,
            [.. medium.Missing.Order(StringComparer.Ordinal)],
            [.. medium.Unlisted(cancellationToken).Order(StringComparer.Ordinal)],
            faults.ToImmutable());
    }

    private static string Relative(string folder, string path) => Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/');
}
