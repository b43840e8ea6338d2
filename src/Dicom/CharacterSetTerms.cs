using System.Collections.Frozen;
using System.Text;

namespace ContourFlow.Dicom;

/// <summary>
/// Finds the character set of a term of Specific Character Set (0008,0005), with the tolerance for how it is written
/// that real archives ask for: "ISO-IR 100", "ISO_IR_100", "ISO 2022 100", "GB 18030", "ISO8859-1", "UTF-8".
/// </summary>
internal static class CharacterSetTerms
{
    private static readonly FrozenDictionary<string, CodeSet> s_known = Known();

    /// <summary>The set of a term; an empty term is the default repertoire, and <c>null</c> says that the term is unknown.</summary>
    public static CodeSet? Find(string term)
    {
        string key = Normal(term);
        return key.Length == 0 ? CodeSet.Ascii : s_known.GetValueOrDefault(key);
    }

    /// <summary>
    /// The encoding of a term that is none of DICOM's but the name of an encoding ("windows-1251", "shift_jis"), for
    /// reading; <c>null</c> where there is none, or one that does not hold ASCII as it is.
    /// </summary>
    public static Encoding? NamedEncoding(string term)
    {
        string name = term.Trim(' ', '\0').Replace('_', '-');
        if (name.Length is 0 or > 16)
            return null;
        Encoding? encoding = CodePagesEncodingProvider.Instance.GetEncoding(name, EncoderFallback.ExceptionFallback, new DecoderReplacementFallback("\uFFFD"))
            ?? CodePagesEncodingProvider.Instance.GetEncoding(name.Replace('-', '_'), EncoderFallback.ExceptionFallback, new DecoderReplacementFallback("\uFFFD"));
        return encoding?.GetString("A^1="u8) == "A^1=" ? encoding : null;
    }

    private static FrozenDictionary<string, CodeSet> Known()
    {
        var known = new Dictionary<string, CodeSet>(StringComparer.Ordinal);
        foreach (CodeSet set in CodeSet.All)
        {
            known.TryAdd(Normal(set.ExtendedTerm), set);
            known.TryAdd(Normal(set.Term), set);
        }

        foreach ((string alias, string term) in new[]
        {
            ("ISO88591", "ISO_IR 100"), ("LATIN1", "ISO_IR 100"), ("ISO88592", "ISO_IR 101"), ("ISO88593", "ISO_IR 109"), ("ISO88594", "ISO_IR 110"),
            ("ISO88595", "ISO_IR 144"), ("ISO88596", "ISO_IR 127"), ("ISO88597", "ISO_IR 126"), ("ISO88598", "ISO_IR 138"), ("ISO88599", "ISO_IR 148"),
            ("ISO885911", "ISO_IR 166"), ("ISO885915", "ISO_IR 203"), ("LATIN9", "ISO_IR 203"), ("TIS620", "ISO_IR 166"),
            ("ASCII", "ISO_IR 6"), ("USASCII", "ISO_IR 6"), ("ISO646", "ISO_IR 6"), ("UTF8", "ISO_IR 192"), ("UNICODE", "ISO_IR 192"),
        })
        {
            known.TryAdd(alias, known[Normal(term)]);
        }

        return known.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>Capital letters and digits alone, and "ISO", "2022" and "IR" before a number taken as one.</summary>
    private static string Normal(string term)
    {
        var letters = new StringBuilder(Math.Min(term.Length, 32));
        foreach (char c in term)
        {
            if (char.IsAsciiLetterOrDigit(c) && letters.Length < 32)
                letters.Append(char.ToUpperInvariant(c));
        }

        string text = letters.ToString();
        string rest = text;
        foreach (string word in (string[])["ISO", "2022", "IR"])
        {
            if (rest.StartsWith(word, StringComparison.Ordinal))
                rest = rest[word.Length..];
        }

        // "ISO 2022 GBK" was a defined term; a bare number is none.
        return rest.Length == text.Length || rest.Length == 0 ? text
            : rest.Length <= 3 && rest.All(char.IsAsciiDigit) ? "IR" + rest
            : rest is "GBK" or "GB18030" ? rest : text;
    }
}
