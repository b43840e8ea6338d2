using System.Diagnostics.CodeAnalysis;

namespace ContourFlow.Dicom.Imaging;

/// <summary>Whether pixel values are signed (0028,0103).</summary>
[SuppressMessage("Naming", "CA1720", Justification = "The names of fo-dicom.")]
public enum PixelRepresentation
{
    Unsigned = 0,
    Signed = 1,
}

/// <summary>How the samples of a colour pixel lie (0028,0006).</summary>
public enum PlanarConfiguration
{
    Interleaved = 0,
    Planar = 1,
}

/// <summary>How many bits a pixel value has and takes.</summary>
[SuppressMessage("Naming", "CA1720", Justification = "The names of fo-dicom.")]
public class BitDepth
{
    /// <summary>Makes a depth.</summary>
    public BitDepth(int allocated, int stored, int highBit, bool signed)
    {
        BitsAllocated = allocated;
        BitsStored = stored;
        HighBit = highBit;
        IsSigned = signed;
    }

    /// <summary>Bits that it takes.</summary>
    public int BitsAllocated { get; }

    /// <summary>Bits that it has.</summary>
    public int BitsStored { get; }

    /// <summary>The place of its highest bit.</summary>
    public int HighBit { get; }

    /// <summary>Whether that bit is a sign.</summary>
    public bool IsSigned { get; }

    /// <summary>The greatest value that the bits can hold.</summary>
    public static int GetMaximumValue(int bitsStored, bool isSigned) => isSigned ? (int)((1L << (bitsStored - 1)) - 1) : (int)((1L << bitsStored) - 1);

    /// <summary>The least value that the bits can hold.</summary>
    public static int GetMinimumValue(int bitsStored, bool isSigned) => isSigned ? (int)-(1L << (bitsStored - 1)) : 0;
}

/// <summary>What the samples of a pixel stand for (0028,0004).</summary>
public class PhotometricInterpretation
{
    public static readonly PhotometricInterpretation Monochrome1 = new("MONOCHROME1", false);
    public static readonly PhotometricInterpretation Monochrome2 = new("MONOCHROME2", false);
    public static readonly PhotometricInterpretation PaletteColor = new("PALETTE COLOR", true);
    public static readonly PhotometricInterpretation Rgb = new("RGB", true);
    public static readonly PhotometricInterpretation YbrFull = new("YBR_FULL", true);
    public static readonly PhotometricInterpretation YbrFull422 = new("YBR_FULL_422", true);
    public static readonly PhotometricInterpretation YbrPartial422 = new("YBR_PARTIAL_422", true);
    public static readonly PhotometricInterpretation YbrPartial420 = new("YBR_PARTIAL_420", true);
    public static readonly PhotometricInterpretation YbrIct = new("YBR_ICT", true);
    public static readonly PhotometricInterpretation YbrRct = new("YBR_RCT", true);

    private PhotometricInterpretation(string value, bool isColor)
    {
        Value = value;
        IsColor = isColor;
    }

    /// <summary>The defined term.</summary>
    public string Value { get; }

    /// <summary>Whether it is a colour.</summary>
    public bool IsColor { get; }

    /// <summary>Equality of the term.</summary>
    public static bool operator ==(PhotometricInterpretation? a, PhotometricInterpretation? b) => a is null ? b is null : a.Equals(b);

    /// <summary>Inequality of the term.</summary>
    public static bool operator !=(PhotometricInterpretation? a, PhotometricInterpretation? b) => !(a == b);

    /// <summary>The interpretation of a defined term.</summary>
    /// <exception cref="DicomDataException">The term is not known.</exception>
    public static PhotometricInterpretation Parse(string photometricInterpretation)
    {
        ArgumentNullException.ThrowIfNull(photometricInterpretation);
        string term = photometricInterpretation.Trim(' ', '\0');
        foreach (PhotometricInterpretation known in (PhotometricInterpretation[])[Monochrome1, Monochrome2, PaletteColor, Rgb, YbrFull, YbrFull422, YbrPartial422, YbrPartial420, YbrIct, YbrRct])
        {
            if (known.Value == term)
                return known;
        }

        throw new DicomDataException("(0028,0004) PhotometricInterpretation holds a term that is not known.");
    }

    /// <summary>Equality of the term.</summary>
    public override bool Equals(object? obj) => obj is PhotometricInterpretation other && Value == other.Value;

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
