using ContourFlow.Dicom.Tests.IO.Fuzzing;

namespace ContourFlow.Dicom.Tests.IO;

/// <summary>Damaged files never crash, hang or fill the memory. `bench -- fuzz 500000` does the same for longer.</summary>
public class FuzzTests
{
    private static readonly DicomTransferSyntax[] s_syntaxes =
    [
        DicomTransferSyntax.ExplicitVRLittleEndian, DicomTransferSyntax.ImplicitVRLittleEndian,
        DicomTransferSyntax.ExplicitVRBigEndian, DicomTransferSyntax.DeflatedExplicitVRLittleEndian,
    ];

    // A slice and a structure set in every uncompressed syntax, with both kinds of lengths.
    private static IEnumerable<byte[]> Made()
    {
        var image = new DicomDataset
        {
            { DicomTag.SpecificCharacterSet, "ISO_IR 192" },
            { DicomTag.SOPClassUID, DicomUID.CTImageStorage },
            { DicomTag.SOPInstanceUID, "2.25.1" },
            { DicomTag.PatientName, "Ä^B" },
            { DicomTag.ImagePositionPatient, 1.0, 2.0, 3.5 },
            { DicomTag.SamplesPerPixel, (ushort)1 },
            { DicomTag.PhotometricInterpretation, "MONOCHROME2" },
            { DicomTag.Rows, (ushort)16 },
            { DicomTag.Columns, (ushort)16 },
            { DicomTag.BitsAllocated, (ushort)16 },
            { DicomTag.BitsStored, (ushort)12 },
            { DicomTag.HighBit, (ushort)11 },
            { DicomTag.PixelRepresentation, (ushort)1 },
            new DicomOtherWord(DicomTag.PixelData, new ushort[256]),
        };
        image.Add(DicomVR.LO, new DicomTag(0x0009, 0x1001, "CONTOURFLOW"), "private");
        var structures = new DicomDataset
        {
            { DicomTag.SOPClassUID, DicomUID.RTStructureSetStorage },
            { DicomTag.SOPInstanceUID, "2.25.2" },
            new DicomSequence(DicomTag.ROIContourSequence, new DicomDataset
            {
                { DicomTag.ROIDisplayColor, 255, 0, 0 },
                new DicomSequence(
                    DicomTag.ContourSequence,
                    new DicomDataset { DicomDecimalString.FromDoubles(DicomTag.ContourData, [.. Enumerable.Range(0, 300).Select(i => i / 4.0)], 2) },
                    new DicomDataset { { DicomTag.ContourGeometricType, "CLOSED_PLANAR" } }),
            }),
        };
        foreach (DicomTransferSyntax syntax in s_syntaxes)
        {
            foreach (bool lengths in (bool[])[false, true])
            {
                var options = new DicomWriteOptions { ExplicitLengthSequences = lengths, ExplicitLengthSequenceItems = lengths };
                yield return TransferSyntaxTests.Written(image, syntax, options);
                yield return TransferSyntaxTests.Written(structures, syntax, options);
            }
        }
    }

    [Fact]
    public void Damaged_files_of_our_own_are_refused_or_read_and_nothing_else() => Fuzz(Made(), 2000, 20260229);

    [Fact]
    public void Damaged_real_files_are_refused_or_read_and_nothing_else() =>
        Fuzz(RealFiles.All().Where(p => p.Contains("odd", StringComparison.Ordinal) && new FileInfo(p).Length < 200_000).Select(File.ReadAllBytes), 3000, 20260301);

    private static void Fuzz(IEnumerable<byte[]> seeds, int inputs, int seed)
    {
        var mutator = new FileMutator(seeds, seed);
        int[] ends = new int[3];
        for (int input = 0; input < inputs; input++)
        {
            byte[] bytes = mutator.Next();
            try
            {
                ends[(int)FileExercise.Run(bytes)]++;
            }
            catch (InvalidOperationException e)
            {
                Assert.Fail($"input {input} of {inputs}, seed {seed}: {e}");
            }
        }

        // Both happen, or the test does not test.
        ends[(int)ExerciseEnd.Refused].Should().BeGreaterThan(inputs / 10);
        ends[(int)ExerciseEnd.Written].Should().BeGreaterThan(inputs / 10);
    }
}
