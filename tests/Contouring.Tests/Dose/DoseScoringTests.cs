using System.Collections.Immutable;
using System.Text;
using ContourFlow.Contouring.Dose;
using ContourFlow.Contouring.Faults;
using ContourFlow.Contouring.Protocols;
using ContourFlow.Contouring.RtObjects;
using ContourFlow.Geometry.Patient;
using static ContourFlow.Contouring.Tests.Dose.DoseProtocol;

namespace ContourFlow.Contouring.Tests.Dose;

/// <summary>
/// Scores boxes in doses that rise along X. In a box from -h to h the dose is spread evenly between D(-h) and D(h), so that D_x% is
/// D(h) - x (D(h) - D(-h)) / 100 in closed form.
/// </summary>
public sealed class DoseScoringTests
{
    // 30 Gy in the middle, 1 Gy/mm to Left.
    private static double Rising(PatientPoint point) => Math.Max(0, 30 + point.X);

    private static readonly (string, double, double)[] s_boxes = [("GTV", 0, 5), ("PTV_Eval", 0, 10), ("SpinalCord_PRV02", -20, 5), ("ThecalSac", -20, 8)];

    [Fact]
    public void Figures_are_those_of_the_box_in_closed_form()
    {
        var scorecard = Score(With(
            Line("PTV_Eval", DoseMetricKind.DoseToPercent, 2, AtLeast(38), AtLeast(30)),
            Line("PTV_Eval", DoseMetricKind.DoseToPercent, 90, mandatory: AtLeast(25)),
            Line("PTV_Eval", DoseMetricKind.Mean, 0, AtLeast(31)),
            Line("PTV_Eval", DoseMetricKind.PercentAtDose, 35, mandatory: AtLeast(20)),
            Line("PTV_Eval", DoseMetricKind.CcAtDose, 35, mandatory: AtMost(3)),
            Line("SpinalCord_PRV02", DoseMetricKind.DoseToCc, 0.44, mandatory: AtMost(25))));

        // PTV_Eval: 20 mm x 20 mm x 22 mm (half a slice beyond both ends) = 8.8 cm3, 20 to 40 Gy.
        scorecard.Structures[1].VolumeCc.Should().BeApproximately(8.8, 0.02);
        Value(scorecard, 0).Should().BeApproximately(39.6, 0.05);
        Value(scorecard, 1).Should().BeApproximately(22, 0.05);
        Value(scorecard, 2).Should().BeApproximately(30, 0.02);
        Value(scorecard, 3).Should().BeApproximately(25, 0.3);
        Value(scorecard, 4).Should().BeApproximately(2.2, 0.03);
        // 10 x 10 x 22 mm = 2.2 cm3 between 5 and 15 Gy: the hottest fifth from 13 Gy up.
        Value(scorecard, 5).Should().BeApproximately(13, 0.1);
        scorecard.Objectives.Select(line => line.Verdict).Should().Equal("optimal", "violated", "mandatory", "met", "met", "met");
        scorecard.Verdict.Should().Be("violated");
        scorecard.Summary.Should().StartWith("Violated: PTV_Eval DoseToPercent.");
    }

    [Fact]
    public void Range_is_that_of_a_surface_a_tenth_of_a_millimetre_off()
    {
        var line = Score(With(Line("PTV_Eval", DoseMetricKind.DoseToPercent, 98, mandatory: AtLeast(20)))).Objectives[0];

        // D98% is 20.4 Gy; in boxes from -9.9 to 9.9 and from -10.1 to 10.1: 20.496 and 20.304.
        line.Value.Should().BeApproximately(20.4, 0.05);
        line.Low.Should().BeApproximately(20.304, 0.05);
        line.High.Should().BeApproximately(20.496, 0.05);
        (line.Low < line.Value && line.Value < line.High).Should().BeTrue();
    }

    // D98% is 20.4 Gy, 20.30 to 20.50.
    [Theory]
    [InlineData(20.2, "pass", "met")]
    [InlineData(20.36, "indeterminate", "indeterminate")]
    [InlineData(20.44, "indeterminate", "indeterminate")]
    [InlineData(20.6, "fail", "violated")]
    public void Bound_within_the_range_is_indeterminate(double bound, string onBound, string onLine)
    {
        var line = Score(With(Line("PTV_Eval", DoseMetricKind.DoseToPercent, 98, mandatory: AtLeast(bound)))).Objectives[0];

        line.Mandatory!.Verdict.Should().Be(onBound);
        line.Verdict.Should().Be(onLine);
    }

    [Theory]
    [InlineData(20.36, 15, "indeterminate")]
    [InlineData(20.6, 20.36, "indeterminate")]
    [InlineData(20.6, 15, "mandatory")]
    [InlineData(20.2, 15, "optimal")]
    [InlineData(30, 25, "violated")]
    public void Line_goes_by_the_mandatory_bound_first(double optimal, double mandatory, string verdict) =>
        Score(With(Line("PTV_Eval", DoseMetricKind.DoseToPercent, 98, AtLeast(optimal), AtLeast(mandatory)))).Objectives[0].Verdict.Should().Be(verdict);

