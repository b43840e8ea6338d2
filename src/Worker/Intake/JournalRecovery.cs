using System.IO.Hashing;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;

namespace ContourFlow.Worker.Intake;

/// <summary>
/// What a start does with the journal that a kill or a power cut left: each object in it that is missing, shorter or
/// damaged in its place is written again; a torn record, which nobody was told of, is dropped. Where another whole object is in
/// its place, that one stays and the journal's is kept aside: nothing that was acknowledged is written over.
/// </summary>
internal static class JournalRecovery
{
    private const int BlockLength = 1 << 18;

    /// <summary>
    /// Puts every object of the journal into its place, durably, and removes the journal. Interrupted at any point it can
    /// be run again.
    /// </summary>
    /// <returns>How many objects had to be written again.</returns>
    /// <exception cref="IOException">The disk refuses; the journal is still there.</exception>
    public static int Run(string folder, PlacedFolders files, ILogger log)
    {
        string[] segments = [.. Directory.EnumerateFiles(folder, "*" + Journal.SegmentEnding).Order(StringComparer.Ordinal)];
        int written = 0;
        var last = new Dictionary<string, Found>(StringComparer.Ordinal);
        foreach (string segment in segments)
        {
            foreach (Found found in Read(segment, log))
            {
                if (!last.TryGetValue(found.Record.Path, out Found? other) || other.Record.Sequence < found.Record.Sequence)
                    last[found.Record.Path] = found;
            }
        }

        foreach (Found found in last.Values.OrderBy(f => f.Record.Sequence))
        {
            using SafeFileHandle segment = File.OpenHandle(found.Segment);
            if (PathFor(segment, found, files) is not { } path || IsInPlace(segment, found, files.Absolute(path)))
                continue;
            Write(segment, found, path, folder, files);
            written++;
            if (path == found.Record.Path)
                IntakeLog.Recovered(log, Path.GetFileNameWithoutExtension(path));
            else
                IntakeLog.KeptAside(log, Path.GetFileNameWithoutExtension(found.Record.Path), path);
        }

        // Also of what was in its place already, perhaps in the page cache only; and of what a kill left between name and flush.
        LinuxFiles.FlushFileSystem(files.Root);
        foreach (string segment in segments)
            File.Delete(segment);
        return written;
    }

    private static IEnumerable<Found> Read(string path, ILogger log)
    {
        using SafeFileHandle segment = File.OpenHandle(path);
        long size = RandomAccess.GetLength(segment);
        byte[] block = new byte[BlockLength];
        long generation = 0;
        int index = 0;
        long at = 0;
        while (at + JournalRecord.Page <= size)
        {
            int count = RandomAccess.Read(segment, block.AsSpan(0, JournalRecord.Page), at);
            JournalRecord? record = JournalRecord.ReadHead(block.AsSpan(0, count));
            if (record is null || record.Index != index || (index > 0 && record.Generation != generation))
                yield break;
            if (at + record.Size > size || !ObjectPath.IsValid(record.Path) || !IsIntact(segment, record, at + JournalRecord.Page, block))
            {
                IntakeLog.TornRecord(log, Path.GetFileName(path), at);
                yield break;
            }

            yield return new Found(path, at + JournalRecord.Page, record);
            generation = record.Generation;
            index++;
            at += record.Size;
        }
    }

    private static bool IsIntact(SafeFileHandle segment, JournalRecord record, long start, byte[] block)
    {
        var checksum = new XxHash3();
        for (long done = 0; done < record.Length;)
        {
            int count = RandomAccess.Read(segment, block.AsSpan(0, (int)Math.Min(block.Length, record.Length - done)), start + done);
            if (count == 0)
                return false;
            checksum.Append(block.AsSpan(0, count));
            done += count;
        }

        Span<byte> stated = stackalloc byte[JournalRecord.ChecksumLength];
        return RandomAccess.Read(segment, stated, start + record.Length) == stated.Length
            && System.Buffers.Binary.BinaryPrimitives.ReadUInt64LittleEndian(stated) == record.Seal(checksum);
    }

    // Its own place, or that of objects that came under the UID of another; null where its data set is there, in a file of another sending.
    private static string? PathFor(SafeFileHandle segment, Found found, PlacedFolders files)
    {
        JournalRecord record = found.Record;
        if (ObjectPath.UidOf(Path.GetFileName(record.Path)) is not { } uid || record.Path.StartsWith(ObjectPath.Conflicts, StringComparison.Ordinal)
            || IsInPlace(segment, found, files.Absolute(record.Path)) || !RivalObject.IsIn(segment, found.Start, record.Length, files.Absolute(record.Path)))
        {
            return record.Path;
        }

        byte[] head = new byte[(int)Math.Min(MetaInformation.MaximumLength, record.Length)];
        if (!SameContent.Fill(segment, head, found.Start) || !MetaInformation.TryRead(head, out long dataSetStart, out _, out _) || dataSetStart > record.Length)
            return record.Path;
        if (HasDataSet(files.Absolute(record.Path), segment, found.Start + dataSetStart, record.Length - dataSetStart))
            return null;
        return $"{ObjectPath.Conflicts}/{ObjectPath.ConflictName(uid, SameContent.Hash(segment, found.Start + dataSetStart, record.Length - dataSetStart))}";
    }

    private static bool HasDataSet(string path, SafeFileHandle segment, long start, long length)
    {
        using SafeFileHandle file = File.OpenHandle(path);
        byte[] head = new byte[MetaInformation.MaximumLength];
        int count = RandomAccess.Read(file, head, 0);
        return MetaInformation.TryRead(head.AsSpan(0, count), out long dataSetStart, out _, out _)
            && RandomAccess.GetLength(file) - dataSetStart == length
            && SameContent.AreEqual(segment, start, file, dataSetStart, length);
    }

    private static bool IsInPlace(SafeFileHandle segment, Found found, string path)
    {
        if (!File.Exists(path))
            return false;
        using SafeFileHandle file = File.OpenHandle(path);
        return RandomAccess.GetLength(file) == found.Record.Length
            && SameContent.AreEqual(segment, found.Start, file, 0, found.Record.Length);
    }

    private static void Write(SafeFileHandle segment, Found found, string path, string folder, PlacedFolders files)
    {
        string part = Path.Combine(folder, "recovered" + PartFile.Ending);
        byte[] block = new byte[BlockLength];
        using (SafeFileHandle file = File.OpenHandle(part, FileMode.Create, FileAccess.Write))
        {
            for (long done = 0; done < found.Record.Length;)
            {
                int count = RandomAccess.Read(segment, block.AsSpan(0, (int)Math.Min(block.Length, found.Record.Length - done)), found.Start + done);
                if (count == 0)
                    throw new EndOfStreamException("The journal became shorter while it was read.");
                RandomAccess.Write(file, block.AsSpan(0, count), done);
                done += count;
            }

            RandomAccess.FlushToDisk(file);
        }

        PlacedFolder target = files.Of(Path.GetDirectoryName(path)!);
        target.Make();
        File.Move(part, files.Absolute(path), overwrite: true);
    }

    /// <summary>An intact record.</summary>
    /// <param name="Segment">The file that it is in.</param>
    /// <param name="Start">Where its object begins.</param>
    /// <param name="Record">What it says.</param>
    private sealed record Found(string Segment, long Start, JournalRecord Record);
}
