using System.Text;
using ContourFlow.Contouring.Faults;
using ContourFlow.Worker.DicomWeb;
using ContourFlow.Worker.Intake;

namespace ContourFlow.Worker.Tests.DicomWeb;

/// <summary>Retrievals from archives whose answers are whole, cut off, or something else.</summary>
public sealed class WadoTests
{
    private static readonly SmallObject One = SmallObject.Make(1);
    private static readonly SmallObject Two = SmallObject.Make(2, syntax: DicomTransferSyntax.ImplicitVRLittleEndian);
    private static readonly byte[] Both = StowBody.Of(One.File, Two.File);

    [Theory]
    [InlineData("multipart/related; type=\"application/dicom\"; boundary=a1b2c3")]
    [InlineData("multipart/related; type=application/dicom; boundary=\"a1b2c3\"")]
    public async Task Objects_come_into_the_intake_by_their_data_sets_bytes(string contentType)
    {
        var intake = new MemoryIntake();
        await using var archive = new CannedArchive(Answer(contentType, Both.Length, Both));
        using var web = new ArchiveClient(archive.Root);

        List<RetrievedObject> came = await web.RetrieveAsync(intake);

        came.Should().Equal(
            new RetrievedObject(SmallObject.SopClass, One.SopInstanceUid, Reception.Stored, null),
            new RetrievedObject(SmallObject.SopClass, Two.SopInstanceUid, Reception.Stored, null));
        intake.Kept[One.SopInstanceUid].Should().Equal(One.DataSet);
        intake.Kept[Two.SopInstanceUid].Should().Equal(Two.DataSet);
        intake.Announced[Two.SopInstanceUid].TransferSyntaxUid.Should().Be("1.2.840.10008.1.2");
    }

    [Fact]
    public async Task A_body_that_is_cut_off_leaves_whole_objects_and_may_be_asked_for_again()
    {
        var intake = new MemoryIntake();
        await using var archive = new CannedArchive(Answer(StowBody.ContentType, Both.Length, Both[..^300]));
        using var web = new ArchiveClient(archive.Root);

        await web.Invoking(w => w.RetrieveAsync(intake)).Should().ThrowAsync<TransientException>();

        intake.Kept.Keys.Should().Equal(One.SopInstanceUid);
        intake.Open.Should().Be(0);
    }

    [Theory]
    [InlineData(-200)]
    [InlineData(+200)]
    public async Task A_content_length_that_lies_is_a_fault(int by)
    {
        var intake = new MemoryIntake();
        await using var archive = new CannedArchive(Answer(StowBody.ContentType, Both.Length + by, Both));
        using var web = new ArchiveClient(archive.Root);

        await web.Invoking(w => w.RetrieveAsync(intake)).Should().ThrowAsync<TransientException>();

        intake.Kept.Values.Should().OnlyContain(dataSet => dataSet.SequenceEqual(One.DataSet) || dataSet.SequenceEqual(Two.DataSet));
        intake.Open.Should().Be(0);
    }

    [Fact]
    public async Task A_body_without_closing_boundary_is_a_fault()
    {
        var intake = new MemoryIntake();
        byte[] body = StowBody.Open(One.File);
        await using var archive = new CannedArchive(Answer(StowBody.ContentType, body.Length, body));
        using var web = new ArchiveClient(archive.Root);

        await web.Invoking(w => w.RetrieveAsync(intake)).Should().ThrowAsync<TransientException>();

        intake.Kept.Should().BeEmpty();
        intake.Open.Should().Be(0);
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData("application/dicom")]
    [InlineData("multipart/related; type=\"application/dicom+json\"; boundary=a1b2c3")]
    [InlineData("multipart/related; type=\"application/dicom\"")]
    public async Task Another_media_type_is_a_fault(string contentType)
    {
        var intake = new MemoryIntake();
        await using var archive = new CannedArchive(Answer(contentType, Both.Length, Both));
        using var web = new ArchiveClient(archive.Root);

        await web.Invoking(w => w.RetrieveAsync(intake)).Should().ThrowAsync<DicomWebException>();

        intake.Kept.Should().BeEmpty();
    }

