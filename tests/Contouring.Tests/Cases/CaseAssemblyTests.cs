using ContourFlow.Contouring.Cases;
using ContourFlow.Contouring.Protocols;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using static ContourFlow.Contouring.Tests.Cases.AssemblyObjects;

namespace ContourFlow.Contouring.Tests.Cases;

/// <summary>Cases put together from what has come of a patient. The protocol is the trial's: CT, a structure set with a CTV, every named image.</summary>
public sealed class CaseAssemblyTests
{
    private static readonly Protocol s_trial = ProtocolCatalogue.OfProgram.Load("spine-sbrt-sib");

    // CT, structure set, an MR with a structure set on it, and a registration between the two.
    private static readonly List<DicomDataset> s_mr = Mr();
    private static readonly List<DicomDataset> s_whole = [.. Ct(), OnCt(), .. s_mr, OnMr(s_mr), Registration("reg", SyntheticCase.Frame, SyntheticCase.Uid("t2 frame"))];

    // What is no input of the case: a scout, an old MR, another CT, another patient's everything, what this program wrote, a plan.
    private static readonly List<DicomDataset> s_others =
    [
        SyntheticCase.CtImage(90, 0).AddOrUpdate(DicomTag.ImageType, "ORIGINAL", "PRIMARY", "LOCALIZER"),
        .. Mr("old", "20230103"),
        SyntheticCase.Image("CT", DicomUID.CTImageStorage, SyntheticCase.Uid("diagnostic"), SyntheticCase.Uid("diagnostic ct"), SyntheticCase.Uid("other frame"), 0),
        .. OfAnother(s_whole),
        .. Own(),
        SyntheticCase.Common("RTPLAN", DicomUID.RTPlanStorage, SyntheticCase.Uid("plan"), SyntheticCase.Uid("plan series")),
        Registration("elsewhere", SyntheticCase.Uid("other frame"), SyntheticCase.Uid("pet frame")),
        Registration("to nothing that is here", SyntheticCase.Frame, SyntheticCase.Uid("pet frame")),
    ];

    private static readonly ObjectFacts[] s_facts = [.. Facts([.. s_whole, .. s_others])];

    private static AssembledCase Assemble(IEnumerable<DicomDataset> objects, Protocol? protocol = null) =>
        CaseAssembly.Assemble(SyntheticCase.CtSeries, Facts(objects), protocol ?? s_trial);

