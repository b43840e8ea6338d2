using System.IO.Compression;

namespace ContourFlow.Dicom.Tests.IO;

/// <summary>What is not asked for is not read: stopping at a tag, pixels left on disk, streams that only go forwards.</summary>
public class LazyReadingTests
{
    private const string Deflated = "1.2.840.10008.1.2.1.99";

    // A stream as a network gives it: forwards only, a few bytes at a time, and it counts.
    private sealed class Forwards(Stream inner, int most) : Stream
    {
        public long Given { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            int given = inner.Read(buffer, offset, Math.Min(count, most));
            Given += given;
            return given;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }

    private static byte[] Image(string syntax, int pixels)
    {
        RawDicom dataset = RawDicom.Empty().Explicit(0x00080060, "CS", RawDicom.Even("CT")).Explicit(0x00100020, "LO", RawDicom.Even("ABC"));
        byte[] noise = new byte[pixels];
        new Random(1).NextBytes(noise);
        dataset.Explicit(0x7FE00010, "OW", noise);
        using var memory = new MemoryStream();
        memory.Write(RawDicom.WithMeta(syntax).ToArray());
        if (syntax == Deflated)
        {
            using var deflater = new DeflateStream(memory, CompressionLevel.Fastest, leaveOpen: true);
            deflater.Write(dataset.ToArray());
        }
        else
        {
            memory.Write(dataset.ToArray());
        }

        return memory.ToArray();
    }

    private static bool AtPixels(ParseState state) => state.Tag.CompareTo(DicomTag.PixelData) >= 0;

    [Theory]
    [InlineData(RawDicom.ExplicitLittle)]
    [InlineData(Deflated)]
    public async Task Reading_that_is_stopped_takes_a_block_of_the_stream_and_no_more(string syntax)
    {
        byte[] bytes = Image(syntax, 4_000_000);
        var forwards = new Forwards(new MemoryStream(bytes), 1000);
        var asynchronous = new Forwards(new MemoryStream(bytes), 1000);
        var seekable = new MemoryStream(bytes);

        DicomFile[] files =
        [
            DicomFile.Open(forwards, DicomEncoding.Default, AtPixels),
            await DicomFile.OpenAsync(asynchronous, DicomEncoding.Default, AtPixels),
            DicomFile.Open(seekable, DicomEncoding.Default, AtPixels),
        ];

        foreach (DicomFile file in files)
        {
            file.IsPartial.Should().BeTrue();
            file.Dataset.Select(i => (uint)i.Tag).Should().Equal(0x00080060, 0x00100020);
        }

        // Deflated bytes come from the file in blocks, and go into the inflater in blocks.
        forwards.Given.Should().BeLessThan(40_000);
        asynchronous.Given.Should().BeLessThan(40_000);
        seekable.Position.Should().BeLessThan(40_000);
    }

    [Theory]
    [InlineData(RawDicom.ExplicitLittle, 1)]
    [InlineData(RawDicom.ExplicitLittle, 7)]
    [InlineData(RawDicom.ExplicitLittle, 100_000)]
    [InlineData(Deflated, 7)]
    public void Stream_that_only_goes_forwards_gives_what_a_file_gives(string syntax, int most)
    {
        byte[] bytes = Image(syntax, 300_000);

        DicomDataset read = DicomFile.Open(new Forwards(new MemoryStream(bytes), most)).Dataset;

        RealFileTests.Same(RawDicom.Open(bytes).Dataset, read, syntax);
        read.GetDicomItem<DicomElement>(DicomTag.PixelData)!.Length.Should().Be(300_000);
        DicomFile.Open(new Forwards(new MemoryStream(bytes), most), FileReadOption.SkipLargeTags).Dataset.Select(i => (uint)i.Tag).Should().Equal(0x00080060, 0x00100020);
    }

    [Fact]
    public void Every_real_file_is_the_same_as_a_stream_that_only_goes_forwards()
    {
        foreach (string path in RealFiles.All().Where(p => p.Contains("odd", StringComparison.Ordinal)))
        {
            byte[] bytes = File.ReadAllBytes(path);
            string? whole = null;
            string? forwards = null;
            DicomFile? file = null;
            try
            {
                file = DicomFile.Open(path);
            }
            catch (DicomFileException e)
            {
                whole = e.Message;
            }

            try
            {
                DicomFile.Open(new Forwards(new MemoryStream(bytes), 700)).Dataset.Equals(file?.Dataset).Should().BeTrue(path);
            }
            catch (DicomFileException e)
            {
                forwards = e.Message;
            }

            (forwards is null).Should().Be(whole is null, path);
        }
    }

    [Fact]
    public void Stream_that_ends_too_early_is_an_error_that_names_what_is_missing()
    {
        byte[] bytes = Image(RawDicom.ExplicitLittle, 300_000);
        int start = bytes.Length - 300_000;

        FluentActions.Invoking(() => DicomFile.Open(new Forwards(new MemoryStream(bytes, 0, bytes.Length - 1), 500)))
            .Should().Throw<DicomFileException>().WithMessage($"At byte {start}: (7fe0,0010) says that it has 300000 bytes, but 299999 are left*");
        FluentActions.Invoking(() => DicomFile.Open(new Forwards(new MemoryStream(bytes, 0, bytes.Length - 1), 500), FileReadOption.SkipLargeTags))
            .Should().Throw<DicomFileException>().WithMessage("*300000 bytes, but 299999 are left*");
    }

    [Fact]
    public void Half_a_gigabyte_of_pixels_is_left_where_it_is()
    {
        const uint Pixels = 500_000_000;
        using var folder = new TemporaryFolder();
        using (FileStream file = File.Create(folder["x.dcm"]))
        {
            file.Write(RawDicom.WithIdentity().Explicit(0x7FE00010, "OW", [], Pixels).ToArray());
            file.SetLength(file.Length + Pixels);
        }

        _ = DicomFile.Open(folder["x.dcm"]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        DicomFile opened = DicomFile.Open(folder["x.dcm"]);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        // One block of 8 KiB, and the objects of five elements.
        allocated.Should().BeLessThan(40_000);
        IByteBuffer buffer = opened.Dataset.GetDicomItem<DicomElement>(DicomTag.PixelData)!.Buffer;
        buffer.Size.Should().Be(Pixels);
        buffer.IsMemory.Should().BeFalse();
        using FileStream stream = File.OpenRead(folder["x.dcm"]);
        before = GC.GetAllocatedBytesForCurrentThread();
        DicomFile.Open(stream, FileReadOption.ReadLargeOnDemand).Dataset.GetDicomItem<DicomElement>(DicomTag.PixelData)!.Buffer.IsMemory.Should().BeFalse();
        DicomFile.Open(folder["x.dcm"], FileReadOption.SkipLargeTags).Dataset.Contains(DicomTag.PixelData).Should().BeFalse();
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(400_000);
    }
}
