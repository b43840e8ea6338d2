using System.Text.Json.Nodes;
using ContourFlow.Geometry.Patient;
using ContourFlow.Phantom.Anatomy;
using ContourFlow.Phantom.Patients;

namespace ContourFlow.EndToEnd.Tests;

/// <summary>`contourflow dose` on what `process` wrote of a phantom, with doses that are known everywhere.</summary>
public sealed class DoseCommandTests(PhantomCases cases) : IDisposable
{
    private static readonly PhantomOptions s_patient = new() { Seed = 11, Site = SpineSite.Thoracic };

    private readonly TemporaryFolder place = new();

    public void Dispose() => place.Dispose();

    [Fact]
    public void Dose_that_is_the_same_everywhere_is_that_in_every_line()
    {
        ProgramRun run = Score(Dose("even", _ => 29.99), "--out", place["scorecard"], "--json");

        run.ExitCode.Should().Be(18, run.Out + run.Error);
        JsonNode scorecard = run.Json["scorecard"]!;
        scorecard["verdict"]!.GetValue<string>().Should().Be("violated", "GTV D50% is to be 36 Gy");
        foreach (JsonNode? line in scorecard["objectives"]!.AsArray())
            line!["value"]!.GetValue<double>().Should().BeApproximately(29.99, 1e-4, line.ToJsonString());
        Verdicts(scorecard).Should().Equal(
            "PTV_Eval D2% mandatory", "PTV_Eval D90% optimal", "PTV_Eval D98% optimal",
            "GTV D2% mandatory", "GTV D50% violated", "GTV D90% mandatory", "GTV D98% optimal",
            "SpinalCord_PRV02 D0.03cc violated", "ThecalSac D0.03cc met");
        scorecard["plan"]!["isHere"]!.GetValue<bool>().Should().BeTrue();
        scorecard["findings"]!.AsArray().Should().BeEmpty("the plan is of the structure set that was drawn, five fractions and 30 Gy");
        Directory.GetFiles(place["scorecard"]).Select(Path.GetFileName).Should().BeEquivalentTo("dose.json", "dose.csv", "dvh.csv", "dose.html");
    }

    [Fact]
    public void Scorecard_is_the_same_bytes_again_and_takes_the_earlier_one_s_place()
    {
        string dose = Dose("shaped", null);
        Score(dose, "--out", place["card"]).ExitCode.Should().BeOneOf(0, 18);
        string[] first = Contents(place["card"]);
        ProgramRun again = Score(dose, "--out", place["card"], "--threads", "1");

        again.ExitCode.Should().BeOneOf([0, 18], again.Error);
        Contents(place["card"]).Should().Equal(first);
        first.Should().AllSatisfy(text => text.Should().NotContain("PHANTOM^SPINE").And.NotContain("CF-PHANTOM"));
        again.Out.Should().NotContain("CF-PHANTOM");
    }

    [Fact]
    public void Files_of_somebody_else_are_left_alone()
    {
        Directory.CreateDirectory(place["mine"]);
        File.WriteAllText(Path.Combine(place["mine"], "dose.csv"), "mine");

        ProgramRun run = Score(Dose("even", _ => 30), "--out", place["mine"]);

        run.ExitCode.Should().Be(6, run.Error);
        File.ReadAllText(Path.Combine(place["mine"], "dose.csv")).Should().Be("mine");
    }

    [Fact]
    public void What_cannot_be_scored_ends_with_3_and_the_reason()
    {
        string two = Dose("two", _ => 30);
        File.Copy(Path.Combine(Dose("other", _ => 31), "RD.dcm"), Path.Combine(two, "RD2.dcm"));
        string beams = Dose("beam", _ => 30, new() { SummationType = "BEAM", Beam = 1 });

        Refusal(two).Should().StartWith("several-doses:");
        Refusal(beams).Should().StartWith("dose-beams-incomplete:");
        Refusal(Directory.CreateDirectory(place["nothing"]).FullName).Should().StartWith("dose-missing:");
    }

    [Fact]
    public void Dose_of_another_plan_than_the_folders_is_refused_and_scored_without_a_plan_once_it_is_named()
    {
        string otherPlan = Dose("plan 1", _ => 30);
        new DicomFile(PhantomDose.Of(s_patient, new() { Plan = 2, Field = _ => 30 }).Plan).Save(Path.Combine(otherPlan, "RP.dcm"));

        Refusal(otherPlan).Should().StartWith("dose-of-other-plan:");
        ProgramRun run = Score(otherPlan, "--json", "--dose", DicomFile.Open(Path.Combine(otherPlan, "RD.dcm")).Dataset.GetSingleValue<string>(DicomTag.SOPInstanceUID));

        run.ExitCode.Should().BeOneOf([0, 18], run.Error);
        run.Json["scorecard"]!["plan"]!["isHere"]!.GetValue<bool>().Should().BeFalse("the plan that is there is another");
        run.Json["scorecard"]!["findings"]!.AsArray().Select(finding => finding!["code"]!.GetValue<string>()).Should().Contain("plan-missing");
    }

    [Fact]
    public void Other_fractionation_has_figures_and_no_verdict()
    {
        ProgramRun run = Score(Dose("three", _ => 30, new() { Fractions = 3 }), "--json");

        run.ExitCode.Should().Be(0, run.Error);
        run.Json["scorecard"]!["verdict"]!.GetValue<string>().Should().Be("not-evaluable");
        run.Json["scorecard"]!["structures"]!.AsArray().Single(structure => structure!["roiName"]!.GetValue<string>() == "GTV")!["meanGy"]!.GetValue<double>().Should().BeApproximately(30, 1e-4);
    }

    private static IEnumerable<string> Verdicts(JsonNode scorecard) =>
        scorecard["objectives"]!.AsArray().Select(line => $"{line!["structure"]} {line["metric"]} {line["verdict"]}");

    private static string[] Contents(string folder) => [.. Directory.GetFiles(folder).Order(StringComparer.Ordinal).Select(File.ReadAllText)];

    private string Refusal(string dose)
    {
        ProgramRun run = Score(dose);
        run.ExitCode.Should().Be(3, run.Out + run.Error);
        return run.Error;
    }

    private ProgramRun Score(string dose, params string[] more) =>
        ProgramRun.ContourFlow(["dose", cases.Phantom("thoracic"), cases.Result("thoracic").Folder, dose, .. more]);

    private string Dose(string name, Func<PatientPoint, double>? field, PhantomDoseOptions? options = null)
    {
        string folder = Directory.CreateDirectory(place[name]).FullName;
        PhantomDose.Write(folder, s_patient, (options ?? new()) with { Field = field });
        return folder;
    }
}
