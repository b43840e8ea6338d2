using System.Globalization;
using System.Text.Json;

namespace ContourFlow.Dicom.Tests.Serialization;

/// <summary>
/// DICOM JSON of different writers in one form. What the standard leaves open, and is taken for the same: a number or
/// a string for DS, IS, SV and UV and how its digits are written; an absent or empty array for no values; null or an
/// empty string or name for an empty value; group lengths; the name of the character set, which is always UTF-8;
/// padding at the end of text, and empty components at the end of a name's group.
/// </summary>
internal static class JsonCanon
{
    /// <summary>Path of each value to the value.</summary>
    public static SortedDictionary<string, string> Of(string json)
    {
        var result = new SortedDictionary<string, string>(StringComparer.Ordinal);
        using JsonDocument document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 256 });
        JsonElement root = document.RootElement;
        Add(root.ValueKind == JsonValueKind.Array ? root[0] : root, "", result);
        return result;
    }

    private static void Add(JsonElement dataset, string path, SortedDictionary<string, string> into)
    {
        foreach (JsonProperty attribute in dataset.EnumerateObject())
        {
            if (attribute.Name.EndsWith("0000", StringComparison.Ordinal) || attribute.Name == "00080005")
                continue;
            string here = $"{path}/{attribute.Name}";
            string vr = attribute.Value.GetProperty("vr").GetString()!;
            into[here] = vr;
            if (attribute.Value.TryGetProperty("InlineBinary", out JsonElement binary) && binary.GetString()!.Length > 0)
                into[here + "/binary"] = binary.GetString()!;
            if (!attribute.Value.TryGetProperty("Value", out JsonElement values))
                continue;
            int i = 0;
            foreach (JsonElement value in values.EnumerateArray())
            {
                string item = $"{here}/{i++}";
                if (vr == "SQ")
                {
                    into[item] = "item";
                    Add(value, item, into);
                }
                else if (Value(vr, value) is { } text)
                {
                    into[item] = text;
                }
            }

            // Empty values at the end still count.
            if (i > 1)
                into[here] = $"{vr} {i}";
        }
    }

    private static string? Value(string vr, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Null)
            return null;
        if (value.ValueKind == JsonValueKind.Object)
        {
            string name = string.Join('=', new[] { "Alphabetic", "Ideographic", "Phonetic" }.Select(g => value.TryGetProperty(g, out JsonElement group) ? group.GetString()!.TrimEnd(' ', '^') : "")).TrimEnd('=');
            return name.Length == 0 ? null : name;
        }

        string text = value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
        text = vr is "UI" or "DS" or "IS" or "CS" or "AE" or "DA" or "TM" or "DT" ? text.Trim(' ') : text.TrimEnd(' ', '\0');
        if (text.Length == 0)
            return null;
        return vr switch
        {
            "DS" or "FD" => double.TryParse(text, CultureInfo.InvariantCulture, out double number) ? number.ToString("R", CultureInfo.InvariantCulture) : text,
            "FL" => ((float)double.Parse(text, CultureInfo.InvariantCulture)).ToString("R", CultureInfo.InvariantCulture),
            "IS" or "SV" or "UV" or "SS" or "US" or "SL" or "UL" => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal whole) ? whole.ToString("0", CultureInfo.InvariantCulture) : text,
            _ => text,
        };
    }
}
