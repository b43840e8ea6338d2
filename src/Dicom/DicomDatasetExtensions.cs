namespace ContourFlow.Dicom;

/// <summary>What can be done with a data set besides.</summary>
public static class DicomDatasetExtensions
{
    /// <summary>A data set of its own with the same items; sequences are copied, with their items.</summary>
    public static DicomDataset Clone(this DicomDataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        return new DicomDataset((IEnumerable<DicomItem>)dataset);
    }

    /// <summary>Date and time of two elements; midnight when there is no time.</summary>
    /// <exception cref="DicomDataException">There is no date, or one is none.</exception>
    public static DateTime GetDateTime(this DicomDataset dataset, DicomTag date, DicomTag time)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        DateTime day = dataset.GetSingleValue<DateTime>(date);
        return dataset.GetDicomItem<DicomElement>(time) is { Count: 1 } element ? day.Date + element.Get<DateTime>(0).TimeOfDay : day;
    }

    /// <summary>Date and time of two elements in the zone of Timezone Offset From UTC, or in UTC where there is none.</summary>
    /// <exception cref="DicomDataException">There is no date, or one is none.</exception>
    public static DateTimeOffset GetDateTimeOffset(this DicomDataset dataset, DicomTag date, DicomTag time, DicomDataset? topLevelDataset = null)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        DateTime moment = DateTime.SpecifyKind(dataset.GetDateTime(date, time), DateTimeKind.Unspecified);
        string zone = (topLevelDataset ?? dataset).GetSingleValueOrDefault(DicomTag.TimezoneOffsetFromUTC, "");
        if (zone.Length != 5 || !int.TryParse(zone, System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out int value)
            || Math.Abs(value) > 1400 || Math.Abs(value) % 100 > 59)
            return new DateTimeOffset(moment, TimeSpan.Zero);
        return new DateTimeOffset(moment, new TimeSpan(value / 100, value % 100, 0));
    }

    /// <summary>The items whose tags fit a pattern.</summary>
    public static IEnumerable<DicomItem> EnumerateMasked(this DicomDataset dataset, DicomMaskedTag mask) => dataset.Where(i => mask.IsMatch(i.Tag));

    /// <summary>The items of a group.</summary>
    public static IEnumerable<DicomItem> EnumerateGroup(this DicomDataset dataset, ushort group) =>
        dataset.Where(i => i.Tag.Group == group && i.Tag.Element != 0);

    /// <summary>Turns the checks on adding off.</summary>
    public static DicomDataset NotValidated(this DicomDataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        dataset.AutoValidate = false;
        return dataset;
    }

    /// <summary>Turns the checks on adding on.</summary>
    public static DicomDataset Validated(this DicomDataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        dataset.AutoValidate = true;
        return dataset;
    }
}

/// <summary>Numbers of DS without a string for each.</summary>
internal static class DecimalValues
{
    /// <summary>The values of a DS element (or of any numbers) as doubles, each the nearest to its text.</summary>
    /// <returns>False when the element is missing or a value is not a finite number.</returns>
    public static bool TryGetDoubles(this DicomDataset dataset, DicomTag tag, out double[] values)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        if (dataset.TryGetValues(tag, out double[]? found))
        {
            values = found;
            return true;
        }

        values = [];
        return false;
    }

    /// <summary>Copies the values of a DS element into the caller's room.</summary>
    /// <returns>False when the element is missing, has another number of values than the room, or one is not a finite number.</returns>
    public static bool TryCopyDoubles(this DicomDataset dataset, DicomTag tag, Span<double> values)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        return dataset.GetDicomItem<DicomDecimalString>(tag)?.TryCopyDoubles(values) ?? false;
    }
}
