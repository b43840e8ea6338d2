using System.Collections.Immutable;
using ContourFlow.Worker.Hosting;

namespace ContourFlow.Worker.Operations.Webhooks;

/// <summary>The webhooks of the configuration.</summary>
internal sealed class WebhookList(ServiceOptions options)
{
    // Two entries of one address are told once.
    private readonly ImmutableArray<Webhook> hooks = [.. options.Webhooks.Select(section => new Webhook(section)).DistinctBy(hook => hook.Id, StringComparer.Ordinal)];

    /// <summary>Those that want to be told of an event.</summary>
    public IEnumerable<Webhook> Wanting(string name) => hooks.Where(hook => hook.Wants(name));

    /// <summary>The hook of an id; null where the configuration does not have it any more.</summary>
    public Webhook? Find(string id) => hooks.FirstOrDefault(hook => hook.Id == id);
}
