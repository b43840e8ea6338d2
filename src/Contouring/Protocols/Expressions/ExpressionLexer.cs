namespace ContourFlow.Contouring.Protocols.Expressions;

/// <summary>Cuts an expression into tokens.</summary>
internal static class ExpressionLexer
{
    /// <summary>The tokens with an <see cref="TokenKind.End"/> at the end.</summary>
    /// <exception cref="ExpressionException">A character that no expression has.</exception>
    public static List<Token> Read(string text)
    {
        var tokens = new List<Token>();
        var at = 0;
        while (at < text.Length)
        {
            var start = at;
            var character = text[at];
            if (char.IsWhiteSpace(character))
            {
                at++;
                continue;
            }

            var kind = Sign(character) ?? Word(text, ref at);
            if (at == start) at++;
            tokens.Add(new Token(kind, text[start..at], start));
        }

        tokens.Add(new Token(TokenKind.End, "", text.Length));
        return tokens;
    }

    private static TokenKind? Sign(char character) => character switch
    {
        '+' => TokenKind.Plus,
        '-' => TokenKind.Minus,
        '&' => TokenKind.And,
        '(' => TokenKind.Open,
        ')' => TokenKind.Close,
        ',' => TokenKind.Comma,
        _ => null,
    };

    private static TokenKind Word(string text, ref int at)
    {
        var first = text[at];
        if (char.IsAsciiLetter(first))
        {
            while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] == '_')) at++;
            return TokenKind.Name;
        }

        if (char.IsAsciiDigit(first))
        {
            while (at < text.Length && (char.IsAsciiDigit(text[at]) || text[at] == '.')) at++;
            return TokenKind.Number;
        }

        throw new ExpressionException(at, first switch
        {
            '−' or '–' or '—' => "This is a dash and not the minus sign '-': type it anew.",
            '*' or '/' or '|' or '\\' => $"'{first}' means nothing here: '+' is union, '-' difference, '&' intersection.",
            '.' => "A number starts with a digit: write 0.5.",
            _ => $"The character '{(char.IsControl(first) ? '?' : first)}' has no place in an expression.",
        });
    }
}
