using ContourFlow.Dicom.IO.Buffer;

namespace ContourFlow.Dicom;

/// <summary>An element of 64-bit floating point numbers (FD).</summary>
public class DicomFloatingPointDouble : DicomValueElement<double>
{
    /// <summary>Makes an element of these values.</summary>
    public DicomFloatingPointDouble(DicomTag tag, params double[] values)
        : base(tag, values)
    {
    }

    /// <summary>Makes an element of these bytes, little endian.</summary>
    public DicomFloatingPointDouble(DicomTag tag, IByteBuffer data)
        : base(tag, data)
    {
    }

    /// <inheritdoc/>
    public override DicomVR ValueRepresentation => DicomVR.FD;
}

/// <summary>An element of 32-bit floating point numbers (FL).</summary>
public class DicomFloatingPointSingle : DicomValueElement<float>
{
    /// <summary>Makes an element of these values.</summary>
    public DicomFloatingPointSingle(DicomTag tag, params float[] values)
        : base(tag, values)
    {
    }

    /// <summary>Makes an element of these bytes, little endian.</summary>
    public DicomFloatingPointSingle(DicomTag tag, IByteBuffer data)
        : base(tag, data)
    {
    }

    /// <inheritdoc/>
    public override DicomVR ValueRepresentation => DicomVR.FL;
}

/// <summary>An element of 32-bit signed numbers (SL).</summary>
public class DicomSignedLong : DicomValueElement<int>
{
    /// <summary>Makes an element of these values.</summary>
    public DicomSignedLong(DicomTag tag, params int[] values)
        : base(tag, values)
    {
    }

    /// <summary>Makes an element of these bytes, little endian.</summary>
    public DicomSignedLong(DicomTag tag, IByteBuffer data)
        : base(tag, data)
    {
    }

    /// <inheritdoc/>
    public override DicomVR ValueRepresentation => DicomVR.SL;
}

/// <summary>An element of 16-bit signed numbers (SS).</summary>
public class DicomSignedShort : DicomValueElement<short>
{
    /// <summary>Makes an element of these values.</summary>
    public DicomSignedShort(DicomTag tag, params short[] values)
        : base(tag, values)
    {
    }

    /// <summary>Makes an element of these bytes, little endian.</summary>
    public DicomSignedShort(DicomTag tag, IByteBuffer data)
        : base(tag, data)
    {
    }

    /// <inheritdoc/>
    public override DicomVR ValueRepresentation => DicomVR.SS;
}

/// <summary>An element of 64-bit signed numbers (SV).</summary>
public class DicomSignedVeryLong : DicomValueElement<long>
{
    /// <summary>Makes an element of these values.</summary>
    public DicomSignedVeryLong(DicomTag tag, params long[] values)
        : base(tag, values)
    {
    }

    /// <summary>Makes an element of these bytes, little endian.</summary>
    public DicomSignedVeryLong(DicomTag tag, IByteBuffer data)
        : base(tag, data)
    {
    }

    /// <inheritdoc/>
    public override DicomVR ValueRepresentation => DicomVR.SV;
}

/// <summary>An element of 32-bit unsigned numbers (UL).</summary>
public class DicomUnsignedLong : DicomValueElement<uint>
{
    /// <summary>Makes an element of these values.</summary>
    public DicomUnsignedLong(DicomTag tag, params uint[] values)
        : base(tag, values)
    {
    }

    /// <summary>Makes an element of these bytes, little endian.</summary>
    public DicomUnsignedLong(DicomTag tag, IByteBuffer data)
        : base(tag, data)
    {
    }

    /// <inheritdoc/>
    public override DicomVR ValueRepresentation => DicomVR.UL;
}

/// <summary>An element of 16-bit unsigned numbers (US).</summary>
public class DicomUnsignedShort : DicomValueElement<ushort>
{
    /// <summary>Makes an element of these values.</summary>
    public DicomUnsignedShort(DicomTag tag, params ushort[] values)
        : base(tag, values)
    {
    }

    /// <summary>Makes an element of these bytes, little endian.</summary>
    public DicomUnsignedShort(DicomTag tag, IByteBuffer data)
        : base(tag, data)
    {
    }

    /// <inheritdoc/>
    public override DicomVR ValueRepresentation => DicomVR.US;
}

/// <summary>An element of 64-bit unsigned numbers (UV).</summary>
public class DicomUnsignedVeryLong : DicomValueElement<ulong>
{
    /// <summary>Makes an element of these values.</summary>
    public DicomUnsignedVeryLong(DicomTag tag, params ulong[] values)
        : base(tag, values)
    {
    }

    /// <summary>Makes an element of these bytes, little endian.</summary>
    public DicomUnsignedVeryLong(DicomTag tag, IByteBuffer data)
        : base(tag, data)
    {
    }

