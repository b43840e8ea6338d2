using System.Globalization;
using ContourFlow.Dicom.IO.Buffer;

namespace ContourFlow.Dicom;

/// <summary>An element of whole numbers as text (IS).</summary>
public class DicomIntegerString : DicomMultiStringElement
{
    /// <summary>Makes an element of these values.</summary>
    public DicomIntegerString(DicomTag tag, params int[] values)
        : base(tag, [.. (values ?? []).Select(v => v.ToString(CultureInfo.InvariantCulture))])
    {
    }

    /// <summary>Makes an element of text.</summary>
    public DicomIntegerString(DicomTag tag, params string[] values)
        : base(tag, values)
    {
    }

    /// <summary>Makes an element of bytes.</summary>
    public DicomIntegerString(DicomTag tag, IByteBuffer data)
        : base(tag, CharacterSets.Default, data)
    {
    }

    /// <inheritdoc/>
    public override DicomVR ValueRepresentation => DicomVR.IS;

    /// <inheritdoc/>
    public override T Get<T>(int item = -1)
    {
        if (typeof(T) == typeof(int[]))
            return (T)(object)Array.ConvertAll(Values(), Whole);
        if (typeof(T) == typeof(long[]))
            return (T)(object)Array.ConvertAll(Values(), v => (long)Whole(v));
        if (typeof(T) == typeof(double[]))
            return (T)(object)Array.ConvertAll(Values(), v => (double)Whole(v));
        if (typeof(T) == typeof(decimal[]))
            return (T)(object)Array.ConvertAll(Values(), v => (decimal)Whole(v));
        if (NumberConversion.IsNumber<T>())
            return NumberConversion.To<T, int>(Whole(ValueAt(Math.Max(item, 0))), this);
        return base.Get<T>(item);
    }

    private int Whole(string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out int value)
            ? value
            : throw new DicomDataException($"{Tag} {Tag.DictionaryEntry.Keyword} holds text that is not a whole number.");
}
