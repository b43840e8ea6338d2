using ContourFlow.Contouring.Checks;
using ContourFlow.Contouring.Faults;
using ContourFlow.Contouring.Protocols;
using ContourFlow.Contouring.Tests.Deriving;

namespace ContourFlow.Contouring.Tests.Checks;

// Limits are those of the geometry specification, section 5; the drawings are boxes whose overlaps are known by hand.
public class CaseChecksTests
{
    private static readonly Protocol _spine = DrawnCase.Spine;

    [Fact]
    public void Case_without_a_fault_passes_every_check_and_is_written()
    {
        var result = Process(DrawnCase.Thoracic());

        result.Checks.Where(check => check.Severity != Severity.Information).Should().BeEmpty();
        result.StructureSet.Should().NotBeNull();
    }

    [Fact]
    public void Margin_table_is_measured_in_six_directions()
    {
        var ptv = Process(DrawnCase.Thoracic()).Margins.Single(margin => margin.RoiName == "PTV");

        // Four planes of 1.25 mm beyond both ends; 2 mm in plane, written to 0.01 mm.
        foreach (var inPlane in new[] { ptv.Left, ptv.Right, ptv.Anterior, ptv.Posterior })
            inPlane.Should().BeApproximately(2, 0.03);
        ptv.Superior.Should().Be(5);
        ptv.Inferior.Should().Be(5);
    }

    [Fact]
    public void Canal_shorter_than_the_ptv_holds_the_case_and_lists_the_planes()
    {
        // PTV: planes 16 to 43. The canal ends at plane 40: 41, 42, 43 (z = 21.25 to 23.75 mm) are without.
        var result = Process(DrawnCase.Thoracic().Without("SpinalCanal").With("SpinalCanal", 8, 40, -8, 8, 8, 24));

        var check = Check(result, ReasonCodes.CanalShort);
        check.Severity.Should().Be(Severity.Failure);
        check.Figure.Should().Contain("3 of 28").And.Contain("21.25").And.Contain("23.75");
        result.StructureSet.Should().BeNull();
    }

    [Fact]
    public void Declared_anatomical_end_makes_a_short_canal_a_warning()
    {
        var protocol = _spine with { Levels = _spine.Levels! with { CanalEndsDeclared = "the canal ends here" } };
        var result = Process(DrawnCase.Thoracic().Without("SpinalCanal").With("SpinalCanal", 8, 40, -8, 8, 8, 24), protocol);

        Check(result, ReasonCodes.CanalShort).Severity.Should().Be(Severity.Warning);
    }

    [Fact]
    public void Other_canal_in_the_ptv_holds_the_case() =>
        Check(Process(DrawnCase.Thoracic().With("SacralCanal", 16, 30, 10, 18, -5, 5)), ReasonCodes.OtherCanalOverlaps)
            .Severity.Should().Be(Severity.Failure);

    [Fact]
    public void Other_canal_clear_of_the_ptv_passes() =>
        Check(Process(DrawnCase.Thoracic().With("SacralCanal", 0, 8, 10, 18, -5, 5)), ReasonCodes.OtherCanalOverlaps)
            .Severity.Should().Be(Severity.Information);

    [Theory]
    [InlineData(-20, 20, Severity.Failure)] // 40 x 42 of 44 x 44 mm go: less than half is left
    [InlineData(-8, 4, Severity.Warning)] // 12 x 42 of 44 x 44 mm go: 26 %
    public void Ptv_eval_that_keeps_little_of_the_ptv_is_noticed(double right, double left, Severity expected) =>
        Check(Process(DrawnCase.Thoracic().Without("SpinalCanal").With("SpinalCanal", 8, 51, right, left, -20, 24)), ReasonCodes.PtvEvalTooSmall)
            .Severity.Should().Be(expected);