    [Property(MaxTest = 50)]
    public bool Order_of_arrival_does_not_matter_and_what_is_no_input_never_joins(int seed)
    {
        var shuffled = s_facts.ToArray();
        new Random(seed).Shuffle(shuffled);

        var assembled = CaseAssembly.Assemble(SyntheticCase.CtSeries, shuffled.Concat(shuffled.Take(5)), s_trial);

        return assembled.IsComplete && assembled.Inputs.SequenceEqual(s_whole.Select(UidOf).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Inputs_of_an_assembled_case_are_read_as_one_and_nothing_of_them_is_left_over()
    {
        var objects = s_whole.Concat(s_others).Where(one => one.GetString(DicomTag.Modality) != "REG").ToList();
        var assembled = Assemble(objects);
        using SyntheticCase folder = new();
        foreach (var one in objects.Where(one => assembled.Inputs.Contains(UidOf(one), StringComparer.Ordinal)))
            folder.Write(UidOf(one) + ".dcm", one);

        var read = CaseReader.Read(folder.Folder, new CaseReadOptions { CtSeriesInstanceUid = SyntheticCase.CtSeries, Mr = new(s_trial.Fusion!.MaximumPlaneSpacing, s_trial.Fusion.MaximumAgeDays) });

        read.NotUsed.Should().BeEmpty("whatever is an input is read");
        read.StructureSet.SopInstanceUid.Should().Be(SyntheticCase.Uid("set"));
        read.MrSeries.Should().ContainSingle().Which.StructureSets.Should().ContainSingle();
        read.Ct.Slices.Length.Should().Be(6);
    }

    [Fact]
    public void Every_object_that_is_needed_is_missed_when_it_alone_is_missing()
    {
        foreach (var one in s_whole.Where(one => one.GetString(DicomTag.Modality) is "CT" or "MR"))
        {
            var assembled = Assemble(s_whole.Where(other => !ReferenceEquals(other, one)));

            assembled.IsComplete.Should().BeFalse();
            assembled.Missing.Should().ContainSingle().Which.Sentence.Should()
                .StartWith("1 images of ").And.Contain(one.GetString(DicomTag.SeriesInstanceUID)).And.NotContain(SyntheticCase.PatientId);
        }

        var noSet = Assemble(s_whole.Where(one => UidOf(one) != SyntheticCase.Uid("set")));
        noSet.Missing.Select(missing => missing.Sentence).Should().Equal($"a structure set on CT series {SyntheticCase.CtSeries} that has CTV");
    }

    [Property(MaxTest = 200)]
    public bool Subset_is_complete_only_with_ct_structure_set_and_every_image_that_is_named(int seed)
    {
        var random = new Random(seed);
        var subset = s_whole.Where(_ => random.Next(8) > 0).ToList();
        bool Has(IEnumerable<DicomDataset> all) => all.All(subset.Contains);
        var ct = s_whole.Where(one => one.GetString(DicomTag.Modality) == "CT");
        var onMr = s_whole.Single(one => one.GetString(DicomTag.StudyInstanceUID) == MrStudy && one.GetString(DicomTag.Modality) == "RTSTRUCT");

        var assembled = Assemble(subset);

        bool isComplete = Has(ct) && subset.Any(one => UidOf(one) == SyntheticCase.Uid("set")) && (!subset.Contains(onMr) || Has(s_mr));
        return assembled.IsComplete == isComplete && assembled.IsComplete == assembled.Missing.IsEmpty;
    }

    [Fact]
    public void Case_of_which_only_the_structure_set_has_come_says_what_it_names()
    {
        var assembled = Assemble([OnCt()]);

        assembled.Missing[0].Sentence.Should().Be($"the images of CT series {SyntheticCase.CtSeries}, of which none has come");
        assembled.Missing[0].Series.Should().Equal(new MissingSeries(SyntheticCase.Study, SyntheticCase.CtSeries));
        assembled.Missing[1].Sentence.Should().Be($"6 images of CT series {SyntheticCase.CtSeries} that structure set {SyntheticCase.Uid("set")} names");
        assembled.StudyInstanceUid.Should().Be(SyntheticCase.Study);
    }

    [Fact]
    public void Structure_set_without_the_target_is_told_of_beside_what_is_wanted()
    {
        Assemble([.. Ct(), OnCt("set", "Heart", "ORGAN")]).Missing.Select(missing => missing.Sentence).Should().Equal(
            $"a structure set on CT series {SyntheticCase.CtSeries} that has CTV ({SyntheticCase.Uid("set")} has no contours of CTV)");
        Assemble([.. Ct(), OnCt("set", "Target_1", "CTV")]).IsComplete.Should().BeTrue("its type says that it is one, and the derivation says that its name is not known");
    }

    [Fact]
    public void Structure_set_on_an_mr_that_has_not_come_is_waited_for_with_the_series_to_retrieve()
    {
        var assembled = Assemble([.. Ct(), OnCt(), OnMr(s_mr)]);

        var missing = assembled.Missing.Should().ContainSingle().Which;
        missing.Sentence.Should().Be($"the images of MR series {SyntheticCase.Uid("t2")} that structure set {UidOf(OnMr(s_mr))} was drawn on");
        missing.Series.Should().Equal(new MissingSeries(MrStudy, SyntheticCase.Uid("t2")));
        Assemble([.. Ct(), OnCt(), OnMr(s_mr, "Prostate")]).IsComplete.Should().BeTrue("of another study, and nothing in it is used");
    }

    [Fact]
    public void Mr_that_comes_late_and_a_second_structure_set_change_the_inputs()
    {
        var first = Assemble([.. Ct(), OnCt()]);
        var later = Assemble([.. Ct(), OnCt(), .. s_mr]);
        var second = Assemble([.. Ct(), OnCt(), OnCt("second")]);

        first.IsComplete.Should().BeTrue();
        later.Inputs.Except(first.Inputs, StringComparer.Ordinal).Should().BeEquivalentTo(s_mr.Select(UidOf));
        second.Inputs.Except(first.Inputs, StringComparer.Ordinal).Should().Equal(SyntheticCase.Uid("second"));
        Assemble([.. Ct(), OnCt(), .. s_others]).Inputs.Should().Equal(first.Inputs, "nothing of it is an input");
    }

    [Fact]
    public void Gap_of_the_ct_is_told_where_no_structure_set_lists_the_images_and_an_archive_may_say_that_there_are_no_more()
    {
        List<DicomDataset> ct = [.. Ct().Where((_, i) => i != 2)];
        var set = OnCt();
        SyntheticCase.SetReference(set, SyntheticCase.Frame, SyntheticCase.CtSeries, [SyntheticCase.ImageUid(0)]);

        Assemble([.. ct, set]).Missing.Select(missing => missing.Sentence).Should().Equal(
            $"images of CT series {SyntheticCase.CtSeries} between 2.5 and 7.5 mm, where the planes are 2.5 mm apart");
        CaseAssembly.Assemble(SyntheticCase.CtSeries, Facts([.. ct, set]), s_trial, isCtKnownWhole: true).IsComplete.Should().BeTrue();
        SyntheticCase.SetReference(set, SyntheticCase.Frame, SyntheticCase.CtSeries, [.. ct.Select(UidOf)]);
        Assemble([.. ct, set]).IsComplete.Should().BeTrue("the structure set lists these very images");
    }

    [Fact]
    public void Mr_belongs_by_study_by_frame_by_a_registrations_way_and_by_a_structure_sets_word_whatever_its_date()
    {
        var old = Mr("old", "20230103");
        string frame = SyntheticCase.Uid("old frame");

        Inputs(old).Should().BeFalse("nothing but the patient is the same");
        Inputs([.. old.Select(one => one.Clone().AddOrUpdate(DicomTag.StudyInstanceUID, SyntheticCase.Study))]).Should().BeTrue("it is of the CT's study");
        Inputs([.. old.Select(one => one.Clone().AddOrUpdate(DicomTag.FrameOfReferenceUID, SyntheticCase.Frame))]).Should().BeTrue("it is in the CT's frame");
        Inputs([.. old, Registration("a", SyntheticCase.Frame, frame)]).Should().BeTrue("it is registered to the CT");
        Inputs([.. old, Registration("a", SyntheticCase.Frame, "1.2.3"), Registration("b", "1.2.3", frame)]).Should().BeTrue("it is registered by way of a frame without images");
        Inputs([.. old, Registration("b", "1.2.3", frame)]).Should().BeFalse("that way does not lead to the CT");

        static bool Inputs(List<DicomDataset> more)
        {
            var inputs = Assemble([.. Ct(), OnCt(), .. more]).Inputs;
            bool[] areIn = [.. more.Select(one => inputs.Contains(UidOf(one), StringComparer.Ordinal)).Distinct()];
            areIn.Should().ContainSingle("an MR and what leads to it belong together");
            return areIn[0];
        }
    }

    [Fact]
    public void Patient_is_told_by_the_id_and_issuers_part_only_where_two_are_stated()
    {
        Patient(one => one.AddOrUpdate(DicomTag.PatientID, SyntheticCase.PatientId + " ")).Should().BeTrue("padding says nothing");
        Patient(one => one.AddOrUpdate(DicomTag.IssuerOfPatientID, "CLINIC")).Should().BeTrue("the CT states none");
        Patient(one => one.AddOrUpdate(DicomTag.PatientID, "other")).Should().BeFalse();
        Patient(one => one.Remove(DicomTag.PatientID)).Should().BeFalse("without an ID it is a patient of its own study");
        Patient(one => one.AddOrUpdate(DicomTag.IssuerOfPatientID, "CLINIC"), ct => ct.AddOrUpdate(DicomTag.IssuerOfPatientID, "OTHER")).Should().BeFalse();

        static bool Patient(Action<DicomDataset> change, Action<DicomDataset>? ofCt = null)
        {
            List<DicomDataset> ct = Ct(), mr = Mr();
            ct.ForEach(ofCt ?? (_ => { }));
            mr.ForEach(change);
            return Assemble([.. ct, OnCt(), .. mr]).Inputs.Contains(UidOf(mr[0]), StringComparer.Ordinal);
        }
    }

    [Fact]
    public void Protocol_without_fusion_wants_no_mr_and_waits_for_none()
    {
        var cord = ProtocolCatalogue.OfProgram.Load("spine-cord-prv");

        var assembled = Assemble([.. Ct(), OnCt("set", "Cord", "ORGAN"), .. s_mr.Skip(1), OnMr(s_mr), Registration("reg", SyntheticCase.Frame, SyntheticCase.Uid("t2 frame"))], cord);

        assembled.IsComplete.Should().BeTrue();
        assembled.Inputs.Should().BeEquivalentTo([.. Ct().Select(UidOf), SyntheticCase.Uid("set")]);
    }

    [Fact]
    public void Expected_mr_and_registration_are_told_by_what_they_are()
    {
        var (protocol, faults) = ProtocolLoader.Check(File.ReadAllText(ProtocolCatalogue.OfProgram.Find("spine-sbrt-sib"))
            .Replace("complete-when: planning-ct", "complete-when: (mr(T1) or registration) and mr-structure-set(spinal-cord) and planning-ct", StringComparison.Ordinal));
        faults.Should().BeEmpty();

        Assemble([.. Ct(), OnCt(), .. s_mr], protocol).Missing.Select(missing => missing.Sentence).Should().Equal(
            $"either an MR series weighted T1 that can be fused onto CT series {SyntheticCase.CtSeries}, or a registration between images of the case",
            "a structure set on an MR series of the case that has SpinalCord");
        Assemble(s_whole, protocol).IsComplete.Should().BeTrue();
    }

    [Fact]
    public void Object_says_which_cases_it_touches_and_what_this_program_wrote_touches_none()
    {
        var mr = ObjectFacts.Of(s_mr[0]);
        CaseAssembly.PlanningCtsOf(ObjectFacts.Of(Ct()[0])).Should().Equal(SyntheticCase.CtSeries);
        CaseAssembly.PlanningCtsOf(ObjectFacts.Of(OnCt())).Should().Equal(SyntheticCase.CtSeries);
        CaseAssembly.PlanningCtsOf(mr).Should().BeEmpty();
        CaseAssembly.ConcernsEveryCase(mr).Should().BeTrue();
        CaseAssembly.PlanningCtsOf(ObjectFacts.Of(OnMr(s_mr))).Should().BeEmpty("it names an MR");
        CaseAssembly.ConcernsEveryCase(ObjectFacts.Of(OnMr(s_mr))).Should().BeTrue();
        CaseAssembly.PlanningCtsOf(ObjectFacts.Of(s_others[0])).Should().BeEmpty("a scout is no planning CT");
        foreach (var own in Facts(Own()))
        {
            CaseAssembly.PlanningCtsOf(own).Should().BeEmpty();
            CaseAssembly.ConcernsEveryCase(own).Should().BeFalse();
        }
    }
}