    [Fact]
    public void Table_of_the_trial_is_table_1()
    {
        Trial.Dose!.Prescription.Should().Be(30);
        Trial.Dose.Fractions.Should().Be(5);
        Trial.Dose.SurfaceUncertainty.Should().Be(0.1);
        Trial.Dose.Objectives.Select(line => $"{line.Structure} {line.Metric.Text} {Bounds(line.Optimal)} {Bounds(line.Mandatory)}").Should().Equal(
            "PTV_Eval D2% [42,48] [,51]",
            "PTV_Eval D90% [29.7,30.3] [29.7,30.3]",
            "PTV_Eval D98% [27,] [21,]",
            "GTV D2% [45,48] [,51]",
            "GTV D50% [42,] [36,]",
            "GTV D90% [36,] [27,]",
            "GTV D98% [27,] [21,]",
            "SpinalCord_PRV02 D0.03cc - [,25]",
            "ThecalSac D0.03cc - [,30]");

        static string Bounds(DoseBounds? bounds) => bounds is null ? "-" : FormattableString.Invariant($"[{bounds.Low},{bounds.High}]");
    }

    [Fact]
    public void What_the_case_does_not_have_does_not_apply_unless_it_is_always_wanted()
    {
        var scorecard = Score(Trial, boxes: [("GTV", 0, 5), ("SpinalCord_PRV02", -20, 5)]);

        scorecard.Objectives.Where(line => line.Structure == "PTV_Eval").Should().OnlyContain(line => line.Verdict == "not-evaluable" && line.ReasonCode == ReasonCodes.RoiMissing);
        scorecard.Objectives.Single(line => line.Structure == "ThecalSac").Verdict.Should().Be("not-applicable");
        scorecard.Objectives.Single(line => line.Structure == "SpinalCord_PRV02").Verdict.Should().Be("met");
    }

    [Fact]
    public void Two_rois_that_could_be_the_structure_are_not_guessed_between()
    {
        var line = Score(With(Line("ThecalSac", DoseMetricKind.Mean, 0, AtMost(1))), boxes: [("Theca", -20, 5), ("DuralSac", -20, 6)]).Objectives[0];

        line.Verdict.Should().Be("not-evaluable");
        line.ReasonCode.Should().Be(ReasonCodes.RoiAmbiguous);
        line.Sentence.Should().Contain("'Theca'").And.Contain("'DuralSac'");
    }

    // A PTV_Eval that somebody had drawn keeps its name; ours, known by the recipe in its description, has another and is the one that counts.
    [Theory]
    [InlineData("PTV_Eval", "PTV_Eval~1", "PTV_Eval")]
    [InlineData("SpinalCord_PRV02", "SpinalCord_PRV~1", "SpinalCord_PRV02")]
    [InlineData("PTV_Eval", "PTV_Eval^TS", "PTV_Eval")]
    public void What_was_derived_counts_before_what_has_its_name(string drawn, string made, string asked)
    {
        var set = DoseObjects.StructureSet((drawn, 0, 10), (made, 0, 5));
        set.GetSequence(DicomTag.StructureSetROISequence).Items[1].AddOrUpdate(
            DicomTag.ROIDescription, new DerivationRecipe("1", Trial.Name, Trial.Version, Trial.Hash, [], "made").ToText());

        var line = DoseScoring.Score(
            set, DoseObjects.Ct, [DoseObjects.Dose(Rising)], DoseObjects.Plan(), With(Line(asked, DoseMetricKind.DoseToPercent, 2, mandatory: AtMost(36))),
            cancellationToken: TestContext.Current.CancellationToken).Objectives[0];

        line.RoiName.Should().Be(made);
        line.Value.Should().BeApproximately(34.8, 0.05, "the box from -5 to 5 mm, not that from -10 to 10");
    }

    [Theory]
    [InlineData(true, "PTV_Eval~1")]
    [InlineData(false, null)]
    public void Of_what_was_derived_twice_the_later_counts_where_this_program_wrote_the_set(bool isOwn, string? expected)
    {
        var set = DoseObjects.StructureSet(("PTV_Eval", 0, 10), ("PTV_Eval~1", 0, 5));
        foreach (var roi in set.GetSequence(DicomTag.StructureSetROISequence).Items)
            roi.AddOrUpdate(DicomTag.ROIDescription, new DerivationRecipe("1", Trial.Name, Trial.Version, Trial.Hash, [], "made").ToText());
        if (isOwn)
        {
            set.AddOrUpdate(DicomTag.Manufacturer, "ContourFlow");
            set.AddOrUpdate(new DicomSequence(DicomTag.PredecessorStructureSetSequence, new DicomDataset { { DicomTag.ReferencedSOPInstanceUID, "1.2.3.66" } }));
        }

        var line = DoseScoring.Score(
            set, DoseObjects.Ct, [DoseObjects.Dose(Rising)], DoseObjects.Plan(), With(Line("PTV_Eval", DoseMetricKind.Mean, 0, mandatory: AtMost(36))),
            cancellationToken: TestContext.Current.CancellationToken).Objectives[0];

        line.RoiName.Should().Be(expected);
        line.ReasonCode.Should().Be(isOwn ? null : ReasonCodes.RoiAmbiguous);
    }

