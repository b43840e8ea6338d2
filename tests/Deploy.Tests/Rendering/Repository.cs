namespace ContourFlow.Deploy.Tests.Rendering;

/// <summary>The repository as it lies on disk.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>The folder of the manifests.</summary>
    public static string Manifests { get; } = Path.Combine(Root, "deploy", "k8s");

    private static string FindRoot()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
            if (File.Exists(Path.Combine(folder, "ContourFlow.sln"))) return folder;
        throw new InvalidOperationException("The tests run from a folder outside the repository.");
    }
}
