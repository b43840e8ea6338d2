using System.Globalization;
using ContourFlow.Contouring.Dose;
using ContourFlow.Contouring.Faults;
using ContourFlow.Contracts;
using ContourFlow.Storage.Cases;
using ContourFlow.Storage.Objects;
using ContourFlow.Storage.Processing;
using ContourFlow.Storage.Scoring;
using ContourFlow.Worker.Messaging;
using ContourFlow.Worker.Processing;
using ContourFlow.Worker.Scoring;
using ContourFlow.Worker.Tests.Processing;
using ContourFlow.Worker.Tests.Service;
using Microsoft.Extensions.DependencyInjection;

namespace ContourFlow.Worker.Tests.Scoring;

/// <summary>From the command to score a dose to what the registry has of it, over SQLite and a folder, on the structures of a phantom by the trial's protocol.</summary>
public sealed class DoseProcessorTests(SmallPatient patient) : IAsyncDisposable
{
    private readonly ServicePlace place = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private DicomDataset[] Ct => [.. patient.Files.Where(file => file.Contains("/CT/", StringComparison.Ordinal)).Select(file => DicomFile.Open(file).Dataset)];

    public ValueTask DisposeAsync() => place.DisposeAsync();

    [Fact]
    public async Task Command_gives_a_scorecard_once_whoever_takes_it_and_how_often()
    {
        (IServiceProvider one, CaseId caseId) = await ProcessedAsync();
        IServiceProvider two = await place.ProcessAsync(Cancel, "two");
        string key = (await ConstantDose.SendAsync(one, caseId, ConstantDose.Of(Ct, 30), Cancel)).Should().ContainSingle().Which;
        (await ServicePlace.OutboxAsync(one, Cancel)).Should().Contain("ScoreDose");

        await Task.WhenAll(ProcessorOf(one).ProcessAsync(caseId, key, Cancel), ProcessorOf(two).ProcessAsync(caseId, key, Cancel));
        await ProcessorOf(one).ProcessAsync(caseId, key, Cancel);

        DoseScore score = await ScoreAsync(one, caseId, key);
        (score.State, score.Reason).Should().Be((DoseScoreState.Scored, null));
        DoseScorecard card = await CardAsync(one, score);

        // Table 1 of the trial, where every figure is 30 Gy.
        string[] lines = [.. card.Objectives.Select(line => string.Create(CultureInfo.InvariantCulture, $"{line.Structure} {line.Metric} {line.Value:0.##} {line.Verdict} {line.ReasonCode}").TrimEnd())];
        lines.Should().Equal(
            "PTV_Eval D2% 30 mandatory", "PTV_Eval D90% 30 optimal", "PTV_Eval D98% 30 optimal",
            "GTV D2% 30 mandatory", "GTV D50% 30 violated", "GTV D90% 30 mandatory", "GTV D98% 30 optimal",
            "SpinalCord_PRV02 D0.03cc 30 violated", "ThecalSac D0.03cc 30 met");
        (score.Verdict, card.Verdict).Should().Be((DoseWords.Violated, DoseWords.Violated));
        (await ServicePlace.DetailsAsync(one, caseId, Cancel)).Ledger.Count(line => line.Event == LedgerEvents.DoseScored).Should().Be(1);
        (await ServicePlace.OutboxAsync(one, Cancel)).Should().Equal("DoseScored");
        Directory.GetFiles(place["scratch"], "*", SearchOption.AllDirectories).Should().BeEmpty();
    }

    [Fact]
    public async Task Dose_that_cannot_be_read_is_refused_and_the_case_is_as_it_was()
    {
        (IServiceProvider worker, CaseId caseId) = await ProcessedAsync();
        CaseSummary before = (await ServicePlace.DetailsAsync(worker, caseId, Cancel)).Summary;
        string broken = (await ConstantDose.SendAsync(worker, caseId, ConstantDose.Of(Ct, 20, dose => dose.Remove(DicomTag.GridFrameOffsetVector)), Cancel))[0];

        await ProcessorOf(worker).ProcessAsync(caseId, broken, Cancel);

        DoseScore score = await ScoreAsync(worker, caseId, broken);
        (score.State, score.ReasonCode).Should().Be((DoseScoreState.Refused, ReasonCodes.MissingAttribute));
        score.Reason.Should().Contain("(3004,000C)").And.Contain(score.Inputs[0].SopInstanceUid);
        CaseSummary after = (await ServicePlace.DetailsAsync(worker, caseId, Cancel)).Summary;
        (after.State, after.Revision, after.StateSince).Should().Be((before.State, before.Revision, before.StateSince));
        (await ServicePlace.OutboxAsync(worker, Cancel)).Should().Contain("DoseRefused");
    }

