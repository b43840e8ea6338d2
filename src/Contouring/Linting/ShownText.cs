namespace ContourFlow.Contouring.Linting;

/// <summary>Text of a file that is shown to people: it must not steer their terminal, nor fill their screen.</summary>
internal static class ShownText
{
    private const int MaximumLength = 80;

    /// <summary>Control characters replaced, and cut where it is longer than a line.</summary>
    public static string Of(string text)
    {
        var cut = text.Length > MaximumLength ? string.Concat(text.AsSpan(0, MaximumLength - 1), "…") : text;
        return string.Create(cut.Length, cut, static (span, source) =>
        {
            for (var i = 0; i < span.Length; i++)
                span[i] = char.IsControl(source[i]) || char.IsSurrogate(source[i]) || source[i] is '\u2028' or '\u2029' or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069') ? '?' : source[i];
        });
    }
}
