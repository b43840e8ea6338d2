using ContourFlow.Contouring.Deriving;
using ContourFlow.Contouring.Faults;
using ContourFlow.Contouring.Protocols;
using ContourFlow.Geometry.Measures;

namespace ContourFlow.Contouring.Tests.Deriving;

// Rules E1 to E7 of the geometry specification, section 5; expected figures are worked out on boxes by hand.
public class DeriverTests
{
    private static readonly Protocol _spine = DrawnCase.Spine;

    [Fact]
    public void Thoracic_case_gives_ptv_ptv_eval_and_prv()
    {
        var derivation = Derive(DrawnCase.Thoracic());

        derivation.Derived.Select(derived => derived.RoiName).Should().Equal("PTV", "PTV_Eval", "SpinalCord_PRV02");
        derivation.Level!.Should().BeEquivalentTo(new { Group = LevelGroup.Spine, Inferred = false, First = VertebralLevel.T7 });
        var ptv = derivation.Derived[0];
        ptv.GenerationDescription.Should().Be("CTV + ellipsoid 2/2/5 mm, half-slice caps");
        ptv.Operands.Select(operand => operand.RoiName).Should().Equal("CTV_T7");
    }

    [Fact]
    public void Ptv_grows_by_two_millimetres_in_plane_and_four_planes_along_the_patient()
    {
        var ptv = Derive(DrawnCase.Thoracic()).Derived[0].Geometry;

        // ceil(5 / 1.25 + 1/2) - 1 = 4 planes beyond 20..39 (specification 1.5).
        DrawnCase.Grid.IndexOf(ptv.Regions[0].Z).Should().Be(16);
        DrawnCase.Grid.IndexOf(ptv.Regions[^1].Z).Should().Be(43);
        var middle = RegionMeasures.Bounds(ptv.RegionAt(DrawnCase.Grid.Positions[30])!);
        middle.MinX.Should().BeApproximately(-22, 0.02);
        middle.MaxX.Should().BeApproximately(22, 0.02);
        middle.MinY.Should().BeApproximately(-22, 0.02);
        middle.MaxY.Should().BeApproximately(22, 0.02);
    }

    [Fact]
    public void Ptv_eval_leaves_out_the_canal()
    {
        var derivation = Derive(DrawnCase.Thoracic());
        var z = DrawnCase.Grid.Positions[30];

        // The canal box 16 x 16 mm reaches 2 mm beyond the PTV at Posterior: 16 x 14 mm of it lie in the PTV.
        var ptv = RegionMeasures.Area(derivation.Derived[0].Geometry.RegionAt(z));
        var eval = RegionMeasures.Area(derivation.Derived[1].Geometry.RegionAt(z));
        (ptv - eval).Should().BeApproximately(16 * 14, 0.01);
    }

    [Fact]
    public void Missing_canal_holds_the_case_with_the_level_and_the_accepted_names()
    {
        var fault = Fault(DrawnCase.Thoracic().Without("SpinalCanal"));

        fault.ReasonCode.Should().Be(ReasonCodes.CanalMissing);
        fault.Message.Should().Contain("T7").And.Contain("Spinal_Canal");
    }

    [Theory]
    [InlineData("CTV_T7", ReasonCodes.RoiMissing)]
    [InlineData("SpinalCord", ReasonCodes.CordMissing)]
    public void Missing_input_holds_the_case(string name, string reasonCode) =>
        Fault(DrawnCase.Thoracic().Without(name)).ReasonCode.Should().Be(reasonCode);

    [Fact]
    public void Empty_canal_holds_the_case_as_empty()
    {
        var fault = Fault(DrawnCase.Thoracic().Without("SpinalCanal").WithEmpty("SpinalCanal"));

        fault.ReasonCode.Should().Be(ReasonCodes.RoiEmpty);
        fault.Message.Should().Contain("SpinalCanal");
    }

    [Fact]
    public void Broken_roi_that_is_needed_holds_the_case_with_its_own_reason() =>
        Fault(DrawnCase.Thoracic().Without("SpinalCord").WithFault("SpinalCord", ReasonCodes.RoiOffPlane))
            .ReasonCode.Should().Be(ReasonCodes.RoiOffPlane);

