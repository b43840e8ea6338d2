using System.Collections.Immutable;
using ContourFlow.Contouring.Faults;
using ContourFlow.Contouring.RtObjects;

namespace ContourFlow.Contouring.Cases;

/// <summary>Everything in a folder: its DICOM objects, the files that are something else, the files that are broken.</summary>
/// <param name="Objects">DICOM objects, in the order of their file names.</param>
/// <param name="OtherFiles">Files that are no DICOM objects, with the reason.</param>
/// <param name="Broken">Files that are, or by their name should be, DICOM and cannot be read.</param>
internal sealed record FolderScan(
    ImmutableArray<ScannedObject> Objects,
    ImmutableArray<UnusedObject> OtherFiles,
    ImmutableArray<BrokenFile> Broken)
{
    /// <summary>Bytes before and of the mark "DICM".</summary>
    private const int MarkEnd = 132;

    /// <summary>
    /// Reads the headers of all files below a folder. Files come in the order of their names relative to the folder,
    /// compared byte for byte; folders whose name starts with a dot, links, and what the options leave out are not
    /// read.
    /// </summary>
    /// <exception cref="CaseDataException">The folder is not there or may not be read (unreadable-file).</exception>
    public static FolderScan Read(string folder, CaseReadOptions options, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(options);
        var files = List(folder, options.LeaveOut ?? (_ => false));
        var results = new object[files.Count];
        var done = 0;
        Parallel.For(
            0,
            files.Count,
            new ParallelOptions { MaxDegreeOfParallelism = options.MaximumDegreeOfParallelism, CancellationToken = cancellationToken },
            i =>
            {
                results[i] = ReadOne(files[i].Name, files[i].Path);
                options.Progress?.Report(new("Reading headers", Interlocked.Increment(ref done), files.Count));
            });
        return new(
            [.. results.OfType<ScannedObject>()],
            [.. results.OfType<UnusedObject>()],
            [.. results.OfType<BrokenFile>()]);
    }

    private static List<(string Name, string Path)> List(string folder, Func<string, bool> leaveOut)
    {
        if (!Directory.Exists(folder))
            throw new CaseDataException(ReasonCodes.UnreadableFile, "The input folder does not exist. Name a folder that holds the planning CT and its structure set.");
        var result = new List<(string Name, string Path)>();
        var pending = new Stack<string>([Path.GetFullPath(folder)]);
        try
        {
            while (pending.TryPop(out var current))
            {
                foreach (var entry in new DirectoryInfo(current).EnumerateFileSystemInfos())
                {
                    var isLink = entry.LinkTarget is not null;
                    if (leaveOut(entry.FullName)) continue;
                    if (entry is DirectoryInfo)
                    {
                        if (!isLink && !entry.Name.StartsWith('.')) pending.Push(entry.FullName);
                    }
                    else
                    {
                        result.Add((Path.GetRelativePath(folder, entry.FullName).Replace(Path.DirectorySeparatorChar, '/'), entry.FullName));
                    }
                }
            }
        }
        catch (UnauthorizedAccessException fault)
        {
            throw new CaseDataException(ReasonCodes.UnreadableFile, "The input folder, or one in it, may not be read. Give this program the right to read it.", fault);
        }

        result.Sort((left, right) => string.CompareOrdinal(left.Name, right.Name));
        return result;
    }

    /// <summary>A <see cref="ScannedObject"/>, an <see cref="UnusedObject"/> or a <see cref="BrokenFile"/>.</summary>
    private static object ReadOne(string name, string path)
    {
        if (Path.GetFileName(name).StartsWith('.')) return NotDicom(name, "hidden-file", "is a hidden file");
        var isNamedDicom = Path.GetExtension(name).Equals(".dcm", StringComparison.OrdinalIgnoreCase);
        try
        {
            var kind = Probe(path);
            if (kind == Looks.LikeNothing && !isNamedDicom) return NotDicom(name, "not-dicom", "is no DICOM file");
            try
            {
                return Sort(name, path, DicomFile.Open(path, FileReadOption.ReadLargeOnDemand));
            }
            catch (DicomDataException) when (kind != Looks.Marked && !isNamedDicom)
            {
                return NotDicom(name, "not-dicom", "is no DICOM file");
            }
        }
        catch (DicomDataException fault)
        {
            return new BrokenFile(name, fault.Message, fault);
        }
        catch (UnauthorizedAccessException fault)
        {
            return new BrokenFile(name, "this program may not read it.", fault);
        }
        catch (IOException fault)
        {
            return new BrokenFile(name, "the disk or the network did not give it.", fault);
        }
    }

    private static object Sort(string name, string path, DicomFile file)
    {
        var dataset = file.Dataset;
        if (file.FileMetaInfo?.Text(DicomTag.MediaStorageSOPClassUID) == DicomUID.MediaStorageDirectoryStorage.UID
            || dataset.Contains(DicomTag.DirectoryRecordSequence))
        {
            return NotDicom(name, "media-directory", "is a DICOMDIR");
        }

        if (dataset.Text(DicomTag.SOPInstanceUID).Length == 0 || dataset.Text(DicomTag.SOPClassUID).Length == 0)
            return NotDicom(name, ReasonCodes.MissingAttribute, "has no SOP Class UID or SOP Instance UID");

        // What is carried over must not hang on a file that may go away: structure sets and registrations come into memory whole.
        return ScannedObject.Of(name, path, dataset.Text(DicomTag.Modality) is "RTSTRUCT" or "REG" ? DicomFile.Open(path, FileReadOption.ReadAll).Dataset : dataset);
    }

    private enum Looks
    {
        LikeNothing,
        LikeADataSet,
        Marked,
    }

    /// <summary>
    /// Marked: "DICM" after the preamble. LikeADataSet: begins with an element of group 0002 or 0008, as files
    /// without a meta header do.
    /// </summary>
    private static Looks Probe(string path)
    {
        Span<byte> start = stackalloc byte[MarkEnd];
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        var length = stream.ReadAtLeast(start, MarkEnd, throwOnEndOfStream: false);
        if (length == MarkEnd && start[^4..].SequenceEqual("DICM"u8)) return Looks.Marked;
        return length >= 8 && start[0] is 0x02 or 0x08 && start[1] == 0 && start[3] == 0 ? Looks.LikeADataSet : Looks.LikeNothing;
    }

    private static UnusedObject NotDicom(string name, string code, string what) =>
        new(null, "file", code, $"{name} {what}.");
}

/// <summary>A file that is, or by its name should be, DICOM and cannot be read.</summary>
/// <param name="File">Its name relative to the folder.</param>
/// <param name="Sentence">Why, with the offset where the file is at fault.</param>
/// <param name="Cause">What the reader said.</param>
internal sealed record BrokenFile(string File, string Sentence, Exception Cause);
