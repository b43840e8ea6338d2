using ContourFlow.Contouring.Cases;
using ContourFlow.Contouring.Protocols;
using static ContourFlow.Contouring.Tests.Cases.AssemblyObjects;
using static ContourFlow.Contouring.Tests.Cases.DoseObjects;

namespace ContourFlow.Contouring.Tests.Cases;

/// <summary>Which doses belong to a case, and which are scored together: docs/cases.md.</summary>
public sealed class CaseDosesTests
{
    private static readonly List<DicomDataset> s_case = [.. Ct(), OnCt()];

    private static string[]? Scored(params DicomDataset[] doses) => Scored([.. s_case, .. doses], []);

    // "dose[+dose] plan", by name; in the order of their UIDs.
    private static string[]? Scored(IEnumerable<DicomDataset> objects, string[] results) => Scored(Facts(objects), results);

    private static string[]? Scored(IEnumerable<ObjectFacts> facts, string[] results) =>
        CaseDoses.Of(SyntheticCase.CtSeries, facts, results)?.Select(dose => $"{string.Join('+', dose.Doses.Select(Name).Order(StringComparer.Ordinal))} {(dose.Plan is null ? "-" : Name(dose.Plan))}").Order(StringComparer.Ordinal).ToArray();

    private static string Name(string uid) => s_names[uid];

    private static readonly Dictionary<string, string> s_names = ((string[])["a", "b", "c", "plan", "other plan", "plan of another"]).ToDictionary(SyntheticCase.Uid, name => name, StringComparer.Ordinal);

    [Fact]
    public void Dose_of_a_plan_is_scored_by_itself_with_the_plan_once_that_has_come()
    {
        Scored(RtDose("a")).Should().Equal("a -");
        Scored(RtDose("a"), RtPlan()).Should().Equal("a plan");
        Scored(RtDose("a", plan: null)).Should().Equal("a -");
        Scored(RtPlan()).Should().BeEmpty("a plan alone is no dose");
    }

    [Fact]
    public void Doses_of_beams_are_scored_together_and_not_beside_the_dose_of_the_whole_plan()
    {
        DicomDataset[] beams = [RtDose("a", "BEAM", beam: 1), RtDose("b", "BEAM", beam: 2)];
        Scored([.. beams, RtPlan(beams: [1, 2])]).Should().Equal("a+b plan");
        Scored([.. beams, RtDose("c", "BEAM", "other plan", beam: 1)]).Should().Equal("a+b -", "c -");
        Scored([.. beams, RtDose("c"), RtPlan()]).Should().Equal("c plan");
        Scored([.. beams, RtDose("c", "FRACTION"), RtPlan()]).Should().Equal("c plan");
        Scored(RtDose("a", "BEAM", null)).Should().Equal(["a -"], "one that names no plan stands for itself, to be refused with the reason");
    }

    [Fact]
    public void Newer_dose_of_a_plan_takes_the_place_of_the_older_by_its_own_date()
    {
        Scored(RtDose("a", time: "110000"), RtDose("b", time: "120000.5")).Should().Equal("b -");
        Scored(RtDose("a", time: "110000"), RtDose("b", "PLAN", "other plan", "120000")).Should().Equal("a -", "b -");
        Scored(RtDose("a", "BEAM", time: "110000", beam: 1), RtDose("b", "BEAM", time: "110000", beam: 2), RtDose("c", "BEAM", time: "120000", beam: 1)).Should().Equal(["b+c -"], "a beam was computed anew");
    }

    [Fact]
    public void Doses_that_name_other_parts_of_the_plan_do_not_take_each_others_place() =>
        Scored(RtDose("a", time: "110000", beam: 1), RtDose("b", time: "120000", beam: 2), RtDose("c", time: "120000", beam: 2)).Should().Equal("a -", "b -", "c -");

