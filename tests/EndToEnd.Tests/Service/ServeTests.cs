using System.Net;
using ContourFlow.EndToEnd.Tests.Network;
using ContourFlow.Storage.Cases;

namespace ContourFlow.EndToEnd.Tests.Service;

/// <summary>The service in one process on its embedded defaults: from the PACS to the PACS, and nobody touches anything.</summary>
public sealed class ServeTests(PhantomCases phantoms) : IDisposable
{
    private readonly TemporaryFolder place = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => place.Dispose();

    [Fact]
    public async Task Phantom_that_is_sent_comes_back_as_the_command_makes_it_and_is_committed()
    {
        Needs.Itk();
        int port = ServerProcess.FreePort();
        using Pacs pacs = await Pacs.StartAsync(port, Cancel);
        ServiceSetup setup = new ServiceSetup(place, port).To("pacs", Archive.Title, pacs.Archive.DicomPort);
        setup.Json["Intake"]!["Protocol"] = "spine-sbrt-sib";
        using ServiceProcess service = await ServiceProcess.StartReadyAsync("serve", setup, Cancel);
        // The structure set on the CT comes last: with it and without the MRs the case would be complete, and a busy machine may take its time between two objects.
        string[] files = [.. Directory.EnumerateFiles(phantoms.Phantom("thoracic"), "*.dcm", SearchOption.AllDirectories).Where(IsOfTheCase).OrderBy(file => Path.GetFileName(file) == "RS_CT.dcm")];

        await Pacs.SendAsync(port, files, Cancel);

        string[] expected = [.. Directory.EnumerateFiles(phantoms.Result("thoracic").Folder, "*.dcm")];
        await using var story = new CaseStory(setup);
        CasePage page = new([], null);
        await Eventually.SoAsync(
            async () => (page = await story.Cases.ListAsync(new CaseFilter { States = [CaseState.Published] }, Cancel)).Cases.Count == 1,
            () => service.Said,
            Cancel);
        IReadOnlyList<string> results = await pacs.ResultsAsync(page.Cases[0].StudyInstanceUid, expected.Length, () => service.Said, Cancel);
        results.Select(ContentOf).Should().BeEquivalentTo(expected.Select(ContentOf));
        CaseDetails details = (await story.Cases.DetailsAsync(page.Cases[0].CaseId, Cancel))!;
        CaseStory.Once(details, LedgerEvents.CaseCreated, LedgerEvents.Published);
        details.Revisions[^1].Results.Should().HaveCount(expected.Length);
    }

    [Fact]
    public async Task Mr_that_comes_late_opens_the_case_again_and_its_result_is_as_if_it_had_been_there()
    {
        Needs.Itk();
        int port = ServerProcess.FreePort();
        using Pacs pacs = await Pacs.StartAsync(port, Cancel);
        ServiceSetup setup = new ServiceSetup(place, port).To("pacs", Archive.Title, pacs.Archive.DicomPort);
        setup.Json["Intake"]!["Protocol"] = "spine-sbrt-sib";
        using ServiceProcess service = await ServiceProcess.StartReadyAsync("serve", setup, Cancel);
        string[] files = [.. Directory.EnumerateFiles(phantoms.Phantom("thoracic"), "*.dcm", SearchOption.AllDirectories)];
        // Their structure sets first: these name the images, which then are waited for however slowly they come.
        string[] late = [.. files.Where(file => file.Contains("MR_", StringComparison.Ordinal)).OrderByDescending(file => Path.GetFileName(file).StartsWith("RS_", StringComparison.Ordinal))];
        await using var story = new CaseStory(setup);

        await Pacs.SendAsync(port, [.. files.Except(late, StringComparer.Ordinal)], Cancel);
        CaseSummary? first = null;
        await Eventually.SoAsync(async () => (first = (await story.Cases.ListAsync(new CaseFilter { States = [CaseState.Published] }, Cancel)).Cases.SingleOrDefault()) is not null, () => service.Said, Cancel);
        await Pacs.SendAsync(port, late, Cancel);

        await Eventually.SoAsync(async () => (await story.Cases.FindAsync(first!.CaseId, Cancel)) is { State: CaseState.Published, Revision: 2 }, () => service.Said, Cancel);
        string[] expected = [.. Directory.EnumerateFiles(phantoms.Result("thoracic").Folder, "*.dcm")];

        // Every structure of this phantom is drawn on its CT: the MRs add their registrations, and the structure set stays the same object.
        IReadOnlyList<string> results = await pacs.ResultsAsync(first!.StudyInstanceUid, expected.Length, () => service.Said, Cancel);
        results.Select(ContentOf).Should().BeEquivalentTo(expected.Select(ContentOf));
    }

