using ContourFlow.Contouring.Faults;
using ContourFlow.Contracts;
using ContourFlow.Storage.Cases;
using ContourFlow.Storage.Objects;
using ContourFlow.Storage.Processing;
using ContourFlow.Worker.Hosting;
using ContourFlow.Worker.Messaging;
using ContourFlow.Worker.Processing;
using ContourFlow.Worker.Tests.Service;
using Microsoft.Extensions.DependencyInjection;

namespace ContourFlow.Worker.Tests.Processing;

/// <summary>From the command to what the registry has of it, over SQLite and a folder.</summary>
public sealed class RevisionProcessorTests(SmallPatient patient) : IAsyncDisposable
{
    private readonly ServicePlace place = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => place.DisposeAsync();

    [Fact]
    public async Task Command_gives_results_a_report_and_messages_and_leaves_no_scratch()
    {
        place.Options = place.Options with { Destinations = Archive };
        IServiceProvider worker = await place.ProcessAsync(Cancel);
        CaseId caseId = await ServicePlace.OpenAsync(worker, patient.Files, Cancel);
        await ServicePlace.OutboxAsync(worker, Cancel);

        await ProcessorOf(worker).ProcessAsync(caseId, 1, Cancel);

        CaseDetails details = await ServicePlace.DetailsAsync(worker, caseId, Cancel);
        details.Summary.State.Should().Be(CaseState.Publishing, details.Summary.Reason);
        RevisionDetails revision = details.Revisions.Should().ContainSingle().Which;
        ResultObject structureSet = revision.Results.Should().ContainSingle().Which;
        structureSet.SopClassUid.Should().Be(DicomUID.RTStructureSetStorage.UID);
        await worker.GetRequiredService<IObjectStore>().FetchAsync(structureSet.StoreKey, place["rs.dcm"], Cancel);
        DicomFile.Open(place["rs.dcm"]).Dataset.GetSingleValue<string>(DicomTag.SOPInstanceUID).Should().Be(structureSet.SopInstanceUid);
        (await ServicePlace.OutboxAsync(worker, Cancel)).Should().BeEquivalentTo("CaseProcessed", "PublishResults");
        Directory.GetFileSystemEntries(place["scratch"], "*", SearchOption.AllDirectories).Should().HaveCount(1, "only the process' own folder is left, empty");
    }

    [Fact]
    public async Task Command_that_comes_twice_changes_nothing_the_second_time()
    {
        IServiceProvider worker = await place.ProcessAsync(Cancel);
        CaseId caseId = await ServicePlace.OpenAsync(worker, patient.Files, Cancel);
        await ProcessorOf(worker).ProcessAsync(caseId, 1, Cancel);
        await ServicePlace.OutboxAsync(worker, Cancel);
        CaseDetails before = await ServicePlace.DetailsAsync(worker, caseId, Cancel);

        await ProcessorOf(worker).ProcessAsync(caseId, 1, Cancel);

        CaseDetails after = await ServicePlace.DetailsAsync(worker, caseId, Cancel);
        after.Should().BeEquivalentTo(before);
        (await ServicePlace.OutboxAsync(worker, Cancel)).Should().BeEmpty();
    }

    [Fact]
    public async Task Command_on_two_workers_at_once_gives_one_result_and_one_line()
    {
        IServiceProvider one = await place.ProcessAsync(Cancel, "one"), two = await place.ProcessAsync(Cancel, "two");
        CaseId caseId = await ServicePlace.OpenAsync(one, patient.Files, Cancel);

        await Task.WhenAll(ProcessorOf(one).ProcessAsync(caseId, 1, Cancel), ProcessorOf(two).ProcessAsync(caseId, 1, Cancel));

        CaseDetails details = await ServicePlace.DetailsAsync(one, caseId, Cancel);
        details.Revisions.Should().ContainSingle().Which.Results.Should().ContainSingle();
        details.Ledger.Count(line => line.Event == LedgerEvents.Processed).Should().Be(1);
        (await ServicePlace.OutboxAsync(one, Cancel)).Count(type => type == "CaseProcessed").Should().Be(1);
    }