    [Fact]
    public void Structure_that_reaches_beyond_the_dose_grid_says_how_much_and_only_breaks_bounds()
    {
        // 100 mm boxes of which the grid (to 25 mm) holds a part: 100 x 100 x 22 = 220 cm3 less 50 x 50 x 22 = 55 cm3.
        var scorecard = Score(
            With(
                Line("PTV_Eval", DoseMetricKind.DoseToPercent, 98, mandatory: AtLeast(1)),
                Line("PTV_Eval", DoseMetricKind.DoseToCc, 0.03, mandatory: AtMost(30)),
                Line("PTV_Eval", DoseMetricKind.DoseToCc, 0.03, mandatory: AtMost(70))),
            [DoseObjects.Dose(Rising, reach: 25)],
            boxes: [("PTV_Eval", 0, 50)]);

        var structure = scorecard.Structures[0];
        structure.ReasonCode.Should().Be(ReasonCodes.DoseOutsideGrid);
        structure.VolumeCc.Should().BeApproximately(220, 0.5);
        structure.OutsideCc.Should().BeApproximately(165, 0.5);
        structure.Curve.Should().BeEmpty();
        scorecard.Objectives.Select(line => line.Verdict).Should().Equal("not-evaluable", "violated", "not-evaluable");
        scorecard.Objectives.Should().OnlyContain(line => line.ReasonCode == ReasonCodes.DoseOutsideGrid);
        scorecard.Objectives[1].Value.Should().BeGreaterThan(50, "what is known of the hottest part is enough to break 30 Gy");
    }

    [Fact]
    public void Grid_whose_cells_are_larger_than_what_is_asked_for_cannot_answer()
    {
        var line = With(Line("SpinalCord_PRV02", DoseMetricKind.DoseToCc, 0.03, mandatory: AtMost(25)));

        Score(line, [DoseObjects.Dose(Rising, spacing: 3)]).Objectives[0].Verdict.Should().Be("met", "3 mm: a cell has 0.027 cm3");
        var coarse = Score(line, [DoseObjects.Dose(Rising, spacing: 4, reach: 48)]).Objectives[0];
        coarse.Verdict.Should().Be("not-evaluable", "4 mm: a cell has 0.064 cm3");
        coarse.ReasonCode.Should().Be(ReasonCodes.DoseGridTooCoarse);
    }

    [Fact]
    public void Structure_smaller_than_what_is_asked_for_is_not_evaluable()
    {
        var scorecard = Score(With(Line("SpinalCord_PRV02", DoseMetricKind.DoseToCc, 5, mandatory: AtMost(25))));

        scorecard.Objectives[0].ReasonCode.Should().Be(ReasonCodes.DoseVolumeTooSmall, "it has 2.2 cm3");
    }

    [Fact]
    public void Dose_in_another_frame_of_reference_is_refused()
    {
        var dose = DoseObjects.Dose(Rising);
        dose.AddOrUpdate(DicomTag.FrameOfReferenceUID, "1.2.99");

        Refused([dose], DoseObjects.Plan()).Should().Be(ReasonCodes.FrameOfReferenceMismatch);
    }

    [Fact]
    public void Dose_of_another_plan_is_refused() => Refused([DoseObjects.Dose(Rising)], DoseObjects.Plan(uid: "1.2.88")).Should().Be(ReasonCodes.DoseOfOtherPlan);

    [Fact]
    public void Without_the_plan_a_dose_of_a_plan_is_scored_with_a_warning()
    {
        var scorecard = Score(Trial, plan: null, usePlan: false);

        scorecard.Plan!.IsHere.Should().BeFalse();
        scorecard.Findings.Should().Contain(finding => finding.Code == DoseRemarks.PlanMissing && finding.Severity == "warning");
        scorecard.Objectives.Should().Contain(line => line.Value != null);
    }

    [Fact]
    public void Plan_with_other_fractions_has_curves_and_no_verdicts()
    {
        var scorecard = Score(Trial, plan: DoseObjects.Plan(fractions: 3));

        scorecard.Structures.Should().OnlyContain(structure => structure.Curve.Length > 0);
        scorecard.Objectives.Should().OnlyContain(line => line.Verdict == "not-evaluable" && line.ReasonCode == ReasonCodes.DoseOtherFractionation);
        scorecard.Verdict.Should().Be("not-evaluable");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(int.MaxValue)]
    public void Plan_that_does_not_say_its_fractions_is_told(int fractions)
    {
        var plan = DoseObjects.Plan(fractions, groups: 2);

        Score(Trial, plan: plan).Findings.Should().ContainSingle(finding => finding.Code == DoseRemarks.PlanFractionsUnknown);
    }