    [Fact]
    public void Broken_roi_that_nobody_needs_is_a_warning() =>
        Derive(DrawnCase.Thoracic().Without("GTV").WithFault("GTV", ReasonCodes.RoiOffPlane)).Findings
            .Should().Contain(finding => finding.Severity == Severity.Warning && finding.Code == ReasonCodes.RoiOffPlane);

    [Fact]
    public void One_missing_canal_plane_stops_the_case()
    {
        var fault = Fault(DrawnCase.Thoracic().Without("SpinalCanal").With("SpinalCanal", 8, 51, -8, 8, 8, 24, missing: 30));

        fault.ReasonCode.Should().Be(ReasonCodes.RoiGap);
        fault.Message.Should().Contain("1 plane ").And.Contain("6.25").And.Contain("8.75");
    }

    [Fact]
    public void One_missing_ctv_plane_is_interpolated_with_a_warning()
    {
        var whole = Derive(DrawnCase.Thoracic());
        var gap = Derive(DrawnCase.Thoracic().Without("CTV_T7").With("CTV_T7", 20, 39, -20, 20, -20, 20, missing: 30));

        gap.Findings.Should().Contain(finding => finding.Code == ReasonCodes.RoiGap && finding.Severity == Severity.Warning);
        StructureMeasures.Volume(gap.Derived[0].Geometry)
            .Should().BeApproximately(StructureMeasures.Volume(whole.Derived[0].Geometry), 5);
    }

    [Fact]
    public void Two_missing_ctv_planes_stop_the_case() =>
        Fault(DrawnCase.Thoracic().Without("CTV_T7").With("CTV_T7", 20, 39, -20, 20, -20, 20, 30, 31))
            .ReasonCode.Should().Be(ReasonCodes.RoiGap);

    [Fact]
    public void Two_rois_that_could_be_the_ctv_hold_the_case()
    {
        var fault = Fault(DrawnCase.Thoracic().With("CTV_T9", 20, 39, -20, 20, -20, 20));

        fault.ReasonCode.Should().Be(ReasonCodes.RoiAmbiguous);
        fault.Message.Should().Contain("CTV_T7").And.Contain("CTV_T9");
    }

    [Fact]
    public void Empty_roi_does_not_compete_with_a_drawn_one() =>
        Derive(DrawnCase.Thoracic().WithEmpty("CTV_T9")).Derived[0].Operands[0].RoiName.Should().Be("CTV_T7");

    [Fact]
    public void Label_that_contradicts_the_name_stops_the_case() =>
        Fault(DrawnCase.Thoracic().Label("L3 SBRT")).ReasonCode.Should().Be(ReasonCodes.LevelContradiction);

    [Fact]
    public void Note_that_contradicts_the_name_stops_the_case()
    {
        var options = new ProcessOptions { Level = LevelRange.Read("T8") };
        var derive = () => Deriver.Derive(DrawnCase.Thoracic().Build(), _spine, options);

        derive.Should().Throw<CaseDataException>().Which.ReasonCode.Should().Be(ReasonCodes.LevelContradiction);
    }

    [Fact]
    public void Level_without_a_name_is_inferred_from_the_canal_with_a_warning()
    {
        var derivation = Derive(DrawnCase.Thoracic().Without("CTV_T7").With("CTV", 20, 39, -20, 20, -20, 20));

        derivation.Level!.Inferred.Should().BeTrue();
        derivation.Level.Group.Should().Be(LevelGroup.Spine);
        derivation.Findings.Should().Contain(finding => finding.Code == "level-inferred" && finding.Severity == Severity.Warning);
    }

    [Fact]
    public void Level_that_nothing_tells_holds_the_case() =>
        Fault(DrawnCase.Thoracic().Without("CTV_T7").With("CTV", 20, 39, -20, 20, -20, 20).Without("SpinalCanal"))
            .ReasonCode.Should().Be(ReasonCodes.LevelUnknown);

