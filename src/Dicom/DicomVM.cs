using System.Globalization;

namespace ContourFlow.Dicom;

/// <summary>How many values an element may have (PS3.6): a minimum, a maximum, and the number they come in.</summary>
public class DicomVM
{
    public static readonly DicomVM VM_1 = new(1, 1, 1);
    public static readonly DicomVM VM_1_2 = new(1, 2, 1);
    public static readonly DicomVM VM_1_3 = new(1, 3, 1);
    public static readonly DicomVM VM_1_n = new(1, int.MaxValue, 1);
    public static readonly DicomVM VM_2 = new(2, 2, 1);
    public static readonly DicomVM VM_2_n = new(2, int.MaxValue, 1);
    public static readonly DicomVM VM_2_2n = new(2, int.MaxValue, 2);
    public static readonly DicomVM VM_3 = new(3, 3, 1);
    public static readonly DicomVM VM_3_n = new(3, int.MaxValue, 1);
    public static readonly DicomVM VM_3_3n = new(3, int.MaxValue, 3);
    public static readonly DicomVM VM_4 = new(4, 4, 1);
    public static readonly DicomVM VM_6 = new(6, 6, 1);

    /// <summary>Makes a multiplicity.</summary>
    public DicomVM(int minimum, int maximum, int multiplicity)
    {
        Minimum = minimum;
        Maximum = maximum;
        Multiplicity = multiplicity;
    }

    /// <summary>The least number of values of an element that is not empty.</summary>
    public int Minimum { get; }

    /// <summary>The greatest number of values.</summary>
    public int Maximum { get; }

    /// <summary>The values come in multiples of this.</summary>
    public int Multiplicity { get; }

    /// <summary>Reads the notation of PS3.6: 1, 1-3, 1-n, 2-2n.</summary>
    /// <exception cref="DicomDataException">The text is not in this notation.</exception>
    public static DicomVM Parse(string s)
    {
        ArgumentNullException.ThrowIfNull(s);
        string[] parts = s.Split('-', StringSplitOptions.TrimEntries);
        if (parts.Length is 0 or > 2 || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int minimum))
            throw new DicomDataException("The text is not a value multiplicity.");
        if (parts.Length == 1)
            return new DicomVM(minimum, minimum, 1);
        if (int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int maximum))
            return new DicomVM(minimum, maximum, 1);
        if (parts[1] == "n")
            return new DicomVM(minimum, int.MaxValue, 1);
        if (parts[1].EndsWith('n') && int.TryParse(parts[1].AsSpan()[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out int multiplicity))
            return new DicomVM(minimum, int.MaxValue, multiplicity);
        throw new DicomDataException("The text is not a value multiplicity.");
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        if (Minimum == Maximum)
            return Minimum.ToString(CultureInfo.InvariantCulture);
        if (Maximum != int.MaxValue)
            return $"{Minimum}-{Maximum}";
        return Multiplicity == 1 ? $"{Minimum}-n" : $"{Minimum}-{Multiplicity}n";
    }

    internal bool Allows(int count) =>
        count == 0 || (count >= Minimum && count <= Maximum && count % Multiplicity == 0);
}