    [Fact]
    public void Dose_of_several_plans_is_refused()
    {
        var dose = DoseObjects.Dose(Rising);
        var named = dose.GetSequence(DicomTag.ReferencedRTPlanSequence).Items[0];
        dose.AddOrUpdate(new DicomSequence(DicomTag.ReferencedRTPlanSequence, named, new DicomDataset { { DicomTag.ReferencedSOPInstanceUID, "1.2.88" } }));

        Refused([dose], DoseObjects.Plan()).Should().Be(ReasonCodes.DoseSummation);
    }

    [Fact]
    public void Plan_of_another_frame_of_reference_is_told()
    {
        var plan = DoseObjects.Plan();
        plan.AddOrUpdate(DicomTag.FrameOfReferenceUID, "1.2.99");

        Score(Trial, plan: plan).Findings.Should().ContainSingle(finding => finding.Code == ReasonCodes.FrameOfReferenceMismatch);
    }

    [Fact]
    public void What_of_the_plan_differs_is_said()
    {
        var scorecard = Score(Trial, plan: DoseObjects.Plan(prescriptions: [24m], structureSet: "1.2.77"));

        scorecard.Findings.Select(finding => finding.Code).Should().Contain([DoseRemarks.PlanPrescriptionDiffers, DoseRemarks.PlanStructureSetDiffers]);
        Score(Trial).Findings.Should().NotContain(finding => finding.Code.StartsWith("plan-", StringComparison.Ordinal));
        Score(Trial, plan: DoseObjects.Plan(prescriptions: [45m, 30m])).Findings.Should().BeEmpty("a boost has a prescription of its own");
    }

    // The CT is series 1.2.3.8 with images 1.2.3.8.1 to .31; the set has eleven contours of one ROI. Images by their count from the start of a series.
    [Theory]
    [InlineData("", "", 0, null)]
    [InlineData("1.2.3.8", "", 0, null)]
    [InlineData("1.2.3.8 1.2.3.9", "", 0, null)]
    [InlineData("", "1.2.3.8", 11, null)]
    [InlineData("1.2.3.9", "1.2.3.8", 11, null)]
    [InlineData("1.2.3.9", "", 0, "it says that it was drawn on series 1.2.3.9.")]
    [InlineData("1.2.3.9", "1.2.3.9", 11, "11 of the 11 images that its contours name are not of this series (the first: 1.2.3.9.1); it says that it was drawn on series 1.2.3.9.")]
    [InlineData("1.2.3.8", "1.2.3.9", 11, "11 of the 11 images that its contours name are not of this series (the first: 1.2.3.9.1).")]
    [InlineData("1.2.3.8", "1.2.3.9", 4, "4 of the 11 images that its contours name are not of this series (the first: 1.2.3.9.1).")]
    public void Structure_set_that_names_another_series_than_the_ct_is_told(string listed, string drawnOn, int drawn, string? told)
    {
        var set = DoseObjects.StructureSet(("PTV_Eval", 0, 10));
        if (listed.Length > 0)
        {
            DicomSequence series = new(DicomTag.RTReferencedSeriesSequence, [.. listed.Split(' ').Select(uid => new DicomDataset { { DicomTag.SeriesInstanceUID, uid } })]);
            DicomSequence study = new(DicomTag.RTReferencedStudySequence, new DicomDataset().Add(series));
            set.Add(new DicomSequence(DicomTag.ReferencedFrameOfReferenceSequence, new DicomDataset { { DicomTag.FrameOfReferenceUID, DoseObjects.Frame } }.Add(study)));
        }

        var contours = set.GetSequence(DicomTag.ROIContourSequence).Items[0].GetSequence(DicomTag.ContourSequence).Items;
        for (var i = 0; i < contours.Count && drawnOn.Length > 0; i++)
        {
            var image = new DicomDataset { { DicomTag.ReferencedSOPInstanceUID, $"{(i < drawn ? drawnOn : DoseObjects.CtSeries)}.{i + 1}" } };
            contours[i].Add(new DicomSequence(DicomTag.ContourImageSequence, image));
        }

        var findings = DoseScoring.Score(
            set, DoseObjects.Ct, [DoseObjects.Dose(Rising)], DoseObjects.Plan(), With(Line("PTV_Eval", DoseMetricKind.Mean, 0, mandatory: AtMost(36))),
            cancellationToken: TestContext.Current.CancellationToken).Findings;

        if (told is null) findings.Should().BeEmpty();
        else
        {
            var finding = findings.Should().ContainSingle().Which;
            (finding.Severity, finding.Code).Should().Be(("warning", ReasonCodes.StructureSetOfOtherCt));
            finding.Sentence.Should().StartWith("Structure set 1.2.3.6 is scored on the planes of CT series 1.2.3.8 (frame of reference 1.2.3.4): ").And.Contain(told);
        }
    }