    [Fact]
    public async Task Worker_that_lost_its_claim_and_ends_second_changes_nothing()
    {
        IServiceProvider one = await place.ProcessAsync(Cancel, "one"), two = await place.ProcessAsync(Cancel, "two");
        CaseId caseId = await ServicePlace.OpenAsync(one, patient.Files, Cancel);
        var registry = one.GetRequiredService<IProcessingRegistry>();

        // A worker that was cut off for longer than its claim holds, and whose case another has done.
        Claim claim = await registry.ClaimAsync(caseId, 1, "cut off", TimeSpan.Zero, 5, Cancel);
        claim.Outcome.Should().Be(ClaimOutcome.Claimed);
        await ProcessorOf(two).ProcessAsync(caseId, 1, Cancel);
        CaseDetails before = await ServicePlace.DetailsAsync(one, caseId, Cancel);

        using ScratchFolder scratch = ScratchFolder.Make(place.Options, "late");
        (_, ProcessedRevision late) = await one.GetRequiredService<CaseWork>().DoAsync(claim, scratch, new StepTimes(TimeProvider.System), Cancel);
        (await registry.CompleteAsync(caseId, 1, 0, "cut off", late, Cancel)).Should().BeFalse();

        late.Objects.Should().BeEquivalentTo(before.Revisions[0].Results, "the same case gives the same bytes");
        (await ServicePlace.DetailsAsync(one, caseId, Cancel)).Should().BeEquivalentTo(before);
    }

    [Fact]
    public async Task Case_without_a_target_is_held_with_the_reason()
    {
        IServiceProvider worker = await place.ProcessAsync(Cancel);
        CaseId caseId = await ServicePlace.OpenAsync(worker, Some(patient.Files), Cancel);

        await ProcessorOf(worker).ProcessAsync(caseId, 1, Cancel);

        CaseSummary summary = (await ServicePlace.DetailsAsync(worker, caseId, Cancel)).Summary;
        (summary.State, summary.ReasonCode).Should().Be((CaseState.Held, ReasonCodes.NoStructureSet));
    }

    [Fact]
    public async Task Protocol_that_this_worker_has_not_holds_the_case()
    {
        IServiceProvider worker = await place.ProcessAsync(Cancel);
        CaseId caseId = await ServicePlace.OpenAsync(worker, Some(patient.Files), Cancel, "of-tomorrow");

        await ProcessorOf(worker).ProcessAsync(caseId, 1, Cancel);

        CaseSummary summary = (await ServicePlace.DetailsAsync(worker, caseId, Cancel)).Summary;
        (summary.State, summary.ReasonCode).Should().Be((CaseState.Held, ReasonCodes.ProtocolInvalid));
        summary.Reason.Should().Contain("of-tomorrow").And.Contain("spine-sbrt-sib");
    }

