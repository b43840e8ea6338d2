namespace ContourFlow.Contouring.Protocols.Reading;

/// <summary>
/// Finds where a character of a scalar's value stands in the file. Quotes, folded lines and the indentation of
/// blocks are not part of the value, so positions are found by matching the characters that are.
/// </summary>
/// <param name="Source">The file's text.</param>
/// <param name="Start">Index in the text at which the scalar starts (a quote or block sign included).</param>
/// <param name="IsBlock">True for a scalar written as a block with '|' or '&gt;'.</param>
internal sealed record ScalarOffsets(string Source, int Start, bool IsBlock)
{
    /// <summary>Line and column, from 1, of the character at the offset; of the end when it lies beyond.</summary>
    public (int Line, int Column) At(string value, int offset)
    {
        var at = Start;
        if (IsBlock)
        {
            var line = Source.IndexOf('\n', at);
            at = line < 0 ? Source.Length : line + 1;
        }

        var last = at;
        for (var i = 0; i <= offset && i < value.Length; i++)
        {
            if (char.IsWhiteSpace(value[i])) continue;
            var found = Source.IndexOf(value[i], at);
            if (found < 0) break;
            last = found;
            at = found + 1;
        }

        if (offset >= value.Length && at > last) last = at;
        last = Math.Min(last, Source.Length);
        var lineStart = last == 0 ? 0 : Source.LastIndexOf('\n', last - 1) + 1;
        return (1 + Source.AsSpan(0, lineStart).Count('\n'), last - lineStart + 1);
    }
}
