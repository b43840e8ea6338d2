using System.Globalization;
using System.Text.RegularExpressions;

namespace ContourFlow.Contouring.Protocols.Reading;

/// <summary>
/// Takes keys out of one mapping. What is asked for is what is known: <see cref="RefuseTheRest"/> tells every other
/// key with the one that was probably meant.
/// </summary>
internal sealed partial class MappingReader
{
    private readonly YamlMapping _mapping;
    private readonly FaultList _faults;
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    private MappingReader(YamlMapping mapping, FaultList faults)
    {
        _mapping = mapping;
        _faults = faults;
    }

    public Place Place => _mapping.Place;

    /// <summary>A reader of the value, or null with a fault when it is no mapping.</summary>
    public static MappingReader? Of(YamlValue value, FaultList faults)
    {
        if (value is YamlMapping mapping) return new MappingReader(mapping, faults);
        faults.Add(value.Place, "Keys with values are expected here (key: value), one a line.");
        return null;
    }

    public YamlEntry? Find(string key)
    {
        _known.Add(key);
        return _mapping.Entries.FirstOrDefault(entry => entry.Key == key);
    }

    /// <summary>The entry of a key that has to be there.</summary>
    public YamlEntry? Need(string key)
    {
        var entry = Find(key);
        if (entry is null && !MisspeltAs(key)) _faults.Add(Place, $"The key '{key}' is missing.");
        return entry;
    }

    public MappingReader? Mapping(string key) => Find(key) is { } entry ? Of(entry.Value, _faults) : null;

    public MappingReader? NeededMapping(string key) => Need(key) is { } entry ? Of(entry.Value, _faults) : null;

    public Placed<string>? Text(string key, int maximumLength = 300) => Text(Find(key), maximumLength);

    public Placed<string>? NeededText(string key, int maximumLength = 300) => Text(Need(key), maximumLength);

    public Placed<string>? Text(YamlEntry? entry, int maximumLength)
    {
        if (entry is null) return null;
        return Text(entry.Value, maximumLength);
    }

    public Placed<string>? Text(YamlValue value, int maximumLength)
    {
        if (value is not YamlScalar scalar)
            return Fault<string>(value.Place, "A text is expected here.");
        if (scalar.IsNothing)
            return Fault<string>(value.Place, "There is no value here (what follows a # is a comment: put a colour in quotes).");
        if (scalar.IsPlain && NotText().IsMatch(scalar.Text))
            return Fault<string>(value.Place, $"A text is expected, and {scalar.Text} without quotes is none: write \"{scalar.Text}\".");
        if (string.IsNullOrWhiteSpace(scalar.Text))
            return Fault<string>(value.Place, "This text is empty.");
        if (scalar.Text.Length > maximumLength)
            return Fault<string>(value.Place, $"This text has {scalar.Text.Length} characters; at most {maximumLength} are allowed.");
        return scalar.Text.Any(char.IsControl)
            ? Fault<string>(value.Place, "This text holds a control character or a line break: write it on one line.")
            : new Placed<string>(scalar.Text.Trim(), value.Place);
    }

    /// <summary>One of a few words.</summary>
    public Placed<T>? Choice<T>(YamlEntry? entry, IReadOnlyList<(string Word, T Value)> choices)
    {
        if (entry is null || Text(entry, 64) is not { } text) return null;
        foreach (var (word, value) in choices)
            if (word == text.Value) return new Placed<T>(value, text.Place);
        var words = choices.Select(choice => choice.Word).ToArray();
        return Fault<T>(text.Place, $"'{text.Value}' is not known here: write {string.Join(", ", words)}.{Spelling.DidYouMean(text.Value, words)}");
    }

    public Placed<bool>? Truth(string key)
    {
        if (Find(key) is not { } entry) return null;
        return entry.Value is YamlScalar { IsPlain: true, Text: "true" or "false" } scalar
            ? new Placed<bool>(scalar.Text == "true", scalar.Place)
            : Fault<bool>(entry.Value.Place, "Write true or false, without quotes.");
    }

    /// <summary>A plain number within bounds.</summary>
    public Placed<double>? Number(YamlEntry? entry, double minimum, double maximum)
    {
        if (entry is null) return null;
        if (entry.Value is not YamlScalar { IsPlain: true } scalar || !PlainNumber().IsMatch(scalar.Text))
            return Fault<double>(entry.Value.Place, "A number is expected, without unit and without quotes, such as 0.5.");
        return Bounded(scalar.Text, "", minimum, maximum, scalar.Place);
    }

    /// <summary>A number with its unit, such as "3 mm".</summary>
    public Placed<double>? Quantity(YamlEntry? entry, string unit, double minimum, double maximum)
    {
        if (entry is null) return null;
        if (entry.Value is not YamlScalar { IsNothing: false } scalar || QuantityPattern().Match(scalar.Text) is not { Success: true } match)
            return Fault<double>(entry.Value.Place, $"A number in {unit} is expected, such as 2.5 {unit}.");
        var written = match.Groups["unit"].Value;
        if (written.Length == 0)
            return Fault<double>(scalar.Place, $"The unit is missing: write {match.Groups["number"].Value} {unit}.");
        if (written != unit)
            return Fault<double>(scalar.Place, $"'{written}' is not the unit here: the value is in {unit}.");
        return Bounded(match.Groups["number"].Value, " " + unit, minimum, maximum, scalar.Place);
    }

    /// <summary>Tells every key that nothing has asked for.</summary>
    public void RefuseTheRest()
    {
        foreach (var entry in _mapping.Entries)
        {
            if (_known.Contains(entry.Key)) continue;
            var unused = _known.Where(key => _mapping.Entries.All(other => other.Key != key));
            var meant = Spelling.DidYouMean(entry.Key, unused);
            var known = meant.Length > 0 ? meant : $" Known are {string.Join(", ", _known.Order(StringComparer.Ordinal))}.";
            _faults.Add(entry.KeyPlace, $"The key '{entry.Key}' is not known here.{known}");
        }
    }

    // A key that is missing because it is misspelt is one fault, told at the misspelt key.
    private bool MisspeltAs(string key) =>
        _mapping.Entries.Any(entry => Spelling.Nearest(entry.Key, [key]) is not null && !_known.Contains(entry.Key));

    private Placed<double>? Bounded(string digits, string unit, double minimum, double maximum, Place place)
    {
        var number = double.Parse(digits, NumberStyles.Float, CultureInfo.InvariantCulture);
        if (number >= minimum && number <= maximum) return new Placed<double>(number, place);
        return Fault<double>(place, string.Create(
            CultureInfo.InvariantCulture,
            $"{digits}{unit} is out of range: between {minimum:0.###}{unit} and {maximum:0.###}{unit}."));
    }

    private Placed<T>? Fault<T>(Place place, string sentence)
    {
        _faults.Add(place, sentence);
        return null;
    }

    // What YAML's core schema reads as a number or a truth value.
    [GeneratedRegex(
        @"^([-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|0o[0-7]+|0x[0-9a-fA-F]+|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)|true|True|TRUE|false|False|FALSE)$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex NotText();

    [GeneratedRegex(@"^-?[0-9]{1,9}(\.[0-9]{1,9})?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PlainNumber();

    [GeneratedRegex(
        @"^(?<number>-?[0-9]{1,9}(\.[0-9]{1,9})?)\s*(?<unit>[^\s0-9.,]\S*)?$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex QuantityPattern();
}
