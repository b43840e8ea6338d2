using ContourFlow.Storage.Cases;
using ContourFlow.Storage.Filing;
using ContourFlow.Storage.Messaging;
using ContourFlow.Storage.Objects;
using ContourFlow.Storage.Processing;
using ContourFlow.Storage.Publishing;
using ContourFlow.Storage.Registry;
using ContourFlow.Storage.Reviewing;
using ContourFlow.Storage.Scoring;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace ContourFlow.Storage.Tests;

/// <summary>A registry as one process has it.</summary>
internal sealed class TestRegistry : IAsyncDisposable
{
    private readonly TemporaryFolder objects = new();
    private readonly ServiceProvider services;

    public TestRegistry(RegistryProvider provider, string connection, string process = "process-1", FakeTimeProvider? time = null)
    {
        (Provider, Connection) = (provider, connection);
        Time = time ?? new FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero));
        services = new ServiceCollection()
            .AddSingleton<TimeProvider>(Time)
            .AddStorage(new StorageOptions { Provider = provider, Connection = connection, ObjectFolder = objects.Path, Process = process, FreeBytes = 0 })
            .BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true });
    }

    public RegistryProvider Provider { get; }

    public string Connection { get; }

    public FakeTimeProvider Time { get; }

    public IRegistryDatabase Database => Get<IRegistryDatabase>();

    public IFilingRegistry Filing => Get<IFilingRegistry>();

    public IProcessingRegistry Processing => Get<IProcessingRegistry>();

    public IPublishingRegistry Publishing => Get<IPublishingRegistry>();

    public IOutbox Outbox => Get<IOutbox>();

    public IReconciliation Reconciliation => Get<IReconciliation>();

    public ILeases Leases => Get<ILeases>();

    public ICaseQueries Queries => Get<ICaseQueries>();

    public ICaseDecisions Decisions => Get<ICaseDecisions>();

    public IReviewRecords Reviewing => Get<IReviewRecords>();

    public IScoringRegistry Scoring => Get<IScoringRegistry>();

    public IDoseScoreQueries Doses => Get<IDoseScoreQueries>();

    public IObjectStore Objects => Get<IObjectStore>();

    public RegistryTransactions Transactions => Get<RegistryTransactions>();

    public RegistryContexts Contexts => Get<RegistryContexts>();

    /// <summary>The same database, as another process has it.</summary>
    public TestRegistry Beside(string process) => new(Provider, Connection, process, Time);

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        objects.Dispose();
    }

    private T Get<T>()
        where T : notnull => services.GetRequiredService<T>();
}
