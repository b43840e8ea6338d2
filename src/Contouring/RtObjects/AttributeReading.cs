using System.Collections.Immutable;
using System.Globalization;

namespace ContourFlow.Contouring.RtObjects;

/// <summary>
/// Reads attributes of objects that others wrote: what is absent, empty or not of its kind is a null or an empty
/// value, so that the caller decides what it means.
/// </summary>
internal static class AttributeReading
{
    /// <summary>The attribute's text without padding, or empty.</summary>
    public static string Text(this DicomDataset dataset, DicomTag tag)
    {
        try
        {
            return dataset.TryGetString(tag, out var text) && text is not null ? text.Trim(' ', '\0') : string.Empty;
        }
        catch (Exception fault) when (IsBadValue(fault))
        {
            return string.Empty;
        }
    }

    /// <summary>The attribute's values as text without padding.</summary>
    public static ImmutableArray<string> Texts(this DicomDataset dataset, DicomTag tag)
    {
        var text = dataset.Text(tag);
        return text.Length == 0 ? [] : [.. text.Split('\\').Select(part => part.Trim(' ', '\0'))];
    }

    /// <summary>The whole number in the attribute's first value, or null.</summary>
    public static int? WholeNumber(this DicomDataset dataset, DicomTag tag)
    {
        try
        {
            return dataset.TryGetValue<int>(tag, 0, out var value) ? value : null;
        }
        catch (Exception fault) when (IsBadValue(fault))
        {
            return null;
        }
    }

    /// <summary>The attribute's decimal numbers; null when it is absent or one of them is no finite number.</summary>
    public static double[]? Numbers(this DicomDataset dataset, DicomTag tag)
    {
        try
        {
            if (!dataset.TryGetValues<double>(tag, out var values) || values is null) return null;
            return Array.TrueForAll(values, double.IsFinite) ? values : null;
        }
        catch (Exception fault) when (IsBadValue(fault))
        {
            return null;
        }
    }

    /// <summary>The attribute's only number, or null.</summary>
    public static double? Number(this DicomDataset dataset, DicomTag tag) =>
        dataset.Numbers(tag) is [var value] ? value : null;

    /// <summary>The items of a sequence; none when it is absent or empty.</summary>
    public static IList<DicomDataset> Items(this DicomDataset dataset, DicomTag tag) =>
        dataset.TryGetSequence(tag, out var sequence) && sequence is not null ? sequence.Items : [];

    /// <summary>A number for a message: short, with a point.</summary>
    public static string Say(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);

    private static bool IsBadValue(Exception fault) =>
        fault is DicomDataException or FormatException or OverflowException or InvalidCastException or NotSupportedException;
}