    [Fact]
    public async Task Object_store_that_is_away_puts_the_dose_off_without_counting_the_attempt()
    {
        var away = new AwayStore { IsAway = false };
        (IServiceProvider worker, CaseId caseId) = await ProcessedAsync(services => AwayStore.Before(services, away));
        string key = (await ConstantDose.SendAsync(worker, caseId, ConstantDose.Of(Ct, 20, dose => dose.Remove(DicomTag.GridFrameOffsetVector)), Cancel))[0];
        away.IsAway = true;
        for (int attempt = 0; attempt < 2 * place.Options.Processing.MostAttempts; attempt++)
            await ProcessorOf(worker).ProcessAsync(caseId, key, Cancel);
        (await ScoreAsync(worker, caseId, key)).State.Should().Be(DoseScoreState.Queued);

        away.IsAway = false;
        await ProcessorOf(worker).ProcessAsync(caseId, key, Cancel);

        (await ScoreAsync(worker, caseId, key)).ReasonCode.Should().Be(ReasonCodes.MissingAttribute, "it was read, and what is wrong with it is found at once");
    }

    [Fact]
    public async Task Fault_of_the_program_refuses_the_dose_says_its_kind_and_throws_without_its_text()
    {
        var broken = new AwayStore { IsAway = false };
        (IServiceProvider worker, CaseId caseId) = await ProcessedAsync(services => AwayStore.Before(services, broken));
        string key = (await ConstantDose.SendAsync(worker, caseId, ConstantDose.Of(Ct, 20), Cancel))[0];
        broken.Fault = new InvalidOperationException("DOE^JOHN");

        ProgramFaultException fault = (await FluentActions.Awaiting(() => ProcessorOf(worker).ProcessAsync(caseId, key, Cancel)).Should().ThrowAsync<ProgramFaultException>()).Which;

        fault.ToString().Should().Contain("InvalidOperationException").And.NotContain("DOE");
        DoseScore score = await ScoreAsync(worker, caseId, key);
        (score.State, score.ReasonCode).Should().Be((DoseScoreState.Refused, ReasonCodes.ProgramFault));
        score.Reason.Should().Contain("rescore").And.NotContain("DOE");

        broken.Fault = new StoredBlobException("ab/cd", "It is not there.");
        await worker.GetRequiredService<IScoringRegistry>().RetryAsync(caseId, "physicist", "", Cancel);
        await ProcessorOf(worker).ProcessAsync(caseId, key, Cancel);
        (await ScoreAsync(worker, caseId, key)).ReasonCode.Should().Be(ReasonCodes.InputDamaged);
    }

    [Fact]
    public async Task Work_that_is_stopped_is_handed_back_undone()
    {
        var slow = new AwayStore { IsAway = false };
        (IServiceProvider worker, CaseId caseId) = await ProcessedAsync(services => AwayStore.Before(services, slow));
        string key = (await ConstantDose.SendAsync(worker, caseId, ConstantDose.Of(Ct, 20), Cancel))[0];
        await ServicePlace.OutboxAsync(worker, Cancel);
        slow.Takes = TimeSpan.FromMinutes(5);
        slow.Asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        Task work = ProcessorOf(worker).ProcessAsync(caseId, key, stop.Token);
        await slow.Asked.Task.WaitAsync(Cancel);

        await stop.CancelAsync();
        await work;

        (await ScoreAsync(worker, caseId, key)).State.Should().Be(DoseScoreState.Queued);
        (await ServicePlace.OutboxAsync(worker, Cancel)).Should().Equal("ScoreDose");
    }

    [Fact]
    public async Task By_a_protocol_without_a_table_of_doses_nothing_is_wanted()
    {
        IServiceProvider worker = await place.ProcessAsync(Cancel);
        CaseId caseId = await ServicePlace.OpenAsync(worker, patient.Files, Cancel, "spine-cord-prv");
        await worker.GetRequiredService<RevisionProcessor>().ProcessAsync(caseId, 1, Cancel);

        (await ConstantDose.SendAsync(worker, caseId, ConstantDose.Of(Ct, 20), Cancel)).Should().BeEmpty();

        (await worker.GetRequiredService<IDoseScoreQueries>().OfCaseAsync(caseId, Cancel)).Should().BeEmpty();
        (await worker.GetRequiredService<IScoringRegistry>().TakeDueAsync(10, TimeSpan.FromSeconds(1), Cancel)).Should().BeEmpty();
    }

    private async Task<(IServiceProvider Worker, CaseId CaseId)> ProcessedAsync(Action<IServiceCollection>? change = null)
    {
        IServiceProvider worker = await place.ProcessAsync(Cancel, change: change);
        CaseId caseId = await ServicePlace.OpenAsync(worker, patient.Files, Cancel);
        await worker.GetRequiredService<RevisionProcessor>().ProcessAsync(caseId, 1, Cancel);
        (await ConstantDose.LookAsync(worker, caseId, Cancel)).Should().BeEmpty("there is no dose yet");
        return (worker, caseId);
    }

    private static DoseProcessor ProcessorOf(IServiceProvider process) => process.GetRequiredService<DoseProcessor>();

    private static async Task<DoseScore> ScoreAsync(IServiceProvider process, CaseId caseId, string key) =>
        (await process.GetRequiredService<IDoseScoreQueries>().FindAsync(caseId, key, Cancel))!;

    private async Task<DoseScorecard> CardAsync(IServiceProvider process, DoseScore score)
    {
        ResultFile file = score.Files.Single(one => one.Name == DoseFiles.Json);
        await process.GetRequiredService<IObjectStore>().FetchAsync(file.StoreKey, place["card.json"], Cancel);
        return DoseScorecardJson.Read(await File.ReadAllBytesAsync(place["card.json"], Cancel));
    }
}
