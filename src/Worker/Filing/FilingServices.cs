using ContourFlow.Storage.Filing;
using ContourFlow.Worker.Hosting;
using ContourFlow.Worker.Intake;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace ContourFlow.Worker.Filing;

/// <summary>Registers intake, filing and the looking at cases: what a gateway does beside receiving.</summary>
internal static class FilingServices
{
    /// <summary>Registers it. The storage services, logging and metrics have to be there; <see cref="IIntake"/> is what receivers take objects in by.</summary>
    public static IServiceCollection AddFiling(this IServiceCollection services, ServiceOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(options);
        services.AddSingleton<SpoolQueue>();
        services.AddSingleton<StoreWatch>();
        services.AddSingleton<CaseAlarm>();
        services.AddSingleton<FilingMeter>();
        services.AddSingleton<QuestionTimes>();
        services.AddSingleton<CaseLooks>();
        services.AddSingleton<ArchiveQuestions>();
        services.AddSingleton<CaseAsker>();
        services.AddSingleton(provider => new FilingIntake(
            ObjectFolder.Open(SpoolOptions(options), provider.GetRequiredService<ILoggerFactory>().CreateLogger("ContourFlow.Intake"), provider.GetRequiredService<TimeProvider>()),
            provider.GetRequiredService<SpoolQueue>(),
            provider.GetRequiredService<IFilingRegistry>(),
            provider.GetRequiredService<StoreWatch>()));
        services.AddSingleton<IIntake>(provider => provider.GetRequiredService<FilingIntake>());
        services.AddHostedService<Filer>();
        services.AddHostedService<CaseLooker>();
        services.AddHostedService(provider => provider.GetRequiredService<CaseAsker>());
        if (options.WatchedFolder is not null)
            services.AddHostedService<WatchedFolder>();
        return services;
    }

    private static IntakeOptions SpoolOptions(ServiceOptions options) => new(options.Spool)
    {
        LargestObject = options.Receiver.LargestObjectMiB << 20,
        FreeBytes = options.Receiver.KeepFreeMiB << 20,
    };
}