    // The trial interpolates one plane of a GTV and none of a thecal sac. Contours are on eleven planes from -10 to 10 mm.
    [Fact]
    public void Planes_that_the_protocol_interpolates_are_and_each_line_of_the_roi_says_so()
    {
        var whole = Gapped("GTV");
        var scorecard = Gapped("GTV", 0, 6);

        var lines = scorecard.Objectives.Where(line => line.Structure == "GTV").ToList();
        lines.Should().HaveCount(4).And.OnlyContain(line => line.ReasonCode == null && line.Sentence.EndsWith("'GTV' was interpolated at z = 0.00, 6.00 mm, where it has no contour."));
        scorecard.Findings.Where(finding => finding.Code == ReasonCodes.RoiGap).Select(finding => (finding.Severity, finding.RoiName)).Should().Equal(("warning", "GTV"), ("warning", "GTV"));
        scorecard.Structures[0].VolumeCc.Should().BeApproximately(whole.Structures[0].VolumeCc!.Value, 0.005);
        lines.Zip(whole.Objectives.Where(line => line.Structure == "GTV"), (gapped, drawn) => Math.Abs(gapped.Value!.Value - drawn.Value!.Value)).Max().Should().BeLessThan(0.05);
        scorecard.Objectives.Where(line => line.Structure == "PTV_Eval").Should().OnlyContain(line => !line.Sentence.Contains("interpolated"));
    }

    [Theory]
    [InlineData("GTV", "2 planes between z = -2.00 and 4.00 mm; the protocol interpolates at most 1 for GTV.", 0, 2)]
    [InlineData("GTV", "3 planes between z = -2.00 and 6.00 mm; the protocol interpolates at most 1 for GTV.", 0, 2, 4)]
    [InlineData("Theca", "1 plane between z = -2.00 and 2.00 mm; the protocol allows no interpolation for ThecalSac.", 0)]
    [InlineData("SpinalCord_PRV02", "1 plane between z = -2.00 and 2.00 mm. Draw the missing contours, or process the case.", 0)]
    public void Roi_with_a_gap_that_nobody_may_fill_is_not_evaluable(string name, string why, params int[] without)
    {
        var scorecard = Gapped(name, without);

        var structure = scorecard.Structures[0];
        scorecard.Objectives.Where(line => line.RoiName == name).Should().NotBeEmpty()
            .And.OnlyContain(line => line.Verdict == "not-evaluable" && line.ReasonCode == ReasonCodes.RoiGap && line.Value == null && line.Sentence.Contains(why));
        (structure.RoiName, structure.ReasonCode, structure.VolumeCc, structure.Curve.IsEmpty).Should().Be((name, ReasonCodes.RoiGap, null, true));
        scorecard.Findings.Should().ContainSingle(finding => finding.Code == ReasonCodes.RoiGap && finding.RoiName == name)
            .Which.Sentence.Should().StartWith($"ROI '{name}' (number 1) of structure set 1.2.3.6 has gaps: {why}");
        scorecard.Verdict.Should().NotBe("optimal");
    }

    [Fact]
    public void Target_that_somebody_drew_in_parts_is_scored_with_a_warning_and_what_was_derived_without()
    {
        var drawn = Gapped("PTV_Eval", 0, 2, 4);
        drawn.Findings.Should().ContainSingle(finding => finding.Code == ReasonCodes.RoiGap && finding.Severity == "warning" && finding.RoiName == "PTV_Eval");
        drawn.Objectives.Where(line => line.Structure == "PTV_Eval").Should().OnlyContain(line => line.Value != null && line.Sentence.EndsWith("'PTV_Eval' has planes without a contour."));

        var set = Gaps(DoseObjects.StructureSet(("SpinalCord_PRV02", -20, 5)), 0);
        set.AddOrUpdate(DicomTag.Manufacturer, "ContourFlow");
        set.AddOrUpdate(new DicomSequence(DicomTag.PredecessorStructureSetSequence, new DicomDataset { { DicomTag.ReferencedSOPInstanceUID, "1.2.3.66" } }));
        set.GetSequence(DicomTag.StructureSetROISequence).Items[0].AddOrUpdate(
            DicomTag.ROIDescription, new DerivationRecipe("1", Trial.Name, Trial.Version, Trial.Hash, [], "made").ToText());
        var made = DoseScoring.Score(set, DoseObjects.Ct, [DoseObjects.Dose(Rising)], DoseObjects.Plan(), Trial, cancellationToken: TestContext.Current.CancellationToken);
        made.Findings.Should().NotContain(finding => finding.Code == ReasonCodes.RoiGap);
        made.Objectives.Single(line => line.Structure == "SpinalCord_PRV02").Value.Should().NotBeNull();
    }

    private static DoseScorecard Gapped(string name, params int[] without) => DoseScoring.Score(
        Gaps(DoseObjects.StructureSet([(name, 0, 5), .. s_boxes.Where(box => box.Item1 != name && (name, box.Item1) is not ("Theca", "ThecalSac"))]), without),
        DoseObjects.Ct, [DoseObjects.Dose(Rising)], DoseObjects.Plan(), Trial, cancellationToken: TestContext.Current.CancellationToken);

