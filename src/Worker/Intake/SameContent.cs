using System.Buffers;
using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace ContourFlow.Worker.Intake;

/// <summary>Whether two files hold the same data set. File meta information does not count.</summary>
internal static class SameContent
{
    private const int BlockLength = 1 << 17;
    // A deflated data set is inflated in memory to be looked into.
    private const long MostInflated = 64L << 20;

    /// <summary>
    /// Whether a file that is there holds the data set of one that has come: the same bytes or, where both are uncompressed,
    /// the same bytes once both are written in implicit little endian. Deflated ones of more than 64 MiB are not inflated for that: they are
    /// the same only where their bytes are.
    /// </summary>
    public static bool Of(string existingPath, string arrivedPath)
    {
        using SafeFileHandle existing = File.OpenHandle(existingPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using SafeFileHandle arrived = File.OpenHandle(arrivedPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (!TryReadMeta(existing, out long existingStart, out string existingSyntax) || !TryReadMeta(arrived, out long arrivedStart, out string arrivedSyntax))
            return false;
        long existingLength = RandomAccess.GetLength(existing) - existingStart;
        long arrivedLength = RandomAccess.GetLength(arrived) - arrivedStart;
        if (existingSyntax == arrivedSyntax)
        {
            if (existingLength == arrivedLength && AreEqual(existing, existingStart, arrived, arrivedStart, arrivedLength))
                return true;
            // Deflated by another deflater the same data set is other bytes.
            if (!DicomTransferSyntax.Parse(arrivedSyntax).IsDeflate)
                return false;
        }

        return IsUncompressed(existingSyntax) && IsUncompressed(arrivedSyntax)
            && CanBeInMemory(existingPath, existingStart, existingSyntax) && CanBeInMemory(arrivedPath, arrivedStart, arrivedSyntax)
            && AreEqualOnceReencoded(existingPath, arrivedPath);
    }

    /// <summary>Whether two ranges of two files are the same bytes; false when one ends before.</summary>
    public static bool AreEqual(SafeFileHandle left, long leftStart, SafeFileHandle right, long rightStart, long length)
    {
        byte[] leftBlock = ArrayPool<byte>.Shared.Rent(BlockLength);
        byte[] rightBlock = ArrayPool<byte>.Shared.Rent(BlockLength);
        try
        {
            for (long done = 0; done < length;)
            {
                int count = RandomAccess.Read(left, leftBlock.AsSpan(0, (int)Math.Min(BlockLength, length - done)), leftStart + done);
                if (count == 0 || !Fill(right, rightBlock.AsSpan(0, count), rightStart + done) || !leftBlock.AsSpan(0, count).SequenceEqual(rightBlock.AsSpan(0, count)))
                    return false;
                done += count;
            }

            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(leftBlock);
            ArrayPool<byte>.Shared.Return(rightBlock);
        }
    }

    /// <summary>First 16 hexadecimal digits of the SHA-256 of a file's bytes from <paramref name="start"/> on.</summary>
    public static string Hash(SafeFileHandle file, long start, long length)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] block = ArrayPool<byte>.Shared.Rent(BlockLength);
        try
        {
            for (long done = 0; done < length;)
            {
                int count = RandomAccess.Read(file, block.AsSpan(0, (int)Math.Min(BlockLength, length - done)), start + done);
                if (count == 0)
                    throw new EndOfStreamException("A file became shorter while it was read.");
                hash.AppendData(block, 0, count);
                done += count;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 8));
    }

    /// <summary>Reads as many bytes as there is room for; false when the file ends before.</summary>
    public static bool Fill(SafeFileHandle file, Span<byte> block, long at)
    {
        while (!block.IsEmpty)
        {
            int count = RandomAccess.Read(file, block, at);
            if (count == 0)
                return false;
            block = block[count..];
            at += count;
        }

        return true;
    }

    private static bool TryReadMeta(SafeFileHandle file, out long start, out string syntax)
    {
        Span<byte> head = stackalloc byte[MetaInformation.MaximumLength];
        return MetaInformation.TryRead(head[..RandomAccess.Read(file, head, 0)], out start, out _, out syntax);
    }

    private static bool IsUncompressed(string uid) =>
        DicomTransferSyntax.Query(DicomUID.Parse(uid)) is { IsEncapsulated: false };

    private static bool CanBeInMemory(string path, long start, string syntax)
    {
        if (!DicomTransferSyntax.Parse(syntax).IsDeflate)
            return true;
        byte[] block = ArrayPool<byte>.Shared.Rent(BlockLength);
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, BlockLength);
            if (file.Length - start > MostInflated)
                return false;
            file.Position = start;
            using var inflater = new DeflateStream(file, CompressionMode.Decompress);
            long inflated = 0;
            int count;
            while ((count = inflater.Read(block)) > 0)
            {
                inflated += count;
                if (inflated > MostInflated)
                    return false;
            }

            return true;
        }
        catch (InvalidDataException)
        {
            // What cannot be read cannot be said to be the same.
            return false;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
    }

    private static bool AreEqualOnceReencoded(string left, string right)
    {
        try
        {
            return Reencoded(left).AsSpan().SequenceEqual(Reencoded(right));
        }
        catch (Exception fault) when (fault is DicomDataException or DicomFileException)
        {
            // What cannot be read cannot be said to be the same.
            return false;
        }
    }

    private static byte[] Reencoded(string path)
    {
        DicomDataset dataset = new DicomDataset(DicomTransferSyntax.ImplicitVRLittleEndian).NotValidated();
        dataset.Add(DicomFile.Open(path, FileReadOption.ReadLargeOnDemand).Dataset);
        using var hash = SHA256.Create();
        using (var stream = new CryptoStream(Stream.Null, hash, CryptoStreamMode.Write))
            // Its meta information is made anew from the data set, and so the same for the same data set.
            new DicomFile(dataset).Save(stream);
        return hash.Hash!;
    }
}
