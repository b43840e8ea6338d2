using System.Collections.Concurrent;
using ContourFlow.Contracts;
using ContourFlow.Storage;
using ContourFlow.Storage.Cases;
using ContourFlow.Storage.Filing;
using ContourFlow.Worker.Filing;
using ContourFlow.Worker.Hosting;
using ContourFlow.Worker.Intake;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ContourFlow.Worker.Tests.Filing;

/// <summary>Spool, registry (SQLite) and object store of one test, and a gateway over them that may be stopped and started again.</summary>
internal sealed class FilingPlace : IAsyncDisposable, ILoggerProvider, ILogger
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(120);

    private readonly TemporaryFolder place = new();
    private IHost? host;
    private FailingRegistry? gate;
    private bool isLooking = true;

    public FilingPlace() => Options = new ServiceOptions
    {
        Data = place["data"],
        Process = "gateway-1",
        Receiver = new ReceiverSection { KeepFreeMiB = 0 },
        Intake = new IntakeSection { QuietTime = TimeSpan.FromMilliseconds(200) },
    };

    public ServiceOptions Options { get; set; }

    /// <summary>What stands before the registry; null: nothing.</summary>
    public Func<IFilingRegistry, IFilingRegistry>? Before { get; set; }

    /// <summary>Whether cases that are due are looked at; false while a test sends what is to be looked at as a whole.</summary>
    public bool IsLooking
    {
        get => isLooking;
        set
        {
            isLooking = value;
            if (gate is not null)
                gate.NothingIsDue = !value;
        }
    }

    public ConcurrentQueue<(int Id, LogLevel Level, string Text)> Logged { get; } = [];

    public FilingIntake Intake => Get<FilingIntake>();

    public string this[string name] => place[name];

    public T Get<T>()
        where T : notnull => host!.Services.GetRequiredService<T>();

    public async Task StartAsync()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddLogging(logging => logging.AddProvider(this).SetMinimumLevel(LogLevel.Debug));
        builder.Services.AddMetrics();
        builder.Services.AddStorage(new StorageOptions { Connection = place["registry.db"], ObjectFolder = place["objects"], FreeBytes = 0, Process = Options.Process });
        ServiceDescriptor real = builder.Services.Single(service => service.ServiceType == typeof(IFilingRegistry));
        builder.Services.Replace(ServiceDescriptor.Singleton<IFilingRegistry>(provider =>
        {
            var registry = (IFilingRegistry)ActivatorUtilities.CreateInstance(provider, real.ImplementationType!);
            return gate = new FailingRegistry(Before?.Invoke(registry) ?? registry) { NothingIsDue = !isLooking };
        }));

        builder.Services.AddFiling(Options);
        host = builder.Build();
        await Get<IRegistryDatabase>().MigrateAsync(TestContext.Current.CancellationToken);
        await host.StartAsync(TestContext.Current.CancellationToken);
    }

    public async Task StopAsync()
    {
        if (host is null)
            return;
        await host.StopAsync(TestContext.Current.CancellationToken);
        await ((IAsyncDisposable)host).DisposeAsync();
        host = null;
    }

    public Task<CaseDetails?> CaseAsync(string ctSeries) =>
        Get<ICaseQueries>().DetailsAsync(CaseId.OfPlanningCt(ctSeries), TestContext.Current.CancellationToken);

    /// <summary>Waits until a case has so many revisions, and nothing waits to be filed.</summary>
    public async Task<CaseDetails> RevisionAsync(string ctSeries, int revision)
    {
        CaseDetails? found = null;
        await UntilAsync(async () => Intake.Queue.Count == 0 && (found = await CaseAsync(ctSeries))?.Summary.Revision >= revision, $"revision {revision}");
        return found!;
    }

    /// <summary>Waits until everything is filed.</summary>
    public Task FiledAsync() => UntilAsync(() => Task.FromResult(Intake.Queue.Count == 0), "nothing waits");

    public async Task UntilAsync(Func<Task<bool>> isSo, string what)
    {
        long began = TimeProvider.System.GetTimestamp();
        while (!await isSo())
        {
            if (TimeProvider.System.GetElapsedTime(began) > s_patience)
                throw new TimeoutException($"Not within {s_patience}: {what}. Logged: {string.Join('\n', Logged.Where(line => line.Level > LogLevel.Debug).Select(line => line.Text).TakeLast(20))}");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Objects that lie in the spool.</summary>
    public string[] Spooled() => Directory.Exists(Options.Spool)
        ? [.. Directory.EnumerateFiles(Options.Spool, "*.dcm", SearchOption.AllDirectories).Where(file => !file.Contains(ObjectPath.Working, StringComparison.Ordinal))]
        : [];

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        place.Dispose();
    }

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Logged.Enqueue((eventId.Id, logLevel, formatter(state, exception) + exception));

    public void Dispose()
    {
    }
}
