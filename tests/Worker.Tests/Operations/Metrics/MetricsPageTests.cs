using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using ContourFlow.Worker.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace ContourFlow.Worker.Tests.Operations.Metrics;

/// <summary>docs/metrics.md has the instruments that a process of the service has, and no others.</summary>
[Collection(OperationsAlone.Name)]
public sealed partial class MetricsPageTests
{
    [Fact]
    public async Task The_page_has_every_instrument_of_a_run_with_its_kind_and_unit_and_no_other()
    {
        using var folder = new TemporaryFolder();
        using var closed = new ClosedPort();
        // Everything that makes instruments: every role, a broker, a webhook.
        ServiceOptions options = new()
        {
            Data = folder.Path,
            Receiver = new ReceiverSection { Address = "127.0.0.1", Port = 0 },
            Operations = new OperationsSection { Port = 0 },
            Review = new ReviewSection { Port = 0 },
            Queue = new QueueSection { Url = $"amqp://guest:guest@127.0.0.1:{closed.Port}/" },
            Webhooks = [new WebhookSection { Url = $"http://127.0.0.1:{closed.Port}/" }],
        };
        var seen = new List<Instrument>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                // Of this run alone: other tests run beside it.
                if (instrument.Meter.Name == "ContourFlow")
                    lock (seen)
                        seen.Add(instrument);
            },
        };

        await using (WebApplication service = ServiceRun.Build(options, Roles.All, verbose: false, TextWriter.Null))
        {
            listener.Start();
            IMeterFactory meters = service.Services.GetRequiredService<IMeterFactory>();
            // Those of consumers are made with the first message.
            foreach (Type meter in typeof(ServiceRun).Assembly.GetTypes().Where(type => type.Name.EndsWith("Meter", StringComparison.Ordinal)))
                service.Services.GetService(meter);
            await service.StartAsync(TestContext.Current.CancellationToken);
            await service.Services.GetRequiredService<RegistryMigration>().ExecuteTask!;
            Meter own = meters.Create("ContourFlow");
            string[] run = [.. Snapshot(seen).Where(instrument => instrument.Meter == own).Select(instrument => $"{instrument.Name} | {KindOf(instrument)} | {instrument.Unit}").Distinct(StringComparer.Ordinal)];

            run.Should().NotBeEmpty();
            Row().Matches(Page()).Select(row => $"{row.Groups["name"].Value} | {row.Groups["kind"].Value} | {row.Groups["unit"].Value}")
                .Should().OnlyHaveUniqueItems().And.BeEquivalentTo(run);
            await service.StopAsync(TestContext.Current.CancellationToken);
        }
    }

    private static List<Instrument> Snapshot(List<Instrument> seen)
    {
        lock (seen)
            return [.. seen];
    }

    private static string KindOf(Instrument instrument)
    {
        string name = instrument.GetType().Name;
        return name.Contains("UpDownCounter", StringComparison.Ordinal) ? "up-down counter"
            : name.Contains("Counter", StringComparison.Ordinal) ? "counter"
            : name.Contains("Histogram", StringComparison.Ordinal) ? "histogram"
            : "gauge";
    }

    private static string Page()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "ContourFlow.sln")))
            folder = Path.GetDirectoryName(folder);
        return File.ReadAllText(Path.Combine(folder!, "docs", "metrics.md"));
    }

    [GeneratedRegex(@"^\| `(?<name>contourflow\.[a-z_.]+)` \| (?<kind>[a-z -]+) \| (?<unit>\S+) \|", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Row();
}
