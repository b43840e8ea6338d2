using ContourFlow.Contouring.Cases;
using ContourFlow.Contouring.Faults;
using ContourFlow.Geometry.Measures;
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
