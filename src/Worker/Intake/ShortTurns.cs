using System.Runtime.InteropServices;

namespace ContourFlow.Worker.Intake;

/// <summary>
/// Lets a thread that mostly waits for the disk have the processor as soon as the disk has answered, where others compute. Linux (6.12
/// and later) lets a thread that runs elsewhere end its turn of some milliseconds first, unless the one that wakes asks for
/// shorter turns; its share of the processor stays the same. A wish only: where it is not granted nothing else changes.
/// </summary>
internal static unsafe partial class ShortTurns
{
    private const uint OrdinaryPolicy = 0;
    // The shortest that the system grants, in nanoseconds.
    private const ulong Shortest = 100_000;
    private static readonly bool s_isArm = RuntimeInformation.ProcessArchitecture == Architecture.Arm64;
    private static readonly nint s_set = s_isArm ? 274 : 314, s_get = s_isArm ? 275 : 315;

    [ThreadStatic]
    private static bool t_isAsked;

    /// <summary>Asks for them for the thread that calls, once; not for threads of the pool, which have other work, too.</summary>
    public static void Ask()
    {
        if (t_isAsked)
            return;
        t_isAsked = true;
        if (!LinuxFiles.AreAvailable || Thread.CurrentThread.IsThreadPoolThread)
            return;
        Attributes attributes = default;
        if (Call(s_get, 0, (nint)(&attributes), sizeof(Attributes), 0) != 0 || attributes.Policy != OrdinaryPolicy)
            return;
        attributes.Runtime = Shortest;
        _ = Call(s_set, 0, (nint)(&attributes), 0, 0);
    }

    [LibraryImport("libc", EntryPoint = "syscall")]
    private static partial nint Call(nint number, nint first, nint second, nint third, nint fourth);

    // struct sched_attr of linux/sched/types.h, as of its first version.
    [StructLayout(LayoutKind.Sequential)]
    private struct Attributes
    {
        public uint Size;
        public uint Policy;
        public ulong Flags;
        public int Nice;
        public uint Priority;
        public ulong Runtime;
        public ulong Deadline;
        public ulong Period;
    }
}
