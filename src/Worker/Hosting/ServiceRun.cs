using System.Net;
using ContourFlow.Storage;
using ContourFlow.Worker.Filing;
using ContourFlow.Worker.Intake;
using ContourFlow.Worker.Messaging;
using ContourFlow.Worker.Operations;
using ContourFlow.Worker.Operations.Logs;
using ContourFlow.Worker.Processing;
using ContourFlow.Worker.Publishing;
using ContourFlow.Worker.Retrieval;
using ContourFlow.Worker.Scoring;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Spectre.Console;

namespace ContourFlow.Worker.Hosting;

/// <summary>Runs a process of the service until it is asked to stop.</summary>
internal static class ServiceRun
{
    private const int LeastThreads = 32;

    /// <summary>Builds the host, runs it, and stops it in order: what is under way is finished or handed back.</summary>
    /// <param name="options">The configuration, checked.</param>
    /// <param name="roles">What this process does.</param>
    /// <param name="verbose">Whether each step is told.</param>
    /// <param name="isOfProcess">Whether it is the whole process, whose environment and threads are then its own to set.</param>
    /// <param name="messages">Where it logs.</param>
    /// <param name="cancellationToken">Asks it to stop.</param>
    public static async Task<Answer> RunAsync(ServiceOptions options, Roles roles, bool verbose, bool isOfProcess, TextWriter messages, CancellationToken cancellationToken)
    {
        if (isOfProcess)
            PrepareProcess(options, roles);
        await using WebApplication service = Build(options, roles, verbose, messages);
        ILogger log = service.Services.GetRequiredService<ILoggerFactory>().CreateLogger("ContourFlow.Hosting");
        StorageOptions storage = ServiceOptionsLoading.StorageOf(options);
        log.Starting(
            roles.ToString(),
            ProgramVersion.Text,
            options.Process,
            storage.Provider.ToString(),
            storage.ObjectFolder ?? $"bucket {storage.S3!.Bucket}",
            options.Queue.Url is { } url ? new Uri(url).Host : "in memory");
        await StartAsync(service, cancellationToken);
        if (options.Operations.Port is not null)
            log.Operations(string.Join(' ', service.Urls));
        await UntilStoppedAsync(service, cancellationToken);
        log.Stopped();
        return new Answer(ExitCode.Done, [], console => console.WriteLine("Stopped."));
    }

    /// <summary>Starts a host; where that fails, what has begun already lets go in order.</summary>
    internal static async Task StartAsync(IHost service, CancellationToken cancellationToken)
    {
        try
        {
            await service.StartAsync(cancellationToken);
        }
        catch
        {
            // Whatever becomes of that: why it did not start is what counts.
            await service.StopAsync(CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }
    }

    /// <summary>
    /// Waits until a host is asked to stop, and has. A part of it that fails stops it too; that is thrown, so that who started the process does not
    /// take it for a good end.
    /// </summary>
    internal static async Task UntilStoppedAsync(IHost service, CancellationToken cancellationToken)
    {
        await service.WaitForShutdownAsync(cancellationToken);
        foreach (BackgroundService part in service.Services.GetServices<IHostedService>().OfType<BackgroundService>())
        {
            if (part.ExecuteTask is { IsFaulted: true } failed)
                await failed;
        }
    }

    private static void PrepareProcess(ServiceOptions options, Roles roles)
    {
        // Answers of peers are handled where nothing can be awaited, and threads that wait for the registry there must not be all that there are.
        ThreadPool.SetMinThreads(LeastThreads, LeastThreads);
        if (options.Intake is { Archive: not null, Retrieve: true } && roles.HasFlag(Roles.Gateway))
            RetrieveJob.KeepTemporaryFilesIn(Path.Combine(Path.GetFullPath(options.Spool), ObjectPath.Working));
    }

    /// <summary>The host of a process, which is not started yet.</summary>
    internal static WebApplication Build(ServiceOptions options, Roles roles, bool verbose, TextWriter messages)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(options.Operations.JsonLogs ? JsonLog.To(messages, verbose, TimeProvider.System) : MessageLog.To(messages, verbose));
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(options);
        builder.Services.AddStorage(ServiceOptionsLoading.StorageOf(options));
        builder.Services.AddSingleton<RegistryMigration>();
        builder.Services.AddHostedService(services => services.GetRequiredService<RegistryMigration>());
        builder.Services.AddOperations(options, roles);

        // They stop in the opposite order: nothing comes in any more before what takes it further is stopped.
        if (roles.HasFlag(Roles.Worker))
        {
            builder.Services.AddProcessing(options);
            builder.Services.AddScoring();
        }

        if (roles.HasFlag(Roles.Publisher))
            builder.Services.AddPublishing(options);
        // The page alone has nothing to do with the queue.
        if (roles != Roles.Review)
            builder.Services.AddQueue(options, roles);
        if (roles.HasFlag(Roles.Gateway))
        {
            builder.Services.AddFiling(options);
            builder.Services.AddDoseLooking(options);
            builder.Services.AddCommitmentReports();
            builder.Services.AddHostedService<GatewayReceiver>();
        }

        if (ReviewHost.IsPartOf(options, roles))
        {
            builder.Services.AddSingleton(new ReviewLinks(messages, options.Operations.JsonLogs));
            builder.Services.AddSingleton(services => ActivatorUtilities.CreateInstance<ReviewHost>(services, roles));
            builder.Services.AddHostedService(services => services.GetRequiredService<ReviewHost>());
        }

        builder.WebHost.ConfigureKestrel(kestrel => Listen(kestrel, options.Operations));
        WebApplication service = builder.Build();
        service.MapOperations();
        return service;
    }

    private static void Listen(KestrelServerOptions kestrel, OperationsSection operations)
    {
        kestrel.AddServerHeader = false;
        if (operations.Port is { } port)
            kestrel.Listen(IPAddress.Parse(operations.Address), port);
    }
}
