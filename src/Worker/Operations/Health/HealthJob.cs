using System.Text.Json;
using System.Text.Json.Nodes;
using ContourFlow.Contouring.Faults;
using ContourFlow.Worker.Tables;
using Spectre.Console;

namespace ContourFlow.Worker.Operations.Health;

/// <summary>`contourflow health`: asks a process of this machine how it is.</summary>
internal static class HealthJob
{
    // A process's answer is a few kB; whatever else listens there is not read without end.
    private const int LargestAnswer = 1 << 20;

    /// <summary>Asks, and says what was answered.</summary>
    /// <exception cref="TransientException">Nobody answers there, not in time, or it is no process of ours.</exception>
    public static async Task<Answer> RunAsync(HealthRequest request, CancellationToken cancellationToken)
    {
        JsonObject answer = await AskAsync(request, cancellationToken);
        if (answer["status"] is not JsonValue value || !value.TryGetValue(out string? status) || answer["checks"] is not JsonArray checks || checks.Any(check => check is not JsonObject))
            throw NotOurs(request, null);
        var json = new JsonObject { ["question"] = HealthRequest.Word(request.Question), ["url"] = request.Url.ToString(), ["answer"] = answer.DeepClone() };
        bool isWell = status is "healthy" or "degraded";
        string sentence = $"{Text(answer["process"])} {status}";
        return new Answer(isWell ? ExitCode.Done : ExitCode.Unhealthy, json, console => Show(console, sentence, checks))
        {
            Problem = isWell ? null : new Problem("unhealthy", $"{request.Url} answers '{status}'; the checks say why."),
        };
    }

    private static async Task<JsonObject> AskAsync(HealthRequest request, CancellationToken cancellationToken)
    {
        // Straight to this machine: a proxy for the way outside, which the environment may name, does not know its loopback address.
        using var handler = new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, ConnectTimeout = request.Timeout };
        using var client = new HttpClient(handler) { Timeout = request.Timeout, MaxResponseContentBufferSize = LargestAnswer };
        try
        {
            using HttpResponseMessage response = await client.GetAsync(request.Url, cancellationToken);
            return JsonNode.Parse(await response.Content.ReadAsStringAsync(cancellationToken)) as JsonObject ?? throw NotOurs(request, null);
        }
        catch (HttpRequestException fault) when (fault.HttpRequestError is HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded)
        {
            throw NotOurs(request, fault);
        }
        catch (HttpRequestException fault)
        {
            throw new TransientException($"Nobody answers at {request.Url}: {fault.Message.TrimEnd('.')}. Is the process started, and is this its configuration?", fault);
        }
        catch (OperationCanceledException fault) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TransientException($"{request.Url} did not answer within {request.Timeout.TotalSeconds} s.", fault);
        }
        catch (JsonException fault)
        {
            throw NotOurs(request, fault);
        }
    }

    private static TransientException NotOurs(HealthRequest request, Exception? fault) =>
        new($"What answers at {request.Url} is no process of ContourFlow: something else listens at this port.", fault ?? new FormatException("The answer is not that of a health endpoint."));

    private static void Show(IAnsiConsole console, string sentence, JsonArray checks)
    {
        console.WriteLine(sentence);
        if (checks.Count == 0)
            return;
        Table table = PlainTable.With("Check", "Status", "What it says");
        foreach (JsonNode? check in checks)
            table.AddTextRow(Text(check!["name"]), Text(check["status"]), Text(check["sentence"]));
        console.Write(table);
    }

    private static string Text(JsonNode? node) => node?.ToString() ?? "";
}
