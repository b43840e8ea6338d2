namespace ContourFlow.Storage.Objects;

/// <summary>Keys of stored files: <c>ab/cd/abcd…</c>, of the SHA-256 of their bytes.</summary>
internal static class BlobKey
{
    private const int Digits = 64;

    /// <summary>The key of a hash.</summary>
    public static string Of(string sha256) => $"{sha256[..2]}/{sha256[2..4]}/{sha256}";

    /// <summary>The hash of a key.</summary>
    /// <exception cref="StoredBlobException">It is no key.</exception>
    public static string Sha256(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        string sha256 = key.Length > Digits ? key[^Digits..] : "";
        bool isKey = sha256.All(char.IsAsciiHexDigitLower) && sha256.Length == Digits && key == Of(sha256);
        return isKey ? sha256 : throw new StoredBlobException(key, "That is no key of the object store.");
    }
}
