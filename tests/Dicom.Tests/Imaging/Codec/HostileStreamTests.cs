using System.Buffers.Binary;
using System.Diagnostics;

namespace ContourFlow.Dicom.Tests.Imaging.Codec;

/// <summary>Streams that are cut off, changed or lie: this toolkit's exceptions come out, in time and in bounded memory.</summary>
public class HostileStreamTests
{
    private const int Mutations = 2000;

    // Each is real or made by others, so that damage hits what encoders write. Small ones: two thousand take seconds.
    public static TheoryData<string, string> Encoders => new()
    {
        { "dcmcrle", "" },
        { "dcmcjpeg", "+e1" },
        { "dcmcjpeg", "+el +sv 6" },
        { "dcmcjpeg", "+eb" },
        { "dcmcjpeg", "+ee" },
        { "dcmcjpls", "+el" },
        { "dcmcjpls", "+en" },
        { "gdcmconv", "--j2k" },
    };

    [Theory]
    [MemberData(nameof(Encoders))]
    public void Stream_cut_off_anywhere_is_refused_with_the_frame_named(string tool, string options)
    {
        (DicomDataset image, byte[] stream) = Encoded(tool, options);
        for (int i = 1; i <= 60; i++)
        {
            // The last two bytes may be filling.
            byte[] cut = stream[..((stream.Length - 3) * i / 60)];
            FluentActions.Invoking(() => Decoded(image, cut)).Should().Throw<DicomDataException>($"{cut.Length} of {stream.Length} bytes").WithMessage("*frame 0*");
        }
    }

    // The cut is hidden behind a proper end of the image.
    [Theory]
    [InlineData("dcmcjpeg", "+e1")]
    [InlineData("dcmcjpeg", "+el +sv 6")]
    [InlineData("dcmcjpeg", "+eb")]
    [InlineData("dcmcjpeg", "+ee")]
    [InlineData("dcmcjpls", "+el")]
    [InlineData("gdcmconv", "--j2k")]
    public void Stream_with_a_part_left_out_before_its_end_is_refused(string tool, string options)
    {
        (DicomDataset image, byte[] stream) = Encoded(tool, options);
        for (int i = 30; i < 58; i++)
        {
            byte[] cut = [.. stream[..((stream.Length - 8) * i / 60)], 0xFF, 0xD9];
            if (cut[^3] == 0xFF)
                continue;
            FluentActions.Invoking(() => Decoded(image, cut)).Should().Throw<DicomDataException>($"{cut.Length} of {stream.Length} bytes");
        }
    }

    [Theory]
    [MemberData(nameof(Encoders))]
    public void Stream_of_another_size_than_the_attributes_say_is_refused(string tool, string options)
    {
        (DicomDataset image, byte[] stream) = Encoded(tool, options);
        foreach ((DicomTag tag, ushort value) in ((DicomTag, ushort)[])[(DicomTag.Rows, 31), (DicomTag.Rows, 33), (DicomTag.Columns, 41), (DicomTag.Columns, 1), (DicomTag.Rows, 65535)])
        {
            DicomDataset other = image.Clone().AddOrUpdate(tag, value);
            if (tool == "dcmcrle" && value == 31)
                continue; // a plane of bytes has no rows: only too few are seen, and too many by the run that goes on

            FluentActions.Invoking(() => Decoded(other, stream)).Should().Throw<DicomDataException>($"{tag} {value}");
        }
    }

