using System.Runtime.InteropServices;

namespace ContourFlow.Itk.Interop;

/// <summary>The binding of src/Itk/native; its header says what each function and field means.</summary>
internal static unsafe partial class NativeItk
{
    private const string Library = "contourflow_itk";
    private const int AbiVersion = 1;
    private static readonly Lazy<string?> s_whyUnavailable = new(Probe);

    /// <summary>Why the library cannot be used here, with what to do about it; <c>null</c> where it can.</summary>
    public static string? WhyUnavailable => s_whyUnavailable.Value;

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    internal static partial NativeStatus cfi_pair_create(in NativeImage fixedImage, in NativeImage movingImage, in NativeSettings settings, out nint pair, out NativeMessage message);

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    internal static partial void cfi_pair_free(nint pair);

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    internal static partial NativeStatus cfi_pair_execute(PairHandle pair, NativePose* starts, int count, in NativeCall call, NativeResult* result, out NativeMessage message);

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    internal static partial NativeStatus cfi_pair_restart(PairHandle pair, NativePose* starts, int count, in NativeCall call, NativeResult* results, out NativeMessage message);

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    internal static partial NativeStatus cfi_pair_evaluate(PairHandle pair, NativePose* poses, int count, in NativeCall call, NativeResult* results, out NativeMessage message);

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    internal static partial NativeStatus cfi_resample(in NativeImage moving, in NativeImage reference, in NativePose referenceToMoving, float outside, float* voxels, long voxelCount, in NativeCall call, out NativeMessage message);

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    private static partial int cfi_abi_version();

    private static string? Probe()
    {
        const string Install = "Install it with: apt-get install cmake g++ libinsighttoolkit5-dev, and build again.";
        try
        {
            int version = cfi_abi_version();
            return version == AbiVersion ? null : $"lib{Library}.so is of version {version} and version {AbiVersion} is needed. Build again.";
        }
        catch (DllNotFoundException)
        {
            return $"Images cannot be registered: lib{Library}.so, or ITK, which it needs, is not there. {Install}";
        }
        catch (Exception e) when (e is EntryPointNotFoundException or BadImageFormatException)
        {
            return $"Images cannot be registered: lib{Library}.so is of another kind. {Install}";
        }
    }
}
