using ContourFlow.Storage.Cases;
using ContourFlow.Storage.Filing;
using ContourFlow.Storage.Messaging;
using ContourFlow.Storage.Objects;
using ContourFlow.Storage.Processing;
using ContourFlow.Storage.Publishing;
using ContourFlow.Storage.Registry;
using ContourFlow.Storage.Reviewing;
using ContourFlow.Storage.Scoring;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ContourFlow.Storage;

/// <summary>Registers registry and object store.</summary>
public static class StorageServices
{
    /// <summary>Registers every interface of this project, once each for the process.</summary>
    /// <param name="services">Where to; a <see cref="TimeProvider"/> and logging that are there already are used.</param>
    /// <param name="options">Where registry and objects are.</param>
    /// <exception cref="ArgumentException">The options name no object store, or two.</exception>
    public static IServiceCollection AddStorage(this IServiceCollection services, StorageOptions options)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(options);
        if (options.ObjectFolder is null == options.S3 is null)
            throw new ArgumentException("Objects are kept in a folder or in S3: name one of them.", nameof(options));
        services.AddLogging();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton<RegistryContexts>();
        services.AddSingleton<IDbContextFactory<RegistryContext>>(provider => provider.GetRequiredService<RegistryContexts>());
        services.AddSingleton<RegistryTransactions>();
        services.AddSingleton<OutboxSignal>();
        services.AddSingleton<IRegistryDatabase, RegistryDatabase>();
        services.AddSingleton<IFilingRegistry, FilingRegistry>();
        services.AddSingleton<IProcessingRegistry, ProcessingRegistry>();
        services.AddSingleton<IPublishingRegistry, PublishingRegistry>();
        services.AddSingleton<IOutbox, Outbox>();
        services.AddSingleton<IReconciliation, Reconciliation>();
        services.AddSingleton<ILeases, Leases>();
        services.AddSingleton<ICaseQueries, CaseQueries>();
        services.AddSingleton<ICaseDecisions, CaseDecisions>();
        services.AddSingleton<IReviewRecords, ReviewRecords>();
        services.AddSingleton<IScoringRegistry, ScoringRegistry>();
        services.AddSingleton<IDoseScoreQueries, DoseScoreQueries>();
        if (options.S3 is null)
            services.AddSingleton<IObjectStore, FolderStore>();
        else
            services.AddSingleton<IObjectStore, S3Store>();
        return services;
    }
}
