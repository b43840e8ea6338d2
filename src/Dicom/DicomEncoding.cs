using System.Collections.Concurrent;
using System.Text;

namespace ContourFlow.Dicom;

/// <summary>The encodings of the defined terms of Specific Character Set (PS3.3 C.12.1.1.2).</summary>
public static class DicomEncoding
{
    /// <summary>The default repertoire, ISO_IR 6.</summary>
    public static readonly Encoding Default = Encoding.ASCII;

    /// <summary>The default repertoire, as an array.</summary>
    public static readonly Encoding[] DefaultArray = [Encoding.ASCII];

    private static readonly ConcurrentDictionary<string, Encoding> s_registered = new(StringComparer.Ordinal);

    /// <summary>The encodings of these defined terms, in their order; a term that is not known stands for the default.</summary>
    public static Encoding[] GetEncodings(string[] charsets)
    {
        ArgumentNullException.ThrowIfNull(charsets);
        return CharacterSets.Of(charsets).Encodings;
    }

    /// <summary>The encoding of a defined term; a term that is not known stands for the default.</summary>
    public static Encoding GetEncoding(string charset) => GetEncodings([charset])[0];

    /// <summary>Gives a defined term, usually a misspelt one, an encoding of .NET's.</summary>
    public static void RegisterEncoding(string charset, string encoding)
    {
        ArgumentNullException.ThrowIfNull(charset);
        s_registered[charset] = CodePagesEncodingProvider.Instance.GetEncoding(encoding) ?? Encoding.GetEncoding(encoding);
    }

    /// <summary>The defined term of an encoding.</summary>
    /// <param name="encoding">The encoding.</param>
    /// <param name="extended">Whether the term with code extensions (ISO 2022) is wanted, where there is one.</param>
    /// <exception cref="DicomDataException">There is none.</exception>
    public static string GetCharset(Encoding encoding, bool extended = false)
    {
        ArgumentNullException.ThrowIfNull(encoding);
        CodeSet? set = CodeSet.All.FirstOrDefault(s => s.Encoding.CodePage == encoding.CodePage);
        if (set is null)
            throw new DicomDataException($"No DICOM character set is known for the code page {encoding.CodePage}.");
        return extended || set.Term.Length == 0 ? set.ExtendedTerm : set.Term;
    }

    internal static Encoding? Registered(string charset) => s_registered.GetValueOrDefault(charset);
}
