using System.Collections.Concurrent;
using System.Threading.Channels;
using ContourFlow.Worker.Tests.DicomWeb;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace ContourFlow.Worker.Tests.Operations.Webhooks;

/// <summary>What a webhook was sent.</summary>
internal sealed record Told(string? Authorization, string Key, string? ContentType, string Body);

/// <summary>Another system that is told of events: Kestrel on loopback, which answers as it is told to.</summary>
internal sealed class ToldSystem : IAsyncDisposable
{
    private readonly ConcurrentQueue<int> answers = new();
    private readonly Channel<Told> calls = Channel.CreateUnbounded<Told>();
    private LoopbackServer? server;

    /// <summary>Where it is, with something in the address that must be shown to nobody.</summary>
    public string Url => new Uri(server!.Address, "/told?secret=xyzzy").ToString();

    /// <summary>Calls that nobody has waited for.</summary>
    public int Waiting => calls.Reader.Count;

    /// <summary>Starts it: it gives these answers one after the other, then 204.</summary>
    public static async Task<ToldSystem> StartAsync(params int[] answers)
    {
        var system = new ToldSystem();
        foreach (int answer in answers)
            system.answers.Enqueue(answer);
        system.server = await LoopbackServer.StartAsync(web => web.MapPost("/told", system.AnswerAsync));
        return system;
    }

    /// <summary>The next call.</summary>
    public async Task<Told> NextAsync()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        return await calls.Reader.ReadAsync(deadline.Token);
    }

    public async ValueTask DisposeAsync()
    {
        if (server is not null)
            await server.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var told = new Told(context.Request.Headers.Authorization, context.Request.Headers["Idempotency-Key"].ToString(), context.Request.ContentType, await reader.ReadToEndAsync());
        context.Response.StatusCode = answers.TryDequeue(out int answer) ? answer : StatusCodes.Status204NoContent;
        if (context.Response.StatusCode is 302)
            context.Response.Headers.Location = "/told";
        calls.Writer.TryWrite(told);
    }
}
