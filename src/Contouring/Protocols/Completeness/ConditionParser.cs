using System.Collections.Immutable;
using ContourFlow.Contouring.Protocols.Expressions;
using ContourFlow.Contouring.Protocols.Reading;

namespace ContourFlow.Contouring.Protocols.Completeness;

/// <summary>A condition as it was written, with the places of what it names.</summary>
/// <param name="Condition">The condition; names in it are those of the file, inputs or roles.</param>
/// <param name="Names">Names of inputs, or roles, with their places.</param>
/// <param name="MrTerms">Words that speak of MR or registrations, with their places.</param>
/// <param name="Place">Where the condition begins.</param>
internal sealed record ParsedCondition(
    CompletenessCondition Condition, ImmutableArray<Placed<string>> Names, ImmutableArray<Placed<string>> MrTerms, Place Place);

/// <summary>
/// Reads a condition:
/// <code>
/// condition = factor { "and" factor } | factor { "or" factor }
/// factor    = "not" factor | "(" condition ")" | input [ "(" name { "," name } ")" ]
/// </code>
/// As with structures there is no precedence: "and" beside "or" needs parentheses.
/// </summary>
internal sealed class ConditionParser
{
    private const int MaximumLength = 1000;
    private const int MaximumDepth = 16;

    private readonly YamlScalar _scalar;
    private readonly List<(string Text, int Offset)> _tokens;
    private readonly List<Placed<string>> _names = [];
    private readonly List<Placed<string>> _mrTerms = [];
    private int _at;

    private ConditionParser(YamlScalar scalar)
    {
        _scalar = scalar;
        _tokens = Cut(scalar.Text);
    }

    private (string Text, int Offset) Current => _tokens[_at];

    /// <summary>The condition, or null with a fault at the line and column of the mistake.</summary>
    public static ParsedCondition? Read(YamlValue value, FaultList faults)
    {
        if (value is not YamlScalar { IsNothing: false } scalar || string.IsNullOrWhiteSpace(scalar.Text))
        {
            faults.Add(value.Place, "A condition is expected here, such as planning-ct and structure-set(CTV).");
            return null;
        }

        if (scalar.Text.Length > MaximumLength)
        {
            faults.Add(scalar.Place, $"This condition is longer than {MaximumLength} characters.");
            return null;
        }

        try
        {
            return new ConditionParser(scalar).Whole();
        }
        catch (ExpressionException fault)
        {
            faults.Add(PlaceOf(scalar, fault.Offset), fault.Message);
            return null;
        }
    }

    private static Place PlaceOf(YamlScalar scalar, int offset)
    {
        var (line, column) = scalar.Offsets.At(scalar.Text, offset);
        return scalar.Place with { Line = line, Column = column };
    }

    private static List<(string Text, int Offset)> Cut(string text)
    {
        var tokens = new List<(string, int)>();
        for (var at = 0; at < text.Length;)
        {
            var start = at;
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
                continue;
            }

            if (text[at] is '(' or ')' or ',')
                at++;
            else
                while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] is '-' or '_')) at++;
            if (at == start)
            {
                throw new ExpressionException(start, text[start] is '&' or '|' or '!' or '+'
                    ? "Conditions are put together by the words and, or and not."
                    : $"The character '{(char.IsControl(text[start]) ? '?' : text[start])}' has no place in a condition.");
            }

            tokens.Add((text[start..at], start));
        }

        tokens.Add((string.Empty, text.Length));
        return tokens;
    }

    private ParsedCondition Whole()
    {
        var condition = Condition(0);
        if (Current.Text == ")") throw Wrong("This parenthesis closes nothing.");
        if (Current.Text.Length > 0) throw Wrong($"'and' or 'or' is missing before '{Current.Text}'.");
        return new(condition, [.. _names], [.. _mrTerms], _scalar.Place);
    }

    private CompletenessCondition Condition(int depth)
    {
        if (depth > MaximumDepth) throw Wrong($"Parentheses are nested deeper than {MaximumDepth}.");
        var left = Factor(depth);
        string? first = null;
        while (Current.Text is ConditionWords.And or ConditionWords.Or)
        {
            var word = Current.Text;
            if (first is not null && first != word)
                throw Wrong($"'and' and 'or' follow each other: say with parentheses what '{word}' is to work on.");
            first = word;
            _at++;
            var right = Factor(depth);
            left = word == ConditionWords.And ? new BothOf(left, right) : new EitherOf(left, right);
        }

        return left;
    }

    private CompletenessCondition Factor(int depth)
    {
        var token = Current;
        if (token.Text.Length == 0) throw Wrong("The condition ends where an expected input is wanted.");
        if (token.Text == ConditionWords.Not)
        {
            if (depth > MaximumDepth) throw Wrong($"'not' is nested deeper than {MaximumDepth}.");
            _at++;
            return new NotMet(Factor(depth + 1));
        }

        if (token.Text == "(")
        {
            _at++;
            var inner = Condition(depth + 1);
            Take(")", "The parenthesis that was opened is not closed: ')' is missing.");
            return inner;
        }

        return Input(token);
    }

    private ExpectedInput Input((string Text, int Offset) token)
    {
        var words = Array.ConvertAll(ConditionWords.Kinds, one => one.Word);
        if (Array.IndexOf(words, token.Text) is var found && found < 0)
            throw Wrong($"'{token.Text}' is no expected input: write {string.Join(", ", words)}.{Spelling.DidYouMean(token.Text, words)}");
        var kind = ConditionWords.Kinds[found].Kind;
        _at++;
        if (kind is ExpectedInputKind.Mr or ExpectedInputKind.MrStructureSet or ExpectedInputKind.Registration)
            _mrTerms.Add(new(token.Text, PlaceOf(_scalar, token.Offset)));
        if (Current.Text != "(") return new(kind);
        if (kind is not (ExpectedInputKind.StructureSet or ExpectedInputKind.MrStructureSet or ExpectedInputKind.Mr))
            throw Wrong($"'{token.Text}' takes nothing in parentheses.");
        return kind == ExpectedInputKind.Mr ? new(kind, [], Weighting()) : new(kind, NamesOfInputs(), MrSource.None);
    }

    private MrSource Weighting()
    {
        _at++;
        var words = Array.ConvertAll(ConditionWords.Weightings, one => one.Word);
        if (Array.IndexOf(words, Current.Text) is var found && found < 0)
            throw Wrong($"How the MR is weighted is expected here: {string.Join(", ", words)}.");
        _at++;
        Take(")", "One weighting is said, and then ')'.");
        return ConditionWords.Weightings[found].Weighting;
    }

    private ImmutableArray<string> NamesOfInputs()
    {
        var names = ImmutableArray.CreateBuilder<string>();
        do
        {
            _at++;
            if (Current.Text is "" or "(" or ")" or ",") throw Wrong("The name of an input, or a role, is expected here, such as CTV.");
            _names.Add(new(Current.Text, PlaceOf(_scalar, Current.Offset)));
            names.Add(Current.Text);
            _at++;
        }
        while (Current.Text == ",");
        Take(")", "After a name comes ',' and the next one, or ')'.");
        return names.ToImmutable();
    }

    private void Take(string sign, string otherwise)
    {
        if (Current.Text != sign) throw Wrong(otherwise);
        _at++;
    }

    private ExpressionException Wrong(string message) => new(Current.Offset, message);
}
