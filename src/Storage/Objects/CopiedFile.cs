using System.Buffers;
using System.Security.Cryptography;

namespace ContourFlow.Storage.Objects;

/// <summary>Copies bytes and computes their hash on the way.</summary>
internal static class CopiedFile
{
    private const int BufferSize = 256 * 1024;

    /// <summary>Copies to where the stream is written to.</summary>
    /// <returns>SHA-256 of the bytes, and how many they are.</returns>
    public static (string Sha256, long Length) Copy(Stream from, Stream to, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            long length = 0;
            int read;
            while ((read = from.Read(buffer)) > 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                hash.AppendData(buffer, 0, read);
                to.Write(buffer, 0, read);
                length += read;
            }

            return (Convert.ToHexStringLower(hash.GetHashAndReset()), length);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Compares the hash of a fetched file: a disk that has changed a byte is noticed before anything is made of it. Nothing is at the path when that fails.</summary>
    /// <exception cref="StoredBlobException">Its bytes are not what they were.</exception>
    public static void Compare(string path, string key, string sha256, CancellationToken cancellationToken)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            if (Copy(file, Stream.Null, cancellationToken).Sha256 == sha256)
                return;
        }
        catch
        {
            File.Delete(path);
            throw;
        }

        File.Delete(path);
        throw Damaged(key);
    }

    /// <summary>Copies a stored file and compares its hash. Nothing is at the path when that fails.</summary>
    /// <returns>True; false when there is no such file.</returns>
    /// <exception cref="StoredBlobException">Its bytes are not what they were.</exception>
    public static bool Copy(string file, string path, string key, string sha256, CancellationToken cancellationToken)
    {
        if (!File.Exists(file))
            return false;
        try
        {
            using var from = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            using var to = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
            if (Copy(from, to, cancellationToken).Sha256 == sha256)
                return true;
        }
        catch
        {
            File.Delete(path);
            throw;
        }

        File.Delete(path);
        throw Damaged(key);
    }

    private static StoredBlobException Damaged(string key) => new(key, $"The bytes of {key} in the object store are not those that were stored.");
}