    // Takes the contours at some z out of the first ROI.
    private static DicomDataset Gaps(DicomDataset set, params int[] without)
    {
        var roi = set.GetSequence(DicomTag.ROIContourSequence).Items[0];
        roi.AddOrUpdate(new DicomSequence(
            DicomTag.ContourSequence,
            [.. roi.GetSequence(DicomTag.ContourSequence).Items.Where(contour => !without.Contains((int)contour.GetValue<decimal>(DicomTag.ContourData, 2)))]));
        return set;
    }

    [Fact]
    public void Doses_of_all_treating_beams_are_added_and_of_some_refused()
    {
        var first = DoseObjects.Dose(point => Rising(point) / 3, "BEAM", "1.2.3.71", [1]);
        var second = DoseObjects.Dose(point => Rising(point) * 2 / 3, "BEAM", "1.2.3.72", [2]);
        var protocol = With(Line("PTV_Eval", DoseMetricKind.Mean, 0, AtLeast(1)));

        Value(Score(protocol, [first, second]), 0).Should().BeApproximately(30, 0.02, "beam 3 is a setup field");
        Value(Score(protocol, [second, first]), 0).Should().Be(Value(Score(protocol, [first, second]), 0), "their order changes no bit");
        Refused([first], DoseObjects.Plan()).Should().Be(ReasonCodes.DoseBeamsIncomplete);
        Refused([first, first], DoseObjects.Plan()).Should().Be(ReasonCodes.DoseBeamsIncomplete);
        Refused([first, second], null).Should().Be(ReasonCodes.DoseSummation);
        Refused([first, DoseObjects.Dose(Rising, "BEAM", "1.2.3.73", [2], spacing: 2)], DoseObjects.Plan()).Should().Be(ReasonCodes.DoseGridsDiffer);
    }

    [Fact]
    public void Dose_of_a_fraction_group_is_the_plan_s_where_there_is_no_other_group()
    {
        var dose = DoseObjects.Dose(Rising, "FRACTION", group: 1);

        Score(Trial, [dose]).Findings.Should().Contain(finding => finding.Code == ReasonCodes.DoseSummation && finding.Severity == "information");
        Refused([dose], DoseObjects.Plan(groups: 2)).Should().Be(ReasonCodes.DoseSummation);
        Refused([dose], null).Should().Be(ReasonCodes.DoseSummation);
        Refused([Naming(DoseObjects.Dose(Rising, "FRACTION"), "1:2")], DoseObjects.Plan()).Should().Be(ReasonCodes.DoseSummation, "it names one beam of two");
        Score(Trial, [Naming(DoseObjects.Dose(Rising, "FRACTION"), "1:1,2")]).Findings.Should().ContainSingle();
    }

    // A plan of two groups of 3 and 2 fractions, each with beams 1 and 2 and a setup field. "1" is a group, "1:2" beam 2 of group 1, "?" a group without a number.
    [Theory]
    [InlineData("", 2, null)]
    [InlineData("1 2", 2, null)]
    [InlineData("1", 1, null)]
    [InlineData("?", 1, null)]
    [InlineData("1:1,2", 1, null)]
    [InlineData("1:1,2,3", 1, null)]
    [InlineData("1:1,2 2", 2, null)]
    [InlineData("1", 2, "names fraction group(s) 1 only; plan 1.2.3.5 has 1, 2.")]
    [InlineData("2", 2, "names fraction group(s) 2 only; plan 1.2.3.5 has 1, 2.")]
    [InlineData("?", 2, "names fraction group(s) ? only; plan 1.2.3.5 has 1, 2.")]
    [InlineData("2", 1, "names fraction group(s) 2 only; plan 1.2.3.5 has 1.")]
    [InlineData("1:1", 1, "names beam(s) 1 only; plan 1.2.3.5 treats with 1, 2.")]
    [InlineData("1:1,2 2:1", 2, "names beam(s) 1 of group 1, 2 of group 1, 1 of group 2 only; plan 1.2.3.5 treats with 1 of group 1, 2 of group 1, 1 of group 2, 2 of group 2.")]
    public void Dose_of_a_plan_that_names_a_part_of_it_is_refused(string named, int groups, string? why)
    {
        var dose = Naming(DoseObjects.Dose(Rising), named);
        var plan = DoseObjects.Plan(fractions: groups == 1 ? 5 : 2, groups: groups);
        plan.GetSequence(DicomTag.FractionGroupSequence).Items[0].AddOrUpdate(DicomTag.NumberOfFractionsPlanned, groups == 1 ? 5 : 3);

        if (why is null)
        {
            Score(Trial, [dose], plan).Findings.Should().BeEmpty();
            return;
        }

        var score = () => Score(Trial, [dose], plan);
        var fault = score.Should().Throw<CaseDataException>().Which;
        fault.ReasonCode.Should().Be(ReasonCodes.DoseSummation);
        fault.Message.Should().StartWith($"RT Dose 1.2.3.7 (Dose Summation Type PLAN) {why}");
        Score(Trial, [dose], plan, options: new() { IsDeclaredTotal = true }).Findings.Should().ContainSingle(finding => finding.Severity == "warning" && finding.Sentence.Contains(why));
    }

