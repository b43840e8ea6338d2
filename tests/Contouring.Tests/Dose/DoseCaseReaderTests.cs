using ContourFlow.Contouring.Cases;
using ContourFlow.Contouring.Dose;
using ContourFlow.Contouring.Faults;
using ContourFlow.Contouring.Tests.Cases;
using static ContourFlow.Contouring.Tests.Cases.AssemblyObjects;
using static ContourFlow.Contouring.Tests.Cases.DoseObjects;

namespace ContourFlow.Contouring.Tests.Dose;

/// <summary>A folder and the service choose the same doses of the same objects: docs/cases.md.</summary>
public sealed class DoseCaseReaderTests
{
    private static readonly string s_otherSeries = SyntheticCase.Uid("second ct");

    public static TheoryData<string> Folders => [.. s_folders.Keys];

    private static readonly Dictionary<string, DicomDataset[]> s_folders = new(StringComparer.Ordinal)
    {
        ["a dose of a plan"] = [RtDose("a"), RtPlan()],
        ["a dose whose plan is not here"] = [RtDose("a")],
        ["a dose of no plan, and a plan"] = [RtDose("a", plan: null), RtPlan()],
        ["a plan alone"] = [RtPlan()],
        ["beams"] = [RtDose("a", "BEAM", beam: 1), RtDose("b", "BEAM", beam: 2), RtPlan()],
        ["beams of two plans"] = [RtDose("a", "BEAM", beam: 1), RtDose("b", "BEAM", "other plan", beam: 1), RtPlan(), RtPlan("other plan")],
        ["beams and the whole"] = [RtDose("a", "BEAM", beam: 1), RtDose("b", "BEAM", beam: 2), RtDose("c"), RtPlan()],
        ["beams and a fraction group"] = [RtDose("a", "BEAM", beam: 1), RtDose("b", "BEAM", beam: 2), RtDose("c", "FRACTION"), RtPlan()],
        ["beams of one plan and the whole of another"] = [RtDose("a", "BEAM", beam: 1), RtDose("b", "BEAM", beam: 2), RtDose("c", plan: "other plan"), RtPlan()],
        ["an older and a newer"] = [RtDose("a", time: "110000"), RtDose("b", time: "120000"), RtPlan()],
        ["two of which nobody knows which is newer"] = [RtDose("a"), RtDose("b"), RtPlan()],
        ["a sum of plans and the plan's"] = [RtDose("a", "MULTI_PLAN", plan: null), RtDose("b"), RtPlan()],
        ["one in another frame of reference"] = [RtDose("a"), RtDose("b", plan: "other plan", frame: SyntheticCase.Uid("other frame")), RtPlan()],
        ["one in another frame of reference only"] = [RtDose("b", plan: "other plan", frame: SyntheticCase.Uid("other frame"))],
        ["one whose plan was made on this ct, in another frame of reference"] = [RtDose("a", frame: SyntheticCase.Uid("other frame")), RtPlan()],
        ["one of a plan on another ct that is here"] = [.. OnSecondCt(), RtDose("a"), RtPlan(), RtDose("b", plan: "other plan"), RtPlan("other plan", SyntheticCase.Uid("set on second"))],
    };

    [Theory]
    [MemberData(nameof(Folders))]
    public void Folder_and_service_choose_the_same(string name)
    {
        DicomDataset[] objects = [.. Ct(), OnCt(), .. s_folders[name]];
        using var made = new MadeFolder(objects);
        var service = CaseDoses.Of(SyntheticCase.CtSeries, Facts(objects), [])!.Value;

        var read = () => made.Read();
        switch (service.Length)
        {
            case 0:
                read.Should().Throw<CaseDataException>().Which.ReasonCode.Should().Be(ReasonCodes.DoseMissing);
                break;
            case 1:
                Chosen(read()).Should().Be(Chosen(service[0]));
                break;
            default:
                var fault = read.Should().Throw<CaseDataException>().Which;
                fault.ReasonCode.Should().Be(ReasonCodes.SeveralDoses);
                service.SelectMany(one => one.Doses).Should().AllSatisfy(uid => fault.Message.Should().Contain(uid));
                break;
        }

        foreach (var one in service)
        {
            foreach (string uid in one.Doses)
                Chosen(made.Read(uid)).Should().Be(Chosen(one), "to name one of those that are scored together is to name them");
        }
    }

