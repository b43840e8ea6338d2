using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace ContourFlow.Review.Tests;

/// <summary>Every line that is logged, of our code and of the framework's, with its exception.</summary>
internal sealed class GatheredLog : ILoggerProvider
{
    private readonly ConcurrentQueue<string> lines = new();

    public string Text => string.Join('\n', lines);

    public ILogger CreateLogger(string categoryName) => new Lines(this, categoryName);

    public void Dispose()
    {
    }

    private sealed class Lines(GatheredLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            log.lines.Enqueue($"{logLevel} {category} {formatter(state, exception)} {exception}");
    }
}
