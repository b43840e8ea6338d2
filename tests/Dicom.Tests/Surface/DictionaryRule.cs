using System.Reflection;

namespace ContourFlow.Dicom.Tests.Surface;

/// <summary>
/// The rule by which fo-dicom names its static tags, UIDs and value representations: a tag's and a UID's is the keyword of
/// PS3.6, with RETIRED behind it where the standard has retired it; group 0000 goes without. A value representation's is
/// its two letters, and NONE.
/// </summary>
/// <remarks>
/// 4,861 of 4,898 tags and 423 of 424 UIDs that both know follow it. The others are renamed by later editions of the
/// standard, so that no rule tells them; nothing here uses one.
/// </remarks>
internal static class DictionaryRule
{
    /// <summary>The names of all tags of the dictionary that have a keyword; a few retired ones have none.</summary>
    public static IEnumerable<string> TagNames =>
        DictionaryTables.Tags.ToArray().Select(key => NameOf((DicomTag)key)).Where(name => name.All(char.IsAsciiLetterOrDigit) && name != "RETIRED" && name.Length > 0);

    /// <summary>The names of all UIDs of the standard.</summary>
    public static IEnumerable<string> UidNames => Statics<DicomUID>().Select(property => property.Name);

    /// <summary>The names of all value representations.</summary>
    public static IEnumerable<string> VrNames =>
        typeof(DicomVR).GetFields(BindingFlags.Public | BindingFlags.Static).Where(one => one.FieldType == typeof(DicomVR)).Select(one => one.Name);

    /// <summary>Whether a member of a type is the static of a value representation.</summary>
    public static bool IsValueRepresentation(string type, string member) =>
        type == "DicomVR" && member.StartsWith("static readonly DicomVR ", StringComparison.Ordinal)
        && member.Split(' ')[^1] is "NONE" or [>= 'A' and <= 'Z', >= 'A' and <= 'Z'];

    /// <summary>The name of a tag of the dictionary.</summary>
    public static string NameOf(DicomTag tag) =>
        tag.DictionaryEntry.Keyword + (tag.DictionaryEntry.IsRetired && tag.Group != 0 ? "RETIRED" : "");

    /// <summary>The static properties of a type that are of that type.</summary>
    public static IEnumerable<PropertyInfo> Statics<T>() =>
        typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Static).Where(property => property.PropertyType == typeof(T));
}
