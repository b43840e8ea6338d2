using System.Runtime.InteropServices;

namespace ContourFlow.Dicom.Tests.Imaging.Codec;

/// <summary>Images of known pixels, the same every time.</summary>
internal static class Made
{
    /// <summary>An image of noise on a slope, which no predictor guesses and every bit of which is in use; or of runs.</summary>
    public static (DicomDataset Image, byte[] Pixels) Image(int rows, int columns, int frames, int samples, int bits, int seed, bool signed = false, bool runs = false)
    {
        var random = new Random(seed);
        int allocated = bits > 8 ? 16 : 8;
        var pixels = new byte[rows * columns * frames * samples * allocated / 8];
        for (int i = 0; i < pixels.Length * 8 / allocated; i++)
        {
            int value = runs ? random.Next(40) < 39 && i > 0 ? Get(pixels, i - 1, allocated) : random.Next(1 << bits) : random.Next(4) == 0 ? random.Next(1 << bits) : (i * 37) & ((1 << bits) - 1);
            if (allocated == 8)
                pixels[i] = (byte)value;
            else
                MemoryMarshal.Cast<byte, ushort>(pixels.AsSpan())[i] = (ushort)value;
        }

        var image = new DicomDataset
        {
            { DicomTag.SOPClassUID, samples == 3 ? DicomUID.MultiFrameTrueColorSecondaryCaptureImageStorage : frames > 1 ? DicomUID.MultiFrameGrayscaleWordSecondaryCaptureImageStorage : DicomUID.CTImageStorage },
            { DicomTag.SOPInstanceUID, $"1.2.826.0.1.3680043.8.498.{seed}.{samples}.{bits}" },
            { DicomTag.StudyInstanceUID, "1.2.3" },
            { DicomTag.SeriesInstanceUID, "1.2.4" },
            { DicomTag.PatientID, "" },
            { DicomTag.PatientName, "" },
            { DicomTag.Modality, frames > 1 || samples == 3 ? "OT" : "CT" },
            { DicomTag.SamplesPerPixel, (ushort)samples },
            { DicomTag.PhotometricInterpretation, samples == 3 ? "RGB" : "MONOCHROME2" },
            { DicomTag.Rows, (ushort)rows },
            { DicomTag.Columns, (ushort)columns },
            { DicomTag.BitsAllocated, (ushort)allocated },
            { DicomTag.BitsStored, (ushort)bits },
            { DicomTag.HighBit, (ushort)(bits - 1) },
            { DicomTag.PixelRepresentation, (ushort)(signed ? 1 : 0) },
        };
        if (samples == 3)
            image.Add(DicomTag.PlanarConfiguration, (ushort)0);
        if (frames > 1)
            image.Add(DicomTag.NumberOfFrames, frames);
        var buffer = new MemoryByteBuffer(pixels);
        image.Add(allocated == 8 ? new DicomOtherByte(DicomTag.PixelData, buffer) : new DicomOtherWord(DicomTag.PixelData, buffer));
        return (image, pixels);
    }

    public static byte[] PixelsOf(DicomDataset dataset) => dataset.GetDicomItem<DicomElement>(DicomTag.PixelData)!.Buffer.Data;

    /// <summary>Interleaved samples of 8 bits as planes, frame by frame.</summary>
    public static byte[] InPlanes(byte[] pixels, DicomDataset image)
    {
        int area = image.GetSingleValue<int>(DicomTag.Rows) * image.GetSingleValue<int>(DicomTag.Columns);
        int samples = image.GetSingleValue<int>(DicomTag.SamplesPerPixel);
        var planes = new byte[pixels.Length];
        for (int i = 0; i < pixels.Length; i++)
        {
            int frame = i / (area * samples);
            int pixel = i / samples % area;
            planes[(((frame * samples) + (i % samples)) * area) + pixel] = pixels[i];
        }

        return planes;
    }

    private static int Get(byte[] pixels, int i, int allocated) => allocated == 8 ? pixels[i] : MemoryMarshal.Cast<byte, ushort>(pixels)[i];
}
