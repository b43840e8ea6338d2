using System.Diagnostics;
using ContourFlow.Contouring.Faults;
using ContourFlow.Contouring.Linting;
using ContourFlow.Contouring.Linting.Mending;
using ContourFlow.Contouring.Tests.Cases;

namespace ContourFlow.Contouring.Tests.Linting;

/// <summary>Damaged and hostile structure sets: findings or a clear refusal, never another exception, never a hang.</summary>
public sealed class HostileStructureSetTests
{
    private const int Seeds = 1000;

    private static readonly DicomTag[] Tags =
    [
        DicomTag.ROINumber, DicomTag.ROIName, DicomTag.ReferencedROINumber, DicomTag.ContourData, DicomTag.NumberOfContourPoints,
        DicomTag.ContourGeometricType, DicomTag.ReferencedFrameOfReferenceUID, DicomTag.ReferencedSOPInstanceUID, DicomTag.StructureSetLabel,
        DicomTag.SeriesInstanceUID, DicomTag.FrameOfReferenceUID, DicomTag.ROIDisplayColor, DicomTag.RTROIInterpretedType,
        DicomTag.ObservationNumber, DicomTag.ApprovalStatus, DicomTag.SOPInstanceUID, DicomTag.SOPClassUID, DicomTag.SpecificCharacterSet,
        DicomTag.SpacingBetweenSlices, DicomTag.NumberOfFrames, DicomTag.ImagePositionPatient, DicomTag.ImageOrientationPatient,
        DicomTag.ContourSequence, DicomTag.ROIContourSequence, DicomTag.StructureSetROISequence, DicomTag.ContourImageSequence,
    ];

    private static readonly string[] Values =
    [
        "", " ", "0", "-1", "1", "2", "2147483648", "1e999", "-1e308\\1e308\\1", "NaN", "inf", "\\", "\\\\\\", "1\\2", "1\\2\\3", "0\\0\\0\\0\\0\\0\\0\\0\\0",
        "1\\1\\2.5\\1\\1\\2.5\\1\\1\\2.5\\1\\1\\2.5", "4\\4\\2.5\\-4\\-4\\2.5\\4\\-4\\2.5\\-4\\4\\2.5", "\u001b[31m", "\0\0", "POINT", "CLOSED_PLANAR", "1.2.840.10008.1.2", "ISO_IR 192", "GARBAGE",
        "9999.99999999999\\-9999.99999999999\\9999", "5e-324\\5e-324\\5e-324\\1\\0\\0\\0\\1\\0",
    ];

    [Fact]
    public void Thousand_files_with_damaged_bytes_end_in_findings_or_a_refusal()
    {
        using var saved = new MemoryStream();
        new DicomFile(Rich().Dataset).Save(saved);
        var good = saved.ToArray();
        var read = 0;
        for (var seed = 0; seed < Seeds; seed++)
        {
            var random = new Random(seed);
            var bytes = good.ToArray();
            for (var n = random.Next(1, 5); n > 0; n--)
            {
                var at = random.Next(132, bytes.Length);
                bytes[at] = random.Next(3) switch { 0 => (byte)random.Next(256), 1 => (byte)(bytes[at] ^ (1 << random.Next(8))), _ => bytes[random.Next(132, bytes.Length)] };
            }

            DicomFile file;
            try
            {
                file = DicomFile.Open(new MemoryStream(bytes), FileReadOption.ReadAll);
            }
            catch (DicomDataException)
            {
                continue;
            }

            read++;
            LintAndMend(LintInput.Of(file, LintCase.MakeCt()), seed);
        }

        read.Should().BeGreaterThan(Seeds / 4, "else nothing was tested");
    }

