namespace ContourFlow.Dicom.Imaging;

/// <summary>Keeps the namespace in being until the pixel types are in it: the toolkit's global usings name it.</summary>
internal static class ImagingNamespace;