    /// <inheritdoc/>
    public override DicomVR ValueRepresentation => DicomVR.UV;
}

/// <summary>An element of bytes (OB).</summary>
public class DicomOtherByte : DicomValueElement<byte>
{
    /// <summary>Makes an element of these values.</summary>
    public DicomOtherByte(DicomTag tag, params byte[] values)
        : base(tag, values)
    {
    }

    /// <summary>Makes an element of these bytes, little endian.</summary>
    public DicomOtherByte(DicomTag tag, IByteBuffer data)
        : base(tag, data)
    {
    }

    /// <inheritdoc/>
    public override DicomVR ValueRepresentation => DicomVR.OB;

    /// <summary>The number of words is not a matter of the dictionary.</summary>
    protected override void ValidateVM()
    {
    }
}

/// <summary>An element of 16-bit words (OW).</summary>
public class DicomOtherWord : DicomValueElement<ushort>
{
    /// <summary>Makes an element of these values.</summary>
    public DicomOtherWord(DicomTag tag, params ushort[] values)
        : base(tag, values)
    {
    }

    /// <summary>Makes an element of these bytes, little endian.</summary>
    public DicomOtherWord(DicomTag tag, IByteBuffer data)
        : base(tag, data)
    {
    }

    /// <inheritdoc/>
    public override DicomVR ValueRepresentation => DicomVR.OW;

    /// <summary>The number of words is not a matter of the dictionary.</summary>
    protected override void ValidateVM()
    {
    }
}

/// <summary>An element of 64-bit floating point words (OD).</summary>
public class DicomOtherDouble : DicomValueElement<double>
{
    /// <summary>Makes an element of these values.</summary>
    public DicomOtherDouble(DicomTag tag, params double[] values)
        : base(tag, values)
    {
    }

    /// <summary>Makes an element of these bytes, little endian.</summary>
    public DicomOtherDouble(DicomTag tag, IByteBuffer data)
        : base(tag, data)
    {
    }

    /// <inheritdoc/>
    public override DicomVR ValueRepresentation => DicomVR.OD;

    /// <summary>The number of words is not a matter of the dictionary.</summary>
    protected override void ValidateVM()
    {
    }
}

/// <summary>An element of 32-bit floating point words (OF).</summary>
public class DicomOtherFloat : DicomValueElement<float>
{
    /// <summary>Makes an element of these values.</summary>
    public DicomOtherFloat(DicomTag tag, params float[] values)
        : base(tag, values)
    {
    }

    /// <summary>Makes an element of these bytes, little endian.</summary>
    public DicomOtherFloat(DicomTag tag, IByteBuffer data)
        : base(tag, data)
    {
    }

    /// <inheritdoc/>
    public override DicomVR ValueRepresentation => DicomVR.OF;

    /// <summary>The number of words is not a matter of the dictionary.</summary>
    protected override void ValidateVM()
    {
    }
}

/// <summary>An element of 32-bit words (OL).</summary>
public class DicomOtherLong : DicomValueElement<uint>
{
    /// <summary>Makes an element of these values.</summary>
    public DicomOtherLong(DicomTag tag, params uint[] values)
        : base(tag, values)
    {
    }

    /// <summary>Makes an element of these bytes, little endian.</summary>
    public DicomOtherLong(DicomTag tag, IByteBuffer data)
        : base(tag, data)
    {
    }

    /// <inheritdoc/>
    public override DicomVR ValueRepresentation => DicomVR.OL;

    /// <summary>The number of words is not a matter of the dictionary.</summary>
    protected override void ValidateVM()
    {
    }
}

/// <summary>An element of 64-bit words (OV).</summary>
public class DicomOtherVeryLong : DicomValueElement<ulong>
{
    /// <summary>Makes an element of these values.</summary>
    public DicomOtherVeryLong(DicomTag tag, params ulong[] values)
        : base(tag, values)
    {
    }

    /// <summary>Makes an element of these bytes, little endian.</summary>
    public DicomOtherVeryLong(DicomTag tag, IByteBuffer data)
        : base(tag, data)
    {
    }

    /// <inheritdoc/>
    public override DicomVR ValueRepresentation => DicomVR.OV;

    /// <summary>The number of words is not a matter of the dictionary.</summary>
    protected override void ValidateVM()
    {
    }
}

/// <summary>An element whose value representation is not known (UN): bytes, carried as they are.</summary>
public class DicomUnknown : DicomOtherByte
{
    /// <summary>Makes an element of these bytes.</summary>
    public DicomUnknown(DicomTag tag, params byte[] values)
        : base(tag, values)
    {
    }

    /// <summary>Makes an element of these bytes.</summary>
    public DicomUnknown(DicomTag tag, IByteBuffer data)
        : base(tag, data)
    {
    }

    /// <inheritdoc/>
    public override DicomVR ValueRepresentation => DicomVR.UN;
}
