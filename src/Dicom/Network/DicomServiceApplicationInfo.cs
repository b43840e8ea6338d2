namespace ContourFlow.Dicom.Network;

/// <summary>
/// Service class application information of a SOP class extended negotiation (DICOM PS3.7 D.3.3.5): bytes numbered
/// from 1, whose meaning the service class defines (PS3.4 B.3.1, C.5).
/// </summary>
public class DicomServiceApplicationInfo
{
    private readonly SortedDictionary<byte, byte> _fields = [];

    /// <summary>Makes information without fields.</summary>
    public DicomServiceApplicationInfo()
    {
    }

    /// <summary>Makes information of bytes; the first is field 1.</summary>
    /// <exception cref="DicomNetworkException">There are more than the 255 fields that can be numbered.</exception>
    public DicomServiceApplicationInfo(byte[] rawApplicationInfo)
    {
        ArgumentNullException.ThrowIfNull(rawApplicationInfo);
        if (rawApplicationInfo.Length > byte.MaxValue)
            throw new DicomNetworkException($"Service class application information of {rawApplicationInfo.Length} bytes: no service class defines more than {byte.MaxValue}.");
        for (int i = 0; i < rawApplicationInfo.Length; i++)
            _fields.Add((byte)(i + 1), rawApplicationInfo[i]);
    }

    /// <summary>Number of fields.</summary>
    public int Count => _fields.Count;

    /// <summary>Sets a field; those before it that are not set yet become 0.</summary>
    /// <exception cref="ArgumentException">The number is 0.</exception>
    public void AddOrUpdate(byte index, byte value)
    {
        if (index == 0)
            throw new ArgumentException("Fields are numbered from 1.", nameof(index));
        for (byte before = 1; before < index; before++)
            _fields.TryAdd(before, (byte)0);
        _fields[index] = value;
    }

    /// <summary>Whether there is a field of this number.</summary>
    public bool Contains(byte index) => _fields.ContainsKey(index);

    /// <summary>The field of a number.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public byte GetValue(byte index) => _fields[index];

    /// <summary>The bytes as they are sent.</summary>
    public byte[] GetValues() => [.. _fields.Values];

    /// <summary>The fields, with commas between.</summary>
    public override string ToString() => string.Join(", ", _fields.Values);
}
