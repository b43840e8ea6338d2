namespace ContourFlow.EndToEnd.Tests;

/// <summary>What a test cannot do without; it is reported as skipped where that is missing.</summary>
internal static class Needs
{
    /// <summary>The registration library beside the program.</summary>
    public static void Itk() => Assert.SkipUnless(
        Directory.EnumerateFiles(AppContext.BaseDirectory, "libcontourflow_itk*.so", SearchOption.AllDirectories).Any(),
        "The registration library is not built (packages cmake g++ libinsighttoolkit5-dev)");
}