    [Fact]
    public void Doses_of_which_it_is_not_known_which_is_newer_are_both_scored()
    {
        Scored(RtDose("a"), RtDose("b")).Should().Equal("a -", "b -");
        Scored(RtDose("a", time: "110000"), RtDose("b")).Should().Equal("a -", "b -");
        Scored(RtDose("a", time: "110000"), RtDose("b", time: "110000")).Should().Equal("a -", "b -");
    }

    [Fact]
    public void Content_date_counts_where_the_instance_does_not_say_when_it_was_made()
    {
        var older = RtDose("a").Add(DicomTag.ContentDate, "20260103").Add(DicomTag.ContentTime, "235959");
        Scored(older, RtDose("b", time: "000000")).Should().Equal("b -");
        ObjectFacts.Of(RtDose("a").Add(DicomTag.ContentDate, "20260103")).Dose!.Dated.Should().BeEmpty("a day does not tell which of two of one day is newer");
    }

    [Fact]
    public void Physical_and_effective_dose_of_a_plan_do_not_take_each_others_place() =>
        Scored(RtDose("a", time: "110000"), RtDose("b", time: "120000").AddOrUpdate(DicomTag.DoseType, "EFFECTIVE")).Should().Equal("a -", "b -");

    [Fact]
    public void Dose_in_another_frame_of_reference_belongs_only_where_its_plan_was_made_on_the_case()
    {
        var elsewhere = RtDose("a", frame: SyntheticCase.Uid("other frame"));
        Scored(elsewhere).Should().BeEmpty();
        Scored(elsewhere, RtPlan()).Should().Equal(["a plan"], "it is scored, and refused with the reason");
        Scored([.. s_case, elsewhere, RtPlan(structureSet: "1.2.3")], ["1.2.3"]).Should().Equal(["a plan"], "a result of ours is a structure set of the case");
        Scored([.. s_case, elsewhere, RtPlan(structureSet: "1.2.3")], []).Should().BeEmpty();
    }

    [Fact]
    public void Dose_whose_plan_was_made_on_another_ct_that_is_here_does_not_belong()
    {
        string otherSeries = SyntheticCase.Uid("second ct");
        var second = SyntheticCase.Image("CT", DicomUID.CTImageStorage, SyntheticCase.Uid("second image"), otherSeries, SyntheticCase.Frame, 0);
        var set = OnCt("set on second");
        SyntheticCase.SetReference(set, SyntheticCase.Frame, otherSeries, [UidOf(second)]);
        var plan = RtPlan(structureSet: UidOf(set));

        Scored([.. s_case, second, set, RtDose("a"), plan], []).Should().BeEmpty();
        Scored([.. s_case, set, RtDose("a"), plan], []).Should().Equal(["a plan"], "the other CT is not here: the frame of reference decides");
        CaseDoses.Of(otherSeries, Facts([.. s_case, second, set, RtDose("a"), plan]), [])!.Value.Should().ContainSingle();
    }

    [Fact]
    public void Order_of_arrival_and_repetition_do_not_matter_and_others_doses_never_join()
    {
        DicomDataset[] all =
        [
            .. s_case, RtPlan(beams: [1, 2]), RtDose("a", "BEAM", beam: 1), RtDose("b", "BEAM", beam: 2), RtDose("c", "PLAN", "other plan"), .. Own(),
            .. OfAnother([RtDose("x"), RtPlan("plan of another")]),
        ];
        var facts = Facts(all).ToArray();
        for (int seed = 0; seed < 20; seed++)
        {
            new Random(seed).Shuffle(facts);
            Scored(facts.Concat(facts.Take(7)), []).Should().Equal("a+b plan", "c -");
        }
    }

    [Fact]
    public void Nothing_is_said_while_no_image_of_the_ct_is_here()
    {
        CaseDoses.Of(SyntheticCase.CtSeries, Facts([OnCt(), RtDose("a")]), []).Should().BeNull();
        CaseDoses.Of(SyntheticCase.CtSeries, Facts([.. s_case]), [])!.Value.Should().BeEmpty();
    }

