using System.Collections.Concurrent;
using ContourFlow.Worker.Intake;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace ContourFlow.Worker.Tests.Intake;

/// <summary>A folder of received objects for one test, with what it logs.</summary>
internal sealed class IntakePlace : IDisposable, ILogger
{
    private readonly TemporaryFolder place = new();

    public IntakePlace() => Options = new IntakeOptions(place["received"]) { FreeBytes = 0, FreePercent = 0, SegmentSize = 4 << 20 };

    public IntakeOptions Options { get; init; }

    public FakeTimeProvider Time { get; } = new();

    public ConcurrentQueue<(int Id, LogLevel Level, string Text)> Logged { get; } = [];

    public string this[string name] => Path.Combine(Options.Folder, name);

    public ObjectFolder Open(IntakeOptions? options = null) => ObjectFolder.Open(options ?? Options, this, Time);

    /// <summary>Another place with the same files: what a kill at this moment would leave.</summary>
    public IntakePlace Killed()
    {
        var copy = new IntakePlace();
        copy = new IntakePlace(copy.place, Options with { Folder = copy.Options.Folder });
        foreach (string file in Directory.EnumerateFiles(Options.Folder, "*", SearchOption.AllDirectories))
        {
            if (Path.GetFileName(file) == "lock")
                continue;
            string target = copy[Path.GetRelativePath(Options.Folder, file)];
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return copy;
    }

    private IntakePlace(TemporaryFolder place, IntakeOptions options)
    {
        this.place = place;
        Options = options;
    }

    /// <summary>Every file by its relative path, but for the lock and the journal.</summary>
    public IReadOnlyList<string> Files() =>
    [
        .. Directory.EnumerateFiles(Options.Folder, "*", SearchOption.AllDirectories)
            .Where(file => Path.GetFileName(file) is not ("lock" or "owner") && !file.EndsWith(Journal.SegmentEnding, StringComparison.Ordinal))
            .Select(file => Path.GetRelativePath(Options.Folder, file)).Order(StringComparer.Ordinal),
    ];

    public string[] Segments() => Directory.GetFiles(this[ObjectPath.Working], "*" + Journal.SegmentEnding);

    public void Dispose() => place.Dispose();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Logged.Enqueue((eventId.Id, logLevel, formatter(state, exception)));
}
