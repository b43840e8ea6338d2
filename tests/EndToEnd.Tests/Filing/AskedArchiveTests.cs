using System.Globalization;
using System.Text.Json.Nodes;
using ContourFlow.Contracts;
using ContourFlow.EndToEnd.Tests.Network;
using ContourFlow.Storage.Cases;
using ContourFlow.Storage.Filing;
using ContourFlow.Worker.Tests.Filing;

namespace ContourFlow.EndToEnd.Tests.Filing;

/// <summary>A case for which nothing comes any more: the archive is asked what it has of it, and gives what is missing. With DCMTK's archive and with Orthanc.</summary>
public sealed class AskedArchiveTests(PhantomObjects phantom) : IAsyncDisposable
{
    private readonly FilingPlace place = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Ct => phantom.Truth.CtSeries;

    public ValueTask DisposeAsync() => place.DisposeAsync();

    [Fact]
    public async Task Images_that_are_missing_are_retrieved_of_the_ct_and_of_an_mr_in_another_study()
    {
        using DcmQueryArchive archive = await DcmQueryArchive.StartAsync(ServerProcess.FreePort(), Cancel);
        await archive.AddAsync(phantom.Files, Cancel);
        Ask(archive.Address);
        await place.StartAsync();

        await SendAsync([.. phantom.CtAndSet.Skip(3), phantom.Of("RS_MR_T2_AX.dcm")]);
        CaseDetails found = await place.RevisionAsync(Ct, 1);

        int expected = phantom.CtAndSet.Count() + phantom.Mr.Count() + 1;
        found.Revisions[0].Inputs.Should().HaveCount(expected, "the sagittal MR is of a study that nothing missing is in");
        place.Spooled().Should().BeEmpty();
    }

    [Fact]
    public async Task Orthanc_gives_a_structure_set_that_was_never_sent_here()
    {
        using Archive orthanc = await Archive.StartForRetrievalAsync(
            new JsonObject { ["us"] = new JsonArray("CONTOURFLOW", "127.0.0.1", ServerProcess.FreePort()) }, Cancel);
        foreach (string file in phantom.CtAndSet)
            await orthanc.AddAsync(file, Cancel);
        Ask($"{Archive.Title}@127.0.0.1:{orthanc.DicomPort.ToString(CultureInfo.InvariantCulture)}");
        await place.StartAsync();

        await SendAsync(phantom.CtAndSet.Where(file => !file.EndsWith("RS_CT.dcm", StringComparison.Ordinal)));

        (await place.RevisionAsync(Ct, 1)).Revisions[0].Inputs.Select(input => input.SopInstanceUid).Should().Contain(phantom.Truth.CtStructureSet);
    }

    [Fact]
    public async Task Archive_that_is_only_asked_says_what_it_has_and_is_asked_no_more_often_than_is_configured()
    {
        using DcmQueryArchive archive = await DcmQueryArchive.StartAsync(ServerProcess.FreePort(), Cancel);
        await archive.AddAsync(phantom.CtAndSet.Skip(1), Cancel);
        Ask(archive.Address, retrieve: false, most: 2);
        await place.StartAsync();

        await SendAsync(phantom.CtAndSet.Skip(3));
        CaseToLookAt look = await AskedAsync(2);

        int all = phantom.CtAndSet.Count() - 1;
        look.Case.WaitingFor.Should().Equal(
            $"3 images of CT series {Ct} that structure set {phantom.Truth.CtStructureSet} names",
            $"{DcmQueryArchive.Title} has {all - 1} objects of CT series {Ct}, and {all - 3} of them are here");
        await place.UntilAsync(async () => await place.Get<IFilingRegistry>().NextDueAsync(Cancel) is null, "it is not asked again");
        look.Asked.Should().Be(2);
    }

    [Fact]
    public async Task Archive_that_is_away_changes_nothing_and_is_asked_when_it_is_back()
    {
        using DcmQueryArchive archive = await DcmQueryArchive.StartAsync(ServerProcess.FreePort(), Cancel);
        await archive.AddAsync(phantom.CtAndSet, Cancel);
        archive.Stop();
        Ask(archive.Address);
        await place.StartAsync();
        await SendAsync(phantom.CtAndSet.Skip(3));
        await place.UntilAsync(() => Task.FromResult(place.Logged.Count(line => line.Id == 5561) >= 2), "it was asked twice in vain");

        string wanted = $"3 images of CT series {Ct} that structure set {phantom.Truth.CtStructureSet} names";
        CaseToLookAt look = null!;
        await place.UntilAsync(
            async () => (look = (await place.Get<IFilingRegistry>().LookAtAsync(CaseId.OfPlanningCt(Ct), Cancel))!).Case.WaitingFor.SequenceEqual([wanted], StringComparer.Ordinal),
            "it waits for what was not sent, and for nothing else");
        look.Asked.Should().Be(0, "a question that was not answered does not count");
        await archive.StartAgainAsync(Cancel);

        (await place.RevisionAsync(Ct, 1)).Revisions.Should().ContainSingle();
    }

    private void Ask(string archive, bool retrieve = true, int most = 5) => place.Options = place.Options with
    {
        Intake = place.Options.Intake with { Archive = archive, AskAfter = TimeSpan.FromMilliseconds(300), Retrieve = retrieve, MostQuestions = most },
    };

    // As one: the archive is not asked while a busy machine still files what was sent.
    private async Task SendAsync(IEnumerable<string> files)
    {
        place.IsLooking = false;
        foreach (string file in files)
            await PhantomObjects.SendAsync(place.Intake, file);
        await place.FiledAsync();
        place.IsLooking = true;
    }

    private async Task<CaseToLookAt> AskedAsync(int times)
    {
        CaseToLookAt? look = null;
        await place.UntilAsync(async () => (look = await place.Get<IFilingRegistry>().LookAtAsync(CaseId.OfPlanningCt(Ct), Cancel))?.Asked >= times, $"asked {times} times");
        return look!;
    }
}