    [Fact]
    public void Dose_and_plan_that_an_earlier_version_filed_stand_for_themselves()
    {
        ObjectFacts[] old = [.. Facts([RtDose("a"), RtDose("b", time: "110000"), RtPlan()]).Select(one => one with { Dose = null, Plan = null })];
        Scored(Facts(s_case).Concat(old), []).Should().Equal("a -", "b -");
        old.Should().AllSatisfy(one => CaseDoses.Concerns(one).Should().BeTrue());
    }

    [Fact]
    public void Doses_change_nothing_of_what_a_case_is_made_of()
    {
        var protocol = ProtocolCatalogue.OfProgram.Load("spine-sbrt-sib");
        var without = CaseAssembly.Assemble(SyntheticCase.CtSeries, Facts(s_case), protocol);
        var with = CaseAssembly.Assemble(SyntheticCase.CtSeries, Facts([.. s_case, RtDose("a"), RtPlan()]), protocol);

        with.Inputs.Should().Equal(without.Inputs);
        Facts([RtDose("a"), RtPlan()]).Should().AllSatisfy(one =>
        {
            CaseAssembly.ConcernsEveryCase(one).Should().BeFalse();
            CaseAssembly.PlanningCtsOf(one).Should().BeEmpty();
            CaseDoses.Concerns(one).Should().BeTrue();
        });
        Facts(s_case).Should().AllSatisfy(one => CaseDoses.Concerns(one).Should().BeFalse());
    }

    [Fact]
    public void Facts_of_doses_and_plans_come_back_from_json_as_they_were()
    {
        foreach (var one in (DicomDataset[])[RtDose("a", "BEAM", time: "110000", beam: 3), RtPlan(beams: [2, 1])])
        {
            string json = ObjectFacts.Of(one).ToJson();
            ObjectFacts.FromJson(json).ToJson().Should().Be(json);
            json.Should().NotContain(SyntheticCase.PatientId);
        }

        var dose = ObjectFacts.Of(RtDose("a", "BEAM", time: "110000", beam: 3));
        dose.FrameOfReferenceUid.Should().Be(SyntheticCase.Frame);
        dose.Dose!.Plans.Should().Equal(SyntheticCase.Uid("plan"));
        (dose.Dose.SummationType, dose.Dose.Units, dose.Dose.Type, dose.Dose.Dated).Should().Be(("BEAM", "GY", "PHYSICAL", "20260104110000"));
        dose.Dose.FractionGroups.Should().Equal(1);
        dose.Dose.Beams.Should().Equal(3);
        var plan = ObjectFacts.Of(RtPlan(beams: [2, 1])).Plan!;
        plan.StructureSetUid.Should().Be(SyntheticCase.Uid("set"));
    }

    [Fact]
    public void Facts_of_a_plan_that_an_earlier_version_filed_with_its_beams_are_read()
    {
        string json = ObjectFacts.Of(RtPlan()).ToJson();
        string older = json.Replace("\"structureSetUid\"", "\"beams\":[1,2],\"structureSetUid\"", StringComparison.Ordinal);

        older.Should().NotBe(json);
        ObjectFacts.FromJson(older).ToJson().Should().Be(json);
    }

    [Fact]
    public void Planes_of_the_ct_are_the_same_from_facts_as_from_files()
    {
        using var made = SyntheticCase.Plain();
        var read = CaseReader.Read(made.Folder, new CaseReadOptions());
        var facts = Facts(Ct()).Select(one => ObjectFacts.FromJson(one.ToJson()));

        var planes = PlanningCtPlanes.Of(SyntheticCase.CtSeries, facts, ProtocolCatalogue.OfProgram.Load("spine-sbrt-sib"));

        planes.SeriesInstanceUid.Should().Be(SyntheticCase.CtSeries);
        planes.ImageUids.Should().BeEquivalentTo(read.Ct.Slices.Select(slice => slice.SopInstanceUid));
        planes.Grid.FrameOfReference.Should().Be(read.Ct.Grid.FrameOfReference);
        planes.Grid.Positions.Should().Equal(read.Ct.Grid.Positions);
    }
}
