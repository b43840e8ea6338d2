using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace ContourFlow.Review.DicomWeb;

/// <summary>The query of a search (PS3.18 section 10.6.1.2): what attributes have to match, how much is wanted.</summary>
/// <param name="Keys">Attributes and what they have to be.</param>
/// <param name="Limit">No more than so many.</param>
/// <param name="Offset">After so many.</param>
/// <param name="Included">Attributes that are asked for beside the usual ones; null: all.</param>
internal sealed record SearchKeys(IReadOnlyList<(DicomTag Tag, string Value)> Keys, int Limit, int Offset, IReadOnlyList<DicomTag>? Included)
{
    private const int Usual = 100;
    private const int Most = 5000;

    /// <summary>Reads a query; what is no attribute is passed over, as the standard has it for attributes that a server does not know.</summary>
    public static SearchKeys Of(IQueryCollection query)
    {
        var keys = new List<(DicomTag, string)>();
        var included = new List<DicomTag>();
        bool all = false;
        int limit = Usual, offset = 0;
        foreach ((string name, string value) in query.SelectMany(pair => pair.Value.Select(value => (pair.Key, value ?? ""))))
        {
            switch (name.ToLowerInvariant())
            {
                case "limit":
                    limit = Number(value, Usual);
                    break;
                case "offset":
                    offset = Number(value, 0);
                    break;
                case "includefield":
                    all |= value == "all";
                    included.AddRange(value.Split(',', StringSplitOptions.TrimEntries).Select(Tag).OfType<DicomTag>());
                    break;
                case "fuzzymatching":
                    break;
                default:
                    if (value.Length > 0 && Tag(name) is { } tag)
                        keys.Add((tag, value));
                    break;
            }
        }

        return new SearchKeys(keys, Math.Clamp(limit, 0, Most), offset, all ? null : included);
    }

    /// <summary>Whether a data set is what is searched for (PS3.4 C.2.2.2): lists of UIDs, ranges of dates and times, wildcards; names whatever their case.</summary>
    public bool Match(DicomDataset dataset) => Keys.All(key => Matches(dataset, key.Tag, key.Value));

    private static bool Matches(DicomDataset dataset, DicomTag tag, string wanted)
    {
        if (tag == DicomTag.ModalitiesInStudy)
            return !dataset.TryGetValues(tag, out string[]? modalities) || wanted.Split(['\\', ',']).Any(one => modalities!.Contains(one, StringComparer.OrdinalIgnoreCase));
        string value = WebObject.Text(dataset, tag);
        string vr = tag.DictionaryEntry.ValueRepresentations[0].Code;
        return vr switch
        {
            "UI" => wanted.Split(['\\', ','], StringSplitOptions.TrimEntries).Contains(value, StringComparer.Ordinal),
            "DA" or "TM" when wanted.Contains('-', StringComparison.Ordinal) => InRange(value, wanted),
            "PN" => Wildcard(value.ToUpperInvariant(), wanted.ToUpperInvariant()),
            _ => value.Split('\\').Any(one => Wildcard(one, wanted)),
        };
    }

    private static bool InRange(string value, string wanted)
    {
        string[] ends = wanted.Split('-', 2, StringSplitOptions.TrimEntries);
        return value.Length > 0
            && (ends[0].Length == 0 || string.CompareOrdinal(value, ends[0]) >= 0)
            && (ends[1].Length == 0 || string.CompareOrdinal(value[..Math.Min(value.Length, ends[1].Length)], ends[1]) <= 0);
    }

    // Linear in both: after a star the last place from which it can go on is enough.
    private static bool Wildcard(string value, string pattern)
    {
        int v = 0, p = 0, star = -1, from = 0;
        while (v < value.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
                (star, from) = (p++, v);
            else if (p < pattern.Length && (pattern[p] == '?' || pattern[p] == value[v]))
                (p, v) = (p + 1, v + 1);
            else if (star >= 0)
                (p, v) = (star + 1, ++from);
            else
                return false;
        }

        return pattern.AsSpan(p).IndexOfAnyExcept('*') < 0;
    }

    // By keyword or by eight hexadecimal digits; a path into a sequence is one that is not searched by.
    private static DicomTag? Tag(string name)
    {
        if (name.Length == 8 && uint.TryParse(name, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out uint number))
            return new DicomTag((ushort)(number >> 16), (ushort)number);
        try
        {
            return DicomDictionary.Default[name];
        }
        catch (DicomDataException)
        {
            return null;
        }
    }

    private static int Number(string text, int otherwise) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : otherwise;
}
