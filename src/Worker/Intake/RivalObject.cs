using Microsoft.Win32.SafeHandles;

namespace ContourFlow.Worker.Intake;

/// <summary>
/// Tells what a power cut made of a journal's object from another object in its place. The journal's may have been taken away before its
/// segment was made void, and another of the same UID have come since: that one is not the journal's to write over.
/// </summary>
internal static class RivalObject
{
    private const int BlockLength = 1 << 17;

    /// <summary>Whether a file is a whole object of its own, and no torn or other copy of the journal's.</summary>
    /// <param name="segment">The journal's segment.</param>
    /// <param name="start">Where the journal's object begins in it.</param>
    /// <param name="length">Its bytes.</param>
    /// <param name="path">The file in its place.</param>
    public static bool IsIn(SafeFileHandle segment, long start, long length, string path)
    {
        if (!File.Exists(path))
            return false;
        using SafeFileHandle file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        return !IsTornCopy(segment, start, length, file) && IsWhole(file, ObjectPath.UidOf(Path.GetFileName(path)));
    }

    // What a power cut leaves of a file whose name was durable before its bytes: fewer of them, or zeros in their place.
    private static bool IsTornCopy(SafeFileHandle segment, long start, long length, SafeFileHandle file)
    {
        long there = RandomAccess.GetLength(file);
        if (there > length)
            return false;
        byte[] expected = new byte[BlockLength];
        byte[] found = new byte[BlockLength];
        for (long done = 0; done < there;)
        {
            int count = RandomAccess.Read(file, found.AsSpan(0, (int)Math.Min(BlockLength, there - done)), done);
            if (count == 0)
                break;
            if (!SameContent.Fill(segment, expected.AsSpan(0, count), start + done))
                return false;
            for (int i = 0; i < count; i++)
            {
                if (found[i] != 0 && found[i] != expected[i])
                    return false;
            }

            done += count;
        }

        return true;
    }

    private static bool IsWhole(SafeFileHandle file, string? sopInstanceUid)
    {
        byte[] block = new byte[BlockLength];
        int count = RandomAccess.Read(file, block.AsSpan(0, MetaInformation.MaximumLength), 0);
        if (!MetaInformation.TryRead(block.AsSpan(0, count), out long dataSetStart, out _, out string transferSyntax))
            return false;
        DicomTransferSyntax syntax = DicomTransferSyntax.Parse(transferSyntax);

        // Looked into only where it need not be inflated.
        if (syntax.IsDeflate)
            return RandomAccess.GetLength(file) > dataSetStart;
        var walker = new DataSetWalker(syntax.IsExplicitVR, syntax == DicomTransferSyntax.ExplicitVRBigEndian);
        for (long at = dataSetStart; (count = RandomAccess.Read(file, block, at)) > 0; at += count)
            walker.Feed(block.AsSpan(0, count));
        walker.End();
        return walker.Fault is null && string.Equals(walker.SopInstanceUid, sopInstanceUid, StringComparison.Ordinal);
    }
}
