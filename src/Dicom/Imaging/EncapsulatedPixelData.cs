using ContourFlow.Dicom.IO.Buffer;

namespace ContourFlow.Dicom.Imaging;

/// <summary>
/// Encapsulated pixel data (PS3.5 A.4). Which fragments make a frame is taken from the offset tables, or from the
/// number of fragments, or from where coded streams begin and end; where these leave a doubt there is no frame.
/// </summary>
internal sealed class EncapsulatedPixelData(DicomDataset dataset, DicomFragmentSequence fragments) : DicomPixelData(dataset)
{
    // The first fragment of each frame, and the number of fragments behind the last one.
    private int[]? _firsts;
    private int _fragmentsThen;

    public override IByteBuffer GetFrame(int frame)
    {
        CheckFrame(frame);
        IList<IByteBuffer> all = fragments.Fragments;
        if (_firsts is null || _fragmentsThen != all.Count || _firsts.Length != NumberOfFrames + 1)
        {
            _firsts = Firsts(all, NumberOfFrames);
            _fragmentsThen = all.Count;
        }

        int first = _firsts[frame];
        int count = _firsts[frame + 1] - first;
        return count == 1 ? all[first] : new CompositeByteBuffer(all.Skip(first).Take(count));
    }

    public override void AddFrame(IByteBuffer data)
    {
        ArgumentNullException.ThrowIfNull(data);
        long offset = fragments.Fragments.Sum(Length);
        if (offset > uint.MaxValue)
            throw new DicomDataException("(7fe0,0010) PixelData: a frame would begin beyond the 4 GiB that the offset table can say.");
        fragments.OffsetTable.Add((uint)offset);
        fragments.Fragments.Add(data);
        NumberOfFrames++;
    }

    private int[] Firsts(IList<IByteBuffer> all, int frames)
    {
        if (all.Count == 0)
            throw new DicomDataException("(7fe0,0010) PixelData has no fragments.");
        if (frames > all.Count)
            throw new DicomDataException($"(7fe0,0010) PixelData has {all.Count} fragments, too few for {frames} frames.");
        if (frames == 1)
            return [0, all.Count];
        if (Dataset.GetDicomItem<DicomElement>(DicomTag.ExtendedOffsetTable) is { Buffer.Size: > 0 } extended)
            return ByOffset(all, frames, extended.Get<ulong[]>(), "(7fe0,0001) ExtendedOffsetTable");
        if (fragments.OffsetTable.Count > 0)
            return ByOffset(all, frames, [.. fragments.OffsetTable.Select(o => (ulong)o)], "(7fe0,0010) PixelData: the offset table");
        return all.Count == frames ? [.. Enumerable.Range(0, frames + 1)] : ByContent(all, frames);
    }

    private static int[] ByOffset(IList<IByteBuffer> all, int frames, ulong[] offsets, string table)
    {
        if (offsets.Length != frames)
            throw new DicomDataException($"{table} has {offsets.Length} entries for {frames} frames.");
        int[] firsts = new int[frames + 1];
        firsts[frames] = all.Count;
        ulong position = 0;
        int frame = 0;
        for (int i = 0; i < all.Count && frame < frames; i++)
        {
            if (offsets[frame] == position)
                firsts[frame++] = i;
            position += (ulong)Length(all[i]);
        }

        if (frame < frames || firsts[0] != 0)
            throw new DicomDataException($"{table}: the place of frame {(frame < frames ? frame : 0)} is not the beginning of a fragment behind the frame before it.");
        return firsts;
    }

    // A stream of the JPEG family begins with FFD8 or FF4F and ends with FFD9; none of them can lie within coded data
    // both at the end of one fragment and at the beginning of the next.
    private static int[] ByContent(IList<IByteBuffer> all, int frames)
    {
        var firsts = new List<int>(frames + 1) { 0 };
        for (int i = 1; i < all.Count; i++)
        {
            if (Begins(all[i]) && Ends(all[i - 1]))
                firsts.Add(i);
        }

        if (firsts.Count != frames)
            throw new DicomDataException($"(7fe0,0010) PixelData has {all.Count} fragments for {frames} frames and no offset table that says which belong together.");
        firsts.Add(all.Count);
        return [.. firsts];
    }

    private static bool Begins(IByteBuffer fragment)
    {
        if (fragment.Size < 2)
            return false;
        byte[] start = new byte[2];
        fragment.GetByteRange(0, 2, start);
        return start[0] == 0xFF && start[1] is 0xD8 or 0x4F;
    }

    // Behind the end there may be a byte that makes the length even, and some writers fill up with more.
    private static bool Ends(IByteBuffer fragment)
    {
        int count = (int)Math.Min(fragment.Size, 16);
        byte[] end = new byte[count];
        fragment.GetByteRange(fragment.Size - count, count, end);
        return end.AsSpan().TrimEnd((byte)0).EndsWith([(byte)0xFF, (byte)0xD9]);
    }

    private static long Length(IByteBuffer fragment) => 8 + fragment.Size + (fragment.Size & 1);
}
