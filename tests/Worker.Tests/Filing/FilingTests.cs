using System.Security.Cryptography;
using ContourFlow.Contracts;
using ContourFlow.Storage.Cases;
using ContourFlow.Storage.Filing;
using ContourFlow.Storage.Messaging;
using ContourFlow.Storage.Objects;
using ContourFlow.Storage.Processing;
using ContourFlow.Worker.Intake;

namespace ContourFlow.Worker.Tests.Filing;

/// <summary>From a received object to an opened revision, on a real registry (SQLite) and a real folder of objects.</summary>
public sealed class FilingTests(PhantomObjects phantom) : IAsyncDisposable
{
    private readonly FilingPlace place = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Ct => phantom.Truth.CtSeries;

    public ValueTask DisposeAsync() => place.DisposeAsync();

    [Fact]
    public async Task Study_that_is_sent_three_times_shuffled_on_four_associations_is_one_revision_of_all_of_it()
    {
        await place.StartAsync();
        string[] all = [.. phantom.Files, .. phantom.Files, .. phantom.Files];
        new Random(4).Shuffle(all);

        place.IsLooking = false;
        await Parallel.ForEachAsync(all, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = Cancel }, async (file, _) =>
            (await PhantomObjects.SendAsync(place.Intake, file)).Should().NotBe(Reception.KeptAside));
        await place.FiledAsync();
        place.IsLooking = true;
        await place.RevisionAsync(Ct, 1);
        await QuietAsync();