    [Theory]
    [InlineData("<html>Doe^Secret, no DICOM at all</html>")]
    [InlineData("")]
    public async Task A_part_that_is_no_dicom_file_is_a_fault_that_repeats_nothing_of_it(string part)
    {
        var intake = new MemoryIntake();
        byte[] body = StowBody.Of(Encoding.ASCII.GetBytes(part));
        await using var archive = new CannedArchive(Answer(StowBody.ContentType, body.Length, body));
        using var web = new ArchiveClient(archive.Root);

        DicomWebException fault = (await web.Invoking(w => w.RetrieveAsync(intake)).Should().ThrowAsync<DicomWebException>()).Which;

        fault.ToString().Should().NotContain("Secret");
    }

    [Fact]
    public async Task No_object_at_all_is_a_fault()
    {
        byte[] body = StowBody.Of();
        await using var archive = new CannedArchive(Answer(StowBody.ContentType, body.Length, body));
        using var web = new ArchiveClient(archive.Root);

        (await web.Invoking(w => w.RetrieveAsync(new MemoryIntake())).Should().ThrowAsync<DicomWebException>()).WithMessage("*without any object*");
    }

    [Fact]
    public async Task Objects_that_were_not_asked_for_are_not_taken()
    {
        var intake = new MemoryIntake();
        byte[] body = StowBody.Of(SmallObject.Make(1, study: "2.25.101").File, SmallObject.Make(2, series: "2.25.201").File, SmallObject.Make(3).File);
        await using var archive = new CannedArchive(Answer(StowBody.ContentType, body.Length, body));
        using var web = new ArchiveClient(archive.Root);

        List<RetrievedObject> came = await web.RetrieveAsync(intake, SmallObject.Series);

        came.Select(one => one.Refusal).Should().Equal(IntakeRefusal.DoesNotMatch, IntakeRefusal.DoesNotMatch, null);
        intake.Kept.Keys.Should().Equal("2.25.300.3");
        await web.Invoking(w => w.RetrieveAsync(intake, SmallObject.Series, "2.25.300.9")).Should().ThrowAsync<DicomWebException>();
    }

    [Fact]
    public async Task An_object_that_the_intake_refuses_does_not_end_the_retrieval_but_a_full_disk_does()
    {
        var intake = new MemoryIntake { Refuses = arriving => arriving.SopInstanceUid == One.SopInstanceUid ? IntakeRefusal.CannotUnderstand : null };
        await using var archive = new CannedArchive(Answer(StowBody.ContentType, Both.Length, Both));
        using var web = new ArchiveClient(archive.Root);

        (await web.RetrieveAsync(intake)).Select(one => one.Refusal).Should().Equal(IntakeRefusal.CannotUnderstand, null);
        intake.Refuses = _ => IntakeRefusal.NoRoom;

        (await web.Invoking(w => w.RetrieveAsync(intake)).Should().ThrowAsync<IntakeRefusedException>()).Which.Refusal.Should().Be(IntakeRefusal.NoRoom);
    }

    [Fact]
    public async Task An_archive_that_falls_silent_within_an_object_leaves_nothing_of_it()
    {
        var intake = new MemoryIntake();
        await using var archive = new CannedArchive(Answer(StowBody.ContentType, Both.Length, Both[..^300]), close: false);
        using var web = new ArchiveClient(archive.Root, options => options with { IdleTimeout = TimeSpan.FromSeconds(3) });

        await web.Invoking(w => w.RetrieveAsync(intake)).Should().ThrowAsync<TransientException>();

        intake.Kept.Keys.Should().Equal(One.SopInstanceUid);
        intake.Open.Should().Be(0);
    }

    [Fact]
    public async Task A_large_object_passes_in_blocks()
    {
        var intake = new MemoryIntake();
        SmallObject large = SmallObject.Make(1, pixels: 8_000_000);
        byte[] body = StowBody.Of(large.File);
        await using var archive = new CannedArchive(Answer(StowBody.ContentType, body.Length, body));
        using var web = new ArchiveClient(archive.Root);

        await web.RetrieveAsync(intake);

        intake.Kept[large.SopInstanceUid].Should().Equal(large.DataSet);
        intake.LargestBlock.Should().BeLessThanOrEqualTo(128 * 1024);
    }

    private static byte[] Answer(string contentType, int length, byte[] body) =>
        CannedArchive.Answer($"HTTP/1.1 200 OK\nContent-Type: {contentType}\nContent-Length: {length}\nConnection: close", body);
}
