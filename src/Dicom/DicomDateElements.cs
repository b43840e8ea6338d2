using System.Globalization;
using ContourFlow.Dicom.IO.Buffer;

namespace ContourFlow.Dicom;

/// <summary>A span of dates or times, as a query matches it; an open end is the least or greatest date.</summary>
public class DicomDateRange
{
    /// <summary>Makes the span of all dates.</summary>
    public DicomDateRange()
        : this(DateTime.MinValue, DateTime.MaxValue)
    {
    }

    /// <summary>Makes a span, both ends in it.</summary>
    public DicomDateRange(DateTime min, DateTime max)
    {
        Minimum = min;
        Maximum = max;
    }

    /// <summary>The first moment.</summary>
    public DateTime Minimum { get; set; }

    /// <summary>The last moment.</summary>
    public DateTime Maximum { get; set; }

    /// <summary>The span as DICOM writes it, with a hyphen between.</summary>
    public string ToString(string format)
    {
        string from = Minimum == DateTime.MinValue ? "" : Minimum.ToString(format, CultureInfo.InvariantCulture);
        string to = Maximum == DateTime.MaxValue ? "" : Maximum.ToString(format, CultureInfo.InvariantCulture);
        return from.Length + to.Length == 0 ? "" : string.Equals(from, to, StringComparison.Ordinal) ? from : $"{from}-{to}";
    }

    /// <inheritdoc/>
    public override string ToString() => ToString("yyyyMMddHHmmss");
}

/// <summary>An element of dates or times as text.</summary>
public abstract class DicomDateElement : DicomMultiStringElement
{
    private protected DicomDateElement(DicomTag tag, params string[] values)
        : base(tag, values)
    {
    }

    private protected DicomDateElement(DicomTag tag, IByteBuffer data)
        : base(tag, CharacterSets.Default, data)
    {
    }

    private protected abstract string[] Formats { get; }

    /// <inheritdoc/>
    public override T Get<T>(int item = -1)
    {
        if (typeof(T) == typeof(DateTime))
            return (T)(object)Moment(ValueAt(Math.Max(item, 0)));
        if (typeof(T) == typeof(DateTime?))
            return (T)(object)Moment(ValueAt(Math.Max(item, 0)));
        if (typeof(T) == typeof(DateTime[]))
            return (T)(object)Array.ConvertAll(Values(), Moment);
        if (typeof(T) == typeof(DicomDateRange))
        {
            string[] ends = ValueAt(Math.Max(item, 0)).Split('-');
            DateTime from = ends[0].Length == 0 ? DateTime.MinValue : Moment(ends[0]);
            DateTime to = ends.Length == 1 ? from : ends[1].Length == 0 ? DateTime.MaxValue : Moment(ends[1]);
            return (T)(object)new DicomDateRange(from, to);
        }

        return base.Get<T>(item);
    }

    private DateTime Moment(string text)
    {
        // A zone is cut off, not applied: the moment is the local one of the place that wrote it.
        int zone = text.IndexOfAny(['+', '-']);
        string local = zone > 0 ? text[..zone] : text;
        return DateTime.TryParseExact(local, Formats, CultureInfo.InvariantCulture, DateTimeStyles.NoCurrentDateDefault, out DateTime moment)
            ? moment
            : throw new DicomDataException($"{Tag} {Tag.DictionaryEntry.Keyword} holds text that is not a date or time of {ValueRepresentation.Code}.");
    }
}

/// <summary>An element of dates (DA).</summary>
public class DicomDate : DicomDateElement
{
    private static readonly string[] s_formats = ["yyyyMMdd", "yyyy.MM.dd"];

    /// <summary>Makes an element of these dates.</summary>
    public DicomDate(DicomTag tag, params DateTime[] values)
        : base(tag, Array.ConvertAll(values ?? [], v => v.ToString("yyyyMMdd", CultureInfo.InvariantCulture)))
    {
    }

    /// <summary>Makes an element of a span of dates.</summary>
    public DicomDate(DicomTag tag, DicomDateRange range)
        : base(tag, (range ?? throw new ArgumentNullException(nameof(range))).ToString("yyyyMMdd"))
    {
    }

    /// <summary>Makes an element of text.</summary>
    public DicomDate(DicomTag tag, params string[] values)
        : base(tag, values)
    {
    }

    /// <summary>Makes an element of bytes.</summary>
    public DicomDate(DicomTag tag, IByteBuffer data)
        : base(tag, data)
    {
    }

    /// <inheritdoc/>
    public override DicomVR ValueRepresentation => DicomVR.DA;

    private protected override string[] Formats => s_formats;
}

/// <summary>An element of times (TM).</summary>
public class DicomTime : DicomDateElement
{
    private static readonly string[] s_formats =
    [
        "HHmmss", "HHmm", "HH", "HHmmss.FFFFFF", "HH:mm:ss", "HH:mm", "HH:mm:ss.FFFFFF",
    ];

    /// <summary>Makes an element of these times.</summary>
    public DicomTime(DicomTag tag, params DateTime[] values)
        : base(tag, Array.ConvertAll(values ?? [], v => v.ToString(v.Ticks % TimeSpan.TicksPerSecond == 0 ? "HHmmss" : "HHmmss.ffffff", CultureInfo.InvariantCulture)))
    {
    }

    /// <summary>Makes an element of a span of times.</summary>
    public DicomTime(DicomTag tag, DicomDateRange range)
        : base(tag, (range ?? throw new ArgumentNullException(nameof(range))).ToString("HHmmss"))
    {
    }

    /// <summary>Makes an element of text.</summary>
    public DicomTime(DicomTag tag, params string[] values)
        : base(tag, values)
    {
    }

    /// <summary>Makes an element of bytes.</summary>
    public DicomTime(DicomTag tag, IByteBuffer data)
        : base(tag, data)
    {
    }

    /// <inheritdoc/>
    public override DicomVR ValueRepresentation => DicomVR.TM;

    private protected override string[] Formats => s_formats;
}

/// <summary>An element of dates with times (DT).</summary>
public class DicomDateTime : DicomDateElement
{
    private static readonly string[] s_formats =
    [
        "yyyyMMddHHmmss", "yyyyMMddHHmmss.FFFFFF", "yyyyMMddHHmm", "yyyyMMddHH", "yyyyMMdd", "yyyyMM", "yyyy",
    ];

    /// <summary>Makes an element of these moments.</summary>
    public DicomDateTime(DicomTag tag, params DateTime[] values)
        : base(tag, Array.ConvertAll(values ?? [], v => v.ToString(v.Ticks % TimeSpan.TicksPerSecond == 0 ? "yyyyMMddHHmmss" : "yyyyMMddHHmmss.ffffff", CultureInfo.InvariantCulture)))
    {
    }

    /// <summary>Makes an element of a span of moments.</summary>
    public DicomDateTime(DicomTag tag, DicomDateRange range)
        : base(tag, (range ?? throw new ArgumentNullException(nameof(range))).ToString("yyyyMMddHHmmss"))
    {
    }

    /// <summary>Makes an element of text.</summary>
    public DicomDateTime(DicomTag tag, params string[] values)
        : base(tag, values)
    {
    }

    /// <summary>Makes an element of bytes.</summary>
    public DicomDateTime(DicomTag tag, IByteBuffer data)
        : base(tag, data)
    {
    }

    /// <inheritdoc/>
    public override DicomVR ValueRepresentation => DicomVR.DT;

    private protected override string[] Formats => s_formats;
}
