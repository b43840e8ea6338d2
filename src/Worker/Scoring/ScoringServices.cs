using ContourFlow.Worker.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ContourFlow.Worker.Scoring;

/// <summary>The scoring of doses.</summary>
internal static class ScoringServices
{
    /// <summary>What the consumer of commands needs; the consumer itself comes with the queue. The scratch folder is kept by the processing of cases.</summary>
    public static IServiceCollection AddScoring(this IServiceCollection services)
    {
        services.AddSingleton<ScoringMeter>();
        services.AddSingleton<DoseWork>();
        services.AddSingleton<DoseProcessor>();
        return services;
    }

    /// <summary>The looking at doses, beside the looking at cases. The storage services and logging have to be there.</summary>
    public static IServiceCollection AddDoseLooking(this IServiceCollection services, ServiceOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(options);
        services.AddSingleton<DoseLooks>();
        services.AddHostedService<DoseLooker>();
        return services;
    }
}
