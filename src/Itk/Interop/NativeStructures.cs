using System.Runtime.InteropServices;
using System.Text;
using ContourFlow.Geometry.Patient;

namespace ContourFlow.Itk.Interop;

internal enum NativeStatus
{
    Ok,
    BadArgument,
    BadImage,
    NotFinite,
    NoContrast,
    NoOverlap,
    TooFewSlices,
    Cancelled,
    OutOfMemory,
    Failed,
}

internal enum PixelKind
{
    Int16 = 1,
    UInt16 = 2,
    Float32 = 3,
}

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeImage
{
    public uint StructSize;
    public PixelKind Pixel;
    public void* Voxels;
    public long ByteCount;
    public fixed int Size[3];
    public int Reserved;
    public fixed double Spacing[3];
    public fixed double Origin[3];
    public fixed double Axes[9];

    public static NativeImage Of(ImageGeometry g, PixelKind kind, void* voxels, long byteCount)
    {
        NativeImage image = new() { StructSize = (uint)sizeof(NativeImage), Pixel = kind, Voxels = voxels, ByteCount = byteCount };
        (image.Size[0], image.Size[1], image.Size[2]) = (g.SizeI, g.SizeJ, g.SizeK);
        (image.Spacing[0], image.Spacing[1], image.Spacing[2]) = (g.SpacingI, g.SpacingJ, g.SpacingK);
        (image.Origin[0], image.Origin[1], image.Origin[2]) = (g.Origin.X, g.Origin.Y, g.Origin.Z);
        (image.Axes[0], image.Axes[1], image.Axes[2]) = (g.AxisI.X, g.AxisI.Y, g.AxisI.Z);
        (image.Axes[3], image.Axes[4], image.Axes[5]) = (g.AxisJ.X, g.AxisJ.Y, g.AxisJ.Z);
        (image.Axes[6], image.Axes[7], image.Axes[8]) = (g.AxisK.X, g.AxisK.Y, g.AxisK.Z);
        return image;
    }
}

[StructLayout(LayoutKind.Sequential)]
internal struct NativeLevel
{
    public double VoxelSize;
    public double FirstStep;
    public double LastStep;
    public int Samples;
    public int Keep;
    public int Iterations;
    public int Reserved;

    public static NativeLevel Of(RegistrationLevel level) => new()
    {
        VoxelSize = level.VoxelSize,
        FirstStep = level.FirstStep,
        LastStep = level.LastStep,
        Samples = level.Samples,
        Keep = level.Keep,
        Iterations = level.Iterations,
    };
}

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeSettings
{
    public uint StructSize;
    public int Threads;
    public fixed double Centre[3];
    public fixed double HalfSize[3];
    public fixed double FixedWindow[2];
    public fixed double MovingWindow[2];
    public double MinimumOverlap;
    public double OptimisedStarts;
    public NativeLevel* Levels;
    public NativeLevel* RestartLevels;
    public int LevelCount;
    public int RestartLevelCount;

    /// <summary>All but the levels, whose memory is the caller's.</summary>
    public static NativeSettings Of(RegistrationSettings s)
    {
        NativeSettings settings = new()
        {
            StructSize = (uint)sizeof(NativeSettings),
            Threads = Math.Min(s.MaximumDegreeOfParallelism, 256),
            MinimumOverlap = s.MinimumOverlap,
            OptimisedStarts = s.OptimisedStarts,
        };
        (settings.Centre[0], settings.Centre[1], settings.Centre[2]) = (s.Centre.X, s.Centre.Y, s.Centre.Z);
        (settings.HalfSize[0], settings.HalfSize[1], settings.HalfSize[2]) = (s.HalfSize.X, s.HalfSize.Y, s.HalfSize.Z);
        (settings.FixedWindow[0], settings.FixedWindow[1]) = (s.FixedWindow.Low, s.FixedWindow.High);
        (settings.MovingWindow[0], settings.MovingWindow[1]) = s.MovingWindow is { } window ? (window.Low, window.High) : (double.NaN, double.NaN);
        return settings;
    }
}

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativePose
{
    public fixed double Row[12];

    public static NativePose Of(RigidTransform t)
    {
        NativePose pose = default;
        (pose.Row[0], pose.Row[1], pose.Row[2], pose.Row[3]) = (t.RowX.X, t.RowX.Y, t.RowX.Z, t.Translation.X);
        (pose.Row[4], pose.Row[5], pose.Row[6], pose.Row[7]) = (t.RowY.X, t.RowY.Y, t.RowY.Z, t.Translation.Y);
        (pose.Row[8], pose.Row[9], pose.Row[10], pose.Row[11]) = (t.RowZ.X, t.RowZ.Y, t.RowZ.Z, t.Translation.Z);
        return pose;
    }

    public readonly RigidTransform ToRigid(FrameOfReferenceUid from, FrameOfReferenceUid to) => new(
        from,
        to,
        new(Row[0], Row[1], Row[2]),
        new(Row[4], Row[5], Row[6]),
        new(Row[8], Row[9], Row[10]),
        new(Row[3], Row[7], Row[11]));
}

[StructLayout(LayoutKind.Sequential)]
internal struct NativeResult
{
    public NativePose Pose;
    public double Metric;
    public double Overlap;
    public double RunnerUpMetric;
    public double RunnerUpDistance;
    public int Iterations;
    public int Reserved;
}

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeCall
{
    public uint StructSize;
    public int Reserved;
    public int* Cancelled;
    public delegate* unmanaged[Cdecl]<void*, int, int, int, int, void> Progress;
    public void* User;
}

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeMessage
{
    public fixed byte Text[512];

    public override readonly string ToString()
    {
        fixed (byte* text = Text)
            return Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text));
    }
}
