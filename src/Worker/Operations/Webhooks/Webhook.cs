using System.Security.Cryptography;
using System.Text;
using ContourFlow.Worker.Hosting;

namespace ContourFlow.Worker.Operations.Webhooks;

/// <summary>A webhook of the configuration.</summary>
/// <param name="section">The configuration's entry.</param>
internal sealed class Webhook(WebhookSection section)
{
    /// <summary>What it is known by in messages: the address may hold a secret, and must not be in a queue.</summary>
    public string Id { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(section.Url)).AsSpan(0, 8));

    /// <summary>Its address.</summary>
    public Uri Url { get; } = new(section.Url);

    /// <summary>Sent as Authorization: Bearer; null: none.</summary>
    public string? Token => section.Token;

    /// <summary>Host and port, for logs and metrics.</summary>
    public string Host => Url.Authority;

    /// <summary>Whether it wants to be told of an event.</summary>
    public bool Wants(string name) => section.Events.IsEmpty || section.Events.Contains(name, StringComparer.Ordinal);
}
