using System.Collections.Immutable;
using System.Globalization;
using ContourFlow.Contouring.Protocols.Reading;
using ContourFlow.Geometry.Margins;

namespace ContourFlow.Contouring.Protocols.Expressions;

/// <summary>Gathers the six margins of one grow(...). Each side has to be said, once: a forgotten one is not zero.</summary>
internal sealed class MarginSides
{
    private const double Largest = 50;

    private static readonly ImmutableArray<string> Sides = ["left", "right", "anterior", "posterior", "superior", "inferior"];

    private static readonly ImmutableDictionary<string, ImmutableArray<int>> Words = new Dictionary<string, ImmutableArray<int>>(StringComparer.Ordinal)
    {
        ["left"] = [0],
        ["right"] = [1],
        ["anterior"] = [2],
        ["posterior"] = [3],
        ["superior"] = [4],
        ["inferior"] = [5],
        ["lateral"] = [0, 1],
        ["anteroposterior"] = [2, 3],
        ["superoinferior"] = [4, 5],
        ["all"] = [0, 1, 2, 3, 4, 5],
    }.ToImmutableDictionary(StringComparer.Ordinal);

    private readonly double?[] _margins = new double?[6];

    /// <summary>True for words that cannot be the name of a structure.</summary>
    public static bool IsReserved(string name) =>
        Words.Keys.Append("grow").Append("mm").Contains(name, StringComparer.OrdinalIgnoreCase);

    public void Set(Token side, Token number)
    {
        if (!Words.TryGetValue(side.Text, out var indices))
        {
            var meant = Spelling.DidYouMean(side.Text, Words.Keys.Order(StringComparer.Ordinal));
            throw new ExpressionException(side.Offset, $"'{side.Text}' is no side: write {string.Join(", ", Sides)}, lateral, anteroposterior, superoinferior or all.{meant}");
        }

        if (!double.TryParse(number.Text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var margin)
            || number.Text.EndsWith('.'))
            throw new ExpressionException(number.Offset, $"'{number.Text}' is no number.");
        if (margin > Largest)
            throw new ExpressionException(number.Offset, $"{number.Text} mm is more than {Largest} mm: no margin is.");
        foreach (var index in indices)
        {
            if (_margins[index] is not null)
                throw new ExpressionException(side.Offset, $"The margin to {Sides[index]} is said twice.");
            _margins[index] = margin;
        }
    }

    /// <summary>All six.</summary>
    /// <param name="end">Where to point when one is missing.</param>
    public PatientMargins Margins(int end)
    {
        var missing = Sides.Where((_, index) => _margins[index] is null).ToArray();
        if (missing.Length > 0)
            throw new ExpressionException(end, $"The margin to {string.Join(", ", missing)} is not said: write 0 mm where none is wanted.");
        if (_margins.All(margin => margin == 0))
            throw new ExpressionException(end, "All six margins are 0 mm: leave grow(...) out.");
        var m = _margins;
        return new PatientMargins(m[0]!.Value, m[1]!.Value, m[2]!.Value, m[3]!.Value, m[4]!.Value, m[5]!.Value);
    }
}
