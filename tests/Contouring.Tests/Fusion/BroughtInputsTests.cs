using ContourFlow.Contouring.Cases;
using ContourFlow.Contouring.Deriving;
using ContourFlow.Contouring.Faults;
using ContourFlow.Contouring.Fusion;
using ContourFlow.Contouring.Protocols;
using ContourFlow.Contouring.Tests.Deriving;
using ContourFlow.Geometry.Measures;

namespace ContourFlow.Contouring.Tests.Fusion;

/// <summary>
/// What is drawn on an MR and comes onto the CT: which MR counts, where it arrives, and what a refused fusion holds.
/// The MR lies 100 mm Superior of the CT's frame, so a box from z = 80 to 134 arrives at -20 to 34.
/// </summary>
public sealed class BroughtInputsTests
{
    private const string Cord = "SpinalCord";
    private static readonly Protocol Spine = DrawnCase.Spine;

    [Fact]
    public void A_cord_drawn_on_the_MR_only_arrives_on_the_CT_planes_through_its_pose()
    {
        var derivation = Derive(WithoutCord(), CordOn("1.2.8.1").Accepted());

        var cord = derivation.Inputs.Single(input => input.Definition.Name == Cord);
        cord.FromMr!.SeriesInstanceUid.Should().Be("1.2.8.1");
        cord.FromMr.StructureSetUid.Should().Be("1.2.8.1.9");
        cord.FromMr.Pose.RegistrationInstanceUid.Should().Be("1.2.840.99");
        cord.Geometry.Grid.Should().BeSameAs(DrawnCase.Grid);

        // 55 planes of 1 mm from 80 to 134 and half a slice at both ends: 79.5 to 134.5, -20.5 to 34.5 on the CT. The
        // planes at -20 (index 8) to 33.75 (index 51) lie within.
        cord.Geometry.Regions[0].Z.Should().Be(-20);
        cord.Geometry.Regions[^1].Z.Should().Be(33.75);
        cord.Geometry.Regions.Should().HaveCount(44);
        RegionMeasures.Area(cord.Geometry.Regions[20]).Should().BeApproximately(8 * 3, 0.05, "the box is 8 by 3 mm, its corners cut at the lattice");
        derivation.Derived.Select(derived => derived.Definition.Name).Should().Equal("PTV", "PTV_Eval", "SpinalCord_PRV02");
        derivation.Held.Should().BeEmpty();
    }

    [Fact]
    public void The_margin_around_a_brought_cord_rests_on_it_and_the_recipe_says_where_it_came_from()
    {
        var derivation = Derive(WithoutCord(), CordOn("1.2.8.1").Accepted());
        var prv = derivation.Derived.Single(derived => derived.Definition.Name == "SpinalCord_PRV02");
        prv.Operands.Should().ContainSingle().Which.FromMr!.StructureSetUid.Should().Be("1.2.8.1.9");
        var (left, right) = (prv.Geometry.Regions[20].Rings[0].Points.Max(point => point.X), prv.Geometry.Regions[20].Rings[0].Points.Min(point => point.X));
        (left - right).Should().BeApproximately(8 + 2 + 2, 0.05);
    }

    [Fact]
    public void A_refused_fusion_holds_the_cord_and_what_is_made_of_it_and_nothing_else()
    {
        var derivation = Derive(WithoutCord(), CordOn("1.2.8.1").Refused());
        derivation.Derived.Select(derived => derived.Definition.Name).Should().Equal("PTV", "PTV_Eval");
        derivation.Held.Select(held => held.Name).Should().Equal(Cord, "SpinalCord_PRV02");
        derivation.Held.Should().OnlyContain(held => held.ReasonCode == ReasonCodes.FusionRefused);
        derivation.Held[0].Sentence.Should().Contain("1.2.8.1").And.Contain("fusion-vertebra");
    }

    [Fact]
    public void A_drawing_on_an_MR_of_another_weighting_is_not_taken_and_the_case_says_why()
    {
        var derive = () => Derive(WithoutCord(), CordOn("1.2.8.1", MrWeighting.T1).Accepted());
        derive.Should().Throw<CaseDataException>().Which.ReasonCode.Should().Be(ReasonCodes.MrWeighting);
    }

    [Fact]
    public void Of_two_MRs_the_accepted_one_with_the_closest_planes_counts_and_the_other_is_told()
    {
        var derivation = Derive(
            WithoutCord(),
            CordOn("1.2.8.1", spacing: 3).Accepted(), CordOn("1.2.8.2").Refused(), CordOn("1.2.8.3").Accepted());
        derivation.Inputs.Single(input => input.Definition.Name == Cord).FromMr!.SeriesInstanceUid.Should().Be("1.2.8.3");
        derivation.Findings.Should().ContainSingle(finding => finding.Code == "drawn-on-several-mr").Which.Sentence.Should().Contain("not 1.2.8.1");
    }

