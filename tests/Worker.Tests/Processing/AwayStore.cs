using ContourFlow.Contracts;
using ContourFlow.Storage.Objects;
using ContourFlow.Storage.Processing;
using Microsoft.Extensions.DependencyInjection;

namespace ContourFlow.Worker.Tests.Processing;

/// <summary>The object store, with faults when files are fetched that a test decides on.</summary>
internal sealed class AwayStore : IObjectStore
{
    private IObjectStore store = null!;

    /// <summary>Whether it cannot be reached.</summary>
    public bool IsAway { get; set; }

    /// <summary>What it fails by; null: by nothing.</summary>
    public Exception? Fault { get; set; }

    /// <summary>How long a fetch takes.</summary>
    public TimeSpan Takes { get; set; }

    /// <summary>Set once something is fetched; made anew by a test that waits for another fetch.</summary>
    public TaskCompletionSource Asked { get; set; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Puts it before the store that is registered.</summary>
    public static void Before(IServiceCollection services, AwayStore away)
    {
        ServiceDescriptor real = services.Last(service => service.ServiceType == typeof(IObjectStore));
        services.Remove(real);
        services.AddSingleton<IObjectStore>(provider =>
        {
            away.store = (IObjectStore)ActivatorUtilities.CreateInstance(provider, real.ImplementationType!);
            return away;
        });
    }

    public Task<StoredBlob> PutAsync(string path, CancellationToken cancellationToken) => store.PutAsync(path, cancellationToken);

    public Task<StoredBlob> PutAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken) => store.PutAsync(content, cancellationToken);

    public async Task FetchAsync(string key, string path, CancellationToken cancellationToken)
    {
        Asked.TrySetResult();
        if (IsAway)
            throw new StoreUnavailableException("The store is away.");
        if (Fault is { } fault)
            throw fault;
        await Task.Delay(Takes, cancellationToken);
        await store.FetchAsync(key, path, cancellationToken);
    }

    public Task<Stream> OpenAsync(string key, CancellationToken cancellationToken) => store.OpenAsync(key, cancellationToken);

    public Task<bool> DeleteAsync(string key, CancellationToken cancellationToken) => store.DeleteAsync(key, cancellationToken);

    public Task<string?> FaultAsync(CancellationToken cancellationToken) => store.FaultAsync(cancellationToken);
}

/// <summary>A registry that cannot be reached.</summary>
internal sealed class AwayRegistry : IProcessingRegistry
{
    public Task<Claim> ClaimAsync(CaseId caseId, int revision, string worker, TimeSpan claimedFor, int mostAttempts, CancellationToken cancellationToken) => throw Away;

    public Task<bool> RenewAsync(CaseId caseId, int revision, int run, string worker, TimeSpan claimedFor, CancellationToken cancellationToken) => throw Away;

    public Task<bool> CompleteAsync(CaseId caseId, int revision, int run, string worker, ProcessedRevision result, CancellationToken cancellationToken) => throw Away;

    public Task<bool> HoldAsync(CaseId caseId, int revision, int run, string worker, HoldReason reason, CancellationToken cancellationToken) => throw Away;

    public Task HandBackAsync(CaseId caseId, int revision, int run, string worker, TimeSpan pause, CancellationToken cancellationToken) => throw Away;

    private static StoreUnavailableException Away => new("The registry is away.");
}
