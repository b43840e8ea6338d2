namespace ContourFlow.Dicom.Tests.IO;

/// <summary>Real files with bytes changed at random: only this toolkit's exceptions come out, and memory stays bounded by the file.</summary>
public class MutationTests
{
    private static readonly string[] s_seeds =
    [
        "CT_small.dcm", "rtplan.dcm", "rtstruct.dcm", "rtdose_1frame.dcm", "UN_sequence.dcm", "nested_priv_SQ.dcm", "priv_SQ.dcm", "reportsi.dcm", "MR_small_implicit.dcm",
        "MR_small_RLE.dcm", "test-SR.dcm", "badVR.dcm", "no_meta_group_length.dcm", "ExplVR_LitEndNoMeta.dcm",
    ];

    [Fact]
    public void Mutated_files_end_in_our_exceptions_only()
    {
        var random = new Random(20240229);
        byte[][] seeds = [.. s_seeds.Select(s => File.ReadAllBytes(RealFiles.At("odd", "pydicom", s))), .. Directory.GetFiles(RealFiles.At("odd", "charset"), "*.dcm", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];
        int read = 0;
        int refused = 0;
        for (int run = 0; run < 3000; run++)
        {
            byte[] bytes = Mutated(seeds[run % seeds.Length], random);
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                DicomFile file = RawDicom.Open(bytes);
                Use(file);
                read++;
            }
            catch (DicomException)
            {
                refused++;
            }

            (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan((64L << 20) + (256L * bytes.Length), $"run {run}");
        }

        // Both happen, or the test does not test.
        read.Should().BeGreaterThan(300);
        refused.Should().BeGreaterThan(300);
    }

    // Mutations near the start hit headers; the values of pixels are dull.
    private static byte[] Mutated(byte[] seed, Random random)
    {
        byte[] bytes = [.. seed];
        int reach = Math.Min(bytes.Length, 6000);
        int changes = random.Next(1, 6);
        for (int i = 0; i < changes; i++)
        {
            int at = random.Next(reach);
            switch (random.Next(6))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    bytes.AsSpan(at, Math.Min(4, bytes.Length - at)).Fill(0xFF);
                    break;
                case 3:
                    bytes.AsSpan(at, Math.Min(random.Next(1, 9), bytes.Length - at)).Clear();
                    break;
                case 4:
                    bytes = bytes[..random.Next(1, bytes.Length)];
                    reach = Math.Min(bytes.Length, 6000);
                    break;
                default:
                    int from = random.Next(reach);
                    int count = Math.Min(random.Next(1, 64), bytes.Length - Math.Max(from, at));
                    bytes.AsSpan(from, count).ToArray().CopyTo(bytes, at);
                    break;
            }
        }

        return bytes;
    }

    // Everything that a caller might do next: ask for every value in every way, the pixels, and write it again.
    private static void Use(DicomFile file)
    {
        Touch(file.Dataset);
        try
        {
            var pixels = DicomPixelData.Create(file.Dataset);
            _ = pixels.GetFrame(0).Data;
            _ = PixelValues.Of(pixels).ToShorts();
        }
        catch (DicomDataException)
        {
            // No pixels, or damaged ones.
        }

        using var memory = new MemoryStream();
        file.Save(memory);
        memory.Position = 0;
        RealFileTests.Same(file.Dataset, DicomFile.Open(memory).Dataset, "written again");
    }

    private static void Touch(DicomDataset dataset)
    {
        foreach (DicomItem item in dataset)
        {
            if (item is DicomSequence sequence)
            {
                foreach (DicomDataset child in sequence.Items)
                    Touch(child);
                continue;
            }

            dataset.TryGetString(item.Tag, out _);
            dataset.TryGetValues(item.Tag, out double[]? _);
            dataset.TryGetSingleValue(item.Tag, out int _);
            dataset.TryGetSingleValue(item.Tag, out DateTime _);
            dataset.TryGetSingleValue(item.Tag, out DicomUID? _);
            try
            {
                item.Validate();
            }
            catch (DicomValidationException)
            {
                // A rule is broken, and said so.
            }
        }
    }
}
