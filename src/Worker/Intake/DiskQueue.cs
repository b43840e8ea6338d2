using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ContourFlow.Worker.Intake;

/// <summary>
/// Writes that the disk does while the thread that asked for them goes on: Linux' asynchronous writes (io_submit), which need
/// no second thread for files that are open past the page cache. Used by one thread at a time.
/// </summary>
internal sealed unsafe partial class DiskQueue : IDisposable
{
    /// <summary>Most writes under way.</summary>
    public const int Most = 16;

    private const string Library = "libc";
    private const ushort WriteCommand = 1;
    private const int Interrupted = 4;
    private static readonly bool s_isArm = RuntimeInformation.ProcessArchitecture == Architecture.Arm64;
    private static readonly nint s_setup = s_isArm ? 0 : 206, s_destroy = s_isArm ? 1 : 207, s_getEvents = s_isArm ? 4 : 208, s_submit = s_isArm ? 2 : 209;

    private nint context;
    private long asked;

    private DiskQueue(nint context) => this.context = context;

    /// <summary>Writes that have not been waited for.</summary>
    public int UnderWay { get; private set; }

    /// <summary>A queue; null where the system has none to give (other systems, containers that forbid it, too many in use).</summary>
    public static DiskQueue? TryMake()
    {
        nint made = 0;
        return LinuxFiles.AreAvailable && Call(s_setup, Most, (nint)(&made), 0, 0, 0) == 0 ? new DiskQueue(made) : null;
    }

    /// <summary>
    /// Begins a write. The memory must stay as it is, and the file belong to this writer, until <see cref="Wait"/> has returned.
    /// </summary>
    /// <returns>False when the system does not take it: nothing was begun.</returns>
    /// <param name="file">A file from <see cref="LinuxFiles.OpenDirect"/>.</param>
    /// <param name="memory">Address of the bytes, a multiple of 4096.</param>
    /// <param name="length">How many, a multiple of 4096.</param>
    /// <param name="at">Where in the file, a multiple of 4096.</param>
    public bool TryWrite(SafeFileHandle file, nint memory, int length, long at)
    {
        if (UnderWay == Most)
            return false;
        bool isHeld = false;
        try
        {
            file.DangerousAddRef(ref isHeld);
            var block = new ControlBlock
            {
                Command = WriteCommand,
                File = (uint)file.DangerousGetHandle(),
                Memory = (ulong)memory,
                Length = (ulong)length,
                At = at,
            };
            ControlBlock* list = &block;
            if (Call(s_submit, context, 1, (nint)(&list), 0, 0) != 1)
                return false;
            UnderWay++;
            asked += length;
            return true;
        }
        finally
        {
            if (isHeld)
                file.DangerousRelease();
        }
    }

    /// <summary>Waits until all writes have ended.</summary>
    /// <exception cref="IOException">One failed, or wrote only a part.</exception>
    public void Wait(string path)
    {
        Event* events = stackalloc Event[Most];
        long written = 0;
        int fault = 0;
        while (UnderWay > 0)
        {
            nint count = Call(s_getEvents, context, UnderWay, UnderWay, (nint)events, 0);
            if (count < 0)
            {
                int error = Marshal.GetLastPInvokeError();
                if (error == Interrupted)
                    continue;
                // Not to be gone on from: the disk may still read the memory.
                Environment.FailFast($"The system does not tell how its writes ended: {Marshal.GetPInvokeErrorMessage(error)}.");
            }

            for (int i = 0; i < count; i++)
            {
                if (events[i].Result < 0)
                    fault = (int)-events[i].Result;
                else
                    written += events[i].Result;
            }

            UnderWay -= (int)count;
        }

        (long wanted, asked) = (asked, 0);
        if (fault != 0)
            throw new IOException($"{Marshal.GetPInvokeErrorMessage(fault)}: {path}", fault);
        if (written != wanted)
            throw new IOException($"Only {written} of {wanted} bytes were written: {path}");
    }

    /// <summary>Gives it back to the system, once its writes have ended.</summary>
    public void Dispose()
    {
        if (context == 0)
            return;
        Call(s_destroy, context, 0, 0, 0, 0);
        context = 0;
    }

    [LibraryImport(Library, EntryPoint = "syscall", SetLastError = true)]
    private static partial nint Call(nint number, nint first, nint second, nint third, nint fourth, nint fifth);

    // struct iocb of linux/aio_abi.h, little endian.
    [StructLayout(LayoutKind.Sequential)]
    private struct ControlBlock
    {
        public ulong Data;
        public uint Key;
        public uint Flags;
        public ushort Command;
        public short Priority;
        public uint File;
        public ulong Memory;
        public ulong Length;
        public long At;
        public ulong Reserved;
        public uint MoreFlags;
        public uint Notice;
    }

    // struct io_event of the same.
    [StructLayout(LayoutKind.Sequential)]
    private struct Event
    {
        public ulong Data;
        public ulong Block;
        public long Result;
        public long SecondResult;
    }
}