        CaseDetails found = (await place.CaseAsync(Ct))!;
        found.Revisions.Should().ContainSingle().Which.Inputs.Should().HaveCount(phantom.Files.Count);
        found.Summary.State.Should().Be(CaseState.Queued);
        found.Ledger.Select(line => line.Event).Should().Equal(LedgerEvents.CaseCreated, LedgerEvents.RevisionOpened);
        (await place.Get<ICaseQueries>().ListAsync(new CaseFilter(), Cancel)).Cases.Should().ContainSingle("an MR is no case");
        place.Spooled().Should().BeEmpty();
        Directory.GetDirectories(place.Options.Spool).Select(Path.GetFileName).Should().Equal([ObjectPath.Working], "emptied folders go");
    }

    [Fact]
    public async Task Image_of_another_patient_under_the_series_of_the_CT_is_named_by_what_the_case_waits_for()
    {
        await place.StartAsync();
        string[] slices = [.. phantom.CtAndSet];
        string stray = phantom.Changed(slices[10], "stray.dcm", dataset => dataset.AddOrUpdate(DicomTag.PatientID, "SOMEBODY-ELSE"));
        foreach (string file in slices.Where(file => file != slices[10]).Append(stray))
            await PhantomObjects.SendAsync(place.Intake, file);
        string uid = DicomFile.Open(stray).Dataset.GetString(DicomTag.SOPInstanceUID);
        await place.UntilAsync(async () => (await place.CaseAsync(Ct))?.Summary.WaitingFor.Any(sentence => sentence.Contains(uid, StringComparison.Ordinal)) == true, "the stray is named");

        CaseSummary waits = (await place.CaseAsync(Ct))!.Summary;
        waits.State.Should().Be(CaseState.Waiting);
        waits.WaitingFor.Should().ContainSingle(sentence => sentence.StartsWith($"images of one patient: image {uid} came under CT series {Ct}", StringComparison.Ordinal))
            .And.NotContain(sentence => sentence.Contains("SOMEBODY", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Object_store_gives_back_the_bytes_that_came_and_commitment_can_be_given_for_them()
    {
        await place.StartAsync();
        string file = phantom.Of("RS_CT.dcm");

        await PhantomObjects.SendAsync(place.Intake, file);
        await place.FiledAsync();

        DicomDataset sent = DicomFile.Open(file).Dataset;
        string uid = sent.GetString(DicomTag.SOPInstanceUID);
        (await place.Intake.HoldsAsync(DicomUID.RTStructureSetStorage.UID, uid, Cancel)).Should().BeTrue();
        (await place.Intake.HoldsAsync(DicomUID.CTImageStorage.UID, uid, Cancel)).Should().BeFalse("it is of another class");
        (await place.Intake.HasAsync(uid, Cancel)).Should().BeTrue();
        byte[] dataSet = DataSetOf(file);
        (await place.Get<IFilingRegistry>().ContentAsync(uid, Cancel)).Should().Be(Convert.ToHexStringLower(SHA256.HashData(dataSet)));
        CaseToLookAt look = (await place.Get<IFilingRegistry>().LookAtAsync(CaseId.OfPlanningCt(Ct), Cancel))!;
        FiledObject filed = look.Objects.Should().ContainSingle().Which;
        filed.ReceivingAe.Should().Be("CONTOURFLOW");
        await place.Get<IObjectStore>().FetchAsync(filed.StoreKey, place["fetched.dcm"], Cancel);
        DataSetOf(place["fetched.dcm"]).Should().Equal(dataSet);
    }

    [Fact]
    public async Task Late_mr_and_second_structure_set_reopen_the_case_and_its_own_results_do_not()
    {
        await place.StartAsync();
        await SendAsync(phantom.CtAndSet);
        await place.RevisionAsync(Ct, 1);
        string[] own =
        [
            phantom.Changed(phantom.Of("RS_CT.dcm"), "own.dcm", dataset => dataset
                .AddOrUpdate(DicomTag.SOPInstanceUID, "2.25.1")
                .Add(new DicomSequence(DicomTag.PredecessorStructureSetSequence, new DicomDataset().Add(DicomTag.ReferencedSOPInstanceUID, phantom.Truth.CtStructureSet)))),
        ];

        await SendAsync(own);
        await QuietAsync();
        (await place.CaseAsync(Ct))!.Summary.Revision.Should().Be(1, "this program's own results come back from the archive");

        // An MR on which nothing is drawn is as whole as it is after the quiet time.
        place.IsLooking = false;
        await SendAsync(phantom.Mr);
        await place.FiledAsync();
        place.IsLooking = true;
        CaseDetails withMr = await place.RevisionAsync(Ct, 2);
        await SendAsync([phantom.Changed(phantom.Of("RS_CT.dcm"), "second.dcm", dataset => dataset
            .AddOrUpdate(DicomTag.SOPInstanceUID, "2.25.2").AddOrUpdate(DicomTag.StructureSetTime, "235959"))]);
        CaseDetails withSecond = await place.RevisionAsync(Ct, 3);

        withMr.Revisions[1].Inputs.Should().HaveCount(phantom.CtAndSet.Count() + phantom.Mr.Count());
        withSecond.Revisions[2].Inputs.Should().HaveCount(withMr.Revisions[1].Inputs.Count + 1);
        withSecond.Revisions.Select(revision => revision.State).Should().Equal(CaseState.Superseded, CaseState.Superseded, CaseState.Queued);
        withSecond.Revisions.SelectMany(revision => revision.Inputs).Select(input => input.SopInstanceUid).Should().NotContain("2.25.1");
    }

    [Fact]
    public async Task Case_that_is_over_and_whose_objects_are_kept_no_more_stays_over_when_the_patient_comes_back()
    {
        await place.StartAsync();
        await SendAsync(phantom.CtAndSet);
        await place.RevisionAsync(Ct, 1);
        CaseId over = CaseId.OfPlanningCt(Ct);
        await place.Get<IProcessingRegistry>().HoldAsync(over, 1, 0, "worker", new HoldReason("check-failed", "It is not what was asked for."), Cancel);
        (await place.Get<ICaseDecisions>().RejectAsync(new Decision(over, null, "a person", "Wrong CT."), Cancel)).Should().Be(DecisionOutcome.Taken);
        await place.UntilAsync(
            async () =>
            {
                await place.Get<IReconciliation>().ReleaseObjectsAsync(TimeSpan.Zero, 10, Cancel);
                return (await place.Get<IFilingRegistry>().LookAtAsync(over, Cancel))!.Objects.Count == 0;
            },
            "its objects are released");

        // The next course: an MR of another study, and a structure set on it.
        string[] later =
        [
            .. phantom.Mr.Select((file, place) => phantom.Changed(file, $"later-{place}.dcm", dataset => dataset
                .AddOrUpdate(DicomTag.SOPInstanceUID, $"2.25.7.{place}").AddOrUpdate(DicomTag.SeriesInstanceUID, "2.25.8")
                .AddOrUpdate(DicomTag.StudyInstanceUID, "2.25.9").AddOrUpdate(DicomTag.FrameOfReferenceUID, "2.25.10"))),
        ];
        await SendAsync(later);
        await QuietAsync();

        CaseSummary after = (await place.CaseAsync(Ct))!.Summary;
        after.State.Should().Be(CaseState.Rejected);
        after.WaitingFor.Should().BeEmpty("what was done with is asked of nobody");
    }

    [Fact]
    public async Task Case_waits_and_says_for_what_until_it_comes()
    {
        await place.StartAsync();
        string[] ct = [.. phantom.CtAndSet];

        await SendAsync(ct[3..]);
        await QuietAsync();
        (await place.CaseAsync(Ct))!.Summary.WaitingFor.Should().Equal($"3 images of CT series {Ct} that structure set {phantom.Truth.CtStructureSet} names");

        await SendAsync(ct[..3]);
        (await place.RevisionAsync(Ct, 1)).Summary.WaitingFor.Should().BeEmpty();
    }

    [Fact]
    public async Task Other_content_under_a_uid_changes_no_case_and_is_in_the_ledger_once()
    {
        await place.StartAsync();
        await SendAsync(phantom.CtAndSet);
        await place.RevisionAsync(Ct, 1);
        string rival = phantom.Changed(phantom.Of("RS_CT.dcm"), "rival.dcm", dataset => dataset.AddOrUpdate(DicomTag.StructureSetLabel, "OTHER"));

        // The first is filed by now: the rival comes into an empty spool. Then both lie in the spool, and the rival is kept aside.
        await SendAsync([rival]);
        await place.FiledAsync();
        await SendAsync([phantom.Of("RS_CT.dcm"), rival, rival]);
        await QuietAsync();

        CaseDetails found = (await place.CaseAsync(Ct))!;
        found.Revisions.Should().ContainSingle();
        found.Ledger.Where(line => line.Event == LedgerEvents.ObjectConflict).Should().ContainSingle().Which.Details.Should().Contain(phantom.Truth.CtStructureSet);
        place.Spooled().Should().BeEmpty("what was kept aside is filed too");
        place.Intake.Spool.Conflicts.Should().BeEmpty();
    }

    [Fact]
    public async Task Title_that_an_object_is_sent_to_chooses_the_protocol()
    {
        place.Options = place.Options with { Intake = place.Options.Intake with { ProtocolByTitle = place.Options.Intake.ProtocolByTitle.Add("CORD", "spine-cord-prv") } };
        await place.StartAsync();

        foreach (string file in phantom.CtAndSet)
            await PhantomObjects.SendAsync(place.Intake, file, "CORD");

        CaseDetails found = await place.RevisionAsync(Ct, 1);
        found.Summary.Protocol.Should().Be("spine-cord-prv");
    }

    [Fact]
    public async Task What_cannot_be_read_is_moved_aside_and_stops_nothing()
    {
        // A file with file meta information and no data set behind it that is one: as a fault of the disk may leave it.
        string folder = Path.Combine(place.Options.Spool, "1.2", "1.3");
        Directory.CreateDirectory(folder);
        byte[] file = File.ReadAllBytes(phantom.Of("RS_CT.dcm"));
        File.WriteAllBytes(Path.Combine(folder, "1.4.dcm"), [.. file[..(144 + BitConverter.ToInt32(file, 140))], .. Enumerable.Repeat((byte)0xEE, 64)]);
        File.WriteAllBytes(Path.Combine(folder, "1.5.dcm"), new byte[100]);

        await place.StartAsync();
        await SendAsync(phantom.CtAndSet);
        await place.RevisionAsync(Ct, 1);

        Directory.GetFiles(Path.Combine(place.Options.Data, "unreadable")).Select(Path.GetFileName).Order(StringComparer.Ordinal).Should().Equal("1.4.dcm", "1.5.dcm");
        place.Logged.Count(line => line.Id == 5503).Should().Be(2);
        place.Spooled().Should().BeEmpty();
    }

    private async Task SendAsync(IEnumerable<string> files)
    {
        foreach (string file in files)
            await PhantomObjects.SendAsync(place.Intake, file);
    }

    // Nothing waits to be filed, and no case is due: what is asserted to be so after this stays so.
    private async Task QuietAsync()
    {
        await place.FiledAsync();
        await place.UntilAsync(async () => await place.Get<IFilingRegistry>().NextDueAsync(Cancel) is null, "no case is due");
    }

    private static byte[] DataSetOf(string path)
    {
        byte[] file = File.ReadAllBytes(path);
        return file[(144 + BitConverter.ToInt32(file, 140))..];
    }
}
