namespace ContourFlow.EndToEnd.Tests.DicomWeb;

/// <summary>A DICOM file as bytes.</summary>
internal static class Part10
{
    /// <summary>What follows its meta information, whose length stands at byte 140 of a file that begins with (0002,0000).</summary>
    public static byte[] DataSet(byte[] file) => file[(144 + BitConverter.ToInt32(file, 140))..];
}