    [Fact]
    public void Dose_of_a_plan_that_names_a_group_is_doubted_while_the_plan_has_not_come()
    {
        var scorecard = Score(Trial, [Naming(DoseObjects.Dose(Rising), "1")], usePlan: false);

        scorecard.Findings.Should().ContainSingle(finding => finding.Code == ReasonCodes.DoseSummation)
            .Which.Sentence.Should().Contain("names fraction group(s) 1").And.EndWith("whether the plan has others is not known.");
    }

    // DICOM PS3.3 C.8.8.13: a beam may be in several fraction groups, and C.8.8.3: the dose of beams is that of one group.
    [Fact]
    public void Doses_of_the_beams_of_one_group_are_not_the_plan_s_where_another_group_has_the_same_beams()
    {
        DicomDataset[] doses = [.. from g in Enumerable.Range(1, 2) from b in Enumerable.Range(1, 2) select DoseObjects.Dose(point => Rising(point) / 4, "BEAM", $"1.2.3.7{g}{b}", [b], g)];

        Refused([.. doses[..2]], DoseObjects.Plan(groups: 2)).Should().Be(ReasonCodes.DoseBeamsIncomplete);
        Refused([.. doses[..3]], DoseObjects.Plan(groups: 2)).Should().Be(ReasonCodes.DoseBeamsIncomplete);
        Value(Score(With(Line("PTV_Eval", DoseMetricKind.Mean, 0, AtLeast(1))), [.. doses], FiveFractions()), 0).Should().BeApproximately(30, 0.02);

        static DicomDataset FiveFractions()
        {
            var plan = DoseObjects.Plan(2, groups: 2);
            plan.GetSequence(DicomTag.FractionGroupSequence).Items[0].AddOrUpdate(DicomTag.NumberOfFractionsPlanned, 3);
            return plan;
        }
    }

    [Theory]
    [InlineData("MULTI_PLAN")]
    [InlineData("CONTROL_POINT")]
    [InlineData("FRACTION_SESSION")]
    [InlineData("")]
    public void Dose_of_something_else_is_refused_unless_somebody_declares_it_the_whole(string summation)
    {
        var dose = DoseObjects.Dose(Rising, summation);

        Refused([dose], DoseObjects.Plan()).Should().Be(ReasonCodes.DoseSummation);
        Score(Trial, [dose], options: new() { IsDeclaredTotal = true }).Findings.Should().Contain(finding => finding.Code == ReasonCodes.DoseSummation && finding.Severity == "warning");
    }

    [Fact]
    public void Relative_dose_is_refused_unless_somebody_says_to_what_it_is_relative()
    {
        var dose = DoseObjects.Dose(point => Rising(point) / 30);
        dose.AddOrUpdate(DicomTag.DoseUnits, "RELATIVE");

        Refused([dose], DoseObjects.Plan()).Should().Be(ReasonCodes.DoseRelative);
        Value(Score(With(Line("PTV_Eval", DoseMetricKind.Mean, 0, AtLeast(1))), [dose], options: new() { RelativeReferenceGy = 30 }), 0).Should().BeApproximately(30, 0.02);
    }

    [Fact]
    public void Dose_of_one_fraction_is_suspected()
    {
        var scorecard = Score(Trial, [DoseObjects.Dose(point => Rising(point) / 5)]);

        scorecard.Findings.Should().Contain(finding => finding.Code == DoseRemarks.DoseLevelUnlikely && finding.RoiName == "PTV_Eval");
        Score(Trial).Findings.Should().NotContain(finding => finding.Code == DoseRemarks.DoseLevelUnlikely);
    }

    [Fact]
    public void Curve_is_cumulative_in_tenths_of_a_gray()
    {
        var curve = Score(Trial).Structures[1].Curve;

        // 20 to 40 Gy evenly: all up to 20 Gy, half from 30 Gy, none beyond 40 Gy.
        curve[0].Should().Be(100);
        curve[195].Should().Be(100);
        curve[300].Should().BeApproximately(50, 0.5);
        curve[350].Should().BeApproximately(25, 0.5);
        curve[^1].Should().Be(0);
        curve.Should().BeInDescendingOrder();
    }

    [Theory]
    [InlineData(0.001)]
    [InlineData(0.01)]
    [InlineData(0.05)]
    public void Sliver_that_somebody_left_stops_no_other_structure(double half)
    {
        for (var place = 0; place < 4; place++)
        {
            var scorecard = Score(Trial, boxes: [.. s_boxes, ("sliver", 3 + (place * 0.06), half)]);

            var sliver = scorecard.Structures.FirstOrDefault(structure => structure.RoiName == "sliver");
            if (sliver is not null) (sliver.ReasonCode == ReasonCodes.DoseVolumeTooSmall || sliver.VolumeCc < 0.01).Should().BeTrue();
            scorecard.Objectives.Should().OnlyContain(line => line.Value != null);
            DoseFiles.Of(scorecard).Should().HaveCount(4, "what is no number has no place in JSON");
        }
    }

