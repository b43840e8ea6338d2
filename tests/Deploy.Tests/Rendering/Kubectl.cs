using System.ComponentModel;
using System.Diagnostics;

namespace ContourFlow.Deploy.Tests.Rendering;

/// <summary>kubectl, which renders kustomizations without a cluster.</summary>
internal static class Kubectl
{
    private static readonly Lazy<bool> s_isInstalled = new(IsThere);

    /// <summary>Skips the test where kubectl is not installed.</summary>
    public static void Need() => Assert.SkipUnless(s_isInstalled.Value, "kubectl 1.27 or later is needed to render the manifests, and is not installed");

    /// <summary>What a folder renders to.</summary>
    /// <exception cref="InvalidOperationException">It does not render; the message says why.</exception>
    public static string Kustomize(string folder)
    {
        (int code, string said, string complaint) = Run("kustomize", folder);
        return code == 0 && complaint.Length == 0 ? said : throw new InvalidOperationException($"kubectl kustomize {folder}: {complaint}");
    }

    private static bool IsThere()
    {
        try
        {
            return Run("version", "--client").Code == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    private static (int Code, string Said, string Complaint) Run(params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo("kubectl", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> complaint = process.StandardError.ReadToEndAsync();
        string said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, said, complaint.GetAwaiter().GetResult());
    }
}
