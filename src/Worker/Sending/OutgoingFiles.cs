using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace ContourFlow.Worker.Sending;

/// <summary>A file that is not sent, and why.</summary>
/// <param name="Name">The file's name, without its folder.</param>
/// <param name="Reason">A sentence.</param>
internal sealed record FileLeftOut(string Name, string Reason);

/// <summary>The DICOM objects among files and folders, in the order of their paths.</summary>
/// <param name="Objects">Objects to send.</param>
/// <param name="LeftOut">What is not DICOM, or lacks an identifier.</param>
internal sealed record OutgoingFiles(ImmutableArray<OutgoingObject> Objects, ImmutableArray<FileLeftOut> LeftOut)
{
    /// <summary>Looks at files, and at all files in folders.</summary>
    /// <exception cref="Peers.PeerOptionsException">A path is not there, or two files are of one SOP instance and differ.</exception>
    public static OutgoingFiles In(IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        var objects = new Dictionary<string, OutgoingObject>(StringComparer.Ordinal);
        var leftOut = ImmutableArray.CreateBuilder<FileLeftOut>();
        foreach (string file in paths.SelectMany(Files).Distinct(StringComparer.Ordinal))
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                OutgoingObject found = Look(file);
                if (!objects.TryAdd(found.SopInstanceUid, found) && objects[found.SopInstanceUid].Sha256 != found.Sha256)
                {
                    throw new Peers.PeerOptionsException(
                        $"Two files are SOP instance {found.SopInstanceUid} and differ: {Path.GetFileName(objects[found.SopInstanceUid].Path)} and {Path.GetFileName(file)}. Name the one to send; nothing was sent.");
                }
            }
            catch (DicomException fault)
            {
                leftOut.Add(new FileLeftOut(Path.GetFileName(file), fault.Message));
            }
        }

        return new OutgoingFiles([.. objects.Values.OrderBy(item => item.Path, StringComparer.Ordinal)], leftOut.ToImmutable());
    }

    private static IEnumerable<string> Files(string path)
    {
        if (File.Exists(path))
            return [Path.GetFullPath(path)];
        if (!Directory.Exists(path))
            throw new Peers.PeerOptionsException($"{path} is not there. Nothing was sent.");
        // What is hidden is somebody's bookkeeping.
        return Directory.EnumerateFiles(Path.GetFullPath(path), "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.Hidden | FileAttributes.System })
            .Order(StringComparer.Ordinal);
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
