using System.Security.Cryptography;
using System.Text;

namespace ContourFlow.Storage.Filing;

/// <summary>What tells one set of inputs from another.</summary>
public static class InputsHash
{
    /// <summary>SHA-256 over the protocol's name and each input's SOP Instance UID and content, by UID.</summary>
    /// <param name="protocol">Name of the protocol.</param>
    /// <param name="inputs">SOP Instance UID and hash of the content of each input, in any order.</param>
    /// <returns>64 lower-case hexadecimal digits.</returns>
    public static string Of(string protocol, IEnumerable<(string SopInstanceUid, string Sha256)> inputs)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(protocol);
        ArgumentNullException.ThrowIfNull(inputs);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(protocol);
        foreach ((string uid, string content) in inputs.OrderBy(input => input.SopInstanceUid, StringComparer.Ordinal).ThenBy(input => input.Sha256, StringComparer.Ordinal))
        {
            Add(uid);
            Add(content);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());

        // None of the three has a line break in it.
        void Add(string text) => hash.AppendData(Encoding.UTF8.GetBytes(text + "\n"));
    }
}
