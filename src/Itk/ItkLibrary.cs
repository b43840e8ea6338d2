using ContourFlow.Itk.Interop;

namespace ContourFlow.Itk;

/// <summary>Whether ITK can be used here: its library is built where CMake and ITK are installed, and missing elsewhere.</summary>
public static class ItkLibrary
{
    /// <summary>Whether registration and resampling work.</summary>
    public static bool IsAvailable => WhyNot is null;

    /// <summary>Why they do not, with what to do about it; <c>null</c> where they do.</summary>
    public static string? WhyNot => NativeItk.WhyUnavailable;

    internal static void ThrowIfMissing()
    {
        if (WhyNot is { } why) throw new RegistrationException(RegistrationFault.LibraryMissing, why);
    }
}