    [Fact]
    public async Task Study_sent_three_times_shuffled_over_four_associations_gives_one_result()
    {
        int port = ServerProcess.FreePort();
        using Pacs pacs = await Pacs.StartAsync(port, Cancel);
        ServiceSetup setup = new ServiceSetup(place, port).To("pacs", Archive.Title, pacs.Archive.DicomPort);
        using ServiceProcess service = await ServiceProcess.StartReadyAsync("serve", setup, Cancel);
        SmallCase small = SmallCase.In(place["case"], 1);
        var random = new Random(1);
        string[] thrice = [.. Enumerable.Repeat(small.Files, 3).SelectMany(files => files)];
        random.Shuffle(thrice);

        await Task.WhenAll(thrice.Chunk((thrice.Length + 3) / 4).Select(part => Pacs.SendAsync(port, part, Cancel)));

        await using var story = new CaseStory(setup);
        CaseDetails details = await story.InStateAsync(small, CaseState.Published, () => service.Said, Cancel);
        SmallCaseTruth.Check((await pacs.ResultsAsync(small.Study, 1, () => service.Said, Cancel))[0], small);
        CaseStory.Once(details, LedgerEvents.RevisionOpened, LedgerEvents.Processed, LedgerEvents.Published);
        details.Revisions.Should().ContainSingle().Which.Inputs.Should().HaveCount(SmallCase.Slices + 1);
    }

    [Fact]
    public async Task Structure_set_that_is_drawn_anew_opens_a_revision_whose_result_follows()
    {
        int port = ServerProcess.FreePort();
        using Pacs pacs = await Pacs.StartAsync(port, Cancel);
        ServiceSetup setup = new ServiceSetup(place, port).To("pacs", Archive.Title, pacs.Archive.DicomPort);
        using ServiceProcess service = await ServiceProcess.StartReadyAsync("serve", setup, Cancel);
        SmallCase first = SmallCase.In(place["case"], 2);
        SmallCase second = SmallCase.In(place["case"], 2, version: 1);
        await using var story = new CaseStory(setup);

        await Pacs.SendAsync(port, first.Files, Cancel);
        await story.InStateAsync(first, CaseState.Published, () => service.Said, Cancel);
        await Pacs.SendAsync(port, [second.Files[^1]], Cancel);
        CaseDetails details = await story.InStateAsync(second, CaseState.Published, () => service.Said, Cancel, revision: 2);

        IReadOnlyList<string> results = await pacs.ResultsAsync(first.Study, 2, () => service.Said, Cancel);
        string newest = results.Single(file => DicomFile.Open(file).Dataset.GetSequence(DicomTag.PredecessorStructureSetSequence).Any(item => item.GetSingleValue<string>(DicomTag.ReferencedSOPInstanceUID) == second.StructureSet));
        SmallCaseTruth.Check(newest, second);
        details.Ledger.Count(line => line.Event == LedgerEvents.Published).Should().Be(2);
    }

