using Microsoft.Extensions.Logging;

namespace ContourFlow.Worker;

/// <summary>Log lines of a command that runs on, on standard error: one line each, time, level, event, sentence.</summary>
internal sealed class MessageLog : ILoggerProvider
{
    private readonly Lock gate = new();
    private readonly TextWriter writer;
    private readonly TimeProvider time;

    private MessageLog(TextWriter writer, TimeProvider time) => (this.writer, this.time) = (writer, time);

    /// <summary>A factory of loggers that write there: from a level on, as a rule warnings and what a person would want to know, or with <paramref name="verbose"/> everything.</summary>
    public static ILoggerFactory To(TextWriter writer, bool verbose, LogLevel quiet = LogLevel.Information) =>
        LoggerFactory.Create(logging =>
        {
            logging.SetMinimumLevel(verbose ? LogLevel.Debug : quiet);
            logging.AddFilter("Microsoft", LogLevel.Warning);
            // At each probe, for as long as something is away; what has changed is told by Operations.
            logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);
            // That keys of the review page's cookies are not encrypted on the disk: their folder is the service's alone.
            logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
#pragma warning disable CA2000 // The factory disposes of it.
            logging.AddProvider(new MessageLog(writer, TimeProvider.System));
#pragma warning restore CA2000
        });

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new Line(this);

    /// <inheritdoc/>
    public void Dispose()
    {
        // The writer is the terminal's.
    }

    private void Write(LogLevel level, EventId id, string sentence)
    {
        lock (gate)
        {
            writer.WriteLine($"{time.GetUtcNow():yyyy-MM-ddTHH:mm:ss.fffZ} {Name(level)} {id.Id} {sentence}");
            writer.Flush();
        }
    }

    private static string Name(LogLevel level) => level switch
    {
        LogLevel.Trace or LogLevel.Debug => "debug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warning",
        _ => "error",
    };

    private sealed class Line(MessageLog log) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        // The exception's kind and text, which carry no patient data by rule; the stack where the program is at fault.
        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            ArgumentNullException.ThrowIfNull(formatter);
            string more = exception is null ? "" : logLevel >= LogLevel.Error ? $" {exception}" : $" ({exception.Message})";
            log.Write(logLevel, eventId, formatter(state, exception) + more);
        }
    }
}
