using ContourFlow.Contouring.Cases;
using ContourFlow.Contouring.Faults;
using ContourFlow.Geometry.Measures;
using ContourFlow.Geometry.Patient;
using ContourFlow.Geometry.Solids;
using ContourFlow.Geometry.Structures;
using ContourFlow.Phantom.Anatomy;
using ContourFlow.Phantom.Patients;

namespace ContourFlow.Contouring.Tests.Cases;

/// <summary>Phantom patients: everything about them is known.</summary>
public sealed class PhantomCaseTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("contourflow-phantom-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Phantom_with_mrs_is_a_case_whose_structure_sets_on_mr_are_left()
    {
        Make(new() { Site = SpineSite.Lumbar, IncludeMr = true });

        var read = CaseReader.Read(_folder);

        read.StructureSet.Rois.Should().NotBeEmpty().And.AllSatisfy(roi =>
        {
            roi.Fault.Should().BeNull();
            roi.Geometry.Should().NotBeNull();
            roi.Findings.Should().BeEmpty();
        });
        read.MrSeries.Should().BeEmpty("no MR is wanted");
        read.NotUsed.Select(u => u.ReasonCode).Order(StringComparer.Ordinal).Should()
            .Equal("drawn-on-other-modality", "drawn-on-other-modality", "not-dicom", "not-needed", "not-needed");
        read.Findings.Should().BeEmpty();
    }

    /// <summary>
    /// The axial MR has planes 1 mm apart, the sagittal one 3.3 mm (PhantomPatient). The cord of the MR's structure set is
    /// cut by the CT's planes under the pose of truth.json: it is the cord that was drawn on the CT, up to how it is drawn.
    /// It has a section of 53 mm², some 8 mm wide with an outline of 26 mm. Axial: chords of 0.8 mm lie within the outline
    /// by at most 0.8² / (8 · 4) = 0.02 mm, on either image: 26 · 0.02 / 53 = 1 %. Sagittal: it lies on two or three planes,
    /// and where it ends beyond the last of them is known to half a plane (1.65 mm), a quarter on average, to either side:
    /// 0.8 of 8 mm, 10 %. Measured: 0.997 and Dice 0.998; 1.045 and Dice 0.909.
    /// </summary>
    [Theory]
    [InlineData("MR_T2_AX", 96, 1.0, 0.01)]
    [InlineData("MR_T2_SAG", 17, 3.3, 0.10)]
    public void Phantom_mr_is_a_volume_whose_cord_is_that_of_the_ct(string folder, int planes, double spacing, double tolerance)
    {
        var truth = PhantomPatient.Write(_folder, new() { Site = SpineSite.Thoracic, Rows = 32, Columns = 32, SliceCount = 24, IncludeExpectedVolumes = false });

        var read = CaseReader.Read(_folder, SyntheticMr.Wanted);

        var expected = truth.Mr.Single(mr => mr.Folder == folder);
        var mr = read.MrSeries.Single(one => one.SeriesInstanceUid == expected.Series);
        mr.Grid.FrameOfReference.Value.Should().Be(expected.FrameOfReference);
        mr.Grid.Positions.Should().HaveCount(planes);
        mr.Grid.Positions.Zip(mr.Grid.Positions.Skip(1), (a, b) => b - a).Should().AllSatisfy(gap => gap.Should().BeApproximately(spacing, 2e-6, "positions have six decimals"));
        mr.Grid.Axes.Normal.Should().Be(folder == "MR_T2_AX" ? new PatientVector(0, 0, 1) : new PatientVector(1, 0, 0));
        mr.Weighting.Should().Be(MrWeighting.T2, "a spin echo of TE 100 and TR 4000 ms");
        mr.AcquisitionDate.Should().Be(new DateOnly(2025, 1, 6));
        foreach (var index in new[] { 0, planes / 2, planes - 1 })
        {
            var slice = mr.Slices[index];
            var file = Directory.GetFiles(Path.Combine(_folder, folder)).Select(path => DicomFile.Open(path).Dataset)
                .Single(dataset => dataset.GetString(DicomTag.SOPInstanceUID) == slice.SopInstanceUid);
            slice.Values.ToArray().Should().Equal(file.GetValues<ushort>(DicomTag.PixelData).Select(value => (float)value));
        }

        var cord = mr.StructureSets.Should().ContainSingle().Which.Rois.Single(roi => roi.Name == "SpinalCord");
        cord.Findings.Should().BeEmpty();
        var pose = RigidTransform.FromMatrix(mr.Grid.FrameOfReference, read.Ct.Grid.FrameOfReference, [.. expected.Matrix]);
        var drawn = read.StructureSet.Rois.Single(roi => roi.Name == "SpinalCord").Geometry!;

        // On the CT the cord is drawn on the planes about the target only, on the MR as far as it is seen.
        var whole = FrameTransfer.Transfer(cord.Geometry!, pose, read.Ct.Grid);
        var onCt = new Structure(read.Ct.Grid, [.. whole.Regions.Where(region => drawn.RegionAt(region.Z) is not null)]);
        onCt.Regions.Should().HaveCount(drawn.Regions.Length).And.HaveCountGreaterThan(12);
        (StructureMeasures.Volume(onCt) / StructureMeasures.Volume(drawn)).Should().BeApproximately(1, tolerance);
        Dice.Of(onCt, drawn).Should().BeGreaterThan(1 - tolerance);

        read.MrSeries.Should().HaveCount(2);
        read.NotUsed.Should().ContainSingle().Which.ReasonCode.Should().Be("not-dicom", "truth.json");
        read.Findings.Should().BeEmpty();
    }

    [Theory]
    [InlineData("HFP")]
    [InlineData("FFS")]
    [InlineData("FFDR")]
    public void Patient_position_does_not_move_a_structure(string position)
    {
        Make(new() { Site = SpineSite.Thoracic }, "HFS");
        Make(new() { Site = SpineSite.Thoracic, PatientPosition = position }, position);

        var supine = CaseReader.Read(Path.Combine(_folder, "HFS"));
        var other = CaseReader.Read(Path.Combine(_folder, position));

        other.Ct.Grid.Positions.Should().Equal(supine.Ct.Grid.Positions);
        other.StructureSet.Rois.Select(r => (r.Name, StructureMeasures.Volume(r.Geometry!)))
            .Should().Equal(supine.StructureSet.Rois.Select(r => (r.Name, StructureMeasures.Volume(r.Geometry!))));
    }

    [Fact]
    public void Phantom_without_a_plane_is_refused()
    {
        Make(new() { MissingSlices = [7] });

        var act = () => CaseReader.Read(_folder);

        act.Should().Throw<CaseDataException>().Which.ReasonCode.Should().Be(ReasonCodes.PlanesMissing);
    }

    /// <summary>Small images and few planes: what is tested is in the headers and contours.</summary>
    private void Make(PhantomOptions options, string? name = null) => PhantomPatient.Write(
        name is null ? _folder : Path.Combine(_folder, name),
        options with { Rows = 32, Columns = 32, SliceCount = 24, IncludeMr = options.IncludeMr && name is null && options.Site == SpineSite.Lumbar, IncludeExpectedVolumes = false });
}
