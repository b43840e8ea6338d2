using System.Collections.Immutable;
using System.Security.Cryptography;
using ContourFlow.Contouring.Cases;
using ContourFlow.Contracts;
using ContourFlow.Storage;
using ContourFlow.Storage.Cases;
using ContourFlow.Storage.Filing;
using ContourFlow.Storage.Messaging;
using ContourFlow.Storage.Objects;
using ContourFlow.Worker.Hosting;
using ContourFlow.Worker.Messaging;
using ContourFlow.Worker.Processing;
using ContourFlow.Worker.Publishing;
using ContourFlow.Worker.Scoring;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ContourFlow.Worker.Tests.Service;

/// <summary>Registry (SQLite) and object store (a folder) of a test, and processes of the service over them.</summary>
internal sealed class ServicePlace : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("contourflow-test-").FullName;
    private readonly List<ServiceProvider> processes = [];

    public ServicePlace() => Options = new ServiceOptions
    {
        Data = folder,
        Process = "one",
        Processing = new ProcessingSection { Threads = 2 },
        Queue = new QueueSection { RedeliveryPauses = [TimeSpan.FromMilliseconds(100)] },
        Operations = new OperationsSection { ReconcileEvery = TimeSpan.FromMilliseconds(200) },
    };

    /// <summary>The configuration; processes that are made later have it.</summary>
    public ServiceOptions Options { get; set; }

    public string this[string name] => Path.Combine(folder, name);

    /// <summary>Everything that the service has for workers and publishers, without hosted parts: a test calls what a message would.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="name">Name of the process; null for the configuration's.</param>
    /// <param name="change">Changes what is registered.</param>
    public async Task<IServiceProvider> ProcessAsync(CancellationToken cancellationToken, string? name = null, Action<IServiceCollection>? change = null)
    {
        var services = new ServiceCollection();
        ServiceOptions options = name is null ? Options : Options with { Process = name };
        Register(services, options);
        services.AddSingleton<IHostApplicationLifetime, Lifetime>();
        change?.Invoke(services);
        ServiceProvider process = services.BuildServiceProvider();
        processes.Add(process);
        await process.GetRequiredService<IRegistryDatabase>().MigrateAsync(cancellationToken);
        return process;
    }

    /// <summary>A process with its queue in memory, dispatcher and reconciler, as `serve` runs it.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="change">Changes what is registered.</param>
    public async Task<IHost> StartAsync(CancellationToken cancellationToken, Action<IServiceCollection>? change = null)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        Register(builder.Services, Options);
        change?.Invoke(builder.Services);
        if (Environment.GetEnvironmentVariable("CONTOURFLOW_TEST_LOG") is not null)
            builder.Logging.AddConsole();
        IHost host = builder.Build();
        await host.Services.GetRequiredService<IRegistryDatabase>().MigrateAsync(cancellationToken);
        await host.StartAsync(cancellationToken);
        return host;
    }

    /// <summary>Files the objects of a patient and opens a revision of its case, as a gateway does once the case is complete.</summary>
    public static async Task<CaseId> OpenAsync(IServiceProvider process, IEnumerable<string> files, CancellationToken cancellationToken, string protocol = "spine-sbrt-sib")
    {
        var store = process.GetRequiredService<IObjectStore>();
        var registry = process.GetRequiredService<IFilingRegistry>();
        var objects = ImmutableArray.CreateBuilder<FiledObject>();
        foreach (string file in files)
        {
            DicomDataset head = DicomFile.Open(file).Dataset;
            StoredBlob blob = await store.PutAsync(file, cancellationToken);
            objects.Add(new FiledObject(
                Of(DicomTag.SOPInstanceUID), Of(DicomTag.SOPClassUID), Of(DicomTag.StudyInstanceUID), Of(DicomTag.SeriesInstanceUID), Of(DicomTag.Modality),
                "patient-key", blob.Sha256, blob.Key, blob.Length, ObjectFacts.Of(head).ToJson(), "CONTOURFLOW"));
            string Of(DicomTag tag) => head.GetSingleValue<string>(tag);
        }

        string ct = objects.First(item => item.Modality == "CT").SeriesInstanceUid;
        await registry.FileAsync(new FilingBatch { Objects = objects.ToImmutable(), Cases = [new CaseMention(ct, protocol)], QuietTime = TimeSpan.Zero }, cancellationToken);
        CaseId caseId = CaseId.OfPlanningCt(ct);
        CaseToLookAt seen = (await registry.LookAtAsync(caseId, cancellationToken))!;
        string hash = Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(string.Concat(objects.Select(item => item.Sha256)))));
        (await registry.OpenRevisionAsync(caseId, seen.Case.Version, new NewRevision(hash, [.. objects.Select(item => item.SopInstanceUid)], protocol), cancellationToken)).Should().BeTrue();
        return caseId;
    }

    /// <summary>Everything that the registry knows of a case.</summary>
    public static async Task<CaseDetails> DetailsAsync(IServiceProvider process, CaseId caseId, CancellationToken cancellationToken) =>
        (await process.GetRequiredService<ICaseQueries>().DetailsAsync(caseId, cancellationToken))!;

    /// <summary>Waits until a case is as it shall be.</summary>
    public static async Task<CaseDetails> UntilAsync(IServiceProvider process, CaseId caseId, Func<CaseDetails, bool> isSo, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(180));
        while (true)
        {
            CaseDetails details = await DetailsAsync(process, caseId, limit.Token);
            if (isSo(details))
                return details;
            await Task.Delay(50, limit.Token);
        }
    }

    /// <summary>Takes what the outbox holds, as a dispatcher would.</summary>
    public static async Task<IReadOnlyList<string>> OutboxAsync(IServiceProvider process, CancellationToken cancellationToken)
    {
        var outbox = process.GetRequiredService<IOutbox>();
        IReadOnlyList<OutboxMessage> messages = await outbox.TakeAsync("test", 100, TimeSpan.FromMinutes(1), cancellationToken);
        await outbox.SentAsync([.. messages.Select(message => message.Sequence)], cancellationToken);
        return [.. messages.Select(message => message.Type.Split('.')[^1])];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (ServiceProvider process in processes)
            await process.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private static void Register(IServiceCollection services, ServiceOptions options)
    {
        services.AddLogging();
        services.AddSingleton(options);
        services.AddStorage(ServiceOptionsLoading.StorageOf(options));
        services.AddProcessing(options);
        services.AddScoring();
        services.AddPublishing(options);
        services.AddQueue(options, Roles.All);
    }

    /// <summary>A process that nobody asks to stop.</summary>
    private sealed class Lifetime : IHostApplicationLifetime
    {
        public CancellationToken ApplicationStarted => CancellationToken.None;

        public CancellationToken ApplicationStopping => CancellationToken.None;

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void StopApplication() => throw new NotSupportedException();
    }
}
