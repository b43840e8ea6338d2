using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace ContourFlow.Dicom.Tests.Network;

/// <summary>Keeps everything that is logged, at every level: the sentence, its values, and exceptions whole.</summary>
internal sealed class CapturingLogger : ILogger
{
    private readonly ConcurrentQueue<(int Id, string Text)> _entries = new();

    public IEnumerable<string> Entries => _entries.Select(entry => entry.Text);

    public bool Has(int id) => _entries.Any(entry => entry.Id == id);

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        string values = state is IEnumerable<KeyValuePair<string, object?>> pairs ? string.Join('|', pairs.Select(pair => $"{pair.Key}={pair.Value}")) : "";
        _entries.Enqueue((eventId.Id, $"{logLevel} {formatter(state, exception)} {values} {exception}"));
    }
}