    // 65535 x 65535 in attributes and stream alike: 8 GiB are not made room for.
    [Theory]
    [MemberData(nameof(Encoders))]
    public void Gigantic_image_is_refused_before_room_is_made_for_it(string tool, string options)
    {
        (DicomDataset image, byte[] stream) = Encoded(tool, options);
        byte[] giant = [.. stream];
        DicomDataset lying = image.Clone().AddOrUpdate(DicomTag.Rows, (ushort)65535).AddOrUpdate(DicomTag.Columns, (ushort)65535);
        if (tool == "gdcmconv")
        {
            int size = giant.AsSpan().IndexOf([(byte)0xFF, (byte)0x51]);
            foreach (int field in (int[])[6, 10, 22, 26])
                BinaryPrimitives.WriteUInt32BigEndian(giant.AsSpan(size + field), 65535);
        }
        else if (tool != "dcmcrle")
        {
            int frame = Enumerable.Range(0, giant.Length - 1).First(i => giant[i] == 0xFF && giant[i + 1] is 0xC0 or 0xC1 or 0xC3 or 0xF7);
            giant.AsSpan(frame + 5, 4).Fill(0xFF);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        FluentActions.Invoking(() => Decoded(lying, giant)).Should().Throw<DicomDataException>();
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(16 << 20);
    }

    [Fact]
    public void Small_image_in_a_stream_that_says_a_gigantic_one_is_refused_before_room_is_made_for_it()
    {
        CodecLibrary.NeededFor("J2K");
        (DicomDataset image, byte[] stream) = Encoded("gdcmconv", "--j2k");
        int size = stream.AsSpan().IndexOf([(byte)0xFF, (byte)0x51]);
        BinaryPrimitives.WriteUInt32BigEndian(stream.AsSpan(size + 6), 60000);

        FluentActions.Invoking(() => Decoded(image, stream)).Should().Throw<DicomDataException>().WithMessage("*60000 columns*");
    }

    // ISO 15444-1 table A.9: tiles of 1 x 1 would be 1280 in this image; of a larger one they would fill the memory.
    [Fact]
    public void Image_in_a_multitude_of_tiles_is_refused()
    {
        CodecLibrary.NeededFor("J2K");
        (DicomDataset image, byte[] stream) = Encoded("gdcmconv", "--j2k", rows: 128, columns: 128);
        int size = stream.AsSpan().IndexOf([(byte)0xFF, (byte)0x51]);
        BinaryPrimitives.WriteUInt32BigEndian(stream.AsSpan(size + 22), 1);
        BinaryPrimitives.WriteUInt32BigEndian(stream.AsSpan(size + 26), 1);

        FluentActions.Invoking(() => Decoded(image, stream)).Should().Throw<DicomDataException>().WithMessage("*tiles*");
    }

    [Fact]
    public void More_frames_than_fragments_are_refused_before_anything_is_decoded()
    {
        (DicomDataset image, byte[] stream) = Encoded("dcmcrle", "");
        image.AddOrUpdate(DicomTag.NumberOfFrames, int.MaxValue);

        FluentActions.Invoking(() => Decoded(image, stream)).Should().Throw<DicomDataException>().WithMessage("*2147483647 frames*");
    }

    [Fact]
    public void Without_the_native_library_its_syntaxes_are_refused_with_what_to_install()
    {
        var codecs = new DefaultTranscoderManager();
        if (codecs.HasCodec(DicomTransferSyntax.JPEG2000Lossless))
            Assert.Skip("the native codec library is here");

        codecs.HasCodec(DicomTransferSyntax.JPEGProcess14SV1).Should().BeTrue();
        FluentActions.Invoking(() => codecs.GetCodec(DicomTransferSyntax.JPEG2000Lossless))
            .Should().Throw<DicomDataException>().WithMessage("*JPEG 2000*1.2.840.10008.1.2.4.90*apt-get install*libopenjp2-7-dev*");
    }

    // Found by mutation: the rows between two restarts were divided by the columns before these were looked at.
    [Fact]
    public void Frame_header_without_columns_is_refused()
    {
        (DicomDataset image, byte[] stream) = Encoded("dcmcjpeg", "+e1");
        int frame = stream.AsSpan().IndexOf([(byte)0xFF, (byte)0xC3]);
        stream.AsSpan(frame + 7, 2).Clear();

        FluentActions.Invoking(() => Decoded(image, stream)).Should().Throw<DicomDataException>().WithMessage("*no columns*");
    }

    // Changed bytes may still be an image: of the right size then. Everything else is an exception of ours.
    [Theory]
    [MemberData(nameof(Encoders))]
    public void Mutated_streams_end_in_our_exceptions_or_in_an_image_of_the_right_size(string tool, string options)
    {
        (DicomDataset image, byte[] stream) = Encoded(tool, options);
        var random = new Random(20241125);
        int size = 32 * 40 * image.GetSingleValue<int>(DicomTag.BitsAllocated) / 8;
        int refused = 0;
        var clock = Stopwatch.StartNew();
        for (int run = 0; run < Mutations / 8; run++)
        {
            byte[] mutated = Mutated(stream, random);
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                Decoded(image, mutated).Should().HaveCount(size, $"run {run}");
            }
            catch (DicomDataException)
            {
                refused++;
            }

            (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan((1 << 20) + (16 * size), $"run {run}");
        }

        refused.Should().BeGreaterThan(Mutations / 8 / 10);
        clock.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(60), "nothing hangs");
    }

    // Half of the changes hit the headers, which decide what is allocated and how often loops run.
    private static byte[] Mutated(byte[] stream, Random random)
    {
        byte[] bytes = [.. stream];
        int changes = random.Next(1, 5);
        for (int i = 0; i < changes; i++)
        {
            int reach = random.Next(2) == 0 ? Math.Min(160, bytes.Length) : bytes.Length;
            int at = random.Next(reach);
            switch (random.Next(6))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 2: bytes.AsSpan(at, Math.Min(random.Next(1, 5), bytes.Length - at)).Fill(0xFF); break;
                case 3: bytes.AsSpan(at, Math.Min(random.Next(1, 9), bytes.Length - at)).Clear(); break;
                case 4: bytes = bytes[..Math.Max(at, 1)]; break;
                default:
                    int from = random.Next(bytes.Length);
                    bytes.AsSpan(from, Math.Min(random.Next(1, 40), bytes.Length - Math.Max(from, at))).ToArray().CopyTo(bytes, at);
                    break;
            }
        }

        return bytes;
    }

    private static (DicomDataset Image, byte[] Stream) Encoded(string tool, string options, int rows = 32, int columns = 40)
    {
        if (tool == "dcmcjpls")
            CodecLibrary.NeededFor("JLS");
        if (tool == "gdcmconv")
            CodecLibrary.NeededFor("J2K");
        using var folder = new TemporaryFolder();
        (DicomDataset made, _) = Made.Image(rows, columns, frames: 1, samples: 1, bits: options == "+eb" ? 8 : options == "+ee" ? 12 : 16, seed: 21);
        new DicomFile(made).Save(folder["in.dcm"]);
        (int exit, string output) = RealFiles.Run(tool, [.. options.Split(' ', StringSplitOptions.RemoveEmptyEntries), folder["in.dcm"], folder["out.dcm"]]);
        exit.Should().Be(0, output);
        DicomDataset image = DicomFile.Open(folder["out.dcm"], FileReadOption.ReadAll).Dataset.NotValidated();
        return (image, DicomPixelData.Create(image).GetFrame(0).Data);
    }

    private static byte[] Decoded(DicomDataset image, byte[] stream)
    {
        DicomDataset changed = image.Clone();
        var fragments = new DicomOtherByteFragment(DicomTag.PixelData);
        fragments.Fragments.Add(new MemoryByteBuffer(stream));
        changed.AddOrUpdate(fragments);
        return new DicomTranscoder(image.InternalTransferSyntax, DicomTransferSyntax.ExplicitVRLittleEndian).DecodeFrame(changed, 0).Data;
    }
}