    [Fact]
    public async Task Failed_check_holds_the_case_and_a_release_publishes_what_was_withheld()
    {
        // A limit that no structure keeps: two methods on coarse planes that differ by nothing.
        string protocols = Directory.CreateDirectory(place["protocols"]).FullName;
        string text = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "protocols", "spine-sbrt-sib.yaml"), Cancel);
        await File.WriteAllTextAsync(Path.Combine(protocols, "strict.yaml"), Strict(text), Cancel);
        place.Options = place.Options with { Destinations = Archive, Processing = place.Options.Processing with { Protocols = protocols } };
        IServiceProvider worker = await place.ProcessAsync(Cancel);
        CaseId caseId = await ServicePlace.OpenAsync(worker, patient.Files, Cancel, "strict");

        await ProcessorOf(worker).ProcessAsync(caseId, 1, Cancel);

        CaseDetails held = await ServicePlace.DetailsAsync(worker, caseId, Cancel);
        (held.Summary.State, held.Summary.ReasonCode).Should().Be((CaseState.Held, ReasonCodes.CheckFailed));
        held.Revisions[0].Results.Should().ContainSingle("the withheld structure set is kept");
        (await ServicePlace.OutboxAsync(worker, Cancel)).Should().NotContain("PublishResults");
        var decisions = worker.GetRequiredService<ICaseDecisions>();
        (await decisions.ReleaseAsync(new Decision(caseId, null, "physicist", "Looked at."), Cancel)).Should().Be(DecisionOutcome.Taken);
        (await ServicePlace.OutboxAsync(worker, Cancel)).Should().Contain("PublishResults");
    }

    [Fact]
    public async Task Damaged_input_holds_the_case_and_names_the_file()
    {
        IServiceProvider worker = await place.ProcessAsync(Cancel);
        CaseId caseId = await ServicePlace.OpenAsync(worker, Some(patient.Files), Cancel);
        CaseDetails opened = await ServicePlace.DetailsAsync(worker, caseId, Cancel);
        string key = opened.Revisions[0].Inputs[5].StoreKey;
        File.Delete(Directory.GetFiles(place["objects"], "*", SearchOption.AllDirectories).First(file => key.EndsWith(Path.GetFileName(file), StringComparison.Ordinal)));

        await ProcessorOf(worker).ProcessAsync(caseId, 1, Cancel);

        CaseSummary summary = (await ServicePlace.DetailsAsync(worker, caseId, Cancel)).Summary;
        (summary.State, summary.ReasonCode).Should().Be((CaseState.Held, ReasonCodes.InputDamaged));
        summary.Reason.Should().Contain(key);
    }

    [Fact]
    public async Task Object_store_that_is_away_puts_the_case_off_without_counting_the_attempt()
    {
        var away = new AwayStore { IsAway = false };
        IServiceProvider worker = await place.ProcessAsync(Cancel, change: services => AwayStore.Before(services, away));
        CaseId caseId = await ServicePlace.OpenAsync(worker, patient.Files, Cancel);
        await ServicePlace.OutboxAsync(worker, Cancel);
        away.IsAway = true;

        for (int attempt = 0; attempt < 2 * place.Options.Processing.MostAttempts; attempt++)
            await ProcessorOf(worker).ProcessAsync(caseId, 1, Cancel);
        CaseDetails during = await ServicePlace.DetailsAsync(worker, caseId, Cancel);
        away.IsAway = false;
        await ProcessorOf(worker).ProcessAsync(caseId, 1, Cancel);

        (during.Summary.State, during.Revisions[0].Attempts).Should().Be((CaseState.Queued, 0));
        CaseDetails after = await ServicePlace.DetailsAsync(worker, caseId, Cancel);
        after.Summary.State.Should().Be(CaseState.Finished);
        after.Revisions[0].Attempts.Should().Be(1);
    }

    [Fact]
    public async Task Fault_of_the_program_holds_the_case_says_its_kind_and_throws_without_its_text()
    {
        var broken = new AwayStore { IsAway = false };
        IServiceProvider worker = await place.ProcessAsync(Cancel, change: services => AwayStore.Before(services, broken));
        CaseId caseId = await ServicePlace.OpenAsync(worker, Some(patient.Files), Cancel);
        broken.Fault = new InvalidOperationException("DOE^JOHN");

        ProgramFaultException fault = (await FluentActions.Awaiting(() => ProcessorOf(worker).ProcessAsync(caseId, 1, Cancel)).Should().ThrowAsync<ProgramFaultException>()).Which;

        fault.ToString().Should().Contain("InvalidOperationException").And.NotContain("DOE");
        CaseSummary summary = (await ServicePlace.DetailsAsync(worker, caseId, Cancel)).Summary;
        (summary.State, summary.ReasonCode).Should().Be((CaseState.Held, ReasonCodes.ProgramFault));
        summary.Reason.Should().Contain("InvalidOperationException").And.NotContain("DOE");
    }

    [Fact]
    public async Task Case_that_takes_longer_than_it_may_is_held()
    {
        place.Options = place.Options with { Processing = place.Options.Processing with { LongestCase = TimeSpan.FromMilliseconds(50) } };
        var slow = new AwayStore { IsAway = false, Takes = TimeSpan.FromSeconds(30) };
        IServiceProvider worker = await place.ProcessAsync(Cancel, change: services => AwayStore.Before(services, slow));
        CaseId caseId = await ServicePlace.OpenAsync(worker, Some(patient.Files), Cancel);

        await ProcessorOf(worker).ProcessAsync(caseId, 1, Cancel);

        CaseSummary summary = (await ServicePlace.DetailsAsync(worker, caseId, Cancel)).Summary;
        (summary.State, summary.ReasonCode).Should().Be((CaseState.Held, ReasonCodes.CaseTooLong));
    }

    [Fact]
    public async Task Work_that_is_stopped_is_handed_back_undone_and_asked_for_at_once()
    {
        var slow = new AwayStore { IsAway = false, Takes = TimeSpan.FromSeconds(30) };
        IServiceProvider worker = await place.ProcessAsync(Cancel, change: services => AwayStore.Before(services, slow));
        CaseId caseId = await ServicePlace.OpenAsync(worker, Some(patient.Files), Cancel);
        await ServicePlace.OutboxAsync(worker, Cancel);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        Task work = ProcessorOf(worker).ProcessAsync(caseId, 1, stop.Token);
        await slow.Asked.Task.WaitAsync(Cancel);

        await stop.CancelAsync();
        await work;

        CaseDetails details = await ServicePlace.DetailsAsync(worker, caseId, Cancel);
        (details.Summary.State, details.Revisions[0].Attempts).Should().Be((CaseState.Queued, 0));
        (await ServicePlace.OutboxAsync(worker, Cancel)).Should().Equal("ProcessCase");
    }

    [Fact]
    public async Task Registry_that_is_away_sends_the_message_round_again()
    {
        IServiceProvider worker = await place.ProcessAsync(Cancel);
        CaseId caseId = await ServicePlace.OpenAsync(worker, patient.Files.Take(3), Cancel);
        var processor = new RevisionProcessor(
            new AwayRegistry(), worker.GetRequiredService<CaseWork>(), place.Options, worker.GetRequiredService<Drain>(), worker.GetRequiredService<ProcessingMeter>(), TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger<RevisionProcessor>.Instance);

        await FluentActions.Awaiting(() => processor.ProcessAsync(caseId, 1, Cancel)).Should().ThrowAsync<TransientException>();
    }

    [Fact]
    public async Task Workers_on_two_versions_of_a_protocol_both_finish_and_each_result_names_its_own()
    {
        string text = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "protocols", "spine-sbrt-sib.yaml"), Cancel);
        string old = Folder("old", text), renewed = Folder("new", text + "\n# A later version.\n");
        ServiceOptions options = place.Options;
        place.Options = options with { Processing = options.Processing with { Protocols = old } };
        IServiceProvider one = await place.ProcessAsync(Cancel, "one");
        place.Options = options with { Processing = options.Processing with { Protocols = renewed } };
        IServiceProvider two = await place.ProcessAsync(Cancel, "two");

        CaseId first = await ServicePlace.OpenAsync(one, patient.Files, Cancel);
        await ProcessorOf(one).ProcessAsync(first, 1, Cancel);
        CaseDetails before = await ServicePlace.DetailsAsync(one, first, Cancel);
        await using var other = new ServicePlace { Options = place.Options with { Data = place["other"] } };
        Directory.CreateDirectory(place["other"]);
        IServiceProvider three = await other.ProcessAsync(Cancel, "three");
        CaseId second = await ServicePlace.OpenAsync(three, patient.Files, Cancel);
        await ProcessorOf(three).ProcessAsync(second, 1, Cancel);
        CaseDetails after = await ServicePlace.DetailsAsync(three, second, Cancel);

        before.Revisions[0].ProtocolHash.Should().NotBe(after.Revisions[0].ProtocolHash);
        before.Revisions[0].Results[0].SopInstanceUid.Should().NotBe(after.Revisions[0].Results[0].SopInstanceUid, "the protocol is part of a result's identity");

        string Folder(string name, string content)
        {
            Directory.CreateDirectory(place[name]);
            File.WriteAllText(Path.Combine(place[name], "spine-sbrt-sib.yaml"), content);
            return place[name];
        }
    }

    private static System.Collections.Immutable.ImmutableSortedDictionary<string, DestinationSection> Archive { get; } =
        System.Collections.Immutable.ImmutableSortedDictionary<string, DestinationSection>.Empty.Add("archive", new DestinationSection { Remote = "ARCHIVE@127.0.0.1:104" });

    // Enough where the case is never derived: a few images of the CT, and no structure set.
    private static IEnumerable<string> Some(IReadOnlyList<string> files) => files.Take(8);

    private static RevisionProcessor ProcessorOf(IServiceProvider process) => process.GetRequiredService<RevisionProcessor>();

    private static string Strict(string protocol) => protocol.Replace("method-dice: 0.98", "method-dice: 0.999999", StringComparison.Ordinal);
}
