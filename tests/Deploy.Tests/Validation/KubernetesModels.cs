using System.Diagnostics;
using System.Text.Json.Nodes;
using ContourFlow.Deploy.Tests.Rendering;

namespace ContourFlow.Deploy.Tests.Validation;

/// <summary>npm's kubernetes-models: finds wrong types, missing fields and unknown values of enumerations, but no unknown fields.</summary>
internal static class KubernetesModels
{
    /// <summary>What is wrong with each object: sentences, or null where it has no schema for the kind. Skips the test where the packages are not installed.</summary>
    public static async Task<IReadOnlyList<IReadOnlyList<string>?>> FaultsAsync(IEnumerable<Manifest> manifests, CancellationToken cancellationToken)
    {
        string folder = Path.Combine(Repository.Root, "tests", "Deploy.Tests", "validators");
        Assert.SkipUnless(Directory.Exists(Path.Combine(folder, "node_modules", "kubernetes-models")), "the validators are not installed: run `npm ci` in tests/Deploy.Tests/validators");
        using Process process = Process.Start(new ProcessStartInfo("node", [Path.Combine(folder, "validate.mjs")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Task<string> said = process.StandardOutput.ReadToEndAsync(cancellationToken);
        Task<string> complaint = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.StandardInput.WriteAsync(new JsonArray([.. manifests.Select(manifest => manifest.Json.DeepClone())]).ToJsonString());
        process.StandardInput.Close();
        await process.WaitForExitAsync(cancellationToken);
        process.ExitCode.Should().Be(0, await complaint);
        return [.. ((JsonArray)JsonNode.Parse(await said)!).Select(one => one is JsonArray faults ? (IReadOnlyList<string>)[.. faults.Select(fault => (string)fault!)] : null)];
    }
}
