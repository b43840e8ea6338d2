using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace ContourFlow.Review.Access;

/// <summary>The token that lets one browser in. Using it makes the next one; none is ever good twice.</summary>
internal sealed class SignInTokens
{
    private const int Bytes = 32;

    private readonly Lock gate = new();
    private readonly RandomNumberGenerator random;

    /// <summary>Makes the first one.</summary>
    /// <param name="random">Where tokens come from.</param>
    public SignInTokens(RandomNumberGenerator random)
    {
        this.random = random;
        Current = Made();
    }

    /// <summary>The one that is good now: 256 bits as base64url.</summary>
    public string Current { get; private set; }

    /// <summary>Uses a token up.</summary>
    /// <returns>Whether it was the one that is good.</returns>
    public bool TryUse(string given)
    {
        // Hashes have one length whatever is given: how long the comparison takes tells nothing of the token.
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(given));
        lock (gate)
        {
            if (!CryptographicOperations.FixedTimeEquals(hash, SHA256.HashData(Encoding.UTF8.GetBytes(Current))))
                return false;
            Current = Made();
            return true;
        }
    }

    private string Made()
    {
        byte[] bytes = new byte[Bytes];
        random.GetBytes(bytes);
        return Base64Url.EncodeToString(bytes);
    }
}
