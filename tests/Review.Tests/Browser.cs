using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace ContourFlow.Review.Tests;

/// <summary>What a browser does: keeps cookies, names its origin, and sends the session's token with what changes something.</summary>
internal sealed class Browser : IDisposable
{
    private readonly HttpClient client;

    public Browser(Uri address)
    {
        Address = address;
        client = new HttpClient(new SocketsHttpHandler { CookieContainer = Cookies, UseCookies = true, AllowAutoRedirect = false, UseProxy = false }) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(60) };
    }

    public Uri Address { get; }

    public CookieContainer Cookies { get; } = new();

    /// <summary>The session's token against forged requests.</summary>
    public string? Token { get; set; }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async Task<Browser> WithTokenAsync()
    {
        Token = (await JsonAsync("/api/session"))["csrfToken"]!.GetValue<string>();
        return this;
    }

    public Task<HttpResponseMessage> SignInAsync(string token, string name) => PostAsync("/api/signin", new { token, name });

    public Task<HttpResponseMessage> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<HttpResponseMessage> PostAsync(string path, object? body) => SendAsync(HttpMethod.Post, path, body);

    /// <summary>Sends a request as the page would; what is to be changed of it is changed.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, object? body = null, Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.RelativeOrAbsolute));
        if (method != HttpMethod.Get)
        {
            request.Headers.Add("Origin", Address.GetLeftPart(UriPartial.Authority));
            request.Headers.Add("Sec-Fetch-Site", "same-origin");
            if (Token is not null)
                request.Headers.Add("X-CSRF-TOKEN", Token);
            request.Content = body as HttpContent ?? JsonContent.Create(body ?? new { });
        }

        change?.Invoke(request);
        return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
    }

    /// <summary>The JSON of an answer that is to be 200.</summary>
    public async Task<JsonObject> JsonAsync(string path)
    {
        using HttpResponseMessage answer = await GetAsync(path);
        return await JsonAsync(answer, HttpStatusCode.OK);
    }

    /// <summary>The JSON of an answer that is to have a status.</summary>
    public static async Task<JsonObject> JsonAsync(HttpResponseMessage answer, HttpStatusCode expected)
    {
        string text = await answer.Content.ReadAsStringAsync(Cancel);
        answer.StatusCode.Should().Be(expected, text);
        return JsonNode.Parse(text)!.AsObject();
    }

    public void Dispose() => client.Dispose();
}
