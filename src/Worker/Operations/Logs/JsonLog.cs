using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace ContourFlow.Worker.Operations.Logs;

/// <summary>
/// Log lines of the service as JSON, one object a line: time, level, event, category, sentence, and the sentence's values by their names, so
/// that a collector can search by case or UID. As <see cref="MessageLog"/> does, it shows of an exception its text, and the whole of it at level error.
/// </summary>
internal sealed class JsonLog : ILoggerProvider
{
    private const string Template = "{OriginalFormat}";

    private static readonly JsonWriterOptions s_style = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Lock gate = new();
    private readonly TextWriter writer;
    private readonly TimeProvider time;

    private JsonLog(TextWriter writer, TimeProvider time) => (this.writer, this.time) = (writer, time);

    /// <summary>A factory of loggers that write there; levels as <see cref="MessageLog.To"/> has them.</summary>
    public static ILoggerFactory To(TextWriter writer, bool verbose, TimeProvider time) =>
        LoggerFactory.Create(logging =>
        {
            logging.SetMinimumLevel(verbose ? LogLevel.Debug : LogLevel.Information);
            logging.AddFilter("Microsoft", LogLevel.Warning);
            logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);
            // That keys of the review page's cookies are not encrypted on the disk: their folder is the service's alone.
            logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
#pragma warning disable CA2000 // The factory disposes of it.
            logging.AddProvider(new JsonLog(writer, time));
#pragma warning restore CA2000
        });

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new Line(this, categoryName);

    /// <inheritdoc/>
    public void Dispose()
    {
        // The writer is the terminal's.
    }

    private void Write<TState>(string category, LogLevel level, EventId id, TState state, string sentence, Exception? exception)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, s_style))
        {
            json.WriteStartObject();
            json.WriteString("at", time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", System.Globalization.CultureInfo.InvariantCulture));
            json.WriteString("level", Name(level));
            json.WriteNumber("event", id.Id);
            if (id.Name is not null)
                json.WriteString("name", id.Name);
            json.WriteString("category", category);
            json.WriteString("sentence", sentence);
            WriteValues(json, state);
            if (exception is not null)
                json.WriteString("exception", level >= LogLevel.Error ? exception.ToString() : exception.Message);
            json.WriteEndObject();
        }

        string line = System.Text.Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
        lock (gate)
        {
            writer.WriteLine(line);
            writer.Flush();
        }
    }

    private static void WriteValues<TState>(Utf8JsonWriter json, TState state)
    {
        if (state is not IReadOnlyList<KeyValuePair<string, object?>> values || !values.Any(value => value.Key != Template))
            return;
        json.WriteStartObject("values");
        foreach ((string name, object? value) in values.Where(value => value.Key != Template))
        {
            switch (value)
            {
                case null: json.WriteNull(name); break;
                case bool flag: json.WriteBoolean(name, flag); break;
                case int or long or short or byte or ushort or uint: json.WriteNumber(name, Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture)); break;
                case double figure when double.IsFinite(figure): json.WriteNumber(name, figure); break;
                default: json.WriteString(name, Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)); break;
            }
        }

        json.WriteEndObject();
    }

    private static string Name(LogLevel level) => level switch
    {
        LogLevel.Trace or LogLevel.Debug => "debug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warning",
        _ => "error",
    };

    private sealed class Line(JsonLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            ArgumentNullException.ThrowIfNull(formatter);
            log.Write(category, logLevel, eventId, state, formatter(state, exception), exception);
        }
    }
}
