using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace ContourFlow.Worker.Sending;

/// <summary>A file that is not sent, and why.</summary>
/// <param name="Name">The file's name, without its folder; of a folder that cannot be looked into, the folder's.</param>
/// <param name="Reason">A sentence.</param>
/// <param name="WasMeant">
/// Whether it was to be sent as far as can be told: it was named itself, or says that it is DICOM, or cannot be read at all. A text
/// that lies in a folder was not.
/// </param>
internal sealed record FileLeftOut(string Name, string Reason, bool WasMeant);

/// <summary>The DICOM objects among files and folders, in the order of their paths.</summary>
/// <param name="Objects">Objects to send.</param>
/// <param name="LeftOut">What is not DICOM, lacks an identifier, or cannot be read.</param>
internal sealed record OutgoingFiles(ImmutableArray<OutgoingObject> Objects, ImmutableArray<FileLeftOut> LeftOut)
{
    // What is hidden is somebody's bookkeeping. What may not be looked into is told, and not passed over.
    private static readonly EnumerationOptions Visible = new() { AttributesToSkip = FileAttributes.Hidden | FileAttributes.System, IgnoreInaccessible = false };

    /// <summary>Looks at files, and at all files in folders.</summary>
    /// <exception cref="Peers.PeerOptionsException">A path is not there, two files are of one SOP instance and differ, or there is no object at all.</exception>
    public static OutgoingFiles In(IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        var objects = new Dictionary<string, OutgoingObject>(StringComparer.Ordinal);
        var leftOut = ImmutableArray.CreateBuilder<FileLeftOut>();
        var files = paths.SelectMany(path => Files(path, leftOut)).GroupBy(found => found.Path, found => found.IsNamed, StringComparer.Ordinal);
        foreach (var file in files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                OutgoingObject found = Look(file.Key);
                if (!objects.TryAdd(found.SopInstanceUid, found) && objects[found.SopInstanceUid].Sha256 != found.Sha256)
                {
                    throw new Peers.PeerOptionsException(
                        $"Two files are SOP instance {found.SopInstanceUid} and differ: {Path.GetFileName(objects[found.SopInstanceUid].Path)} and {Path.GetFileName(file.Key)}. Name the one to send; nothing was sent.");
                }
            }
            catch (Exception fault) when (fault is DicomException or IOException or UnauthorizedAccessException)
            {
                leftOut.Add(new FileLeftOut(Path.GetFileName(file.Key), Sentence(fault), file.Contains(true) || fault is not DicomException || SaysItIsAnObject(file.Key)));
            }
        }

        if (objects.Count == 0)
            throw new Peers.PeerOptionsException($"There is no DICOM object among what was named. Nothing was sent.{string.Concat(leftOut.Where(file => file.WasMeant).Select(file => $" {file.Name}: {file.Reason}"))}");
        return new OutgoingFiles([.. objects.Values.OrderBy(item => item.Path, StringComparer.Ordinal)], leftOut.ToImmutable());
    }

    private static IEnumerable<(string Path, bool IsNamed)> Files(string path, ImmutableArray<FileLeftOut>.Builder leftOut)
    {
        if (File.Exists(path))
            return [(Path.GetFullPath(path), true)];
        if (!Directory.Exists(path))
            throw new Peers.PeerOptionsException($"{path} is not there. Nothing was sent.");
        var files = new List<string>();
        Gather(Path.GetFullPath(path), files, leftOut);
        return files.Order(StringComparer.Ordinal).Select(file => (file, false));
    }

    private static void Gather(string folder, List<string> files, ImmutableArray<FileLeftOut>.Builder leftOut)
    {
        string[] inner;
        try
        {
            files.AddRange(Directory.GetFiles(folder, "*", Visible));
            inner = Directory.GetDirectories(folder, "*", Visible);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            leftOut.Add(new FileLeftOut(Path.GetFileName(Path.TrimEndingDirectorySeparator(folder)), Sentence(fault), WasMeant: true));
            return;
        }

        foreach (string one in inner)
            Gather(one, files, leftOut);
    }

    private static string Sentence(Exception fault) => fault switch
    {
        UnauthorizedAccessException or DicomException { InnerException: UnauthorizedAccessException } => "It cannot be read: permission is missing.",
        DicomException => fault.Message,
        _ => $"It cannot be read: {fault.Message}",
    };

    // The prefix (PS3.10 section 7.1). The directory of a medium has it too and is no object of an archive.
    private static bool SaysItIsAnObject(string path)
    {
        try
        {
            Span<byte> head = stackalloc byte[132];
            using (FileStream file = File.OpenRead(path))
            {
                if (file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) < head.Length || !head[128..].SequenceEqual("DICM"u8))
                    return false;
            }

            return DicomFile.Open(path, Encoding.ASCII, state => state.Tag.Group > 2).FileMetaInfo.GetSingleValueOrDefault(DicomTag.MediaStorageSOPClassUID, "") != DicomUID.MediaStorageDirectoryStorage.UID;
        }
        catch (Exception fault) when (fault is DicomException or IOException or UnauthorizedAccessException)
        {
            // It says so, and nothing more of it can be read.
            return true;
        }
    }

    private static OutgoingObject Look(string path)
    {
        DicomFile file = DicomFile.Open(path, Encoding.ASCII, state => state.SequenceDepth == 0 && state.Tag.CompareTo(DicomTag.SeriesInstanceUID) > 0);
        string Uid(DicomTag tag) => file.Dataset.GetSingleValueOrDefault(tag, "") is { Length: > 0 } uid
            ? uid
            : throw new DicomDataException($"{tag} {tag.DictionaryEntry.Keyword} is missing: an archive cannot file it.");
        using FileStream content = File.OpenRead(path);
        return new OutgoingObject(
            path,
            Uid(DicomTag.SOPClassUID),
            Uid(DicomTag.SOPInstanceUID),
            Uid(DicomTag.StudyInstanceUID),
            Uid(DicomTag.SeriesInstanceUID),
            Convert.ToHexStringLower(SHA256.HashData(content)));
    }
}
