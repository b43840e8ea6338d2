using ContourFlow.Worker.Commitment;
using ContourFlow.Worker.Peers;
using ContourFlow.Worker.Receiving;
using ContourFlow.Worker.Tests.DicomWeb;
using Microsoft.Extensions.Logging.Abstractions;

namespace ContourFlow.Worker.Tests.Commitment;

/// <summary>What is promised to a peer is kept, whatever becomes of the records around it and of the files that delivery needs.</summary>
public sealed class DamagedRecordTests : IDisposable
{
    private static readonly SopReference Slice = new("1.2.840.10008.5.1.4.1.1.2", "2.25.1");

    private readonly TemporaryFolder place = new();
    private readonly LogLines log = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        place.Dispose();
        log.Dispose();
    }

    [Theory]
    [InlineData("")]
    [InlineData("{ \"transactionUid\": \"2.25")]
    [InlineData("null")]
    [InlineData("{ \"transactionUid\": \"2.25.8\" }")]
    [InlineData("{ \"transactionUid\": null, \"committed\": [], \"failed\": [] }")]
    public void Damaged_record_is_put_aside_and_the_others_are_read(string damaged)
    {
        var reports = new JsonFolder<CommitmentReport>(place["reports"], CommitmentJson.Default.CommitmentReport, log);
        reports.Write("2.25.9", new CommitmentReport("2.25.9", [Slice], []));
        File.WriteAllText(place["reports/2.25.8.json"], damaged);

        reports.All().Should().ContainSingle().Which.TransactionUid.Should().Be("2.25.9");
        reports.Find("2.25.8").Should().BeNull();

        File.ReadAllText(place["reports/2.25.8.json.damaged"]).Should().Be(damaged);
        log.Lines.Should().ContainSingle().Which.Event.Id.Should().Be(5256);
    }

    [Fact]
    public async Task Report_goes_out_beside_a_damaged_record_and_once_its_tls_files_are_there()
    {
        using var authority = new CertificateAuthority("authority");
        (string certificate, string key) = authority.Issue(place, "server");
        var secured = new TlsFiles(certificate, key, place["authority.pem"]);
        await File.WriteAllTextAsync(place["other.pem"], authority.Certificate.ExportCertificatePem(), Cancel);
        Directory.CreateDirectory(place["pending"]);
        await File.WriteAllTextAsync(place["pending/2.25.8.json"], "{", Cancel);
        var reports = new FolderReports(place["reports"], NullLogger.Instance);
        await using Receiver asker = await Receiver.StartAsync(
            new ReceiverOptions { Titles = ["ASKER"], Address = "127.0.0.1", Port = 0, Tls = secured with { Authority = null } }, null, null, reports, NullLoggerFactory.Instance, Cancel);
        await using var commitments = new CommitmentProvider(
            new MemoryIntake(), place["pending"], [new RemoteAe("ASKER", "127.0.0.1", asker.Port)], secured with { Certificate = null, Key = null }, log, TimeProvider.System);
        commitments.Take(new CommitmentRequest("2.25.9", "ASKER", "US", [Slice]));

        commitments.Resume();
        await UntilAsync(() => log.Lines.Any(line => line.Event.Id == 5253));
        File.Move(place["other.pem"], place["authority.pem"]);
        await UntilAsync(() => commitments.Pending.Count == 0);

        reports.Find("2.25.9")!.Failed.Should().ContainSingle();
        log.Lines.Should().Contain(line => line.Event.Id == 5256);
    }

    private static async Task UntilAsync(Func<bool> isSo)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        limit.CancelAfter(TimeSpan.FromSeconds(120));
        while (!isSo())
            await Task.Delay(20, limit.Token);
    }
}
