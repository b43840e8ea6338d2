using System.Net;
using ContourFlow.Contouring.Faults;
using ContourFlow.Worker.DicomWeb;
using ContourFlow.Worker.Intake;
using ContourFlow.Worker.Tests.DicomWeb;

namespace ContourFlow.EndToEnd.Tests.DicomWeb;

/// <summary>Our clients and Orthanc's DICOMweb: what goes in by STOW-RS is found by QIDO-RS and comes back by WADO-RS.</summary>
public sealed class OrthancTests(PhantomCases cases)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_sent_is_found_and_comes_back_byte_for_byte()
    {
        using Archive archive = await Archive.StartWithDicomWebAsync(Cancel);
        using var folder = new TemporaryFolder();
        List<string> files = [.. Slices(4), CompressedSlice(folder)];
        List<StowObject> objects = await ObjectsAsync(files);
        DicomDataset first = DicomFile.Open(files[0]).Dataset;
        (string study, string series) = (first.GetSingleValue<string>(DicomTag.StudyInstanceUID), first.GetSingleValue<string>(DicomTag.SeriesInstanceUID));
        using var web = new ArchiveClient(archive.DicomWebRoot, options => options with { ObjectsPerRequest = 2, PageSize = 2 });

        (await web.SendAsync(objects, study)).Should().OnlyContain(outcome => outcome.Status == StowStatus.Stored);

        (await web.FindAsync(new QidoQuery(QidoLevel.Studies) { Keys = [new(DicomTag.StudyInstanceUID, study)] }))
            .Should().ContainSingle().Which.GetSingleValue<string>(DicomTag.StudyInstanceUID).Should().Be(study);
        (await web.FindAsync(new QidoQuery(QidoLevel.Series) { StudyInstanceUid = study, Keys = [new(DicomTag.Modality, "CT")] }))
            .Should().ContainSingle().Which.GetSingleValue<string>(DicomTag.SeriesInstanceUID).Should().Be(series);
        (await web.FindAsync(new QidoQuery(QidoLevel.Instances) { StudyInstanceUid = study, SeriesInstanceUid = series, IncludeFields = [DicomTag.InstanceNumber] }))
            .Select(match => match.GetSingleValue<string>(DicomTag.SOPInstanceUID)).Should().BeEquivalentTo(objects.Select(one => one.SopInstanceUid));
        (await web.FindAsync(new QidoQuery(QidoLevel.Studies) { Keys = [new(DicomTag.StudyInstanceUID, "1.2.3")] })).Should().BeEmpty();

        foreach (string? narrower in new[] { null, series })
        {
            var intake = new MemoryIntake();
            List<RetrievedObject> came = await web.RetrieveAsync(intake, narrower, study: study);
            came.Should().HaveCount(5).And.OnlyContain(one => one.Reception == Reception.Stored);
            ShouldHold(intake, files);
        }

        var single = new MemoryIntake();
        (await web.RetrieveAsync(single, series, objects[4].SopInstanceUid, study)).Should().ContainSingle();
        single.Kept[objects[4].SopInstanceUid].Should().Equal(Part10.DataSet(File.ReadAllBytes(files[4])));
        single.Announced[objects[4].SopInstanceUid].TransferSyntaxUid.Should().Be(DicomTransferSyntax.RLELossless.UID.UID);
    }

    [Fact]
    public async Task What_it_refuses_is_reported_by_its_uid_and_what_it_does_not_have_is_said()
    {
        using Archive archive = await Archive.StartWithDicomWebAsync(Cancel);
        List<StowObject> objects = await ObjectsAsync(Slices(2));
        using var web = new ArchiveClient(archive.DicomWebRoot);

        // It compares the study with the path's (its own reason, 0110H).
        List<StowOutcome> outcomes = await web.SendAsync(objects, study: "1.2.3");

        outcomes.Should().OnlyContain(outcome => outcome.Status == StowStatus.Refused && outcome.Code != null);
        (await web.FindAsync(new QidoQuery(QidoLevel.Studies))).Should().BeEmpty();
        await web.Invoking(w => w.RetrieveAsync(new MemoryIntake(), study: "1.2.3")).Should().ThrowAsync<DicomWebException>();

        // Of what it cannot read it names nothing: 400.
        using var folder = new TemporaryFolder();
        await File.WriteAllBytesAsync(folder["torn.dcm"], File.ReadAllBytes(Slices(1)[0])[..3_000], Cancel);
        List<StowObject> torn = await ObjectsAsync([folder["torn.dcm"]]);
        (await web.Invoking(w => w.SendAsync(torn)).Should().ThrowAsync<DicomWebException>()).Which.Status.Should().Be(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task An_address_beside_its_dicomweb_is_a_fault_and_no_empty_answer()
    {
        using Archive archive = await Archive.StartWithDicomWebAsync(Cancel);
        using var web = new ArchiveClient(new Uri(archive.Rest.BaseAddress!, "dicom-webb"));
        List<StowObject> objects = await ObjectsAsync(Slices(1));

        await web.Invoking(w => w.FindAsync(new QidoQuery(QidoLevel.Studies))).Should().ThrowAsync<DicomWebException>();
        await web.Invoking(w => w.RetrieveAsync(new MemoryIntake(), study: "1.2.3")).Should().ThrowAsync<DicomWebException>();
        await web.Invoking(w => w.SendAsync(objects)).Should().ThrowAsync<DicomWebException>();
    }

    [Fact]
    public async Task Who_is_not_its_user_is_told_so_and_who_is_is_served()
    {
        using Archive archive = await Archive.StartWithDicomWebAsync(Cancel, "contourflow", "pass:word");
        List<StowObject> objects = await ObjectsAsync(Slices(1));
        using var nobody = new ArchiveClient(archive.DicomWebRoot);
        using var user = new ArchiveClient(archive.DicomWebRoot, options => options with { UserName = "contourflow", Password = "pass:word" });

        (await nobody.Invoking(w => w.FindAsync(new QidoQuery(QidoLevel.Studies))).Should().ThrowAsync<DicomWebException>())
            .Which.Status.Should().Be(HttpStatusCode.Unauthorized);
        (await user.SendAsync(objects)).Should().ContainSingle().Which.Status.Should().Be(StowStatus.Stored);
        (await user.FindAsync(new QidoQuery(QidoLevel.Studies))).Should().ContainSingle();
    }

    [Fact]
    public async Task An_archive_that_goes_away_in_the_middle_may_come_back_and_what_was_said_before_holds()
    {
        using Archive archive = await Archive.StartWithDicomWebAsync(Cancel);
        List<StowObject> objects = await ObjectsAsync(Slices(3));
        using var web = new ArchiveClient(archive.DicomWebRoot, options => options with { ObjectsPerRequest = 1 });
        List<StowOutcome> outcomes = [];

        Func<Task> sending = async () =>
        {
            await foreach (StowOutcome outcome in web.Client.SendAsync(objects, study: null, Cancel))
            {
                outcomes.Add(outcome);
                archive.Stop();
            }
        };

        await sending.Should().ThrowAsync<TransientException>();
        outcomes.Should().ContainSingle().Which.Should().Be(new StowOutcome(objects[0].SopInstanceUid, StowStatus.Stored, Code: null, "stored"));
    }

    private static void ShouldHold(MemoryIntake intake, List<string> files)
    {
        intake.Kept.Should().HaveCount(files.Count);
        foreach (string file in files)
        {
            string uid = DicomFile.Open(file).FileMetaInfo.MediaStorageSOPInstanceUID!.UID;
            intake.Kept[uid].AsSpan().SequenceEqual(Part10.DataSet(File.ReadAllBytes(file))).Should().BeTrue(uid);
        }
    }

    private List<string> Slices(int count) => [.. Ct().Take(count)];

    private string CompressedSlice(TemporaryFolder folder)
    {
        string path = folder["rle.dcm"];
        DicomFile.Open(Ct().Last()).Clone(DicomTransferSyntax.RLELossless).Save(path);
        return path;
    }

    private IEnumerable<string> Ct() => Directory.EnumerateFiles(Path.Combine(cases.Phantom("thoracic"), "CT")).Order(StringComparer.Ordinal);

    private static async Task<List<StowObject>> ObjectsAsync(IEnumerable<string> files)
    {
        List<StowObject> objects = [];
        foreach (string file in files)
            objects.Add(await StowObject.OfFileAsync(file, Cancel));
        return objects;
    }
}
