using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ContourFlow.Storage.Objects;

/// <summary>What Linux can do with files and .NET does not offer.</summary>
internal static partial class LinuxFiles
{
    private const string Library = "libc";
    private const int ReadOnly = 0, CloseOnExec = 0x80000;
    private const int NotThere = 2, IsThere = 17;

    /// <summary>What became of a wish for a second name of a file.</summary>
    public enum LinkOutcome
    {
        /// <summary>It has it.</summary>
        Linked,

        /// <summary>There is no such file, or no such folder.</summary>
        NotThere,

        /// <summary>Another file has the name.</summary>
        NameTaken,

        /// <summary>The file systems do not do it: another disk, another owner, too many names.</summary>
        NotPossible,
    }

    /// <summary>Gives a file a second name (link).</summary>
    public static LinkOutcome TryLink(string file, string name)
    {
        if (!OperatingSystem.IsLinux())
            return LinkOutcome.NotPossible;
        if (Link(file, name) == 0)
            return LinkOutcome.Linked;
        return Marshal.GetLastPInvokeError() switch
        {
            NotThere => LinkOutcome.NotThere,
            IsThere => LinkOutcome.NameTaken,
            _ => LinkOutcome.NotPossible,
        };
    }

    /// <summary>Makes what was named, renamed or removed in a folder durable (fsync). Does nothing elsewhere than on Linux.</summary>
    /// <exception cref="IOException">The disk says no.</exception>
    public static void FlushFolder(string path)
    {
        if (!OperatingSystem.IsLinux())
            return;
        using SafeFileHandle folder = Open(path, ReadOnly | CloseOnExec);
        if (folder.IsInvalid)
            throw new IOException(Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError()));
        RandomAccess.FlushToDisk(folder);
    }

    [LibraryImport(Library, EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string file, string name);

    [LibraryImport(Library, EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle Open(string path, int flags);
}
