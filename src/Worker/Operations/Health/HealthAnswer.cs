using System.Text.Json.Nodes;
using ContourFlow.Worker.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ContourFlow.Worker.Operations.Health;

/// <summary>What a probe is answered: JSON that names each dependency, its status and a sentence; no secret is in it.</summary>
internal static class HealthAnswer
{
    /// <summary>Writes it; the status code is the health checks' own: 503 where the process is not ready, else 200.</summary>
    public static Task WriteAsync(HttpContext context, HealthReport report)
    {
        ServiceOptions options = context.RequestServices.GetRequiredService<ServiceOptions>();
        var json = new JsonObject
        {
            ["status"] = Word(report.Status),
            ["process"] = options.Process,
            ["version"] = ProgramVersion.Text,
            ["checks"] = new JsonArray([.. report.Entries.Select(entry => (JsonNode)new JsonObject
            {
                ["name"] = entry.Key.Split(" (")[0],
                ["status"] = Word(entry.Value.Status),
                ["sentence"] = entry.Value.Description,
                ["milliseconds"] = (long)entry.Value.Duration.TotalMilliseconds,
            })]),
        };
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(json.ToJsonString(), context.RequestAborted);
    }

    private static string Word(HealthStatus status) => status switch
    {
        HealthStatus.Healthy => "healthy",
        HealthStatus.Degraded => "degraded",
        _ => "unhealthy",
    };
}