    [Fact]
    public async Task Archive_that_is_down_throughout_gets_everything_once_it_is_back_and_blocks_no_other()
    {
        int port = ServerProcess.FreePort();
        using Pacs pacs = await Pacs.StartAsync(port, Cancel);
        using Pacs other = await Pacs.StartAsync(port, Cancel);
        ServiceSetup setup = new ServiceSetup(place, port).To("pacs", Archive.Title, pacs.Archive.DicomPort).To("other", Archive.Title, other.Archive.DicomPort);
        using ServiceProcess service = await ServiceProcess.StartReadyAsync("serve", setup, Cancel);
        SmallCase[] cases = [.. Enumerable.Range(10, 3).Select(number => SmallCase.In(place[$"case{number}"], number))];
        pacs.Archive.Stop();

        foreach (SmallCase small in cases)
            await Pacs.SendAsync(port, small.Files, Cancel);
        foreach (SmallCase small in cases)
            SmallCaseTruth.Check((await other.ResultsAsync(small.Study, 1, () => service.Said, Cancel))[0], small);
        await using var story = new CaseStory(setup);
        (await story.Cases.FindAsync(cases[0].CaseId, Cancel))!.State.Should().Be(CaseState.Publishing);

        await pacs.Archive.StartAgainAsync(Cancel);

        foreach (SmallCase small in cases)
        {
            SmallCaseTruth.Check((await pacs.ResultsAsync(small.Study, 1, () => service.Said, Cancel))[0], small);
            CaseDetails details = await story.InStateAsync(small, CaseState.Published, () => service.Said, Cancel);
            details.Ledger.Count(line => line.Event == LedgerEvents.Published).Should().Be(2);
            CaseStory.Once(details, LedgerEvents.Processed);
        }
    }

    [Fact]
    public async Task Case_that_cannot_be_done_is_held_with_its_reason_and_its_retry_goes_on()
    {
        int port = ServerProcess.FreePort();
        using Pacs pacs = await Pacs.StartAsync(port, Cancel);
        ServiceSetup setup = new ServiceSetup(place, port).To("pacs", Archive.Title, pacs.Archive.DicomPort);
        using ServiceProcess service = await ServiceProcess.StartReadyAsync("serve", setup, Cancel);
        SmallCase small = SmallCase.In(place["case"], 20, gap: true);

        await Pacs.SendAsync(port, small.Files, Cancel);

        await using var story = new CaseStory(setup);
        CaseDetails held = await story.InStateAsync(small, CaseState.Held, () => service.Said, Cancel);
        held.Summary.ReasonCode.Should().Be("roi-gap");
        (await pacs.InstancesOfAsync(small.Study, Cancel)).Should().BeEmpty();
        ProgramRun released = setup.Run("cases", "release", small.CaseId.ToString(), "--reason", "nobody minds");
        released.ExitCode.Should().NotBe(0, "there is nothing that could be released");

        SmallCase mended = SmallCase.In(place["case"], 20, version: 1);
        await Pacs.SendAsync(port, [mended.Files[^1]], Cancel);
        SmallCaseTruth.Check((await pacs.ResultsAsync(small.Study, 1, () => service.Said, Cancel))[0], mended);
        CaseStory.Once(await story.InStateAsync(mended, CaseState.Published, () => service.Said, Cancel, revision: 2), LedgerEvents.Held, LedgerEvents.Published);
    }

    [Fact]
    public async Task Incomplete_case_says_what_it_waits_for_and_the_object_that_was_missing_completes_it()
    {
        int port = ServerProcess.FreePort();
        using Pacs pacs = await Pacs.StartAsync(port, Cancel);
        ServiceSetup setup = new ServiceSetup(place, port).To("pacs", Archive.Title, pacs.Archive.DicomPort);
        using ServiceProcess service = await ServiceProcess.StartReadyAsync("serve", setup, Cancel);
        SmallCase small = SmallCase.In(place["case"], 30);
        string missing = small.Files[7];
        await using var story = new CaseStory(setup);

        await Pacs.SendAsync(port, [.. small.Files.Where(file => file != missing)], Cancel);
        // While the images are still coming it says other things; this is what remains.
        string wanted = $"1 images of CT series {small.CtSeries} that structure set {small.StructureSet} names";
        await Eventually.SoAsync(
            async () => (await story.Cases.FindAsync(small.CaseId, Cancel))?.WaitingFor.SequenceEqual([wanted], StringComparer.Ordinal) == true,
            () => $"{story.Listed()} {service.Said}",
            Cancel);
        (await story.Cases.FindAsync(small.CaseId, Cancel))!.State.Should().Be(CaseState.Waiting);
        ProgramRun why = setup.Run("cases", "why-waiting", small.CaseId.ToString());
        why.ExitCode.Should().Be(0);
        why.Out.Should().Contain(wanted);

        await Pacs.SendAsync(port, [missing], Cancel);
        SmallCaseTruth.Check((await pacs.ResultsAsync(small.Study, 1, () => service.Said, Cancel))[0], small);
        await story.InStateAsync(small, CaseState.Published, () => service.Said, Cancel);
    }

