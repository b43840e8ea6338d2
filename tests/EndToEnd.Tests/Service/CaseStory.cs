using ContourFlow.Storage;
using ContourFlow.Storage.Cases;
using ContourFlow.Worker.Hosting;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ContourFlow.EndToEnd.Tests.Service;

/// <summary>What the registry of a service says became of its cases, read beside the running service.</summary>
internal sealed class CaseStory : IAsyncDisposable
{
    private readonly ServiceProvider services;

    public CaseStory(ServiceSetup setup) =>
        services = new ServiceCollection()
            .AddSingleton(TimeProvider.System)
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.None))
            .AddStorage(ServiceOptionsLoading.StorageOf(ServiceOptionsLoading.Load(setup.File, [])))
            .BuildServiceProvider();

    public ICaseQueries Cases => services.GetRequiredService<ICaseQueries>();

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    /// <summary>Waits until a case is in a state, and gives everything that happened to it.</summary>
    public async Task<CaseDetails> InStateAsync(SmallCase small, CaseState state, Func<string> otherwise, CancellationToken cancellationToken, int revision = 1)
    {
        CaseSummary? now = null;
        await Eventually.SoAsync(
            async () => (now = await Cases.FindAsync(small.CaseId, cancellationToken)) is { } found && found.State == state && found.Revision == revision,
            () => $"The case is not {state} with revision {revision}: {now}. {otherwise()}",
            cancellationToken);
        return (await Cases.DetailsAsync(small.CaseId, cancellationToken))!;
    }

    /// <summary>Where each case stands, for those who ask why something did not come about.</summary>
    public string Listed() => string.Join(
        Environment.NewLine,
        Cases.ListAsync(new CaseFilter(), CancellationToken.None).GetAwaiter().GetResult().Cases.Select(one => $"{one.CaseId} {one.State} {one.Revision} {one.ReasonCode} {string.Join(' ', one.WaitingFor)}"));

    /// <summary>Each of these is in the ledger once.</summary>
    public static void Once(CaseDetails details, params string[] events)
    {
        string[] happened = [.. details.Ledger.Select(line => line.Event)];
        foreach (string one in events)
            happened.Count(name => name == one).Should().Be(1, $"'{one}' happened once of {string.Join(", ", happened)}");
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();

        // Connections that wait to be used again keep the file open.
        SqliteConnection.ClearAllPools();
    }
}
