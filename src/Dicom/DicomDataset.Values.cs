using System.Diagnostics.CodeAnalysis;

namespace ContourFlow.Dicom;

/// <content>The ways to get values out.</content>
public partial class DicomDataset
{
    /// <summary>The item of a tag; <c>null</c> when there is none, or it is of another type.</summary>
    public T? GetDicomItem<T>(DicomTag tag)
        where T : DicomItem => Find(tag) as T;

    /// <summary>The sequence of a tag.</summary>
    /// <exception cref="DicomDataException">There is none.</exception>
    public DicomSequence GetSequence(DicomTag tag) => Find(tag) switch
    {
        DicomSequence sequence => sequence,
        null => throw Missing(tag),
        _ => throw new DicomDataException($"{Named(tag)} is not a sequence."),
    };

    /// <summary>The sequence of a tag, if there is one.</summary>
    public bool TryGetSequence(DicomTag tag, [NotNullWhen(true)] out DicomSequence? sequence)
    {
        sequence = Find(tag) as DicomSequence;
        return sequence is not null;
    }

    /// <summary>The sequence of a tag, if there is one with items.</summary>
    public bool TryGetNonEmptySequence(DicomTag tag, [NotNullWhen(true)] out DicomSequence? sequence)
    {
        sequence = Find(tag) is DicomSequence { Items.Count: > 0 } found ? found : null;
        return sequence is not null;
    }

    /// <summary>Number of values of a tag.</summary>
    /// <exception cref="DicomDataException">There is no element of this tag.</exception>
    public int GetValueCount(DicomTag tag) => Element(tag).Count;

    /// <summary>A value of a tag.</summary>
    /// <exception cref="DicomDataException">There is no such value.</exception>
    /// <exception cref="InvalidCastException">It cannot be had as <typeparamref name="T"/>.</exception>
    public T GetValue<T>(DicomTag tag, int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        NotAnArray<T>();
        DicomElement element = Element(tag);
        int count = element.Count;
        return index < count ? element.Get<T>(index) : throw new DicomDataException($"{Named(tag)} has {count} values; there is none at index {index}.");
    }

    /// <summary>A value of a tag, if there is one that can be had as <typeparamref name="T"/>.</summary>
    public bool TryGetValue<T>(DicomTag tag, int index, [MaybeNullWhen(false)] out T elementValue)
    {
        elementValue = default;
        if (index < 0 || typeof(T).IsArray || Find(tag) is not DicomElement element || index >= element.Count)
            return false;
        return Try(() => element.Get<T>(index), out elementValue);
    }

    /// <summary>A value of a tag, or the default.</summary>
    public T GetValueOrDefault<T>(DicomTag tag, int index, T defaultValue) => TryGetValue(tag, index, out T? value) ? value! : defaultValue;

    /// <summary>All values of a tag; none of an empty element.</summary>
    /// <exception cref="DicomDataException">There is no element of this tag, or a value breaks the rules of its kind.</exception>
    /// <exception cref="InvalidCastException">They cannot be had as <typeparamref name="T"/>.</exception>
    public T[] GetValues<T>(DicomTag tag)
    {
        NotAnArray<T>();
        return All<T>(Element(tag));
    }

    /// <summary>All values of a tag, if there is an element of it and they can be had as <typeparamref name="T"/>.</summary>
    public bool TryGetValues<T>(DicomTag tag, [NotNullWhen(true)] out T[]? values)
    {
        values = null;
        return !typeof(T).IsArray && Find(tag) is DicomElement element && Try(() => All<T>(element), out values);
    }

    /// <summary>The one value of a tag.</summary>
    /// <exception cref="DicomDataException">There is none, or there are several.</exception>
    /// <exception cref="InvalidCastException">It cannot be had as <typeparamref name="T"/>.</exception>
    public T GetSingleValue<T>(DicomTag tag)
    {
        NotAnArray<T>();
        DicomElement element = Element(tag);
        int count = element.Count;
        return count == 1 ? element.Get<T>(0) : throw new DicomDataException($"{Named(tag)} must contain a single value, but contains {count}.");
    }

    /// <summary>The one value of a tag, if there is one that can be had as <typeparamref name="T"/>.</summary>
    public bool TryGetSingleValue<T>(DicomTag tag, [MaybeNullWhen(false)] out T value)
    {
        value = default;
        return !typeof(T).IsArray && Find(tag) is DicomElement { Count: 1 } element && Try(() => element.Get<T>(0), out value);
    }

    /// <summary>The one value of a tag, or the default when it is missing, empty or one of several.</summary>
    public T GetSingleValueOrDefault<T>(DicomTag tag, T defaultValue) => TryGetSingleValue(tag, out T? value) ? value! : defaultValue;

    /// <summary>The whole text of a tag, values with backslashes between them; empty of an empty element.</summary>
    /// <exception cref="DicomDataException">There is no element of this tag.</exception>
    public string GetString(DicomTag tag) => Text(Element(tag));

    /// <summary>The whole text of a tag, if there is an element of it.</summary>
    public bool TryGetString(DicomTag tag, [NotNullWhen(true)] out string? stringValue)
    {
        stringValue = null;
        return Find(tag) is DicomElement element && Try(() => Text(element), out stringValue);
    }

    private static string Named(DicomTag tag) => $"{tag} {tag.DictionaryEntry.Keyword}";

    private static DicomDataException Missing(DicomTag tag) => new($"{Named(tag)} is not in the data set.");

    private static string Text(DicomElement element) => element.Count == 0 ? "" : element.Get<string>(-1);

    private static T[] All<T>(DicomElement element)
    {
        if (typeof(T) == typeof(object))
            return [.. Enumerable.Range(0, element.Count).Select(i => element.Get<T>(i))];
        if (typeof(T).IsEnum || Nullable.GetUnderlyingType(typeof(T)) is not null)
            return [.. Enumerable.Range(0, element.Count).Select(i => element.Get<T>(i))];
        return element.Get<T[]>(-1);
    }

    private static void NotAnArray<T>()
    {
        if (typeof(T).IsArray)
            throw new DicomDataException("Ask for the type of one value; GetValues gives an array of it.");
    }

    private static bool Try<T>(Func<T> get, [MaybeNullWhen(false)] out T value)
    {
        try
        {
            value = get();
            return true;
        }
        catch (Exception e) when (e is DicomDataException or InvalidCastException)
        {
            value = default;
            return false;
        }
    }

    private DicomElement Element(DicomTag tag) => Find(tag) switch
    {
        DicomElement element => element,
        null => throw Missing(tag),
        _ => throw new DicomDataException($"{Named(tag)} is not an element with values."),
    };
}
