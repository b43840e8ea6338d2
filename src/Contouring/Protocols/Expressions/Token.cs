namespace ContourFlow.Contouring.Protocols.Expressions;

/// <summary>What a token of an expression is.</summary>
internal enum TokenKind
{
    Name,
    Number,
    Plus,
    Minus,
    And,
    Open,
    Close,
    Comma,
    End,
}

/// <summary>A piece of an expression.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">As written.</param>
/// <param name="Offset">Index of its first character.</param>
internal readonly record struct Token(TokenKind Kind, string Text, int Offset);
