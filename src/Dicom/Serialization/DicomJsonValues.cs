using System.Globalization;
using System.Numerics;
using System.Text.Json;
using static ContourFlow.Dicom.Serialization.DicomJsonReading;

namespace ContourFlow.Dicom.Serialization;

/// <summary>Reads the values of one attribute of the DICOM JSON model (PS3.18 F.2.3 to F.2.5).</summary>
internal sealed class DicomJsonValues(DicomVR vr, DicomTag tag, string path, Action<bool> otherThanAscii)
{
    /// <summary>An element of the values.</summary>
    /// <exception cref="DicomDataException">A value is none of the value representation; says the path.</exception>
    public DicomItem Read(JsonElement[] values)
    {
        if (values.Length == 0)
            return DicomItemFactory.FromBytes(vr, tag, CharacterSets.Default, IO.Buffer.EmptyBuffer.Value);
        return vr.Code switch
        {
            "FL" => new DicomFloatingPointSingle(tag, All(values, Real<float>)),
            "FD" => new DicomFloatingPointDouble(tag, All(values, Real<double>)),
            "SS" => new DicomSignedShort(tag, All(values, Whole<short>)),
            "US" => new DicomUnsignedShort(tag, All(values, Whole<ushort>)),
            "SL" => new DicomSignedLong(tag, All(values, Whole<int>)),
            "UL" => new DicomUnsignedLong(tag, All(values, Whole<uint>)),
            "SV" => new DicomSignedVeryLong(tag, All(values, Whole<long>)),
            "UV" => new DicomUnsignedVeryLong(tag, All(values, Whole<ulong>)),
            "AT" => new DicomAttributeTag(tag, All(values, Tag)),
            "OB" or "OD" or "OF" or "OL" or "OV" or "OW" or "UN" => throw Fault(path, $"is there, where {vr.Code} has \"InlineBinary\""),
            "PN" => Texts(All(values, Name)),
            "DS" or "IS" => Texts(All(values, NumberText)),
            _ => Texts(All(values, (json, here) => json.ValueKind == JsonValueKind.Null ? "" : Text(json, here))),
        };
    }

    private T[] All<T>(JsonElement[] values, Func<JsonElement, string, T> read)
    {
        var result = new T[values.Length];
        for (int i = 0; i < result.Length; i++)
            result[i] = read(values[i], $"{path}[{i}]");
        return result;
    }

    private DicomItem Texts(string[] texts)
    {
        otherThanAscii(vr.IsStringEncoded && texts.Any(t => t.AsSpan().ContainsAnyExceptInRange('\0', '\u007f')));
        if (!vr.IsMultiValue && texts.Length > 1)
            throw Fault(path, $"has {texts.Length} values; {vr.Code} has one");
        return DicomItemFactory.FromValues(vr, tag, texts);
    }

    private static T Real<T>(JsonElement json, string here)
        where T : struct, IBinaryFloatingPointIeee754<T> =>
        JsonNumberText.TryReal(NumberOrString(json, here), out T value) ? value : throw Fault(here, $"is not a number that {typeof(T).Name} holds");

    private static T Whole<T>(JsonElement json, string here)
        where T : struct, IBinaryInteger<T> =>
        JsonNumberText.TryWhole(NumberOrString(json, here), out T value) ? value : throw Fault(here, $"is not a whole number that {typeof(T).Name} holds");

    private static string NumberOrString(JsonElement json, string here) =>
        json.ValueKind == JsonValueKind.Number ? json.GetRawText()
        : json.ValueKind == JsonValueKind.String ? Text(json, here)
        : throw Fault(here, $"is {Kind(json)}; a number is expected");

    // The digits of the JSON text, so that none is rounded; a number's are of JSON's grammar.
    private static string NumberText(JsonElement json, string here) => json.ValueKind == JsonValueKind.Null ? "" : NumberOrString(json, here);

    private static DicomTag Tag(JsonElement json, string here)
    {
        string text = Text(json, here);
        return text.Length == 8 && uint.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint key)
            ? key
            : throw Fault(here, "is not a tag of eight hexadecimal digits");
    }

    private static string Name(JsonElement json, string here)
    {
        if (json.ValueKind == JsonValueKind.Null)
            return "";

        // Not of the standard, but what its first edition of this Annex had.
        if (json.ValueKind == JsonValueKind.String)
            return Text(json, here);
        if (json.ValueKind != JsonValueKind.Object)
            throw Fault(here, $"is {Kind(json)}; an object of the groups of a name is expected");
        string[] groups = new string[PersonNameGroups.Names.Length];
        foreach (JsonProperty property in json.EnumerateObject())
        {
            int index = Array.IndexOf(PersonNameGroups.Names, property.Name);
            if (index < 0 || groups[index] is not null)
                throw Fault(here, "has a member that is none of Alphabetic, Ideographic and Phonetic, or one of them twice");
            string group = property.Value.ValueKind == JsonValueKind.Null ? "" : Text(property.Value, $"{here}.{property.Name}");
            groups[index] = group.Contains('=', StringComparison.Ordinal) ? throw Fault($"{here}.{property.Name}", "has an equals sign, which separates the groups") : group;
        }

        return string.Join('=', groups).TrimEnd('=');
    }
}
