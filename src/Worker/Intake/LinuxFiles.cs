using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ContourFlow.Worker.Intake;

/// <summary>
/// What Linux can do with files and .NET does not offer. Faults come as .NET's own exceptions: errno is their HResult.
/// </summary>
internal static partial class LinuxFiles
{
    private const string Library = "libc";
    private const int CurrentFolder = -100;
    private const uint NoReplace = 1;

    // The same on x86-64 and arm64, but for the two of the second line.
    private const int ReadOnly = 0, ReadWrite = 2, New = 0xC0, CloseOnExec = 0x80000;
    // But for what the process' mask takes away.
    private const uint AllRights = 0x1B6;
    private static readonly int s_direct = IsArm ? 0x10000 : 0x4000, s_folder = IsArm ? 0x4000 : 0x10000;

    private const int NotPermitted = 1, NotThere = 2, NoAccess = 13, IsThere = 17, NotSupported = 22, NoCall = 38;

    /// <summary>Whether these calls may be made: on Linux, on the processors whose constants are known here.</summary>
    public static bool AreAvailable { get; } = OperatingSystem.IsLinux()
        && RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.Arm64;

    private static bool IsArm => RuntimeInformation.ProcessArchitecture == Architecture.Arm64;

    /// <summary>
    /// Opens a file that is there so that writes go to the disk without the page cache (O_DIRECT) where the file system does
    /// that: buffers, offsets and lengths are then multiples of 4096. After <see cref="FlushData"/> they are durable.
    /// </summary>
    public static SafeFileHandle OpenDirect(string path)
    {
        SafeFileHandle handle = Open(path, ReadWrite | CloseOnExec | s_direct);
        if (!handle.IsInvalid)
            return handle;
        if (Marshal.GetLastPInvokeError() is not NotSupported)
            throw Fault(path);
        handle = Open(path, ReadWrite | CloseOnExec);
        return handle.IsInvalid ? throw Fault(path) : handle;
    }

    /// <summary>Makes a file for reading and writing, where none may be: without the looks at it and the lock of .NET's own way.</summary>
    public static SafeFileHandle Make(string path)
    {
        if (!AreAvailable)
            return File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        SafeFileHandle handle = Open(path, ReadWrite | CloseOnExec | New, AllRights);
        return handle.IsInvalid ? throw Fault(path) : handle;
    }

    /// <summary>Makes what was written to a file durable, but not its times (fdatasync).</summary>
    public static void FlushData(SafeFileHandle file, string path)
    {
        if (SyncData(file) != 0)
            throw Fault(path);
    }

    /// <summary>Makes what was named, renamed or removed in a folder durable. Does nothing where <see cref="AreAvailable"/> is false.</summary>
    public static void FlushFolder(string path)
    {
        if (!AreAvailable)
            return;
        using SafeFileHandle folder = OpenFolder(path);
        RandomAccess.FlushToDisk(folder);
    }

    /// <summary>Makes everything on the file system of a folder durable. Does nothing where <see cref="AreAvailable"/> is false.</summary>
    public static void FlushFileSystem(string path)
    {
        if (!AreAvailable)
            return;
        using SafeFileHandle folder = OpenFolder(path);
        if (SyncFileSystem(folder) != 0)
            throw Fault(path);
    }

    /// <summary>Renames a file, never over another; false when one is there.</summary>
    public static bool TryRename(string from, string to)
    {
        if (AreAvailable)
        {
            if (Rename(CurrentFolder, from, CurrentFolder, to, NoReplace) == 0)
                return true;
            int error = Marshal.GetLastPInvokeError();
            if (error == IsThere)
                return false;
            // Some network file systems cannot do it in one step.
            if (error is not (NotSupported or NoCall))
                throw Fault(to);
        }

        try
        {
            File.Move(from, to, overwrite: false);
            return true;
        }
        catch (IOException) when (File.Exists(to) && File.Exists(from))
        {
            return false;
        }
    }

    private static SafeFileHandle OpenFolder(string path)
    {
        SafeFileHandle folder = Open(path, ReadOnly | CloseOnExec | s_folder);
        return folder.IsInvalid ? throw Fault(path) : folder;
    }

    private static Exception Fault(string path)
    {
        int error = Marshal.GetLastPInvokeError();
        string message = $"{Marshal.GetPInvokeErrorMessage(error)}: {path}";
        return error switch
        {
            NotPermitted or NoAccess => new UnauthorizedAccessException(message),
            NotThere => new DirectoryNotFoundException(message),
            _ => new IOException(message, error),
        };
    }

    [LibraryImport(Library, EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle Open(string path, int flags);

    [LibraryImport(Library, EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle Open(string path, int flags, uint rights);

    [LibraryImport(Library, EntryPoint = "renameat2", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Rename(int fromFolder, string from, int toFolder, string to, uint flags);

    [LibraryImport(Library, EntryPoint = "fdatasync", SetLastError = true)]
    private static partial int SyncData(SafeFileHandle file);

    [LibraryImport(Library, EntryPoint = "syncfs", SetLastError = true)]
    private static partial int SyncFileSystem(SafeFileHandle folder);
}
