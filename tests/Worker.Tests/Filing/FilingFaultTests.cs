using ContourFlow.Storage.Cases;
using ContourFlow.Storage.Filing;
using ContourFlow.Worker.Intake;
using Microsoft.Extensions.Hosting;

namespace ContourFlow.Worker.Tests.Filing;

/// <summary>Registry away, answers lost, gateway stopped and started: nothing is lost, nothing is there twice.</summary>
public sealed class FilingFaultTests(PhantomObjects phantom) : IAsyncDisposable
{
    private readonly FilingPlace place = new();
    private FailingRegistry registry = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Ct => phantom.Truth.CtSeries;

    public ValueTask DisposeAsync() => place.DisposeAsync();

    [Fact]
    public async Task Registry_that_is_away_for_a_while_delays_and_loses_nothing()
    {
        await StartAsync(isAway: true);
        foreach (string file in phantom.Files)
            await PhantomObjects.SendAsync(place.Intake, file);
        await place.UntilAsync(() => Task.FromResult(place.Intake.Queue.IsStuck), "it is noticed");

        place.Intake.HasRoom.Should().BeTrue("the spool takes what comes");
        place.Spooled().Should().HaveCount(phantom.Files.Count);
        (await place.Intake.HoldsAsync(DicomUID.RTStructureSetStorage.UID, phantom.Truth.CtStructureSet, Cancel)).Should().BeTrue("it is durable");
        await FluentActions.Awaiting(() => place.Intake.HoldsAsync(DicomUID.RTStructureSetStorage.UID, "1.2.3", Cancel).AsTask())
            .Should().ThrowAsync<Storage.Objects.StoreUnavailableException>("nobody knows");
        registry.IsAway = false;

        (await OfAllThatWasSentAsync()).Revisions.Should().ContainSingle().Which.Inputs.Should().HaveCount(phantom.Files.Count);
        place.Intake.Queue.IsStuck.Should().BeFalse();
        place.Spooled().Should().BeEmpty();
    }

    [Fact]
    public async Task Answer_that_is_lost_after_the_commit_leads_to_no_second_row_and_no_second_ledger_line()
    {
        await StartAsync(losesAnswer: filing => filing % 2 == 1);

        foreach (string file in phantom.Files)
            await PhantomObjects.SendAsync(place.Intake, file);

        CaseDetails found = await OfAllThatWasSentAsync();
        found.Revisions.Should().ContainSingle().Which.Inputs.Should().HaveCount(phantom.Files.Count);
        found.Ledger.Select(line => line.Event).Should().Equal(LedgerEvents.CaseCreated, LedgerEvents.RevisionOpened);
    }

    [Fact]
    public async Task Gateway_that_is_stopped_again_and_again_goes_on_from_the_spool()
    {
        string[] files = [.. phantom.Files];
        new Random(7).Shuffle(files);
        int parts = 0;
        foreach (string[] part in files.Chunk(files.Length / 4))
        {
            // Away in every second run: these leave all in the spool. In the others the answers of half the filings are lost.
            bool isAway = parts++ % 2 == 0;
            await StartAsync(isAway, losesAnswer: filing => filing % 2 == 0);
            foreach (string file in part)
                await PhantomObjects.SendAsync(place.Intake, file);
            await place.StopAsync();
        }

        await StartAsync();
        CaseDetails found = await OfAllThatWasSentAsync();

        found.Revisions.Should().ContainSingle().Which.Inputs.Should().HaveCount(files.Length);
        place.Spooled().Should().BeEmpty();
    }

