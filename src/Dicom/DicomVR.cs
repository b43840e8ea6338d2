namespace ContourFlow.Dicom;

/// <summary>A value representation (PS3.5 6.2): what kind of value an element holds and how its bytes are laid out.</summary>
public sealed class DicomVR
{
    // The second lines: string, text in the data set's character set, 16-bit length field, several values,
    // padding, longest value, bytes of a unit, .NET type.
    public static readonly DicomVR NONE = new("NONE", "No Value Representation", false, false, false, false, 0, 0, 0, typeof(object));
    public static readonly DicomVR AE = new("AE", "Application Entity", true, false, true, true, 0x20, 16, 1, typeof(string));
    public static readonly DicomVR AS = new("AS", "Age String", true, false, true, true, 0x20, 4, 1, typeof(string));
    public static readonly DicomVR AT = new("AT", "Attribute Tag", false, false, true, true, 0, 4, 4, typeof(DicomTag), byteSwap: 2);
    public static readonly DicomVR CS = new("CS", "Code String", true, false, true, true, 0x20, 16, 1, typeof(string));
    public static readonly DicomVR DA = new("DA", "Date", true, false, true, true, 0x20, 18, 1, typeof(DateTime));
    public static readonly DicomVR DS = new("DS", "Decimal String", true, false, true, true, 0x20, 16, 1, typeof(decimal));
    public static readonly DicomVR DT = new("DT", "Date Time", true, false, true, true, 0x20, 54, 1, typeof(DateTime));
    public static readonly DicomVR FD = new("FD", "Floating Point Double", false, false, true, true, 0, 8, 8, typeof(double));
    public static readonly DicomVR FL = new("FL", "Floating Point Single", false, false, true, true, 0, 4, 4, typeof(float));
    public static readonly DicomVR IS = new("IS", "Integer String", true, false, true, true, 0x20, 12, 1, typeof(int));
    public static readonly DicomVR LO = new("LO", "Long String", true, true, true, true, 0x20, 64, 1, typeof(string));
    public static readonly DicomVR LT = new("LT", "Long Text", true, true, true, false, 0x20, 10240, 1, typeof(string));
    public static readonly DicomVR OB = new("OB", "Other Byte", false, false, false, true, 0, 0, 1, typeof(byte[]));
    public static readonly DicomVR OD = new("OD", "Other Double", false, false, false, true, 0, 0, 8, typeof(double[]));
    public static readonly DicomVR OF = new("OF", "Other Float", false, false, false, true, 0, 0, 4, typeof(float[]));
    public static readonly DicomVR OL = new("OL", "Other Long", false, false, false, true, 0, 0, 4, typeof(uint[]));
    public static readonly DicomVR OV = new("OV", "Other 64-bit Very Long", false, false, false, true, 0, 0, 8, typeof(ulong[]));
    public static readonly DicomVR OW = new("OW", "Other Word", false, false, false, true, 0, 0, 2, typeof(ushort[]));
    public static readonly DicomVR PN = new("PN", "Person Name", true, true, true, true, 0x20, 194, 1, typeof(string));
    public static readonly DicomVR SH = new("SH", "Short String", true, true, true, true, 0x20, 16, 1, typeof(string));
    public static readonly DicomVR SL = new("SL", "Signed Long", false, false, true, true, 0, 4, 4, typeof(int));
    public static readonly DicomVR SQ = new("SQ", "Sequence of Items", false, false, false, false, 0, 0, 0, typeof(IList<DicomDataset>));
    public static readonly DicomVR SS = new("SS", "Signed Short", false, false, true, true, 0, 2, 2, typeof(short));
    public static readonly DicomVR ST = new("ST", "Short Text", true, true, true, false, 0x20, 1024, 1, typeof(string));
    public static readonly DicomVR SV = new("SV", "Signed 64-bit Very Long", false, false, false, true, 0, 8, 8, typeof(long));
    public static readonly DicomVR TM = new("TM", "Time", true, false, true, true, 0x20, 28, 1, typeof(DateTime));
    public static readonly DicomVR UC = new("UC", "Unlimited Characters", true, true, false, true, 0x20, 0, 1, typeof(string));
    public static readonly DicomVR UI = new("UI", "Unique Identifier", true, false, true, true, 0x00, 64, 1, typeof(string));
    public static readonly DicomVR UL = new("UL", "Unsigned Long", false, false, true, true, 0, 4, 4, typeof(uint));
    public static readonly DicomVR UN = new("UN", "Unknown", false, false, false, true, 0, 0, 1, typeof(byte[]));
    public static readonly DicomVR UR = new("UR", "Universal Resource Identifier or Locator", true, false, false, false, 0x20, 0, 1, typeof(string));
    public static readonly DicomVR US = new("US", "Unsigned Short", false, false, true, true, 0, 2, 2, typeof(ushort));
    public static readonly DicomVR UT = new("UT", "Unlimited Text", true, true, false, false, 0x20, 0, 1, typeof(string));
    public static readonly DicomVR UV = new("UV", "Unsigned 64-bit Very Long", false, false, false, true, 0, 8, 8, typeof(ulong));

