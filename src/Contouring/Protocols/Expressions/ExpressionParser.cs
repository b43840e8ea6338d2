using ContourFlow.Contouring.Protocols.Reading;

namespace ContourFlow.Contouring.Protocols.Expressions;

/// <summary>
/// Reads an expression:
/// <code>
/// expression = term { ("+" | "-" | "&amp;") term }      one kind of sign, from the left
/// term       = name | "(" expression ")" | "grow" "(" expression "," margin { "," margin } ")"
/// margin     = side number "mm"
/// </code>
/// Different signs next to each other need parentheses: "A - B + C" would add C to a target that someone meant to
/// take it from, so there is no precedence to remember and none to get wrong.
/// </summary>
internal sealed class ExpressionParser
{
    private const int MaximumLength = 2000;
    private const int MaximumDepth = 32;
    private const int MaximumOperands = 64;

    private readonly List<Token> _tokens;
    private readonly YamlScalar _scalar;
    private readonly List<Placed<string>> _names = [];
    private int _at;
    private int _operands;

    private ExpressionParser(YamlScalar scalar)
    {
        _scalar = scalar;
        _tokens = ExpressionLexer.Read(scalar.Text);
    }

    private Token Current => _tokens[_at];

    /// <summary>The expression, or null with a fault at the line and column of the mistake.</summary>
    public static ParsedExpression? Read(YamlScalar scalar, FaultList faults)
    {
        if (scalar.IsNothing || string.IsNullOrWhiteSpace(scalar.Text))
            return Fault("There is no expression here: write one, such as PTV - SpinalCanal.", scalar.Place);
        if (scalar.Text.Length > MaximumLength)
            return Fault($"This expression is longer than {MaximumLength} characters.", scalar.Place);
        try
        {
            return new ExpressionParser(scalar).Whole();
        }
        catch (ExpressionException exception)
        {
            return Fault(exception.Message, PlaceOf(scalar, exception.Offset));
        }

        ParsedExpression? Fault(string sentence, Place place)
        {
            faults.Add(place, sentence);
            return null;
        }
    }

    private static Place PlaceOf(YamlScalar scalar, int offset)
    {
        var (line, column) = scalar.Offsets.At(scalar.Text, offset);
        return scalar.Place with { Line = line, Column = column };
    }

    private ParsedExpression Whole()
    {
        var expression = Expression(0);
        if (Current.Kind == TokenKind.Close)
            throw Wrong("This parenthesis closes nothing.");
        if (Current.Kind != TokenKind.End)
            throw Wrong($"A sign (+, - or &) is missing before '{Current.Text}'.");
        return new ParsedExpression(expression, [.. _names]);
    }

    private StructureExpression Expression(int depth)
    {
        if (depth > MaximumDepth)
            throw Wrong($"Parentheses are nested deeper than {MaximumDepth}.");
        var left = Term(depth);
        TokenKind? first = null;
        while (Current.Kind is TokenKind.Plus or TokenKind.Minus or TokenKind.And)
        {
            var sign = Current;
            if (first is { } before && before != sign.Kind)
                throw Wrong($"Different signs follow each other: say with parentheses what '{sign.Text}' is to work on.");
            first = sign.Kind;
            _at++;
            var right = Term(depth);
            left = sign.Kind switch
            {
                TokenKind.Plus => new UnionOf(left, right),
                TokenKind.Minus => new DifferenceOf(left, right),
                _ => new IntersectionOf(left, right),
            };
        }

        return left;
    }

    private StructureExpression Term(int depth)
    {
        var token = Current;
        if (token.Kind == TokenKind.Open)
        {
            _at++;
            var inner = Expression(depth + 1);
            Take(TokenKind.Close, "The parenthesis that was opened is not closed: ')' is missing.");
            return inner;
        }

        if (token.Kind != TokenKind.Name)
            throw Wrong(token.Kind == TokenKind.End
                ? "The expression ends where a structure is expected."
                : $"A structure's name is expected here, not '{token.Text}'.");

        _at++;
        if (Current.Kind == TokenKind.Open) return Function(token, depth);
        if (MarginSides.IsReserved(token.Text))
            throw new ExpressionException(token.Offset, $"'{token.Text}' is a word of the language, not a structure.");
        if (++_operands > MaximumOperands)
            throw new ExpressionException(token.Offset, $"The expression has more than {MaximumOperands} operands.");
        _names.Add(new Placed<string>(token.Text, PlaceOf(_scalar, token.Offset)));
        return new NamedStructure(token.Text);
    }

    private WithMargin Function(Token name, int depth)
    {
        if (name.Text != "grow")
            throw new ExpressionException(name.Offset, $"There is no '{name.Text}(': the only function is grow(structure, margins).");
        _at++;
        var operand = Expression(depth + 1);
        var sides = new MarginSides();
        while (Current.Kind == TokenKind.Comma)
        {
            _at++;
            Margin(sides);
        }

        var end = Current;
        Take(TokenKind.Close, "After a margin comes ',' and the next one, or ')'.");
        return new WithMargin(operand, sides.Margins(end.Offset));
    }

    private void Margin(MarginSides sides)
    {
        var side = Current;
        if (side.Kind != TokenKind.Name)
            throw Wrong("A margin is a side, a number and mm, such as left 2 mm.");
        _at++;
        if (Current.Kind == TokenKind.Minus)
            throw Wrong("A margin is not negative: structures are grown here, never shrunk.");
        var number = Current;
        if (number.Kind != TokenKind.Number)
            throw Wrong($"A number is expected after '{side.Text}', such as {side.Text} 2 mm.");
        _at++;
        var unit = Current;
        if (unit is not { Kind: TokenKind.Name, Text: "mm" })
        {
            throw Wrong(unit.Kind == TokenKind.Name
                ? $"'{unit.Text}' is no unit here: margins are in mm."
                : $"The unit is missing: write {number.Text} mm.");
        }

        _at++;
        sides.Set(side, number);
    }

    private void Take(TokenKind kind, string otherwise)
    {
        if (Current.Kind != kind) throw Wrong(otherwise);
        _at++;
    }

    private ExpressionException Wrong(string message) => new(Current.Offset, message);
}
