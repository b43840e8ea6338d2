using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ContourFlow.Deploy.Tests.Rendering;

/// <summary>A container of a pod.</summary>
internal sealed partial record Container(JsonObject Json)
{
    public string Name => (string)Json["name"]!;

    public string Image => (string)Json["image"]!;

    public IReadOnlyList<string> Arguments => [.. (Json["args"] as JsonArray ?? []).Select(node => (string)node!)];

    /// <summary>Its variables in their order.</summary>
    public IReadOnlyList<JsonObject> Variables => [.. (Json["env"] as JsonArray ?? []).Select(node => (JsonObject)node!)];

    /// <summary>Its ports by name.</summary>
    public IReadOnlyDictionary<string, int> Ports =>
        (Json["ports"] as JsonArray ?? []).ToDictionary(port => (string)port!["name"]!, port => (int)port!["containerPort"]!, StringComparer.Ordinal);

    /// <summary>Path of each mount, by the volume's name.</summary>
    public IReadOnlyDictionary<string, string> Mounts =>
        (Json["volumeMounts"] as JsonArray ?? []).ToDictionary(mount => (string)mount!["name"]!, mount => (string)mount!["mountPath"]!, StringComparer.Ordinal);

    /// <summary>startupProbe, livenessProbe and readinessProbe, those that it has.</summary>
    public IEnumerable<(string Name, JsonObject Probe)> Probes =>
        new[] { "startupProbe", "livenessProbe", "readinessProbe" }.Where(Json.ContainsKey).Select(name => (name, (JsonObject)Json[name]!));

    /// <summary>
    /// The variables as the kubelet gives them to the process: secrets and fields looked up, and <c>$(NAME)</c> replaced by a variable that stands before it;
    /// what is not known stays as it is written.
    /// </summary>
    /// <param name="secret">The value of a key of a Secret.</param>
    /// <param name="field">The value of a field of the pod, such as metadata.name.</param>
    public IReadOnlyList<KeyValuePair<string, string>> Environment(Func<string, string, string> secret, Func<string, string> field)
    {
        var known = new Dictionary<string, string>(StringComparer.Ordinal);
        var all = new List<KeyValuePair<string, string>>();
        foreach (JsonObject variable in Variables)
        {
            string value = variable["valueFrom"] switch
            {
                null => Reference().Replace((string?)variable["value"] ?? "", match => known.GetValueOrDefault(match.Groups["name"].Value, match.Value)),
                { } from when from["secretKeyRef"] is { } key => secret((string)key["name"]!, (string)key["key"]!),
                { } from when from["fieldRef"] is { } of => field((string)of["fieldPath"]!),
                { } other => throw new InvalidDataException($"{variable["name"]} comes from {other.ToJsonString()}, which is not expected."),
            };
            string name = (string)variable["name"]!;
            known[name] = value;
            all.Add(KeyValuePair.Create(name, value));
        }

        return all;
    }

    [GeneratedRegex(@"\$\((?<name>[A-Za-z_][A-Za-z0-9_]*)\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Reference();
}
