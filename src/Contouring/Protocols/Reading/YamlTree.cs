using System.Collections.Immutable;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ContourFlow.Contouring.Protocols.Reading;

/// <summary>
/// Builds the tree of a YAML file from the parser's events. Own tree, because every node has to know its place, two
/// equal keys are two faults of ours rather than an exception, and anchors, aliases, tags, endless depth and second
/// documents have no business in a protocol.
/// </summary>
internal sealed class YamlTree
{
    private const int MaximumDepth = 12;
    private const int MaximumNodes = 20_000;

    private readonly string _text;
    private readonly FaultList _faults;
    private readonly Parser _parser;
    private int _nodes;

    private YamlTree(string text, FaultList faults)
    {
        _text = text;
        _faults = faults;
        _parser = new Parser(new StringReader(text));
    }

    /// <summary>The tree, or null when the text is no YAML that a protocol may be (the fault is told).</summary>
    public static YamlValue? Read(string text, FaultList faults)
    {
        try
        {
            return new YamlTree(text, faults).Document();
        }
        catch (YamlException exception)
        {
            faults.Add(new Place((int)exception.Start.Line, (int)exception.Start.Column, ""), "YAML: " + Words(exception.Message));
            return null;
        }
        catch (RefusedException refused)
        {
            faults.Add(refused.Place, refused.Message);
            return null;
        }
    }

    private YamlValue Document()
    {
        Next<StreamStart>();
        if (_parser.Current is StreamEnd)
            throw new RefusedException(new Place(1, 1, ""), "The file is empty.");
        Next<DocumentStart>();
        var root = Value("", 0);
        Next<DocumentEnd>();
        if (_parser.Current is not StreamEnd)
            throw new RefusedException(At(_parser.Current!.Start, ""), "A second document starts here: a file holds one protocol.");
        return root;
    }

    private YamlValue Value(string path, int depth)
    {
        var current = _parser.Current!;
        var place = At(current.Start, path);
        if (current is AnchorAlias)
            throw new RefusedException(place, "Aliases (*name) are not used in protocols: write the value out.");
        if (current is NodeEvent { Anchor.IsEmpty: false })
            throw new RefusedException(place, "Anchors (&name) are not used in protocols: write the value out where it is needed.");
        if (current is NodeEvent { Tag.IsEmpty: false } tagged && !tagged.Tag.IsNonSpecific)
            throw new RefusedException(place, "Tags (!name) are not used in protocols: leave it out.");
        if (depth > MaximumDepth)
            throw new RefusedException(place, $"This is nested deeper than {MaximumDepth} levels: no protocol is.");
        if (++_nodes > MaximumNodes)
            throw new RefusedException(place, $"The file has more than {MaximumNodes} values: no protocol has.");

        return current switch
        {
            Scalar => ReadScalar(place),
            SequenceStart => ReadList(place, depth),
            MappingStart => ReadMapping(place, depth),
            _ => throw new RefusedException(place, "A value is expected here."),
        };
    }

    private YamlScalar ReadScalar(Place place)
    {
        var scalar = Next<Scalar>();
        var offsets = new ScalarOffsets(_text, (int)scalar.Start.Index, scalar.Style is ScalarStyle.Literal or ScalarStyle.Folded);
        return new YamlScalar(scalar.Value, scalar.Style == ScalarStyle.Plain, offsets, place);
    }

    private YamlList ReadList(Place place, int depth)
    {
        Next<SequenceStart>();
        var items = ImmutableArray.CreateBuilder<YamlValue>();
        while (_parser.Current is not SequenceEnd)
            items.Add(Value($"{place.Path}[{items.Count}]", depth + 1));
        Next<SequenceEnd>();
        return new YamlList(items.ToImmutable(), place);
    }

    private YamlMapping ReadMapping(Place place, int depth)
    {
        Next<MappingStart>();
        var entries = ImmutableArray.CreateBuilder<YamlEntry>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (_parser.Current is not MappingEnd)
        {
            var start = _parser.Current!.Start;
            if (Value(place.Path, depth + 1) is not YamlScalar key)
                throw new RefusedException(At(start, place.Path), "A key is a single word, not a list or a mapping.");
            var path = place.Path.Length == 0 ? key.Text : $"{place.Path}.{key.Text}";
            var keyPlace = At(start, path);
            var value = Value(path, depth + 1);
            if (seen.Add(key.Text)) entries.Add(new YamlEntry(key.Text, keyPlace, value));
            else _faults.Add(keyPlace, $"'{key.Text}' is here a second time: keep one.");
        }

        Next<MappingEnd>();
        return new YamlMapping(entries.ToImmutable(), place);
    }

    // Leaves the event after the one taken in Current.
    private T Next<T>()
        where T : ParsingEvent
    {
        if (_parser.Current is null) Advance();
        if (_parser.Current is not T taken)
            throw new RefusedException(At(_parser.Current!.Start, ""), "This is not what YAML expects here.");
        Advance();
        return taken;
    }

    // The library's border: its scanner meets some damage (a list that the end of the file cuts off in a plain
    // scalar) with exceptions of its own internals instead of YamlException.
    private void Advance()
    {
        var last = _parser.Current?.End ?? Mark.Empty;
        try
        {
            do
            {
                if (!_parser.MoveNext()) return;
            }
            while (_parser.Current is Comment);
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException or FormatException or IndexOutOfRangeException)
        {
            throw new RefusedException(At(last, ""), "YAML: what follows cannot be read: is a bracket, brace or quote not closed?");
        }
    }

    private static Place At(Mark mark, string path) => new((int)mark.Line, (int)mark.Column, path);

    // The parser's sentences begin with "While ...": kept, with a full stop.
    private static string Words(string message) => message.EndsWith('.') ? message : message + ".";

    private sealed class RefusedException(Place place, string message) : Exception(message)
    {
        public Place Place { get; } = place;
    }
}