    [Fact]
    public async Task After_review_means_that_nothing_leaves_before_a_person_has_accepted_it()
    {
        int port = ServerProcess.FreePort();
        using Pacs pacs = await Pacs.StartAsync(port, Cancel);
        ServiceSetup setup = new ServiceSetup(place, port).To("pacs", Archive.Title, pacs.Archive.DicomPort);
        setup.Json["Routes"] = System.Text.Json.Nodes.JsonNode.Parse("""[{ "StructureSet": ["pacs"], "Publish": "AfterReview" }]""");
        using ServiceProcess service = await ServiceProcess.StartReadyAsync("serve", setup, Cancel);
        SmallCase small = SmallCase.In(place["case"], 40);
        await using var story = new CaseStory(setup);

        await Pacs.SendAsync(port, small.Files, Cancel);
        await story.InStateAsync(small, CaseState.AwaitingReview, () => service.Said, Cancel);
        (await pacs.InstancesOfAsync(small.Study, Cancel)).Should().BeEmpty();

        ProgramRun accepted = setup.Run("cases", "accept", small.CaseId.ToString(), "--by", "R. Viewer");
        accepted.ExitCode.Should().Be(0, accepted.Error);
        SmallCaseTruth.Check((await pacs.ResultsAsync(small.Study, 1, () => service.Said, Cancel))[0], small);
        CaseDetails details = await story.InStateAsync(small, CaseState.Published, () => service.Said, Cancel);
        details.Ledger.Single(line => line.Event == LedgerEvents.Accepted).By.Should().Be("R. Viewer");
    }

    [Fact]
    public async Task Stopped_in_the_middle_it_finishes_or_hands_back_and_goes_on_when_it_is_started_again()
    {
        int port = ServerProcess.FreePort();
        using Pacs pacs = await Pacs.StartAsync(port, Cancel);
        ServiceSetup setup = new ServiceSetup(place, port).To("pacs", Archive.Title, pacs.Archive.DicomPort);
        SmallCase[] cases = [.. Enumerable.Range(50, 4).Select(number => SmallCase.In(place[$"case{number}"], number))];
        using (ServiceProcess service = await ServiceProcess.StartReadyAsync("serve", setup, Cancel))
        {
            foreach (SmallCase small in cases)
                await Pacs.SendAsync(port, small.Files, Cancel);
            (int exitCode, string said) = await service.StopAsync();
            exitCode.Should().Be(0, said);
        }

        using ServiceProcess again = await ServiceProcess.StartReadyAsync("serve", setup, Cancel);

        await using var story = new CaseStory(setup);
        foreach (SmallCase small in cases)
        {
            SmallCaseTruth.Check((await pacs.ResultsAsync(small.Study, 1, () => again.Said, Cancel))[0], small);
            CaseStory.Once(await story.InStateAsync(small, CaseState.Published, () => again.Said, Cancel), LedgerEvents.Processed, LedgerEvents.Published);
        }
    }

    [Fact]
    public async Task Health_and_metrics_answer()
    {
        ServiceSetup setup = new(place);
        using ServiceProcess service = await ServiceProcess.StartReadyAsync("serve", setup, Cancel);

        (await service.GetAsync("health/live", Cancel)).Status.Should().Be(HttpStatusCode.OK);
        (await service.GetAsync("health/startup", Cancel)).Status.Should().Be(HttpStatusCode.OK);
        (HttpStatusCode status, string metrics) = await service.GetAsync("metrics", Cancel);
        status.Should().Be(HttpStatusCode.OK);
        metrics.Should().Contain("contourflow_");
    }

    // The truth beside the phantom's case is no DICOM of it.
    private static bool IsOfTheCase(string file) => !file.Contains("truth", StringComparison.OrdinalIgnoreCase);

    // As DICOM JSON: an archive may take and give another transfer syntax.
    private static string ContentOf(string file) => DicomJson.ConvertDicomToJson(DicomFile.Open(file).Dataset);
}
