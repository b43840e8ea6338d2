using System.Buffers;
using System.Security.Cryptography;
using ContourFlow.Contouring.Cases;
using ContourFlow.Storage.Filing;
using ContourFlow.Storage.Objects;
using ContourFlow.Worker.Intake;
using Microsoft.Win32.SafeHandles;

namespace ContourFlow.Worker.Filing;

/// <summary>An object of the spool as it is to be filed.</summary>
/// <param name="Path">Where it lies.</param>
/// <param name="Object">What the registry gets.</param>
/// <param name="Facts">What its header says.</param>
internal sealed record SpooledObject(string Path, FiledObject Object, ObjectFacts Facts)
{
    private const int BlockLength = 1 << 17;

    /// <summary>Reads an object of the spool; its bytes are not in the store yet, so that its key is empty.</summary>
    /// <exception cref="DicomDataException">It cannot be read as DICOM.</exception>
    /// <exception cref="DicomFileException">It cannot be read as DICOM.</exception>
    /// <exception cref="IOException">The disk refuses, or it is not there any more.</exception>
    public static SpooledObject Read(string path)
    {
        string sha256 = Hash(path, out long length);
        DicomFile file = DicomFile.Open(path, FileReadOption.ReadLargeOnDemand);
        ObjectFacts facts = ObjectFacts.Of(file);
        return new SpooledObject(
            path,
            new FiledObject(
                facts.SopInstanceUid,
                facts.SopClassUid,
                facts.StudyInstanceUid,
                facts.SeriesInstanceUid,
                facts.Modality,
                facts.PatientKey,
                sha256,
                StoreKey: "",
                length,
                facts.ToJson(),
                Title(file))
            {
                IssuerKey = facts.IssuerKey,
                Patient = CaseAssembly.PlanningCtsOf(facts).IsEmpty ? null : PatientLabels.Of(file.Dataset),
            },
            facts);
    }

    /// <summary>The same, its bytes in the store.</summary>
    public SpooledObject Stored(StoredBlob blob) => this with { Object = Object with { StoreKey = blob.Key, Length = blob.Length } };

    private static string Title(DicomFile file) =>
        file.FileMetaInfo.TryGetString(DicomTag.ReceivingApplicationEntityTitle, out string? title) ? title.Trim() : "";

    // Of the data set alone: the titles in front of it are those of the sending, not the object's.
    private static string Hash(string path, out long length)
    {
        using SafeFileHandle file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        length = RandomAccess.GetLength(file);
        byte[] block = ArrayPool<byte>.Shared.Rent(BlockLength);
        try
        {
            int count = RandomAccess.Read(file, block.AsSpan(0, MetaInformation.MaximumLength), 0);
            if (!MetaInformation.TryRead(block.AsSpan(0, count), out long start, out _, out _))
                throw new DicomDataException($"The file meta information of {System.IO.Path.GetFileName(path)} cannot be read.");
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            for (long at = start; (count = RandomAccess.Read(file, block, at)) > 0; at += count)
                hash.AppendData(block, 0, count);
            return Convert.ToHexStringLower(hash.GetHashAndReset());
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
    }
}
