using System.IO.Compression;
using ContourFlow.Contouring.Cases;
using ContourFlow.Worker.Intake;
using ContourFlow.Worker.Output;
using Microsoft.Extensions.Logging;

namespace ContourFlow.Worker.Tests.Intake;

public sealed class ObjectFolderTests : IDisposable
{
    private readonly IntakePlace place = new();

    public static TheoryData<string> Syntaxes =>
    [
        DicomTransferSyntax.ImplicitVRLittleEndian.UID.UID,
        DicomTransferSyntax.ExplicitVRLittleEndian.UID.UID,
        DicomTransferSyntax.ExplicitVRBigEndian.UID.UID,
        DicomTransferSyntax.DeflatedExplicitVRLittleEndian.UID.UID,
    ];

    public void Dispose() => place.Dispose();

    [Theory]
    [MemberData(nameof(Syntaxes))]
    public async Task Object_lies_under_its_study_and_series_with_the_bytes_that_came(string syntax)
    {
        SampleObject sample = SampleObject.Make(pixels: 100_001, syntax: DicomTransferSyntax.Parse(syntax));
        await using ObjectFolder folder = place.Open();

        (await sample.SendAsync(folder)).Should().Be(Reception.Stored);

        place.Files().Should().Equal(sample.RelativePath);
        SampleObject.DataSetOf(place[sample.RelativePath]).Should().Equal(sample.Bytes);
        DicomFile file = DicomFile.Open(place[sample.RelativePath]);
        file.FileMetaInfo.MediaStorageSOPInstanceUID!.UID.Should().Be(sample.Uid);
        file.FileMetaInfo.MediaStorageSOPClassUID.Should().Be(DicomUID.CTImageStorage);
        file.FileMetaInfo.TransferSyntax.UID.UID.Should().Be(syntax);
        file.FileMetaInfo.SendingApplicationEntityTitle.Should().Be("SENDER");
        file.FileMetaInfo.ReceivingApplicationEntityTitle.Should().Be("RECEIVER");
        // What the toolkit writes of itself.
        using var memory = new MemoryStream();
        new DicomFile(file.Dataset).Save(memory);
        memory.Position = 0;
        file.FileMetaInfo.ImplementationClassUID.Should().Be(DicomFile.Open(memory).FileMetaInfo.ImplementationClassUID);
    }

    [Fact]
    public async Task Folder_can_be_read_as_a_case_whatever_else_it_keeps()
    {
        await using ObjectFolder folder = place.Open();
        await SampleObject.Make(content: 1).SendAsync(folder);
        await SampleObject.Make(content: 2).SendAsync(folder);
        using IncomingObject half = folder.Begin(SampleObject.Make(number: 2).Announced);

        FolderInventory inventory = FolderInventory.Read(place.Options.Folder);

        (inventory.Series.Sum(s => s.Images) + inventory.Others.Sum(o => o.Objects)).Should().Be(1);
        inventory.NotRead.Should().BeEmpty();
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("1..2")]
    [InlineData(".1")]
    [InlineData("1.")]
    [InlineData("1/2")]
    [InlineData("1.2\0")]
    [InlineData("")]
    [InlineData("1.2.3.4.5.6.7.8.9.10.11.12.13.14.15.16.17.18.19.20.21.22.23.24.25")]
    public async Task Uid_that_is_none_never_becomes_a_file_name(string uid)
    {
        await using ObjectFolder folder = place.Open();
        SampleObject good = SampleObject.Make();

        (await (good with { Announced = good.Announced with { SopInstanceUid = uid } }).BeRefusedAsync(folder)).Refusal.Should().Be(IntakeRefusal.CannotUnderstand);
        (await (good with { Announced = good.Announced with { SopClassUid = uid } }).BeRefusedAsync(folder)).Refusal.Should().Be(IntakeRefusal.CannotUnderstand);

        place.Files().Should().BeEmpty();
    }

    [Fact]
    public async Task Study_that_names_another_folder_is_not_understood()
    {
        SampleObject sample = SampleObject.Make();
        // In place of the UID, and as long as it.
        byte[] header = [0x20, 0, 0x0D, 0, (byte)'U', (byte)'I', 24, 0];
        int at = sample.Bytes.AsSpan().IndexOf(header);
        at.Should().BePositive();
        "../../../../../../../tmp"u8.CopyTo(sample.Bytes.AsSpan(at + header.Length));
        await using ObjectFolder folder = place.Open();

        IntakeRefusedException refused = await sample.BeRefusedAsync(folder);

        refused.Refusal.Should().Be(IntakeRefusal.CannotUnderstand);
        refused.Message.Should().Contain("(0020,000D)").And.NotContain("..");
        place.Files().Should().BeEmpty();
    }