    [Fact]
    public void A_cord_on_both_is_the_CTs_by_the_trials_protocol_and_the_MRs_where_the_protocol_prefers_it()
    {
        var fusion = CordOn("1.2.8.1").Accepted();
        var onCt = Derive(DrawnCase.Thoracic(), fusion);
        onCt.Inputs.Single(input => input.Definition.Name == Cord).FromMr.Should().BeNull();
        onCt.Findings.Should().Contain(finding => finding.Code == "drawn-on-both");

        var preferMr = Spine with { Fusion = Spine.Fusion! with { Prefer = DrawingPreference.Mr } };
        var onMr = Deriver.Derive(DrawnCase.Thoracic().Build(), preferMr, new ProcessOptions(), [fusion]);
        onMr.Inputs.Single(input => input.Definition.Name == Cord).FromMr.Should().NotBeNull();

        // Preferred, but not usable: the CT's drawing is still there.
        var refused = Deriver.Derive(DrawnCase.Thoracic().Build(), preferMr, new ProcessOptions(), [CordOn("1.2.8.1").Refused()]);
        refused.Inputs.Single(input => input.Definition.Name == Cord).FromMr.Should().BeNull();
        refused.Held.Should().BeEmpty();
    }

    [Fact]
    public void Two_structure_sets_on_one_MR_that_both_have_the_cord_are_in_doubt()
    {
        var mr = CordOn("1.2.8.1").With("1.2.8.1.10", "Cord", 80, 134, -4, 4, 0, 3);
        var derive = () => Derive(WithoutCord(), mr.Accepted());
        derive.Should().Throw<CaseDataException>().Where(fault =>
            fault.ReasonCode == ReasonCodes.RoiAmbiguous && fault.Message.Contains("1.2.8.1.10", StringComparison.Ordinal));
    }

    [Fact]
    public void A_refused_drawing_that_no_rule_calls_for_is_a_warning_and_holds_nothing()
    {
        var sac = new DrawnMr("1.2.8.1").With("1.2.8.1.9", "ThecalSac", 80, 134, -6, 6, 12, 24).Refused();
        var derivation = Derive(DrawnCase.Thoracic(), sac);
        derivation.Held.Should().BeEmpty();
        derivation.Findings.Should().ContainSingle(finding => finding.Code == ReasonCodes.FusionRefused).Which.Severity.Should().Be(Severity.Warning);
    }

    [Fact]
    public void Two_ROIs_that_could_be_the_cord_on_an_MR_matter_only_when_the_cord_is_taken_from_it()
    {
        var twice = CordOn("1.2.8.1").With("1.2.8.1.9", "Cord", 80, 134, -4, 4, 0, 3).Merged("1.2.8.1.9");
        Derive(DrawnCase.Thoracic(), twice.Accepted()).Held.Should().BeEmpty();
        var derive = () => Derive(WithoutCord(), twice.Accepted());
        derive.Should().Throw<CaseDataException>().Which.ReasonCode.Should().Be(ReasonCodes.RoiAmbiguous);
    }

    [Fact]
    public void A_cord_that_is_missing_because_its_MR_is_not_used_says_so()
    {
        const string Why = "Structure set 1.2.8.1.9: it was drawn on MR series 1.2.8.1, which is not used (mr-age): It was acquired 731 days before the CT; the protocol allows 30.";
        var drawn = WithoutCord().Build() with
        {
            NotUsed = [new("1.2.8.1.1", "MR", "mr-age", "MR series 1.2.8.1 is not used."), new("1.2.8.1.9", "RTSTRUCT", "drawn-on-other-modality", Why), new("1.2.7", "RTPLAN", "not-needed", "RTPLAN 1.2.7 is not needed.")],
        };
        var derive = () => Deriver.Derive(drawn, Spine, new ProcessOptions(), []);
        var fault = derive.Should().Throw<CaseDataException>().Which;
        fault.ReasonCode.Should().Be(ReasonCodes.CordMissing);
        fault.Message.Should().EndWith(Why);

        // What the protocol takes from no MR was not drawn there for it.
        var noTarget = () => Deriver.Derive(drawn with { StructureSet = DrawnCase.Thoracic().Without("CTV_T7").Build().StructureSet }, Spine, new ProcessOptions(), []);
        noTarget.Should().Throw<CaseDataException>().Which.Message.Should().NotContain("1.2.8.1");
    }

    [Fact]
    public void A_drawing_that_misses_the_CT_is_no_cord()
    {
        var mr = new DrawnMr("1.2.8.1").With("1.2.8.1.9", Cord, 150, 158, -4, 4, 20.5, 23.5);
        var derive = () => Derive(WithoutCord(), mr.Accepted());
        derive.Should().Throw<CaseDataException>().Which.ReasonCode.Should().Be(ReasonCodes.RoiEmpty);
    }

    private static DrawnCase WithoutCord() => DrawnCase.Thoracic().Without(Cord);

    private static DrawnMr CordOn(string series, MrWeighting weighting = MrWeighting.T2, double spacing = 1) =>
        new DrawnMr(series, weighting, spacing).With($"{series}.9", Cord, 80, 134, -4, 4, 20.5, 23.5);

    private static Derivation Derive(DrawnCase drawn, params MrFusion[] fusions) =>
        Deriver.Derive(drawn.Build(), Spine, new ProcessOptions(), [.. fusions]);
}