    [Fact]
    public void Line_of_a_structure_too_small_for_a_dose_is_not_evaluable()
    {
        var line = Score(With(Line("GTV", DoseMetricKind.Mean, 0, mandatory: AtLeast(1))), boxes: [("GTV", 3, 0.001)]).Objectives[0];

        (line.Verdict, line.ReasonCode).Should().Be(("not-evaluable", ReasonCodes.DoseVolumeTooSmall));
    }

    [Fact]
    public void Stray_point_a_kilometre_off_stops_no_other_structure()
    {
        var scorecard = Score(Trial, boxes: [.. s_boxes, ("stray", 0, 500_000)]);

        scorecard.Structures.Single(structure => structure.RoiName == "stray").ReasonCode.Should().Be(ReasonCodes.BadAttribute);
        scorecard.Objectives.Should().OnlyContain(line => line.Value != null);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-30)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Reference_of_a_relative_dose_is_a_dose(double reference)
    {
        var options = () => new DoseScoringOptions { RelativeReferenceGy = reference };

        options.Should().Throw<ArgumentOutOfRangeException>("a negative dose keeps every upper bound");
    }

    [Fact]
    public void Files_are_the_same_bytes_at_any_number_of_threads_and_hold_no_patient_data()
    {
        var one = DoseFiles.Of(Score(Trial, options: new() { MaximumDegreeOfParallelism = 1 }));
        var many = DoseFiles.Of(Score(Trial, options: new() { MaximumDegreeOfParallelism = 4 }));

        one.Select(file => file.Name).Should().Equal("dose.json", "dose.csv", "dvh.csv", "dose.html");
        one.Select(file => Convert.ToHexString(file.Content)).Should().Equal(many.Select(file => Convert.ToHexString(file.Content)));
        one.Select(file => Encoding.UTF8.GetString(file.Content)).Should().AllSatisfy(text => text.Should().NotContain("SECRET"));
    }

    [Fact]
    public void Json_is_read_as_it_was_written()
    {
        var scorecard = Score(Trial);

        DoseScorecardJson.Write(DoseScorecardJson.Read(DoseScorecardJson.Write(scorecard))).Should().Equal(DoseScorecardJson.Write(scorecard));
    }

    [Fact]
    public void Name_that_a_spreadsheet_or_browser_would_run_is_shown_as_text()
    {
        var files = DoseFiles.Of(Score(Trial, boxes: [.. s_boxes, ("=1+1|<script>", 0, 3)])).ToDictionary(file => file.Name, file => Encoding.UTF8.GetString(file.Content), StringComparer.Ordinal);

        files["dvh.csv"].Should().Contain("'=1+1").And.NotContain(",=1+1");
        files["dose.html"].Should().NotContain("<script>").And.Contain("&lt;script&gt;");
    }

    [Fact]
    public void Protocol_that_asks_nothing_of_dose_is_told()
    {
        var score = () => Score(Trial with { Dose = null });

        score.Should().Throw<CaseDataException>().Which.ReasonCode.Should().Be(ReasonCodes.DoseNotAsked);
    }

    // Has a dose name groups and beams of its plan: "1:1,2 2" are beams 1 and 2 of group 1, and group 2.
    private static DicomDataset Naming(DicomDataset dose, string groups)
    {
        if (groups.Length == 0) return dose;
        dose.GetSequence(DicomTag.ReferencedRTPlanSequence).Items[0].AddOrUpdate(new DicomSequence(
            DicomTag.ReferencedFractionGroupSequence,
            [.. groups.Split(' ').Select(group =>
            {
                var parts = group.Split(':');
                var item = new DicomDataset();
                if (parts[0] != "?") item.Add(DicomTag.ReferencedFractionGroupNumber, parts[0]);
                if (parts is [_, var beams])
                    item.Add(new DicomSequence(DicomTag.ReferencedBeamSequence, [.. beams.Split(',').Select(beam => new DicomDataset { { DicomTag.ReferencedBeamNumber, beam } })]));
                return item;
            })]));
        return dose;
    }

    private static double Value(DoseScorecard scorecard, int line) => scorecard.Objectives[line].Value!.Value;

    private static string Refused(ImmutableArray<DicomDataset> doses, DicomDataset? plan)
    {
        var score = () => DoseScoring.Score(DoseObjects.StructureSet(s_boxes), DoseObjects.Ct, doses, plan, Trial);
        var fault = score.Should().Throw<CaseDataException>().Which;
        fault.Message.Should().Contain("1.2.3.7").And.NotContain("SECRET");
        return fault.ReasonCode;
    }

    private static DoseScorecard Score(
        Protocol protocol, ImmutableArray<DicomDataset> doses = default, DicomDataset? plan = null, bool usePlan = true, (string, double, double)[]? boxes = null, DoseScoringOptions? options = null) =>
        DoseScoring.Score(
            DoseObjects.StructureSet(boxes ?? s_boxes),
            DoseObjects.Ct,
            doses.IsDefault ? [DoseObjects.Dose(Rising)] : doses,
            plan ?? (usePlan ? DoseObjects.Plan() : null),
            protocol,
            options,
            TestContext.Current.CancellationToken);
}
