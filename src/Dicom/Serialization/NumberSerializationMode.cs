namespace ContourFlow.Dicom.Serialization;

/// <summary>How DS, IS, SV and UV are written, for which DICOM JSON allows a number or a string (PS3.18 table F.2.3-1).</summary>
public enum NumberSerializationMode
{
    /// <summary>As JSON numbers, with the digits of the element; text that is no number is an error.</summary>
    AsNumber = 0,

    /// <summary>As JSON strings, as the element has them.</summary>
    AsString = 1,

    /// <summary>
    /// As JSON numbers where a reader's double holds the value; as strings where the text is no number, or a number
    /// outside the range of a double or (SV, UV) of 53 bits.
    /// </summary>
    PreferablyAsNumber = 2,
}