    [Theory]
    [InlineData(-10, 20, Severity.Information)] // within the CTV, which goes to 20 mm Left
    [InlineData(-10, 20.3, Severity.Warning)] // 0.3 of 30.3 mm: 0.99 % and 0.05 cc
    [InlineData(-10, 22, Severity.Failure)] // 2 of 32 mm: 6 %
    public void Gtv_outside_the_ctv_is_noticed(double right, double left, Severity expected) =>
        Check(Process(DrawnCase.Thoracic().Without("GTV").With("GTV", 25, 35, right, left, -15, 5)), "gtv-in-ctv")
            .Severity.Should().Be(expected);

    [Theory]
    [InlineData(16, 43, Severity.Warning)] // as long as the PTV
    [InlineData(10, 49, Severity.Information)] // 6 planes of 1.25 mm = 7.5 mm beyond
    [InlineData(12, 47, Severity.Warning)] // 4 planes = 5 mm beyond
    [InlineData(17, 50, Severity.Failure)] // one plane of the PTV has no cord
    public void Length_of_the_cord_is_held_against_the_ptv(int first, int last, Severity expected) =>
        Check(Process(DrawnCase.Thoracic().Without("SpinalCord").With("SpinalCord", first, last, -4, 4, 12, 20)), "length-SpinalCord")
            .Severity.Should().Be(expected);

    [Theory]
    [InlineData(8.04, Severity.Information)] // 0.04 of 12.04 mm
    [InlineData(8.2, Severity.Warning)] // 0.2 of 12.2 mm: 1.6 %
    [InlineData(9, Severity.Failure)] // 1 of 13 mm: 7.7 %
    public void Cord_outside_the_canal_is_noticed(double left, Severity expected) =>
        Check(Process(DrawnCase.Thoracic().Without("SpinalCord").With("SpinalCord", 8, 51, -4, left, 12, 20)), "SpinalCord-in-SpinalCanal")
            .Severity.Should().Be(expected);

    [Fact]
    public void Target_in_the_cord_is_a_warning() =>
        Check(Process(DrawnCase.Thoracic()
                .Without("SpinalCord").With("SpinalCord", 8, 51, -4, 4, 12, 20)
                .Without("CTV_T7").With("CTV_T7", 20, 39, -20, 20, -20, 21)), "ctv-cord-overlap")
            .Severity.Should().Be(Severity.Warning);

    [Fact]
    public void Ptv_that_the_end_of_the_ct_cuts_short_holds_the_case()
    {
        // CTV up to plane 57 of 0 to 59: four planes beyond are wanted, two are there.
        var result = Process(DrawnCase.Thoracic()
            .Without("CTV_T7").With("CTV_T7", 30, 57, -20, 20, -20, 20)
            .Without("GTV")
            .Without("SpinalCanal").With("SpinalCanal", 8, 59, -8, 8, 8, 24)
            .Without("SpinalCord").With("SpinalCord", 8, 59, -4, 4, 12, 20));

        Check(result, "planes-beyond-PTV").Severity.Should().Be(Severity.Failure);
        Check(result, "ct-ends").Severity.Should().Be(Severity.Warning);
    }

    [Fact]
    public void Prv_that_the_end_of_the_ct_cuts_short_is_a_warning() =>
        Check(Process(DrawnCase.Thoracic().Without("SpinalCord").With("SpinalCord", 0, 59, -4, 4, 20.5, 23.5)), "planes-beyond-SpinalCord_PRV02")
            .Severity.Should().Be(Severity.Warning);

    [Fact]
    public void Canal_that_jumps_from_plane_to_plane_is_a_warning() =>
        Check(Process(DrawnCase.Thoracic().Without("SpinalCanal").With("SpinalCanal", 8, 51, -8, 8, 8, 24).Without("SpinalCord")
                .With("SpinalCord", 8, 51, -4, 4, 12, 20).WithJump("SpinalCanal", 30, 6)), "neighbours-SpinalCanal")
            .Severity.Should().Be(Severity.Warning);

    internal static CheckResult Check(CaseResult result, string id) => result.Checks.Single(check => check.Id == id);

    internal static CaseResult Process(DrawnCase drawn, Protocol? protocol = null) =>
        CaseProcessor.Process(drawn.Build(), protocol ?? _spine, new ProcessOptions());
}
