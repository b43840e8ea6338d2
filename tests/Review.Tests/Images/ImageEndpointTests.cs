using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ContourFlow.Storage.Processing;

namespace ContourFlow.Review.Tests.Images;

public sealed class ImageEndpointTests(PhantomCases phantoms)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_manifest_says_where_every_voxel_lies_and_what_the_structures_are()
    {
        ReviewedCase reviewed = await phantoms.WithMr;
        await using ImageServer server = await ImageServer.StartAsync(reviewed);
        JsonElement manifest = await ManifestAsync(server, reviewed);

        // Against the files of the patient themselves.
        DicomDataset[] slices = Slices(reviewed);
        manifest.GetProperty("frameOfReferenceUid").GetString().Should().Be(slices[0].GetString(DicomTag.FrameOfReferenceUID));
        manifest.GetProperty("axes").EnumerateArray().Select(axis => axis.GetString()).Should().Equal("L", "P", "S");
        Numbers(manifest, "planes").Should().Equal(slices.Select(slice => Position(slice)[2]));
        double spacing = slices[0].GetValues<double>(DicomTag.PixelSpacing)[0];
        Numbers(manifest, "spacing").Should().Equal(spacing, spacing);
        double[] size = Numbers(manifest, "size");
        size[2].Should().Be(slices.Length);
        JsonElement ct = manifest.GetProperty("ct");
        ct.GetProperty("url").GetString().Should().Be($"/api/cases/{reviewed.CaseId}/revisions/1/volumes/ct");
        ct.GetProperty("bytes").GetInt64().Should().Be((long)(size[0] * size[1] * size[2] * 2));
        Numbers(ct, "window").Should().Equal(400, 40);
        manifest.GetProperty("mrs").GetArrayLength().Should().Be(2);
        manifest.GetProperty("previousRevision").ValueKind.Should().Be(JsonValueKind.Null);

        JsonElement report = JsonDocument.Parse(reviewed.Report).RootElement;
        foreach (JsonElement derived in report.GetProperty("derived").EnumerateArray())
        {
            JsonElement roi = manifest.GetProperty("rois").EnumerateArray().Single(one => one.GetProperty("name").GetString() == derived.GetProperty("roiName").GetString());
            roi.GetProperty("derived").GetBoolean().Should().BeTrue();
            roi.GetProperty("volumeCc").GetDouble().Should().Be(derived.GetProperty("volumeCc").GetDouble());
            roi.GetProperty("role").GetString().Should().BeEquivalentTo(derived.GetProperty("role").GetString());
            roi.GetProperty("colour").GetString().Should().Be(derived.GetProperty("colour").GetString()!.ToLowerInvariant());
        }

        manifest.GetProperty("rois").EnumerateArray().Count(roi => roi.GetProperty("derived").GetBoolean()).Should().Be(report.GetProperty("derived").GetArrayLength());
    }

    [Fact]
    public async Task A_voxel_of_the_ct_is_the_pixel_of_the_image_at_its_place()
    {
        ReviewedCase reviewed = await phantoms.Plain;
        await using ImageServer server = await ImageServer.StartAsync(reviewed);
        JsonElement manifest = await ManifestAsync(server, reviewed);
        short[] volume = await VolumeAsync(server, manifest.GetProperty("ct").GetProperty("url").GetString()!);
        double[] size = Numbers(manifest, "size"), origin = Numbers(manifest, "origin"), spacing = Numbers(manifest, "spacing");
        DicomDataset[] slices = Slices(reviewed);
        volume.Should().HaveCount((int)(size[0] * size[1] * size[2]));
        for (int k = 0; k < slices.Length; k += 9)
        {
            ushort[] pixels = slices[k].GetValues<ushort>(DicomTag.PixelData);
            double[] first = Position(slices[k]);
            for (int j = 0; j < size[1]; j += 7)
            {
                for (int i = 0; i < size[0]; i += 5)
                {
                    int column = (int)Math.Round((origin[0] + (i * spacing[0]) - first[0]) / spacing[0]), row = (int)Math.Round((origin[1] + (j * spacing[1]) - first[1]) / spacing[1]);
                    // The phantom's images have Rescale Intercept -1024.
                    volume[(int)((((k * size[1]) + j) * size[0]) + i)].Should().Be((short)(pixels[(row * 128) + column] - 1024));
                }
            }
        }
    }

    [Fact]
    public async Task Contours_are_the_written_texts_numbers_in_the_order_of_the_planes()
    {
        ReviewedCase reviewed = await phantoms.Plain;
        await using ImageServer server = await ImageServer.StartAsync(reviewed);
        JsonElement manifest = await ManifestAsync(server, reviewed);
        byte[] bytes = Unzipped(await server.Client.GetByteArrayAsync(manifest.GetProperty("contoursUrl").GetString(), Cancellation));
        int length = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        (length % 4).Should().Be(0);
        JsonElement header = JsonDocument.Parse(bytes.AsMemory(4, length)).RootElement;
        double[] planes = Numbers(manifest, "planes");

        using var stream = new MemoryStream(reviewed.StructureSet);
        DicomDataset written = DicomFile.Open(stream, FileReadOption.ReadAll).Dataset;
        ILookup<int, DicomDataset> stored = written.GetSequence(DicomTag.ROIContourSequence).Items.ToLookup(item => item.GetSingleValue<int>(DicomTag.ReferencedROINumber));
        int at = 4 + length;
        int compared = 0;
        foreach (JsonElement roi in header.GetProperty("rois").EnumerateArray())
        {
            // The text's z finds the plane; within a plane the object's order stays.
            var expected = stored[roi.GetProperty("number").GetInt32()]
                .SelectMany(item => item.TryGetSequence(DicomTag.ContourSequence, out DicomSequence? sequence) ? sequence!.Items : [])
                .Select(contour => contour.GetString(DicomTag.ContourData).Split('\\'))
                .Select(texts => (K: Array.FindIndex(planes, z => Math.Abs(z - double.Parse(texts[2], CultureInfo.InvariantCulture)) < 0.02), Texts: texts))
                .OrderBy(contour => contour.K)
                .ToList();
            JsonElement[] contours = [.. roi.GetProperty("contours").EnumerateArray()];
            contours.Select(contour => contour.GetProperty("k").GetInt32()).Should().Equal(expected.Select(contour => contour.K));
            foreach ((JsonElement contour, string[] texts) in contours.Zip(expected.Select(one => one.Texts)))
            {
                int points = contour.GetProperty("points").GetInt32();
                points.Should().Be(texts.Length / 3);
                for (int n = 0; n < points; n++, at += 8)
                {
                    BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(at)).Should().Be(float.Parse(texts[3 * n], CultureInfo.InvariantCulture));
                    BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(at + 4)).Should().Be(float.Parse(texts[(3 * n) + 1], CultureInfo.InvariantCulture));
                    compared++;
                }
            }
        }

        at.Should().Be(bytes.Length);
        compared.Should().BeGreaterThan(1000);
    }

    [Fact]
    public async Task Who_has_the_bytes_already_is_told_so_and_gets_none()
    {
        ReviewedCase reviewed = await phantoms.Plain;
        await using ImageServer server = await ImageServer.StartAsync(reviewed);
        HttpResponseMessage first = await server.Client.GetAsync(Root(reviewed) + "/contours", Cancellation);
        first.Headers.CacheControl!.Private.Should().BeTrue();
        first.Content.Headers.ContentEncoding.Should().Equal("gzip");
        using var again = new HttpRequestMessage(HttpMethod.Get, Root(reviewed) + "/contours");
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        HttpResponseMessage second = await server.Client.SendAsync(again, Cancellation);
        second.StatusCode.Should().Be(HttpStatusCode.NotModified);
        (await second.Content.ReadAsByteArrayAsync(Cancellation)).Should().BeEmpty();

        using var other = new HttpRequestMessage(HttpMethod.Get, Root(reviewed) + "/images");
        other.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        (await server.Client.SendAsync(other, Cancellation)).StatusCode.Should().Be(HttpStatusCode.OK, "another part has another tag");
    }

    [Theory]
    [InlineData("/api/cases/{case}/revisions/2/images")]
    [InlineData("/api/cases/{case}/revisions/0/images")]
    [InlineData("/api/cases/{case}/revisions/1/volumes/mr-7")]
    [InlineData("/api/cases/{case}/revisions/1/volumes/ct.gz")]
    [InlineData("/api/cases/{case}/revisions/1/volumes/..%2Fct")]
    [InlineData("/api/cases/{case}/revisions/1/volumes/manifest")]
    [InlineData("/api/cases/00000000000000000000000000000000/revisions/1/images")]
    [InlineData("/api/cases/..%2F..%2Fetc/revisions/1/images")]
    [InlineData("/api/cases/%2e%2e/revisions/1/contours")]
    public async Task What_is_not_there_is_not_found(string path)
    {
        ReviewedCase reviewed = await phantoms.Plain;
        await using ImageServer server = await ImageServer.StartAsync(reviewed);
        (await server.Client.GetAsync(path.Replace("{case}", reviewed.CaseId.ToString(), StringComparison.Ordinal), Cancellation)).StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_revision_that_nothing_came_of_yet_says_so()
    {
        await using ReviewedCase reviewed = await ReviewedCase.OpenAsync(ReviewedCase.Small(withMr: false) with { SliceCount = 12 });
        await using ImageServer server = await ImageServer.StartAsync(reviewed);
        (await ErrorAsync(server, reviewed)).Should().Contain("not been processed yet");

        await reviewed.HoldAsync(new HoldReason("ctv-missing", "There is no CTV."));
        (await ErrorAsync(server, reviewed)).Should().Contain("There is no CTV.");
    }

    [Fact]
    public async Task What_a_failed_check_keeps_back_is_shown_too()
    {
        await using ReviewedCase reviewed = await ReviewedCase.ProcessedAsync(ReviewedCase.Small(withMr: false), held: new HoldReason("check-failed", "A check failed."));
        await using ImageServer server = await ImageServer.StartAsync(reviewed);
        (await ManifestAsync(server, reviewed)).GetProperty("rois").GetArrayLength().Should().BeGreaterThan(3);
    }

    [Fact]
    public async Task A_refused_mr_with_a_pose_is_shown_and_one_without_has_no_volume()
    {
        await using ReviewedCase reviewed = await ReviewedCase.ProcessedAsync(ReviewedCase.Small(withMr: true), Refused);
        await using ImageServer server = await ImageServer.StartAsync(reviewed);
        JsonElement manifest = await ManifestAsync(server, reviewed);
        JsonElement[] mrs = [.. manifest.GetProperty("mrs").EnumerateArray()];
        mrs.Should().HaveCount(2).And.OnlyContain(mr => mr.GetProperty("verdict").GetString() == "refused" && mr.GetProperty("reason").GetString() == "It does not fit.");
        short[] volume = await VolumeAsync(server, mrs[0].GetProperty("url").GetString()!);
        ((long)volume.Length * 2).Should().Be(mrs[0].GetProperty("bytes").GetInt64());
        volume.Should().Contain(value => value > 500).And.Contain(short.MinValue);
        mrs[1].GetProperty("url").ValueKind.Should().Be(JsonValueKind.Null);
        (await server.Client.GetAsync(Root(reviewed) + "/volumes/mr-1", Cancellation)).StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_later_revision_names_the_one_before_it()
    {
        await using ReviewedCase reviewed = await ReviewedCase.ProcessedAsync(ReviewedCase.Small(withMr: false));
        await reviewed.OpenRevisionAsync();
        await reviewed.CompleteAsync(2);
        await using ImageServer server = await ImageServer.StartAsync(reviewed);
        JsonElement manifest = JsonDocument.Parse(Unzipped(await server.Client.GetByteArrayAsync(Root(reviewed, 2) + "/images", Cancellation))).RootElement;
        manifest.GetProperty("previousRevision").GetInt32().Should().Be(1);
    }

    // Both refused, the second without a pose.
    private static string Refused(string report)
    {
        System.Text.Json.Nodes.JsonNode changed = System.Text.Json.Nodes.JsonNode.Parse(report)!;
        foreach (System.Text.Json.Nodes.JsonNode? fusion in changed["fusions"]!.AsArray())
        {
            fusion!["verdict"] = "refused";
            fusion["refusal"] = new System.Text.Json.Nodes.JsonObject { ["code"] = "fusion-refused", ["sentence"] = "It does not fit." };
        }

        changed["fusions"]![1]!["pose"] = null;
        return changed.ToJsonString();
    }

    private static string Root(ReviewedCase reviewed, int revision = 1) => $"/api/cases/{reviewed.CaseId}/revisions/{revision}";

    private static async Task<JsonElement> ManifestAsync(ImageServer server, ReviewedCase reviewed) =>
        JsonDocument.Parse(Unzipped(await server.Client.GetByteArrayAsync(Root(reviewed) + "/images", Cancellation))).RootElement;

    private static async Task<short[]> VolumeAsync(ImageServer server, string url)
    {
        byte[] bytes = Unzipped(await server.Client.GetByteArrayAsync(url, Cancellation));
        short[] values = new short[bytes.Length / 2];
        Buffer.BlockCopy(bytes, 0, values, 0, bytes.Length);
        return values;
    }

    private static async Task<string> ErrorAsync(ImageServer server, ReviewedCase reviewed)
    {
        HttpResponseMessage answer = await server.Client.GetAsync(Root(reviewed) + "/images", Cancellation);
        answer.StatusCode.Should().Be(HttpStatusCode.NotFound);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("error").GetString()!;
    }

    private static DicomDataset[] Slices(ReviewedCase reviewed) =>
        [.. Directory.EnumerateFiles(Path.Combine(reviewed.Patient, "CT")).Select(file => DicomFile.Open(file).Dataset).OrderBy(slice => Position(slice)[2])];

    private static double[] Position(DicomDataset slice) => slice.GetValues<double>(DicomTag.ImagePositionPatient);

    private static double[] Numbers(JsonElement element, string name) => [.. element.GetProperty(name).EnumerateArray().Select(one => one.GetDouble())];

    private static byte[] Unzipped(byte[] bytes)
    {
        using var zipped = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        zipped.CopyTo(plain);
        return plain.ToArray();
    }
}
