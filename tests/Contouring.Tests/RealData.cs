namespace ContourFlow.Contouring.Tests;

/// <summary>Real DICOM from public repositories, where it is.</summary>
internal static class RealData
{
    /// <summary>A path below the test data; skips the test when there are none.</summary>
    public static string Path(string relative)
    {
        var root = Environment.GetEnvironmentVariable("CONTOURFLOW_TEST_DATA");
        if (string.IsNullOrEmpty(root)) Assert.Skip("CONTOURFLOW_TEST_DATA is not set");
        return System.IO.Path.Combine(root, relative);
    }
}
