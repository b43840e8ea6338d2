using System.Globalization;

namespace ContourFlow.Dicom;

/// <summary>A pattern of tags, such as 60xx,0010: the digits written as x are free.</summary>
public sealed class DicomMaskedTag
{
    private DicomMaskedTag(uint mask, uint card)
    {
        Mask = mask;
        Card = card;
    }

    /// <summary>Makes the pattern that only <paramref name="tag"/> fits.</summary>
    public DicomMaskedTag(DicomTag tag)
    {
        ArgumentNullException.ThrowIfNull(tag);
        Mask = 0xFFFFFFFF;
        Card = tag.Key;
    }

    /// <summary>Ones where a digit is given.</summary>
    public uint Mask { get; }

    /// <summary>The digits given, zero where free.</summary>
    public uint Card { get; }

    /// <summary>The tag with zeros where the pattern is free.</summary>
    public DicomTag Tag => Card;

    /// <summary>Reads eight hexadecimal digits or x, with or without a comma and parentheses.</summary>
    /// <exception cref="DicomDataException">The text is not a pattern.</exception>
    public static DicomMaskedTag Parse(string s)
    {
        ArgumentNullException.ThrowIfNull(s);
        string digits = s.Trim().Trim('(', ')').Replace(",", "", StringComparison.Ordinal).ToUpperInvariant();
        if (digits.Length != 8)
            throw new DicomDataException("The text is not a pattern of DICOM tags: eight hexadecimal digits or x are expected.");
        uint mask = 0;
        uint card = 0;
        foreach (char c in digits)
        {
            mask <<= 4;
            card <<= 4;
            if (c == 'X')
                continue;
            if (!char.IsAsciiHexDigit(c))
                throw new DicomDataException("The text is not a pattern of DICOM tags: eight hexadecimal digits or x are expected.");
            mask |= 0xF;
            card |= (uint)(char.IsAsciiDigit(c) ? c - '0' : c - 'A' + 10);
        }

        return new DicomMaskedTag(mask, card);
    }

    /// <summary>Whether the tag fits the pattern.</summary>
    public bool IsMatch(DicomTag tag)
    {
        ArgumentNullException.ThrowIfNull(tag);
        return (tag.Key & Mask) == Card;
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        string card = Card.ToString("x8", CultureInfo.InvariantCulture);
        string mask = Mask.ToString("x8", CultureInfo.InvariantCulture);
        return string.Concat("(", string.Create(8, (card, mask), static (span, text) =>
        {
            for (int i = 0; i < 8; i++)
                span[i] = text.mask[i] == '0' ? 'x' : text.card[i];
        }).Insert(4, ","), ")");
    }
}
