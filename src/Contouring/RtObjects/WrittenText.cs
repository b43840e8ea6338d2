namespace ContourFlow.Contouring.RtObjects;

/// <summary>
/// Text that we add to an object. It is plain ASCII, so that it is right in whatever character set the carried text
/// of the object is in.
/// </summary>
internal static class WrittenText
{
    /// <summary>Longest Long String (LO).</summary>
    public const int LongString = 64;

    /// <summary>Longest Short String (SH).</summary>
    public const int ShortString = 16;

    /// <summary>
    /// The text in printable ASCII: minus and multiplication signs as '-' and 'x', a backslash (which separates
    /// values) as '/', anything else outside ASCII as '?'.
    /// </summary>
    public static string Ascii(string text) => string.Create(text.Length, text, static (span, source) =>
    {
        for (var i = 0; i < span.Length; i++)
        {
            span[i] = source[i] switch
            {
                '\u2212' or '\u2013' => '-',
                '\u00d7' => 'x',
                '\\' => '/',
                >= ' ' and <= '~' and var plain => plain,
                '\n' or '\r' or '\t' => ' ',
                _ => '?',
            };
        }
    });

    /// <summary>The text in ASCII and cut, with "..." at its end, to a length.</summary>
    public static string Fit(string text, int maximumLength)
    {
        var ascii = Ascii(text).Trim();
        return ascii.Length <= maximumLength ? ascii : ascii[..(maximumLength - 3)] + "...";
    }
}
