using System.Runtime.InteropServices;
using System.Text;

namespace ContourFlow.Dicom.Imaging.Codec;

/// <summary>The binding of src/Dicom/native: JPEG-LS by CharLS and JPEG 2000 by OpenJPEG. Its header says what each field means.</summary>
internal static unsafe partial class NativeCodecs
{
    private const string Library = "contourflow_dicom_codecs";
    private const int AbiVersion = 1;
    private static readonly Lazy<string?> s_whyUnavailable = new(Probe);

    internal delegate int Call(in Input input, in Output output, out Found found, out Message message);

    /// <summary>Why the library cannot be used here, with what to do about it; <c>null</c> where it can.</summary>
    public static string? WhyUnavailable => s_whyUnavailable.Value;

    public static int JpegLs(in Input input, in Output output, out Found found, out Message message) => cfc_jpegls_decode(input, output, out found, out message);

    public static int Jpeg2000(in Input input, in Output output, out Found found, out Message message) => cfc_jpeg2000_decode(input, output, out found, out message);

    public static int JpegLsHeader(in Input input, out Found found, out Message message) => cfc_jpegls_header(input, out found, out message);

    public static int Jpeg2000Header(in Input input, out Found found, out Message message) => cfc_jpeg2000_header(input, out found, out message);

    private static string? Probe()
    {
        const string Install = "Install it with: apt-get install cmake g++ libcharls-dev libopenjp2-7-dev, and build again.";
        try
        {
            int version = cfc_abi_version();
            return version == AbiVersion ? null : $"lib{Library}.so is of version {version} and version {AbiVersion} is needed. Build again.";
        }
        catch (DllNotFoundException)
        {
            return $"lib{Library}.so, or one that it needs, is not there. {Install}";
        }
        catch (Exception e) when (e is EntryPointNotFoundException or BadImageFormatException)
        {
            return $"lib{Library}.so is of another kind. {Install}";
        }
    }

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    private static partial int cfc_abi_version();

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    private static partial int cfc_jpegls_header(in Input input, out Found found, out Message message);

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    private static partial int cfc_jpegls_decode(in Input input, in Output output, out Found found, out Message message);

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    private static partial int cfc_jpeg2000_header(in Input input, out Found found, out Message message);

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
    private static partial int cfc_jpeg2000_decode(in Input input, in Output output, out Found found, out Message message);

    [StructLayout(LayoutKind.Sequential)]
    internal struct Input
    {
        public byte* Data;
        public ulong Size;
        public uint Rows;
        public uint Columns;
        public uint Components;
        public uint Reserved;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct Output
    {
        public byte* Samples;
        public ulong Size;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct Found
    {
        public uint Rows;
        public uint Columns;
        public uint Components;
        public uint Precision;
        public uint IsSigned;
        public uint NearLossless;
        public uint ColourTransform;
        public uint Reserved;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct Message
    {
        public fixed byte Text[256];

        public override readonly string ToString()
        {
            fixed (byte* text = Text)
                return Encoding.ASCII.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text));
        }
    }
}
