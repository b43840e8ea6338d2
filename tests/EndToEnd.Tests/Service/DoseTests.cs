using System.Text.Json.Nodes;
using ContourFlow.Contouring.Dose;
using ContourFlow.Storage.Cases;
using ContourFlow.Storage.Scoring;

namespace ContourFlow.EndToEnd.Tests.Service;

/// <summary>Doses that come by C-STORE, in any order, and their scorecards; nobody touches anything. A dose that is the same everywhere is every figure of its scorecard.</summary>
public sealed class DoseTests(DosedService service) : IClassFixture<DosedService>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Plan_and_dose_that_come_after_the_structures_are_scored_and_the_case_stays_as_it_was()
    {
        SmallCase small = service.Case(600);
        await service.SendAsync([.. small.Files]);
        CaseDetails before = await service.Story.InStateAsync(small, CaseState.Finished, () => service.Said, Cancel);

        string folder = service.Folder("case-600");
        await service.SendAsync(SmallDose.Plan(small, folder), SmallDose.Dose(small, folder, 20));
        DoseScore score = (await service.UntilAsync(small, "20 Gy scored on 1"))[0];

        DoseScorecard card = await DoseStory.ScorecardAsync(service.Story, score);
        (card.Verdict, score.Verdict).Should().Be((DoseWords.Optimal, DoseWords.Optimal));
        ScoredObjective objective = card.Objectives.Should().ContainSingle().Which;
        objective.Value.Should().BeApproximately(20, 0.001, "the dose is 20 Gy everywhere");
        card.Plan!.Should().BeEquivalentTo(new { SopInstanceUid = SmallDose.PlanUid(small), IsHere = true, Fractions = 5 });
        card.StructureSet.SopInstanceUid.Should().Be(before.Revisions[0].Results.Single().SopInstanceUid, "it is scored on what was derived");
        score.Files.Select(file => file.Name).Should().Contain(["dose.json", "dose.csv", "dose.html"]);

        JsonNode line = (await DoseStory.LinesAsync(service.Story, small, LedgerEvents.DoseScored)).Should().ContainSingle().Which;
        line["Verdict"]!.GetValue<string>().Should().Be("optimal");
        line["ProtocolHash"]!.GetValue<string>().Should().Be(before.Revisions[0].ProtocolHash);
        CaseDetails after = await service.Story.InStateAsync(small, CaseState.Finished, () => service.Said, Cancel);
        (after.Revisions.Count, after.Summary.StateSince, after.Summary.LastObjectAt).Should().Be((1, before.Summary.StateSince, before.Summary.LastObjectAt));

        JsonNode shown = JsonNode.Parse(service.Setup.Run("cases", "show", small.CaseId.ToString()).Out)!["doses"]!.AsArray().Single()!;
        (shown["state"]!.GetValue<string>(), shown["verdict"]!.GetValue<string>()).Should().Be(("scored", "optimal"));
        string table = ProgramRun.ContourFlow("cases", "show", small.CaseId.ToString(), "--config", service.Setup.File).Out;
        table.Should().Contain("Dose on revision").And.Contain("optimal");
        service.Said.Should().NotContain(small.Secret);
        (await DoseStory.ScorecardAsync(service.Story, score)).ToString().Should().NotContain(small.Secret);
    }

    [Fact]
    public async Task Dose_that_comes_before_everything_else_is_scored_once_the_structures_are_there()
    {
        SmallCase small = service.Case(601);
        string folder = service.Folder("case-601");
        await service.SendAsync(SmallDose.Dose(small, folder, 24));
        (await service.Story.Cases.FindAsync(small.CaseId, Cancel)).Should().BeNull("a dose makes no case");

        await service.SendAsync([.. small.Files]);
        await service.UntilAsync(small, "24 Gy scored on 1");
        await service.SendAsync(SmallDose.Plan(small, folder));

        IReadOnlyList<DoseScore> scores = await service.UntilAsync(small, "24 Gy scored on 1", "24 Gy superseded on 1");
        (await DoseStory.ScorecardAsync(service.Story, scores.Single(one => one.State == DoseScoreState.Scored))).Plan!.IsHere.Should().BeTrue("the plan that came late is in it");
        scores.Should().AllSatisfy(one => one.Verdict.Should().Be(DoseWords.Mandatory));
    }

    [Fact]
    public async Task New_structures_and_a_newer_dose_are_scored_anew_and_the_same_dose_three_times_once()
    {
        SmallCase small = service.Case(602);
        string folder = service.Folder("case-602");
        string plan = SmallDose.Plan(small, folder), first = SmallDose.Dose(small, folder, 20), newer = SmallDose.Dose(small, folder, 30, "newer", hour: 12);
        await service.SendAsync([.. small.Files, plan, first]);
        await service.UntilAsync(small, "20 Gy scored on 1");

        SmallCase redrawn = service.Case(602, version: 1);
        await service.SendAsync(redrawn.Files[^1]);
        await service.UntilAsync(small, "20 Gy scored on 2", "20 Gy superseded on 1");

        for (int time = 0; time < 3; time++)
            await service.SendAsync(newer);
        IReadOnlyList<DoseScore> scores = await service.UntilAsync(small, "30 Gy scored on 2", "20 Gy superseded on 2", "20 Gy superseded on 1");
        scores[0].Verdict.Should().Be(DoseWords.Violated, "30 Gy is more than 25 Gy");

        await service.SendAsync([first, newer, plan, first]);
        CaseDetails details = await service.Story.InStateAsync(small, CaseState.Finished, () => service.Said, Cancel, revision: 2);
        details.Ledger.Count(line => line.Event == LedgerEvents.DoseScored).Should().Be(3);
        await service.UntilAsync(small, "30 Gy scored on 2", "20 Gy superseded on 2", "20 Gy superseded on 1");
    }

    [Fact]
    public async Task Dose_that_cannot_be_scored_is_refused_with_the_reason_and_the_case_goes_on()
    {
        SmallCase small = service.Case(603);
        string folder = service.Folder("case-603");
        await service.SendAsync([.. small.Files, SmallDose.Plan(small, folder), SmallDose.Dose(small, folder, 20, "relative", units: "RELATIVE")]);

        DoseScore refused = (await service.UntilAsync(small, "refused on 1: dose-relative"))[0];
        refused.Reason.Should().Contain(SmallDose.DoseUid(small, "relative"));
        await service.Story.InStateAsync(small, CaseState.Finished, () => service.Said, Cancel);
        (await DoseStory.LinesAsync(service.Story, small, LedgerEvents.DoseRefused)).Should().ContainSingle().Which["ReasonCode"]!.GetValue<string>().Should().Be("dose-relative");

        ProgramRun again = service.Setup.Run("cases", "rescore", small.CaseId.ToString(), "--by", "P. Hysicist", "--reason", "Looked at.");
        again.ExitCode.Should().Be(0, again.Error);
        await Eventually.SoAsync(async () => (await DoseStory.LinesAsync(service.Story, small, LedgerEvents.DoseRefused)).Length == 2, () => service.Said, Cancel);

        await service.SendAsync(SmallDose.Dose(small, folder, 21, "good", hour: 12));
        await service.UntilAsync(small, "21 Gy scored on 1", "refused on 1: dose-relative");
    }
}
