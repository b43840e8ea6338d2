using System.Text;
using ContourFlow.Dicom.IO.Buffer;

namespace ContourFlow.Dicom;

/// <summary>An element of an application entity title (AE).</summary>
public class DicomApplicationEntity : DicomMultiStringElement
{
    /// <summary>Makes an element of text.</summary>
    public DicomApplicationEntity(DicomTag tag, params string[] values)
        : base(tag, values)
    {
    }

    /// <summary>Makes an element of bytes.</summary>
    public DicomApplicationEntity(DicomTag tag, IByteBuffer data)
        : base(tag, CharacterSets.Default, data)
    {
    }

    /// <inheritdoc/>
    public override DicomVR ValueRepresentation => DicomVR.AE;
}

/// <summary>An element of an age (AS).</summary>
public class DicomAgeString : DicomMultiStringElement
{
    /// <summary>Makes an element of text.</summary>
    public DicomAgeString(DicomTag tag, params string[] values)
        : base(tag, values)
    {
    }

    /// <summary>Makes an element of bytes.</summary>
    public DicomAgeString(DicomTag tag, IByteBuffer data)
        : base(tag, CharacterSets.Default, data)
    {
    }

    /// <inheritdoc/>
    public override DicomVR ValueRepresentation => DicomVR.AS;
}

/// <summary>An element of codes (CS).</summary>
public class DicomCodeString : DicomMultiStringElement
{
    /// <summary>Makes an element of text.</summary>
    public DicomCodeString(DicomTag tag, params string[] values)
        : base(tag, values)
    {
    }

    /// <summary>Makes an element of bytes.</summary>
    public DicomCodeString(DicomTag tag, IByteBuffer data)
        : base(tag, CharacterSets.Default, data)
    {
    }

    /// <inheritdoc/>
    public override DicomVR ValueRepresentation => DicomVR.CS;
}

/// <summary>An element of short texts of up to 64 characters (LO).</summary>
public class DicomLongString : DicomMultiStringElement
{
    /// <summary>Makes an element of text.</summary>
    public DicomLongString(DicomTag tag, params string[] values)
        : base(tag, values)
    {
    }

    /// <summary>Makes an element of bytes in these encodings.</summary>
    public DicomLongString(DicomTag tag, Encoding[] encoding, IByteBuffer data)
        : base(tag, encoding, data)
    {
    }

    internal DicomLongString(DicomTag tag, CharacterSets characterSets, IByteBuffer data)
        : base(tag, characterSets, data)
    {
    }

    /// <inheritdoc/>
    public override DicomVR ValueRepresentation => DicomVR.LO;
}

/// <summary>An element of short texts of up to 16 characters (SH).</summary>
public class DicomShortString : DicomMultiStringElement
{
    /// <summary>Makes an element of text.</summary>
    public DicomShortString(DicomTag tag, params string[] values)
        : base(tag, values)
    {
    }

    /// <summary>Makes an element of bytes in these encodings.</summary>
    public DicomShortString(DicomTag tag, Encoding[] encodings, IByteBuffer data)
        : base(tag, encodings, data)
    {
    }

    internal DicomShortString(DicomTag tag, CharacterSets characterSets, IByteBuffer data)
        : base(tag, characterSets, data)
    {
    }

    /// <inheritdoc/>
    public override DicomVR ValueRepresentation => DicomVR.SH;
}

/// <summary>An element of texts of any length (UC).</summary>
public class DicomUnlimitedCharacters : DicomMultiStringElement
{
    /// <summary>Makes an element of text.</summary>
    public DicomUnlimitedCharacters(DicomTag tag, params string[] values)
        : base(tag, values)
    {
    }

    /// <summary>Makes an element of bytes in these encodings.</summary>
    public DicomUnlimitedCharacters(DicomTag tag, Encoding[] encodings, IByteBuffer data)
        : base(tag, encodings, data)
    {
    }

    internal DicomUnlimitedCharacters(DicomTag tag, CharacterSets characterSets, IByteBuffer data)
        : base(tag, characterSets, data)
    {
    }

    /// <inheritdoc/>
    public override DicomVR ValueRepresentation => DicomVR.UC;
}

/// <summary>An element of one text of up to 10,240 characters (LT).</summary>
public class DicomLongText : DicomStringElement
{
    /// <summary>Makes an element of text.</summary>
    public DicomLongText(DicomTag tag, string value)
        : base(tag, value)
    {
    }

    /// <summary>Makes an element of bytes in these encodings.</summary>
    public DicomLongText(DicomTag tag, Encoding[] encodings, IByteBuffer data)
        : base(tag, encodings, data)
    {
    }

    internal DicomLongText(DicomTag tag, CharacterSets characterSets, IByteBuffer data)
        : base(tag, characterSets, data)
    {
    }

    /// <inheritdoc/>
    public override DicomVR ValueRepresentation => DicomVR.LT;
}

/// <summary>An element of one text of up to 1,024 characters (ST).</summary>
public class DicomShortText : DicomStringElement
{
    /// <summary>Makes an element of text.</summary>
    public DicomShortText(DicomTag tag, string value)
        : base(tag, value)
    {
    }

    /// <summary>Makes an element of bytes in these encodings.</summary>
    public DicomShortText(DicomTag tag, Encoding[] encodings, IByteBuffer data)
        : base(tag, encodings, data)
    {
    }

    internal DicomShortText(DicomTag tag, CharacterSets characterSets, IByteBuffer data)
        : base(tag, characterSets, data)
    {
    }

    /// <inheritdoc/>
    public override DicomVR ValueRepresentation => DicomVR.ST;
}

/// <summary>An element of one text of any length (UT).</summary>
public class DicomUnlimitedText : DicomStringElement
{
    /// <summary>Makes an element of text.</summary>
    public DicomUnlimitedText(DicomTag tag, string value)
        : base(tag, value)
    {
    }

    /// <summary>Makes an element of bytes in these encodings.</summary>
    public DicomUnlimitedText(DicomTag tag, Encoding[] encodings, IByteBuffer data)
        : base(tag, encodings, data)
    {
    }

    internal DicomUnlimitedText(DicomTag tag, CharacterSets characterSets, IByteBuffer data)
        : base(tag, characterSets, data)
    {
    }

    /// <inheritdoc/>
    public override DicomVR ValueRepresentation => DicomVR.UT;
}

/// <summary>An element of a URI (UR).</summary>
public class DicomUniversalResource : DicomStringElement
{
    /// <summary>Makes an element of text.</summary>
    public DicomUniversalResource(DicomTag tag, string value)
        : base(tag, value)
    {
    }

    /// <summary>Makes an element of bytes.</summary>
    public DicomUniversalResource(DicomTag tag, Encoding[] encodings, IByteBuffer data)
        : base(tag, encodings, data)
    {
    }

    internal DicomUniversalResource(DicomTag tag, CharacterSets characterSets, IByteBuffer data)
        : base(tag, characterSets, data)
    {
    }

    /// <inheritdoc/>
    public override DicomVR ValueRepresentation => DicomVR.UR;
}