    [Fact]
    public async Task What_lay_filed_in_the_spool_when_the_process_died_is_filed_once()
    {
        await StartAsync();
        foreach (string file in phantom.Files)
            await PhantomObjects.SendAsync(place.Intake, file);
        CaseDetails before = await OfAllThatWasSentAsync();
        await place.StopAsync();

        // Killed between the commit and the removal of the spool's files: they lie there still.
        foreach (string file in phantom.Files)
        {
            DicomDataset dataset = DicomFile.Open(file).Dataset;
            string target = Path.Combine(place.Options.Spool, dataset.GetString(DicomTag.StudyInstanceUID), dataset.GetString(DicomTag.SeriesInstanceUID), ObjectPath.Name(dataset.GetString(DicomTag.SOPInstanceUID)));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        await StartAsync();
        await place.FiledAsync();
        place.IsLooking = true;
        await place.UntilAsync(async () => await place.Get<IFilingRegistry>().NextDueAsync(Cancel) is null, "no case is due");

        CaseDetails after = (await place.CaseAsync(Ct))!;
        after.Ledger.Should().HaveCount(before.Ledger.Count);
        after.Summary.Version.Should().Be(before.Summary.Version, "nothing has happened");
        place.Spooled().Should().BeEmpty();
    }

    [Fact]
    public async Task Object_that_the_program_fails_at_is_moved_aside_and_the_others_of_its_batch_are_filed()
    {
        await StartAsync();
        string poison = phantom.Truth.CtStructureSet;
        registry.Poisonous = poison;

        foreach (string file in phantom.CtAndSet)
            await PhantomObjects.SendAsync(place.Intake, file);
        await place.FiledAsync();

        Directory.GetFiles(Path.Combine(place.Options.Data, "unreadable")).Select(Path.GetFileName).Should().Equal(ObjectPath.Name(poison));
        place.Logged.Should().Contain(line => line.Id == 5506);
        place.IsLooking = true;
        await place.UntilAsync(async () => (await place.CaseAsync(Ct))?.Summary.WaitingFor.Count > 0, "the case waits for it");
    }

    [Fact]
    public async Task Object_that_cannot_be_moved_aside_either_waits_and_the_process_goes_on()
    {
        await StartAsync();
        string poison = registry.Poisonous = phantom.Truth.CtStructureSet, unreadable = Path.Combine(place.Options.Data, "unreadable");
        File.WriteAllText(unreadable, "in the way");
        await PhantomObjects.SendAsync(place.Intake, phantom.Of("RS_CT.dcm"));
        await place.UntilAsync(() => Task.FromResult(place.Intake.Queue.IsStuck), "it is noticed");
        place.Get<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested.Should().BeFalse("one object ends no process");

        File.Delete(unreadable);
        foreach (string file in phantom.Mr)
            await PhantomObjects.SendAsync(place.Intake, file);

        await place.FiledAsync();
        Directory.GetFiles(unreadable).Select(Path.GetFileName).Should().Equal(ObjectPath.Name(poison));
        place.Spooled().Should().BeEmpty();
    }

    [Fact]
    public async Task Question_that_fails_for_a_reason_that_nobody_foresaw_is_told_and_the_case_says_all_the_same_what_it_waits_for()
    {
        place.Options = place.Options with
        {
            // The certificate has gone since the configuration was checked.
            Intake = place.Options.Intake with { Archive = "PACS@127.0.0.1:104", AskAfter = TimeSpan.FromMilliseconds(50), ArchiveTls = new() { Certificate = place["gone.pem"], Key = place["gone.key"] } },
        };
        await place.StartAsync();

        await PhantomObjects.SendAsync(place.Intake, phantom.Of("RS_CT.dcm"));

        await place.UntilAsync(async () => (await place.CaseAsync(Ct))?.Summary.WaitingFor.Count > 0, "it says what it waits for");
        place.Logged.Should().Contain(line => line.Id == 5562);
    }

    private async Task StartAsync(bool isAway = false, Func<int, bool>? losesAnswer = null)
    {
        // A case is not looked at while half of it waits for the end of a fault.
        place.IsLooking = false;
        place.Before = real => registry = new FailingRegistry(real) { IsAway = isAway, LosesAnswer = losesAnswer ?? (_ => false) };
        await place.StartAsync();
    }

    private async Task<CaseDetails> OfAllThatWasSentAsync()
    {
        await place.FiledAsync();
        place.IsLooking = true;
        return await place.RevisionAsync(Ct, 1);
    }
}
