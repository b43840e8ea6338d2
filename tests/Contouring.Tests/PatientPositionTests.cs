using System.Collections.Immutable;
using ContourFlow.Contouring.Cases;
using ContourFlow.Contouring.Deriving;
using ContourFlow.Contouring.Tests.Deriving;
using ContourFlow.Phantom.Anatomy;
using ContourFlow.Phantom.Patients;

namespace ContourFlow.Contouring.Tests;

// Margins are in the patient (geometry specification 1.1): the same patient scanned in any position, with images whose
// rows and columns run elsewhere, gives the same structures. The phantom keeps patient and contours and turns the images.
public sealed class PatientPositionTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("contourflow-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("HFP")]
    [InlineData("FFS")]
    [InlineData("FFP")]
    [InlineData("HFDR")]
    [InlineData("HFDL")]
    [InlineData("FFDR")]
    [InlineData("FFDL")]
    public void Position_on_the_table_does_not_change_what_is_derived(string position) =>
        Derived(position).Should().Equal(Derived("HFS"));

    private ImmutableArray<string> Derived(string position)
    {
        var folder = Path.Combine(_folder, position);
        PhantomPatient.Write(folder, new PhantomOptions
        {
            Site = SpineSite.Thoracic,
            Seed = 3,
            Rows = 64,
            Columns = 64,
            SliceSpacing = 2.5,
            PatientPosition = position,
            IncludeMr = false,
            IncludeExpectedVolumes = false,
        });
        var derivation = Deriver.Derive(CaseReader.Read(folder), DrawnCase.Spine, new ProcessOptions());
        derivation.Derived.Should().HaveCount(3);
        return
        [
            .. from derived in derivation.Derived
               from region in derived.Geometry.Regions
               from ring in region.Rings
               from point in ring.Points
               select $"{derived.RoiName} {region.Z:R} {point.X:R} {point.Y:R}"
        ];
    }
}
