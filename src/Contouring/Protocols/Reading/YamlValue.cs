using System.Collections.Immutable;

namespace ContourFlow.Contouring.Protocols.Reading;

/// <summary>A node of the YAML file with its place.</summary>
internal abstract record YamlValue(Place Place);

/// <summary>A scalar. Its type is what YAML's core schema makes of it, so that editors and this loader agree.</summary>
/// <param name="Text">The value.</param>
/// <param name="IsPlain">True when it is written without quotes, so that it may be a number, a truth value or nothing.</param>
/// <param name="Offsets">Finds the place of a character of the value.</param>
/// <param name="Place">Where it starts.</param>
internal sealed record YamlScalar(string Text, bool IsPlain, ScalarOffsets Offsets, Place Place) : YamlValue(Place)
{
    /// <summary>True when the key has no value at all.</summary>
    public bool IsNothing => IsPlain && Text is "" or "~" or "null" or "Null" or "NULL";
}

/// <summary>A list.</summary>
internal sealed record YamlList(ImmutableArray<YamlValue> Items, Place Place) : YamlValue(Place);

/// <summary>A mapping, keys in the file's order.</summary>
internal sealed record YamlMapping(ImmutableArray<YamlEntry> Entries, Place Place) : YamlValue(Place);

/// <summary>A key of a mapping with its value.</summary>
/// <param name="Key">The key.</param>
/// <param name="KeyPlace">Where the key starts; its path ends with the key.</param>
/// <param name="Value">The value.</param>
internal sealed record YamlEntry(string Key, Place KeyPlace, YamlValue Value);
