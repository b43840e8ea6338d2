using System.Text;

namespace ContourFlow.Storage.Cases;

/// <summary>Text of a patient's header as it is kept, and as it is found.</summary>
internal static class PatientText
{
    // Longer than any name of three groups and five components may be (PS3.5: 64 characters each group).
    private const int Longest = 256;

    /// <summary>Without what no database and no page takes: control characters, halves of characters, and more than there can be.</summary>
    public static string Clean(string text)
    {
        // Halves of surrogate pairs become U+FFFD.
        string whole = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
        string clean = string.Concat(whole.Select(letter => char.IsControl(letter) ? ' ' : letter)).Trim();
        if (clean.Length <= Longest)
            return clean;
        return clean[..(char.IsHighSurrogate(clean[Longest - 1]) ? Longest - 1 : Longest)];
    }

    /// <summary>
    /// As it is searched: small letters, one space for whatever parts words. Both databases then compare alike; what they know of capital letters
    /// differs.
    /// </summary>
    public static string Folded(string text)
    {
        IEnumerable<char> parted = Clean(text).Select(letter => letter is '^' or '=' || char.IsWhiteSpace(letter) ? ' ' : letter);
        return string.Join(' ', string.Concat(parted).Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToLowerInvariant();
    }
}