    private DicomVR(string code, string name, bool isString, bool isStringEncoded, bool is16bitLength, bool isMultiValue, byte paddingValue, uint maximumLength, int unitSize, Type valueType, int byteSwap = 0)
    {
        Code = code;
        Name = name;
        IsString = isString;
        IsStringEncoded = isStringEncoded;
        Is16bitLength = is16bitLength;
        IsMultiValue = isMultiValue;
        PaddingValue = paddingValue;
        MaximumLength = maximumLength;
        UnitSize = unitSize;
        ByteSwap = byteSwap == 0 ? unitSize : byteSwap;
        ValueType = valueType;
    }

    /// <summary>The two letters of the standard.</summary>
    public string Code { get; }

    /// <summary>The name in the standard.</summary>
    public string Name { get; }

    /// <summary>Whether values are text.</summary>
    public bool IsString { get; }

    /// <summary>Whether the text is in the data set's specific character set.</summary>
    public bool IsStringEncoded { get; }

    /// <summary>Whether explicit VR has a length field of 16 bits.</summary>
    public bool Is16bitLength { get; }

    /// <summary>Whether an element can hold several values.</summary>
    public bool IsMultiValue { get; }

    /// <summary>The byte that makes the length even.</summary>
    public byte PaddingValue { get; }

    /// <summary>The longest value in characters, or bytes where it is binary; 0 where there is no limit but the length field's.</summary>
    public uint MaximumLength { get; }

    /// <summary>Bytes of one value, where it is binary; 1 for text.</summary>
    public int UnitSize { get; }

    /// <summary>Bytes of the units that change places with the byte order.</summary>
    public int ByteSwap { get; }

    /// <summary>The .NET type of a value.</summary>
    public Type ValueType { get; }

    /// <summary>The value representation of this code.</summary>
    /// <exception cref="DicomDataException">There is none.</exception>
    public static DicomVR Parse(string vr) =>
        TryParse(vr, out DicomVR? result) ? result : throw new DicomDataException("The text is not a value representation of DICOM.");

    /// <summary>The value representation of this code, if there is one.</summary>
    public static bool TryParse(string? vr, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out DicomVR? result)
    {
        result = vr is { Length: 2 } ? Find((byte)vr[0], (byte)vr[1]) : vr == "NONE" ? NONE : null;
        return result is not null;
    }

    /// <summary>The value representation of this code, if there is one.</summary>
    public static bool TryParse(byte[] vr, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out DicomVR? result)
    {
        ArgumentNullException.ThrowIfNull(vr);
        result = vr.Length == 2 ? Find(vr[0], vr[1]) : null;
        return result is not null;
    }

    /// <summary>Checks one value, as text, against the rules of PS3.5 6.2.</summary>
    /// <exception cref="DicomValidationException">It breaks one; the message does not hold the value.</exception>
    public void ValidateString(string content)
    {
        ArgumentNullException.ThrowIfNull(content);
        string? fault = DicomValueRules.FaultOf(this, content);
        if (fault is not null)
            throw new DicomValidationException(content, this, $"A value of {Code} {fault}.");
    }

    /// <inheritdoc/>
    public override string ToString() => Code;

    internal static DicomVR? Find(byte first, byte second) => ((first << 8) | second) switch
    {
        ('A' << 8) | 'E' => AE,
        ('A' << 8) | 'S' => AS,
        ('A' << 8) | 'T' => AT,
        ('C' << 8) | 'S' => CS,
        ('D' << 8) | 'A' => DA,
        ('D' << 8) | 'S' => DS,
        ('D' << 8) | 'T' => DT,
        ('F' << 8) | 'D' => FD,
        ('F' << 8) | 'L' => FL,
        ('I' << 8) | 'S' => IS,
        ('L' << 8) | 'O' => LO,
        ('L' << 8) | 'T' => LT,
        ('O' << 8) | 'B' => OB,
        ('O' << 8) | 'D' => OD,
        ('O' << 8) | 'F' => OF,
        ('O' << 8) | 'L' => OL,
        ('O' << 8) | 'V' => OV,
        ('O' << 8) | 'W' => OW,
        ('P' << 8) | 'N' => PN,
        ('S' << 8) | 'H' => SH,
        ('S' << 8) | 'L' => SL,
        ('S' << 8) | 'Q' => SQ,
        ('S' << 8) | 'S' => SS,
        ('S' << 8) | 'T' => ST,
        ('S' << 8) | 'V' => SV,
        ('T' << 8) | 'M' => TM,
        ('U' << 8) | 'C' => UC,
        ('U' << 8) | 'I' => UI,
        ('U' << 8) | 'L' => UL,
        ('U' << 8) | 'N' => UN,
        ('U' << 8) | 'R' => UR,
        ('U' << 8) | 'S' => US,
        ('U' << 8) | 'T' => UT,
        ('U' << 8) | 'V' => UV,
        _ => null,
    };
}