    [Fact]
    public void Sacral_case_subtracts_canal_and_foramina()
    {
        var derivation = Derive(DrawnCase.Sacral());
        var z = DrawnCase.Grid.Positions[27];

        var ptv = RegionMeasures.Area(derivation.Derived[0].Geometry.RegionAt(z));
        var eval = RegionMeasures.Area(derivation.Derived[1].Geometry.RegionAt(z));

        // Canal 16 x 14 mm within the PTV, foramen 4 x 4 mm.
        (ptv - eval).Should().BeApproximately((16 * 14) + (4 * 4), 0.01);
        derivation.Derived.Should().NotContain(derived => derived.RoiName == "SpinalCord_PRV02");
    }

    [Fact]
    public void Missing_foramina_hold_a_sacral_case() =>
        Fault(DrawnCase.Sacral().Without("SacralForamina")).ReasonCode.Should().Be(ReasonCodes.ForaminaMissing);

    [Fact]
    public void Foramina_declared_none_are_left_out_with_a_warning()
    {
        var protocol = _spine with { Levels = _spine.Levels! with { ForaminaNone = "destroyed by tumour" } };
        var derivation = Deriver.Derive(DrawnCase.Sacral().Without("SacralForamina").Build(), protocol, new ProcessOptions());

        derivation.Findings.Should().Contain(finding => finding.Code == "E2" && finding.Sentence.Contains("destroyed by tumour"));
        derivation.Derived[1].GenerationDescription.Should().Contain("SacralForamina: none");
    }

    [Fact]
    public void Missing_thecal_sac_holds_a_sacral_case() =>
        Fault(DrawnCase.Sacral().Without("ThecalSac")).ReasonCode.Should().Be(ReasonCodes.ThecalSacMissing);

    [Fact]
    public void Sac_stands_for_the_canal_only_by_the_protocols_word_and_under_another_name()
    {
        var drawn = DrawnCase.Thoracic().Without("SpinalCanal").With("ThecalSac", 8, 51, -6, 6, 10, 22);
        Fault(drawn).ReasonCode.Should().Be(ReasonCodes.CanalMissing);

        var protocol = _spine with { Levels = _spine.Levels! with { ThecalSacInsteadOfCanal = "the canal is not contoured here" } };
        var derivation = Deriver.Derive(drawn.Build(), protocol, new ProcessOptions());

        derivation.Derived[1].RoiName.Should().Be("PTV_Eval^TS");
        derivation.Findings.Should().Contain(finding => finding.Code == "E6" && finding.Severity == Severity.Warning);
    }

    [Fact]
    public void Lumbar_five_with_a_ptv_that_reaches_the_sacral_canal_subtracts_both()
    {
        var derivation = Derive(DrawnCase.Sacral().Without("CTV_S2").Without("SacralCanal")
            .With("CTV_L5", 20, 39, -20, 20, -20, 20)
            .With("SpinalCanal", 30, 51, -8, 8, 8, 24)
            .With("SacralCanal", 8, 29, -8, 8, 8, 24));

        derivation.Level!.Group.Should().Be(LevelGroup.SpineAndSacrum);
        derivation.Findings.Should().Contain(finding => finding.Code == "E3");
        derivation.Derived[1].Operands.Select(operand => operand.RoiName).Should().Contain(["SpinalCanal", "SacralCanal"]);
    }

    [Fact]
    public void Same_case_gives_the_same_numbers_at_any_thread_count()
    {
        var one = Deriver.Derive(DrawnCase.Thoracic().Build(), _spine, new ProcessOptions { MaximumDegreeOfParallelism = 1 });
        var two = Deriver.Derive(DrawnCase.Thoracic().Build(), _spine, new ProcessOptions { MaximumDegreeOfParallelism = 2 });

        Points(two).Should().Equal(Points(one));
    }

    private static IEnumerable<(string Name, double Z, double X, double Y)> Points(Derivation derivation) =>
        from derived in derivation.Derived
        from region in derived.Geometry.Regions
        from ring in region.Rings
        from point in ring.Points
        select (derived.RoiName, region.Z, point.X, point.Y);

    private static Derivation Derive(DrawnCase drawn) => Deriver.Derive(drawn.Build(), _spine, new ProcessOptions());

    private static CaseDataException Fault(DrawnCase drawn)
    {
        var derive = () => Derive(drawn);
        return derive.Should().Throw<CaseDataException>().Which;
    }
}
