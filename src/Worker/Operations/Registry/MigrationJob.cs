using System.Text.Json.Nodes;
using ContourFlow.Storage;
using ContourFlow.Storage.Objects;
using ContourFlow.Worker.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;

namespace ContourFlow.Worker.Operations.Registry;

/// <summary>`contourflow migrate`: waits for the registry's database and brings its tables up to this version.</summary>
internal static class MigrationJob
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);

    /// <summary>Migrates.</summary>
    /// <param name="options">The service's configuration.</param>
    /// <param name="wait">For how long the database may be away, and another's migration may take.</param>
    /// <param name="messages">Where it says that it waits.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Stops it; what is under way is undone.</param>
    /// <exception cref="ConfigurationException">The configuration names no registry.</exception>
    /// <exception cref="StoreUnavailableException">The database was not to be had within the time, or its tables no longer serve this program.</exception>
    public static async Task<Answer> RunAsync(ServiceOptions options, TimeSpan wait, TextWriter messages, TimeProvider time, CancellationToken cancellationToken)
    {
        ServiceOptionsCheck.CheckStores(options);
        await using ServiceProvider services = new ServiceCollection()
            .AddLogging()
            .AddSingleton(time)
            .AddStorage(ServiceOptionsLoading.StorageOf(options))
            .BuildServiceProvider();
        IRegistryDatabase database = services.GetRequiredService<IRegistryDatabase>();
        MigratedTables migrated = await PatientlyAsync(database, wait, messages, time, cancellationToken);
        // A migration that this program does not know may have taken away what it needs.
        return await database.FaultAsync(cancellationToken) is { } fault ? throw new StoreUnavailableException(fault) : AnswerOf(migrated);
    }

    private static async Task<MigratedTables> PatientlyAsync(IRegistryDatabase database, TimeSpan wait, TextWriter messages, TimeProvider time, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(wait, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        StoreUnavailableException? away = null;
        while (true)
        {
            try
            {
                return await database.MigrateAsync(both.Token);
            }
            catch (StoreUnavailableException fault) when (!limit.IsCancellationRequested)
            {
                if (away is null)
                    await messages.WriteLineAsync($"{fault.Message} It is tried again for {wait.TotalSeconds} seconds.");
                away = fault;
            }
            catch (Exception fault) when (fault is StoreUnavailableException or OperationCanceledException && limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                throw TooLong(wait, away);
            }

            try
            {
                await Task.Delay(s_pause, time, both.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                throw TooLong(wait, away);
            }
        }
    }

    private static StoreUnavailableException TooLong(TimeSpan wait, StoreUnavailableException? away) =>
        new($"The tables were not brought up to date within {wait.TotalSeconds} seconds. {away?.Message ?? "Another migration is under way, or the database does not answer."}", away);

    private static Answer AnswerOf(MigratedTables migrated) => new(
        ExitCode.Done,
        new JsonObject { ["migrationsBefore"] = migrated.Before, ["migrationsAfter"] = migrated.After },
        console => console.WriteLine(migrated.Before == migrated.After
            ? $"The registry's tables are up to date ({migrated.After} migrations)."
            : $"The registry's tables were brought from {migrated.Before} to {migrated.After} migrations."));
}