    [Fact]
    public async Task Data_set_of_another_instance_or_class_does_not_match()
    {
        await using ObjectFolder folder = place.Open();
        SampleObject sample = SampleObject.Make();

        (await (sample with { Announced = sample.Announced with { SopInstanceUid = "1.2.3" } }).BeRefusedAsync(folder)).Refusal.Should().Be(IntakeRefusal.DoesNotMatch);
        (await (sample with { Announced = sample.Announced with { SopClassUid = DicomUID.MRImageStorage.UID } }).BeRefusedAsync(folder)).Refusal.Should().Be(IntakeRefusal.DoesNotMatch);

        place.Files().Should().BeEmpty();
    }

    [Fact]
    public async Task Same_object_again_is_kept_once()
    {
        await using ObjectFolder folder = place.Open();
        await SampleObject.Make().SendAsync(folder);

        (await SampleObject.Make().SendAsync(folder)).Should().Be(Reception.AlreadyHere);

        place.Files().Should().ContainSingle();
        folder.Conflicts.Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Syntaxes))]
    public async Task Same_object_in_another_uncompressed_syntax_is_kept_once(string syntax)
    {
        await using ObjectFolder folder = place.Open();
        await SampleObject.Make().SendAsync(folder);
        SampleObject again = SampleObject.Make(syntax: DicomTransferSyntax.Parse(syntax));

        (await again.SendAsync(folder)).Should().Be(Reception.AlreadyHere);

        place.Files().Should().ContainSingle();
        SampleObject.DataSetOf(place[again.RelativePath]).Should().Equal(SampleObject.Make().Bytes, "the first one stays as it came");
    }

    [Theory]
    [MemberData(nameof(Syntaxes))]
    public async Task Same_uid_with_other_content_is_kept_aside_and_reported(string syntax)
    {
        await using (ObjectFolder folder = place.Open())
        {
            await SampleObject.Make(content: 1).SendAsync(folder);
            SampleObject other = SampleObject.Make(content: 2, syntax: DicomTransferSyntax.Parse(syntax));

            (await other.SendAsync(folder)).Should().Be(Reception.KeptAside);
            (await other.SendAsync(folder)).Should().Be(Reception.KeptAside);

            KeptAsideObject kept = folder.Conflicts.Should().ContainSingle().Which;
            kept.SopInstanceUid.Should().Be(other.Uid);
            string hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(other.Bytes))[..16];
            kept.Path.Should().Be(place[$".conflicts/{other.Uid}.{hash}.dcm"]);
            SampleObject.DataSetOf(kept.Path).Should().Equal(other.Bytes);
            SampleObject.DataSetOf(place[other.RelativePath]).Should().Equal(SampleObject.Make(content: 1).Bytes);
            place.Logged.Where(l => l.Level == LogLevel.Warning).Should().ContainSingle().Which.Text.Should().Contain(other.Uid).And.NotContain("Doe");
        }

        await using ObjectFolder later = place.Open();
        later.Conflicts.Should().ContainSingle();
    }

    [Fact]
    public async Task Same_uid_in_another_study_is_kept_aside()
    {
        await using ObjectFolder folder = place.Open();
        await SampleObject.Make().SendAsync(folder);

        (await SampleObject.Make(change: d => d.AddOrUpdate(DicomTag.StudyInstanceUID, "1.2.3")).SendAsync(folder)).Should().Be(Reception.KeptAside);
    }

    [Fact]
    public async Task What_was_here_before_the_start_is_known()
    {
        await using (ObjectFolder folder = place.Open())
            await SampleObject.Make().SendAsync(folder);

        await using ObjectFolder later = place.Open();

        later.Holds(DicomUID.CTImageStorage.UID, SampleObject.Make().Uid).Should().BeTrue();
        later.Holds(DicomUID.MRImageStorage.UID, SampleObject.Make().Uid).Should().BeFalse("it is of another class");
        later.Holds(DicomUID.CTImageStorage.UID, "1.2.3").Should().BeFalse();
        (await SampleObject.Make().SendAsync(later)).Should().Be(Reception.AlreadyHere);
    }

    [Fact]
    public async Task What_was_taken_away_is_not_held_and_is_taken_in_again()
    {
        await using ObjectFolder folder = place.Open();
        SampleObject sample = SampleObject.Make();
        await sample.SendAsync(folder);
        Directory.Delete(place[SampleObject.Study], recursive: true);

        folder.Holds(DicomUID.CTImageStorage.UID, sample.Uid).Should().BeFalse();
        (await sample.SendAsync(folder)).Should().Be(Reception.Stored);

        folder.Holds(DicomUID.CTImageStorage.UID, sample.Uid).Should().BeTrue();
    }

    [Fact]
    public async Task Object_that_somebody_else_put_there_is_compared()
    {
        await using ObjectFolder folder = place.Open();
        SampleObject sample = SampleObject.Make();
        await sample.SendAsync(folder);
        string file = place[sample.RelativePath];
        await folder.DisposeAsync();
        File.Move(file, file + ".away");
        await using ObjectFolder later = place.Open();
        File.Move(file + ".away", file);

        (await sample.SendAsync(later)).Should().Be(Reception.AlreadyHere);
        (await SampleObject.Make(content: 2).SendAsync(later)).Should().Be(Reception.KeptAside);
    }

    [Fact]
    public async Task Eight_senders_of_one_object_at_once_store_it_once()
    {
        await using ObjectFolder folder = place.Open();
        SampleObject sample = SampleObject.Make(pixels: 50_000);

        Reception[] receptions = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => sample.SendAsync(folder))));

        receptions.Order().Should().Equal([Reception.Stored, .. Enumerable.Repeat(Reception.AlreadyHere, 7)]);
        place.Files().Should().Equal(sample.RelativePath);
    }

    [Fact]
    public async Task Eight_contents_under_one_uid_at_once_are_all_kept()
    {
        await using ObjectFolder folder = place.Open();

        Reception[] receptions = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => SampleObject.Make(content: i).SendAsync(folder))));

        receptions.Order().Should().Equal([Reception.Stored, .. Enumerable.Repeat(Reception.KeptAside, 7)]);
        place.Files().Should().HaveCount(8);
        place.Files().Select(f => Convert.ToHexString(SampleObject.DataSetOf(place[f]))).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task Second_process_hears_that_the_folder_is_taken()
    {
        await using ObjectFolder folder = place.Open();

        FluentActions.Invoking(() => place.Open()).Should().Throw<OutputException>().WithMessage("Another process receives into*");
    }

    [Fact]
    public async Task Closed_folder_holds_objects_and_the_lock_only()
    {
        await using (ObjectFolder folder = place.Open())
            await SampleObject.Make().SendAsync(folder);

        Directory.GetFiles(place.Options.Folder, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(place.Options.Folder, f))
            .Should().BeEquivalentTo(".intake/lock", SampleObject.Make().RelativePath);
    }

    [Fact]
    public void Impossible_options_are_all_named() =>
        FluentActions.Invoking(() => place.Open(new IntakeOptions("") { LargestObject = 0, Segments = 1 })).Should().Throw<ArgumentException>()
            .WithMessage("*folder*largest*segments*");

    [Theory]
    [InlineData(1, nameof(Reception.AlreadyHere))]
    [InlineData(65, nameof(Reception.KeptAside))]
    public async Task Deflated_object_is_inflated_for_the_comparison_up_to_64_MiB(int mebibytes, string again)
    {
        // Of zeros, which deflate to a thousandth; other bytes by another deflater, of the same data set.
        SampleObject first = SampleObject.Make(
            syntax: DicomTransferSyntax.DeflatedExplicitVRLittleEndian,
            change: dataset => dataset.AddOrUpdate(new DicomOtherWord(DicomTag.PixelData, new MemoryByteBuffer(new byte[mebibytes << 20]))));
        using var inflated = new MemoryStream();
        using (var inflater = new DeflateStream(new MemoryStream(first.Bytes), CompressionMode.Decompress))
            await inflater.CopyToAsync(inflated, TestContext.Current.CancellationToken);
        using var deflated = new MemoryStream();
        await using (var deflater = new DeflateStream(deflated, CompressionLevel.Fastest, leaveOpen: true))
            await deflater.WriteAsync(inflated.ToArray(), TestContext.Current.CancellationToken);
        SampleObject second = first with { Bytes = [.. deflated.ToArray(), .. new byte[deflated.Length % 2]] };
        second.Bytes.Should().NotEqual(first.Bytes);
        await using ObjectFolder folder = place.Open();

        (await first.SendAsync(folder)).Should().Be(Reception.Stored);
        (await first.SendAsync(folder)).Should().Be(Reception.AlreadyHere);
        (await second.SendAsync(folder)).ToString().Should().Be(again);
    }
}
