using ContourFlow.Itk;

namespace ContourFlow.Contouring.Tests.Fusion;

/// <summary>What a test cannot do without; it is reported as skipped where that is missing.</summary>
internal static class Needs
{
    /// <summary>The registration library.</summary>
    public static void Itk() => Assert.SkipUnless(ItkLibrary.IsAvailable, ItkLibrary.WhyNot ?? string.Empty);
}
