using System.Text.Json.Nodes;
using ContourFlow.Worker.Operations.Logs;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace ContourFlow.Worker.Tests.Operations.Logs;

/// <summary>Log lines as JSON.</summary>
public sealed partial class JsonLogTests
{
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2024, 5, 31, 12, 0, 0, 123, TimeSpan.Zero));

    [Fact]
    public void A_line_is_one_object_with_event_category_sentence_and_values()
    {
        using var written = new StringWriter();
        using (ILoggerFactory loggers = JsonLog.To(written, verbose: false, time))
        {
            Something(loggers.CreateLogger("ContourFlow.Test"), "two\nlines \"quoted\"", 7, null);
            Detail(loggers.CreateLogger("ContourFlow.Test"));
            Something(loggers.CreateLogger("Microsoft.AspNetCore"), "not ours", 1, null);
        }

        JsonObject line = JsonNode.Parse(written.ToString().TrimEnd().Split('\n').Should().ContainSingle().Which)!.AsObject();
        line["at"]!.GetValue<string>().Should().Be("2024-05-31T12:00:00.123Z");
        line["level"]!.GetValue<string>().Should().Be("info");
        line["event"]!.GetValue<int>().Should().Be(4711);
        line["name"]!.GetValue<string>().Should().Be("Something");
        line["category"]!.GetValue<string>().Should().Be("ContourFlow.Test");
        line["sentence"]!.GetValue<string>().Should().Be("Something two\nlines \"quoted\" happened 7 times");
        line["values"]!["Name"]!.GetValue<string>().Should().Be("two\nlines \"quoted\"");
        line["values"]!["Count"]!.GetValue<int>().Should().Be(7);
        line.ContainsKey("exception").Should().BeFalse();
    }

    [Fact]
    public void An_exception_is_its_text_and_the_whole_of_it_where_the_program_is_at_fault()
    {
        using var written = new StringWriter();
        using (ILoggerFactory loggers = JsonLog.To(written, verbose: true, time))
        {
            ILogger log = loggers.CreateLogger("ContourFlow.Test");
            Something(log, "a", 1, Thrown());
            Broken(log, Thrown());
        }

        JsonNode[] lines = [.. written.ToString().TrimEnd().Split('\n').Select(line => JsonNode.Parse(line)!)];
        lines[0]["exception"]!.GetValue<string>().Should().Be("It is broken.");
        lines[1]["level"]!.GetValue<string>().Should().Be("error");
        lines[1]["exception"]!.GetValue<string>().Should().Contain("InvalidOperationException: It is broken.").And.Contain(nameof(Thrown));
    }

    private static InvalidOperationException Thrown()
    {
        try
        {
            throw new InvalidOperationException("It is broken.");
        }
        catch (InvalidOperationException fault)
        {
            return fault;
        }
    }

    [LoggerMessage(4711, LogLevel.Information, "Something {Name} happened {Count} times")]
    private static partial void Something(ILogger log, string name, int count, Exception? fault);

    [LoggerMessage(4712, LogLevel.Debug, "A detail")]
    private static partial void Detail(ILogger log);

    [LoggerMessage(4713, LogLevel.Error, "Broken")]
    private static partial void Broken(ILogger log, Exception fault);
}