    [Fact]
    public void Dose_that_is_named_is_taken_although_another_says_more_or_is_newer()
    {
        using var whole = new MadeFolder([.. Ct(), OnCt(), RtDose("a", "BEAM", beam: 1), RtDose("c"), RtPlan()]);
        Chosen(whole.Read(SyntheticCase.Uid("a"))).Should().Be($"{SyntheticCase.Uid("a")} of {SyntheticCase.Uid("plan")}");

        using var newer = new MadeFolder([.. Ct(), OnCt(), RtDose("a", time: "110000"), RtDose("b", time: "120000")]);
        Chosen(newer.Read(SyntheticCase.Uid("a"))).Should().Be($"{SyntheticCase.Uid("a")} of -");

        var absent = () => newer.Read(SyntheticCase.Uid("plan"));
        absent.Should().Throw<CaseDataException>().Which.ReasonCode.Should().Be(ReasonCodes.DoseMissing);
    }

    [Fact]
    public void Dose_of_another_plan_than_the_folders_is_refused_until_it_is_named()
    {
        DicomDataset[] objects = [.. Ct(), OnCt(), RtDose("a"), RtPlan("other plan")];
        CaseDoses.Of(SyntheticCase.CtSeries, Facts(objects), [])!.Value.Should().ContainSingle("the service scores it: the plan may come yet");
        using var made = new MadeFolder(objects);

        var read = () => made.Read();
        var fault = read.Should().Throw<CaseDataException>().Which;
        fault.ReasonCode.Should().Be(ReasonCodes.DoseOfOtherPlan);
        fault.Message.Should().ContainAll(SyntheticCase.Uid("a"), SyntheticCase.Uid("plan"), SyntheticCase.Uid("other plan"));
        Chosen(made.Read(SyntheticCase.Uid("a"))).Should().Be($"{SyntheticCase.Uid("a")} of -");
    }

    [Fact]
    public void Planning_ct_is_the_one_that_the_structure_set_was_drawn_on()
    {
        using var made = new MadeFolder([.. Ct(), OnCt(), RtDose("a"), RtPlan()]);

        var ct = made.Read().Ct;

        ct.SeriesInstanceUid.Should().Be(SyntheticCase.CtSeries);
        ct.ImageUids.Should().HaveCount(6).And.Contain(SyntheticCase.ImageUid(0));
    }

    private static string Chosen(CaseDose dose) => $"{string.Join('+', dose.Doses)} of {dose.Plan ?? "-"}";

    private static string Chosen(DoseCase read) => $"{string.Join('+', read.Doses.Select(UidOf))} of {(read.Plan is { } plan ? UidOf(plan) : "-")}";

    private static DicomDataset[] OnSecondCt()
    {
        DicomDataset[] images = [.. Enumerable.Range(0, 4).Select(i => SyntheticCase.Image("CT", DicomUID.CTImageStorage, SyntheticCase.Uid($"second image {i}"), s_otherSeries, SyntheticCase.Frame, i * 2.5))];
        var set = OnCt("set on second", roi: "Rib", type: "ORGAN");
        SyntheticCase.SetReference(set, SyntheticCase.Frame, s_otherSeries, [.. images.Select(UidOf)]);
        return [.. images, set];
    }

    /// <summary>Objects as files of a folder.</summary>
    private sealed class MadeFolder : IDisposable
    {
        private readonly string folder = Directory.CreateTempSubdirectory("contourflow-dose-").FullName;

        public MadeFolder(IReadOnlyList<DicomDataset> objects)
        {
            for (int i = 0; i < objects.Count; i++)
                new DicomFile(objects[i]).Save(Path.Combine(folder, $"{i:000}.dcm"));
        }

        public DoseCase Read(string? dose = null) => DoseCaseReader.Read(
            [folder], DoseProtocol.Trial, new() { StructureSetInstanceUid = SyntheticCase.Uid("set"), DoseInstanceUid = dose }, TestContext.Current.CancellationToken);

        public void Dispose() => Directory.Delete(folder, recursive: true);
    }
}
