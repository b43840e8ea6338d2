using ContourFlow.Worker.Tests;

namespace ContourFlow.EndToEnd.Tests.Network;

/// <summary>`contourflow find` with the archives of others.</summary>
[Collection(FilledArchives.Collection)]
public sealed class FindTests(FilledArchives archives)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string> Kinds => new("dcmtk", "orthanc", "web");

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Studies_are_found_by_patient_and_by_date(string kind)
    {
        CommandLineRun all = await archives.RunAsync(kind, "find", "--json");
        CommandLineRun one = await archives.RunAsync(kind, "find", "--json", "--patient-id", $"{QueriedObjects.Secret}-2");
        CommandLineRun span = await archives.RunAsync(kind, "find", "--json", "--since", "2026-01-01", "--until", "2026-02-01");
        CommandLineRun none = await archives.RunAsync(kind, "find", "--json", "--date", "2026-01-01");

        all.ExitCode.Should().Be(0, all.Error);
        Uids(all, "studyInstanceUid").Should().Equal(QueriedObjects.Study, QueriedObjects.OtherStudy);
        all.Json["matches"]!.AsArray().Select(match => match!["patient"]!.GetValue<int>()).Should().Equal(1, 2);
        all.Json["matches"]![0]!["date"]!.GetValue<string>().Should().Be("2026-01-02");
        all.Json["matches"]![0]!["time"]!.GetValue<string>().Should().Be("10:15:00");
        Uids(one, "studyInstanceUid").Should().Equal(QueriedObjects.OtherStudy);
        Uids(span, "studyInstanceUid").Should().Equal(QueriedObjects.Study);
        none.ExitCode.Should().Be(0);
        Uids(none, "studyInstanceUid").Should().BeEmpty();
        foreach (CommandLineRun run in new[] { all, one, span, none })
            (run.Out + run.Error).Should().NotContain(QueriedObjects.Secret);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Studies_with_a_modality_are_found_also_where_the_archive_does_not_match_by_it(string kind)
    {
        CommandLineRun run = await archives.RunAsync(kind, "find", "--json", "--modality", "MR");

        run.ExitCode.Should().Be(0, run.Error);
        Uids(run, "studyInstanceUid").Should().Equal(QueriedObjects.Study);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Series_are_found_in_a_study_and_over_the_studies_of_a_patient(string kind)
    {
        CommandLineRun study = await archives.RunAsync(kind, "find", "--json", "--level", "series", "--study", QueriedObjects.Study);
        CommandLineRun patient = await archives.RunAsync(kind, "find", "--json", "--level", "series", "--patient-id", $"{QueriedObjects.Secret}*", "--modality", "CT");
        CommandLineRun described = await archives.RunAsync(kind, "find", "--json", "--level", "series", "--study", QueriedObjects.Study, "--key", "SeriesDescription=T2*");

        study.ExitCode.Should().Be(0, study.Error);
        Uids(study, "seriesInstanceUid").Should().Equal(QueriedObjects.Ct, QueriedObjects.Mr);
        study.Json["matches"]!.AsArray().Select(match => match!["modality"]!.GetValue<string>()).Should().Equal("CT", "MR");
        Uids(patient, "seriesInstanceUid").Should().BeEquivalentTo(QueriedObjects.Ct, QueriedObjects.OtherCt);

        // dcmqrscp knows no descriptions: it gives all series, and it is said.
        Uids(described, "seriesInstanceUid").Should().Equal(kind == "dcmtk" ? [QueriedObjects.Ct, QueriedObjects.Mr] : [QueriedObjects.Mr]);
        described.Json["unansweredKeys"]!.AsArray().Select(key => key!.GetValue<string>()).Should().Equal(kind == "dcmtk" ? ["SeriesDescription"] : []);
        described.Error.Contains("SeriesDescription", StringComparison.Ordinal).Should().Be(kind == "dcmtk");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Instances_are_found_in_a_series_and_by_their_uid(string kind)
    {
        CommandLineRun series = await archives.RunAsync(kind, "find", "--json", "--level", "instance", "--study", QueriedObjects.Study, "--series", QueriedObjects.Mr);
        CommandLineRun one = await archives.RunAsync(kind, "find", "--json", "--level", "instance", "--study", QueriedObjects.Study, "--series", QueriedObjects.Mr, "--instance", SmallSeries.Uid(12));
        CommandLineRun modality = await archives.RunAsync(kind, "find", "--json", "--level", "instance", "--study", QueriedObjects.Study, "--modality", "MR");

        series.ExitCode.Should().Be(0, series.Error);
        Uids(series, "sopInstanceUid").Should().Equal(QueriedObjects.Of(QueriedObjects.Mr));
        series.Json["matches"]!.AsArray().Select(match => match!["instanceNumber"]!.GetValue<int>()).Should().Equal(11, 12, 13, 14);
        // dcmqrscp does not say the class.
        series.Json["matches"]![0]!["sopClassUid"]?.GetValue<string>().Should().Be(kind == "dcmtk" ? null : DicomUID.MRImageStorage.UID);
        Uids(one, "sopInstanceUid").Should().Equal(SmallSeries.Uid(12));
        Uids(modality, "sopInstanceUid").Should().Equal(QueriedObjects.Of(QueriedObjects.Mr));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task More_matches_than_the_limit_are_cut_and_said(string kind)
    {
        string[] query = ["--level", "instance", "--study", QueriedObjects.Study, "--series", QueriedObjects.Ct];

        CommandLineRun cut = await archives.RunAsync(kind, "find", ["--json", "--limit", "2", .. query]);
        CommandLineRun whole = await archives.RunAsync(kind, "find", ["--json", "--limit", "6", .. query]);
        CommandLineRun text = await archives.RunAsync(kind, "find", ["--limit", "2", .. query]);

        cut.ExitCode.Should().Be(0, cut.Error);
        Uids(cut, "sopInstanceUid").Should().HaveCount(2);
        cut.Json["isCut"]!.GetValue<bool>().Should().BeTrue();
        Uids(whole, "sopInstanceUid").Should().HaveCount(6);
        whole.Json["isCut"]!.GetValue<bool>().Should().BeFalse();
        text.Out.Should().Contain("has more");
    }

    [Fact]
    public async Task Patients_are_numbered_and_shown_only_to_somebody_who_asks()
    {
        CommandLineRun plain = await archives.RunAsync("dcmtk", "find", "--verbose");
        CommandLineRun shown = await archives.RunAsync("dcmtk", "find", "--show-patient");
        CommandLineRun series = await archives.RunAsync("dcmtk", "find", "--show-patient", "--level", "series", "--study", QueriedObjects.OtherStudy);
        CommandLineRun json = await archives.RunAsync("dcmtk", "find", "--show-patient", "--json", "--verbose");

        plain.Out.Should().Contain(QueriedObjects.OtherStudy);
        (plain.Out + plain.Error + json.Out + json.Error).Should().NotContain(QueriedObjects.Secret);
        shown.Out.Should().Contain($"1: {QueriedObjects.Secret}-1").And.Contain($"2: {QueriedObjects.Secret}-2");
        series.Out.Should().Contain($"1: {QueriedObjects.Secret}-2");
        shown.Error.Should().NotContain(QueriedObjects.Secret);
    }

    [Fact]
    public async Task Archive_that_refuses_the_query_is_told_with_the_status_and_the_way_out()
    {
        // Orthanc answers C-FIND of somebody whom it does not know with a status of its own.
        CommandLineRun stranger = await archives.RunAsync("orthanc", "find", "--json", "--aet", "STRANGER", "--patient-id", $"{QueriedObjects.Secret}-1");

        stranger.ExitCode.Should().BeOneOf(9, 12);
        stranger.Json["error"]!["sentence"]!.GetValue<string>().Should().Contain(Archive.Title);
        (stranger.Out + stranger.Error).Should().NotContain(QueriedObjects.Secret);
    }

    [Fact]
    public async Task Archive_that_is_not_there_ends_with_9()
    {
        CommandLineRun run = await CommandLineRun.Of(Cancel, "find", "--from", $"PACS@127.0.0.1:{ServerProcess.FreePort()}");
        CommandLineRun web = await CommandLineRun.Of(Cancel, "find", "--web", $"http://127.0.0.1:{ServerProcess.FreePort()}/dicom-web");

        run.ExitCode.Should().Be(9, run.Error);
        web.ExitCode.Should().Be(9, web.Error);
    }

    private static IEnumerable<string> Uids(CommandLineRun run, string name) =>
        run.Json["matches"]!.AsArray().Select(match => match![name]!.GetValue<string>());
}
