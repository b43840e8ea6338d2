using System.Buffers.Binary;
using System.IO.Compression;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using ContourFlow.Contouring.Dose;
using ContourFlow.Review.Doses;
using ContourFlow.Review.Tests.Images;
using ContourFlow.Storage.Objects;
using ContourFlow.Storage.Processing;
using ContourFlow.Storage.Scoring;

namespace ContourFlow.Review.Tests.Doses;

/// <summary>The doses of a case as the page asks for them.</summary>
public sealed class DoseEndpointTests(PhantomCases phantoms)
{
    private static readonly DateTimeOffset s_asked = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);
    private static readonly string s_key = string.Concat(Enumerable.Repeat("0123456789abcdef", 4));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task List_names_every_dose_with_what_came_of_it_and_its_objects()
    {
        ReviewedCase reviewed = await phantoms.Plain;
        var known = new KnownDoses();
        DoseScore scored = await ScoredAsync(reviewed, [await StoredAsync(reviewed, "1.2.3.8", 1)], DoseWords.Violated, plan: "1.2.3.77");
        known.All = [scored, scored with { Key = new string('b', 64), State = DoseScoreState.Refused, Verdict = null, ReasonCode = "dose-missing", Reason = "There is none.", Files = [] }];
        await using ImageServer server = await ImageServer.StartAsync(reviewed, doses: known);

        JsonArray doses = JsonNode.Parse(await server.Client.GetStringAsync($"/api/cases/{reviewed.CaseId}/doses", Cancel))!.AsArray();

        doses.Should().HaveCount(2);
        JsonNode first = doses[0]!, second = doses[1]!;
        first["key"]!.GetValue<string>().Should().Be(s_key);
        first["state"]!.GetValue<string>().Should().Be("scored");
        first["verdict"]!.GetValue<string>().Should().Be("violated");
        first["doseSopInstanceUids"]!.AsArray().Select(uid => uid!.GetValue<string>()).Should().Equal("1.2.3.8");
        first["planSopInstanceUid"]!.GetValue<string>().Should().Be("1.2.3.77");
        first["hasScorecard"]!.GetValue<bool>().Should().BeTrue();
        second["state"]!.GetValue<string>().Should().Be("refused");
        second["reason"]!.GetValue<string>().Should().Be("There is none.");
        second["hasScorecard"]!.GetValue<bool>().Should().BeFalse();
        JsonNode.Parse(await server.Client.GetStringAsync($"/api/cases/{new string('0', 32)}/doses", Cancel))!.AsArray().Should().BeEmpty();
    }

    [Fact]
    public async Task Scorecard_tables_and_page_are_the_stored_bytes()
    {
        ReviewedCase reviewed = await phantoms.Plain;
        DoseScore score = await ScoredAsync(reviewed, [], DoseWords.Violated);
        await using ImageServer server = await ServerAsync(reviewed, score);
        foreach ((string name, byte[] content) in DoseFiles.Of(HandMadeScorecard.Of(DoseWords.Violated)))
        {
            string address = name == DoseFiles.Json ? "scorecard" : name;
            using HttpResponseMessage answer = await server.Client.GetAsync($"{Root(score)}/{address}", Cancel);
            answer.StatusCode.Should().Be(HttpStatusCode.OK);
            (await answer.Content.ReadAsByteArrayAsync(Cancel)).Should().Equal(content);
            answer.Headers.CacheControl!.NoStore.Should().BeTrue();
            if (name == DoseFiles.Html)
            {
                answer.Content.Headers.ContentType!.ToString().Should().Be("text/html; charset=utf-8");
                answer.Headers.GetValues("Content-Security-Policy").Single().Should().Contain("default-src 'none'").And.Contain("sandbox");
            }

            if (name != DoseFiles.Json)
                answer.Content.Headers.ContentDisposition!.FileName!.Trim('"').Should().Be($"case-{reviewed.CaseId}-{s_key[..12]}-{name}");
        }
    }

    [Fact]
    public async Task Grid_is_the_sum_of_the_beams_where_the_objects_say_and_is_kept()
    {
        ReviewedCase reviewed = await phantoms.Plain;
        StoredObject[] beams = [await StoredAsync(reviewed, "1.2.3.8", 0.25), await StoredAsync(reviewed, "1.2.3.9", 0.75)];
        DoseScore score = await ScoredAsync(reviewed, beams, DoseWords.Violated) with { Key = new string('c', 64) };
        await using ImageServer server = await ServerAsync(reviewed, score);

        using HttpResponseMessage answer = await server.Client.GetAsync($"{Root(score)}/grid", Cancel);

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        answer.Content.Headers.ContentEncoding.Should().Equal("gzip");
        (JsonObject header, float[] values) = Read(await answer.Content.ReadAsByteArrayAsync(Cancel));
        header["unit"]!.GetValue<string>().Should().Be("GY");
        header["frameOfReferenceUid"]!.GetValue<string>().Should().Be("1.2.3.9");
        MadeDose made = MadeDose.Linear(1);
        Numbers(header, "size").Should().Equal(made.Columns, made.Rows, made.Offsets.Length);
        Numbers(header, "origin").Should().Equal(made.First.X, made.First.Y, made.First.Z);
        Numbers(header, "columnDirection").Should().Equal(1, 0, 0);
        Numbers(header, "rowDirection").Should().Equal(0, 1, 0);
        Numbers(header, "planeOffsets").Should().Equal(made.Offsets);
        header["columnSpacing"]!.GetValue<double>().Should().Be(MadeDose.ColumnSpacing);
        header["rowSpacing"]!.GetValue<double>().Should().Be(MadeDose.RowSpacing);
        values.Should().HaveCount(made.Columns * made.Rows * made.Offsets.Length);
        for (int k = 0, p = 0; k < made.Offsets.Length; k++)
        {
            for (int j = 0; j < made.Rows; j++)
            {
                for (int i = 0; i < made.Columns; i++, p++)
                    ((double)values[p]).Should().BeApproximately(made.Of(made.At(i, j, k)), 2 * MadeDose.Scaling, "each beam is rounded to half a step of its scaling");
            }
        }

        header["maximum"]!.GetValue<float>().Should().Be(values.Max());

        // It is a file from now on: asked for again it is the same bytes, and who has it is told so.
        Directory.GetFiles(Path.Combine(reviewed.Prepared, "images", CaseDoses.KeyOf(score))).Should().ContainSingle();
        using var again = new HttpRequestMessage(HttpMethod.Get, $"{Root(score)}/grid");
        again.Headers.IfNoneMatch.Add(answer.Headers.ETag!);
        using HttpResponseMessage known = await server.Client.SendAsync(again, Cancel);
        known.StatusCode.Should().Be(HttpStatusCode.NotModified);
    }

    [Fact]
    public async Task Doses_that_cannot_be_added_or_read_say_why()
    {
        ReviewedCase reviewed = await phantoms.Plain;
        StoredObject one = await StoredAsync(reviewed, "1.2.3.8", 1), shifted = await StoredAsync(reviewed, "1.2.3.9", 1, dose => dose.AddOrUpdate(DicomTag.ImagePositionPatient, "-29", "-20", "-15"));
        StoredObject unscaled = await StoredAsync(reviewed, "1.2.3.10", 1, dose => dose.Remove(DicomTag.DoseGridScaling));
        DoseScore differ = await ScoredAsync(reviewed, [one, shifted], DoseWords.Violated) with { Key = new string('d', 64) };
        DoseScore unread = await ScoredAsync(reviewed, [unscaled], DoseWords.Violated) with { Key = new string('e', 64) };
        await using ImageServer server = await ServerAsync(reviewed, differ, unread);
        // The second time the reason comes from the folder.
        for (int i = 0; i < 2; i++)
        {
            (await ErrorAsync(server, $"{Root(differ)}/grid")).Should().Contain("1.2.3.8").And.Contain("are not added");
            (await ErrorAsync(server, $"{Root(unread)}/grid")).Should().Contain("1.2.3.10").And.Contain("(3004,000E)");
        }
    }

    [Fact]
    public async Task What_was_not_scored_has_no_scorecard_and_says_why()
    {
        ReviewedCase reviewed = await phantoms.Plain;
        DoseScore queued = await ScoredAsync(reviewed, [], DoseWords.Violated) with { State = DoseScoreState.Queued, Verdict = null, Files = [] };
        DoseScore refused = queued with { Key = new string('f', 64), State = DoseScoreState.Refused, Reason = "It lies in another frame of reference." };
        await using ImageServer server = await ServerAsync(reviewed, queued, refused);
        (await ErrorAsync(server, $"{Root(queued)}/scorecard")).Should().Be("This dose has not been scored yet.");
        (await ErrorAsync(server, $"{Root(refused)}/dose.html")).Should().EndWith(refused.Reason);
        (await ErrorAsync(server, Root(queued).Replace(s_key, new string('9', 64), StringComparison.Ordinal) + "/scorecard")).Should().Be("The case has no such dose.");
    }

    [Theory]
    [InlineData("..%2f..%2fetc%2fpasswd")]
    [InlineData("0123")]
    [InlineData("ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789")]
    [InlineData("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdeg")]
    [InlineData("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0")]
    public async Task Key_is_64_lower_case_hexadecimal_digits_or_there_is_no_route(string key)
    {
        ReviewedCase reviewed = await phantoms.Plain;
        await using ImageServer server = await ImageServer.StartAsync(reviewed);
        foreach (string part in (string[])["scorecard", "dose.csv", "dvh.csv", "dose.html", "grid"])
        {
            using HttpResponseMessage answer = await server.Client.GetAsync($"/api/cases/{reviewed.CaseId}/doses/{key}/{part}", Cancel);
            answer.StatusCode.Should().Be(HttpStatusCode.NotFound);
            (await answer.Content.ReadAsStringAsync(Cancel)).Should().BeEmpty("no endpoint answered");
        }
    }

    [Fact]
    public async Task Printed_report_lists_the_doses_of_its_revision()
    {
        ReviewedCase reviewed = await phantoms.Plain;
        DoseScore score = await ScoredAsync(reviewed, [await StoredAsync(reviewed, "1.2.3.8", 1)], DoseWords.Violated);
        await using ImageServer server = await ServerAsync(reviewed, score, score with { Revision = 7, Key = new string('a', 64), Verdict = "of another revision" });
        string page = await server.Client.GetStringAsync($"/api/cases/{reviewed.CaseId}/revisions/1/report.html", Cancel);
        page.Should().Contain("Doses against the protocol").And.Contain("<td class=\"sub\">violated</td>").And.Contain("1.2.3.8").And.NotContain("of another revision");
    }

    private static async Task<ImageServer> ServerAsync(ReviewedCase reviewed, params DoseScore[] scores)
    {
        var known = new KnownDoses();
        known.All = [.. scores];
        return await ImageServer.StartAsync(reviewed, doses: known);
    }

    private static async Task<DoseScore> ScoredAsync(ReviewedCase reviewed, StoredObject[] doses, string verdict, string? plan = null)
    {
        var files = new List<ResultFile>();
        foreach ((string name, byte[] content) in DoseFiles.Of(HandMadeScorecard.Of(verdict)))
        {
            StoredBlob blob = await reviewed.Objects.PutAsync(content, Cancel);
            files.Add(new ResultFile(name, blob.Sha256, blob.Key, blob.Length));
        }

        StoredObject[] inputs = plan is null ? doses : [.. doses, new StoredObject(plan, DicomUID.RTPlanStorage.UID, new string('0', 64), "none", 1)];
        return new DoseScore(reviewed.CaseId, 1, s_key, DoseScoreState.Scored, inputs, verdict, null, null, s_asked, s_asked.AddMinutes(1), files);
    }

    private static async Task<StoredObject> StoredAsync(ReviewedCase reviewed, string uid, double factor, Action<DicomDataset>? change = null)
    {
        StoredBlob blob = await reviewed.Objects.PutAsync(MadeDose.Linear(factor).File(uid, change), Cancel);
        return new StoredObject(uid, DicomUID.RTDoseStorage.UID, blob.Sha256, blob.Key, blob.Length);
    }

    private static string Root(DoseScore score) => $"/api/cases/{score.CaseId}/doses/{score.Key}";

    private static async Task<string> ErrorAsync(ImageServer server, string address)
    {
        using HttpResponseMessage answer = await server.Client.GetAsync(address, Cancel);
        answer.StatusCode.Should().Be(HttpStatusCode.NotFound);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancel))!["error"]!.GetValue<string>();
    }

    private static (JsonObject Header, float[] Values) Read(byte[] compressed)
    {
        using var input = new GZipStream(new MemoryStream(compressed), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        input.CopyTo(bytes);
        ReadOnlySpan<byte> all = bytes.ToArray();
        int length = BinaryPrimitives.ReadInt32LittleEndian(all);
        (length % 4).Should().Be(0);
        JsonObject header = JsonSerializer.Deserialize<JsonObject>(all.Slice(4, length))!;
        var values = new float[(all.Length - 4 - length) / 4];
        for (int i = 0; i < values.Length; i++)
            values[i] = BinaryPrimitives.ReadSingleLittleEndian(all[(4 + length + (4 * i))..]);
        return (header, values);
    }

    private static double[] Numbers(JsonObject header, string name) => [.. header[name]!.AsArray().Select(value => value!.GetValue<double>())];
}
