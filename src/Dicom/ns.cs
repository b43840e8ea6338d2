namespace ContourFlow.Dicom
{
    public class DicomDataset
    {
    }

    public class DicomFile
    {
    }
}

namespace ContourFlow.Dicom.Imaging
{
    internal static class Placeholder
    {
    }
}

namespace ContourFlow.Dicom.IO.Buffer
{
    internal static class Placeholder
    {
    }
}

namespace ContourFlow.Dicom.IO.Writer
{
    internal static class Placeholder
    {
    }
}
