using ContourFlow.Storage;
using ContourFlow.Storage.Cases;
using ContourFlow.Storage.Objects;
using ContourFlow.Storage.Publishing;
using ContourFlow.Storage.Scoring;
using ContourFlow.Worker.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace ContourFlow.Worker.Operations.Cases;

/// <summary>The registry as a command uses it: the service's own, reached by the service's own configuration.</summary>
internal sealed class RegistrySession : IAsyncDisposable
{
    private readonly ServiceProvider services;

    private RegistrySession(ServiceProvider services) => this.services = services;

    /// <summary>What there is.</summary>
    public ICaseQueries Queries => services.GetRequiredService<ICaseQueries>();

    /// <summary>What people decide.</summary>
    public ICaseDecisions Decisions => services.GetRequiredService<ICaseDecisions>();

    /// <summary>What is on its way.</summary>
    public IPublishingRegistry Publishing => services.GetRequiredService<IPublishingRegistry>();

    /// <summary>What came of doses.</summary>
    public IDoseScoreQueries Doses => services.GetRequiredService<IDoseScoreQueries>();

    /// <summary>Doses that are to be scored.</summary>
    public IScoringRegistry Scoring => services.GetRequiredService<IScoringRegistry>();

    /// <summary>The service's object store.</summary>
    public IObjectStore Objects => services.GetRequiredService<IObjectStore>();

    /// <summary>Reaches the registry; its tables have to be there and of this version, as the service makes them.</summary>
    /// <exception cref="StoreUnavailableException">It cannot be reached, or its tables are not of this version.</exception>
    public static async Task<RegistrySession> OpenAsync(ServiceOptions options, CancellationToken cancellationToken)
    {
        StorageOptions storage = ServiceOptionsLoading.StorageOf(options);
        // SQLite would make the file that it does not find.
        if (storage.Provider == RegistryProvider.Sqlite && !File.Exists(storage.Connection))
            throw Unusable($"There is no file {Path.GetFullPath(storage.Connection)}.");
        ServiceProvider made = new ServiceCollection()
            .AddLogging()
            .AddSingleton(TimeProvider.System)
            .AddStorage(storage)
            .BuildServiceProvider();
        try
        {
            if (await made.GetRequiredService<IRegistryDatabase>().FaultAsync(cancellationToken) is { } fault)
                throw Unusable(fault);
            return new RegistrySession(made);
        }
        catch
        {
            await made.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => services.DisposeAsync();

    private static StoreUnavailableException Unusable(string fault) =>
        new($"The registry cannot be used. {fault} Is this the configuration of the service (--config, CONTOURFLOW__...), and has the service been started with it?");
}