    [Fact]
    public void Thousand_structure_sets_with_changed_attributes_end_in_findings_or_a_refusal()
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            var random = new Random(seed);
            var made = Rich();
            for (var n = random.Next(1, 8); n > 0; n--) Change(made.Dataset, random, 0);
            if (random.Next(4) == 0) made.Ct = null;
            LintAndMend(made.Input, seed);
        }
    }

    [Theory]
    [InlineData(500)]
    [InlineData(20_000)]
    public void Ring_that_crosses_itself_everywhere_costs_seconds_at_most(int points) =>
        Quickly(c => c.Ctv[0] = BrokenCases.Tangle(1, points));

    [Fact]
    public void Rings_that_all_lie_in_each_other_cost_seconds_at_most() => Quickly(c =>
    {
        for (var i = 0; i < 3000; i++) c.Ctv.Add(LintCase.Square(1, 4 + (0.01 * i)));
    });

    [Fact]
    public void Rings_that_all_overlap_cost_seconds_at_most() => Quickly(c =>
    {
        for (var i = 0; i < 900; i++) c.Ctv.Add(LintCase.Square(1, 4, 0.003 * i, 0.002 * i));
    });

    [Fact]
    public void Many_planes_that_are_each_just_allowed_cost_seconds_at_most() => Quickly(c =>
    {
        c.Ct = null;
        for (var plane = 0; plane < 300; plane++)
        {
            for (var i = 0; i < 60; i++) c.Ctv.Add(LintCase.Square(plane, 4, 0.03 * i, 0.02 * i));
        }
    });

    [Fact]
    public void Many_rois_without_anything_cost_seconds_at_most() => Quickly(c =>
    {
        for (var i = 3; i < 20_000; i++) c.Rois.Add(new SyntheticRoi(i, "ROI", "ORGAN", []).Item(SyntheticCase.Frame));
    });

    private static void Quickly(Action<LintCase> change)
    {
        var made = new LintCase();
        change(made);
        var clock = Stopwatch.StartNew();

        made.Lint();

        // Two minutes are for a machine that does many other things too; without limits these run for hours.
        clock.Elapsed.Should().BeLessThan(TimeSpan.FromMinutes(2));
    }

    private static void LintAndMend(LintInput input, int seed)
    {
        try
        {
            var report = StructureSetLinter.Lint(input, LintProfile.Strict);
            report.Findings.Should().NotBeNull();
            var mended = StructureSetMender.Mend(input);
            using var bytes = new MemoryStream();
            mended.File.Save(bytes);
            bytes.Position = 0;
            StructureSetLinter.Lint(LintInput.Of(DicomFile.Open(bytes, FileReadOption.ReadAll), input.Ct), LintProfile.Strict);
        }
        catch (CaseDataException)
        {
            // The mender's refusal.
        }
        catch (Exception fault)
        {
            throw new InvalidOperationException($"Seed {seed}: {fault.Message}", fault);
        }
    }

    private static void Change(DicomDataset dataset, Random random, int depth)
    {
        var sequences = dataset.OfType<DicomSequence>().Where(sequence => sequence.Items.Count > 0).ToList();
        if (depth < 4 && sequences.Count > 0 && random.Next(4) > 0)
        {
            var sequence = sequences[random.Next(sequences.Count)];
            var item = sequence.Items[random.Next(sequence.Items.Count)];
            if (random.Next(12) == 0) sequence.Items.Remove(item);
            else if (random.Next(12) == 0) sequence.Items.Add(item.Clone());
            else Change(item, random, depth + 1);
            return;
        }

        var tag = random.Next(3) > 0 && dataset.Any() ? dataset.ElementAt(random.Next(dataset.Count())).Tag : Tags[random.Next(Tags.Length)];
        dataset.NotValidated();
        switch (random.Next(3))
        {
            case 0:
                dataset.Remove(tag);
                break;
            case 1 when !tag.DictionaryEntry.ValueRepresentations.Contains(DicomVR.SQ):
                dataset.AddOrUpdate(new DicomUnlimitedText(tag, [System.Text.Encoding.Latin1], new MemoryByteBuffer(System.Text.Encoding.Latin1.GetBytes(Values[random.Next(Values.Length)]))));
                break;
            case 2 when tag.DictionaryEntry.ValueRepresentations is [var vr, ..] && vr.IsString:
                dataset.AddOrUpdate(vr, tag, Values[random.Next(Values.Length)]);
                break;
            default:
                dataset.AddOrUpdate(new DicomSequence(tag));
                break;
        }
    }

    /// <summary>A structure set in which much is met: holes, repeated points, a point, planes told, an empty ROI.</summary>
    private static LintCase Rich()
    {
        var made = new LintCase();
        made.Ctv.Add(LintCase.Square(1, 2));
        made.Ctv[1] = LintCase.Contour(2, (-4, -4), (4, -4), (4, 4), (-4, 4), (-4, -4));
        made.Ctv.Add(SyntheticContour.Of("POINT", 3.3, (1, 1)).Item());
        made.Rois.Add(new SyntheticRoi(3, "Empty", "ORGAN", []).Item(SyntheticCase.Frame));
        made.ContourItems[1].Add(new DicomSequence(DicomTag.SourcePixelPlanesCharacteristicsSequence, new DicomDataset()
            .Add(DicomTag.SpacingBetweenSlices, "2.5")
            .Add(DicomTag.ImageOrientationPatient, "1", "0", "0", "0", "1", "0")
            .Add(DicomTag.ImagePositionPatient, "-15", "-15", "0")
            .Add(DicomTag.NumberOfFrames, "6")));
        return made;
    }
}
