using System.Buffers.Binary;
using System.Text;

namespace ContourFlow.Worker.Intake;

/// <summary>
/// Goes along a data set as its bytes pass (DICOM PS3.5 section 7): takes its identifiers from it, steps over every other
/// value, and tells in the end whether the last one was there whole. Keeps nothing but a few bytes.
/// </summary>
/// <remarks>
/// Up to (0020,000E) what is no data set is a fault. Behind it the walker is lenient: where it cannot follow any more it
/// says nothing, since an object that a device wrote oddly is still the object.
/// </remarks>
/// <param name="isExplicit">Whether elements say their value representation.</param>
/// <param name="isBigEndian">Whether numbers come with their high byte first.</param>
internal sealed class DataSetWalker(bool isExplicit, bool isBigEndian)
{
    private const uint Undefined = 0xFFFFFFFF;
    private const uint SopClass = 0x00080016, SopInstance = 0x00080018, Study = 0x0020000D, Series = 0x0020000E;
    private const uint Item = 0xFFFEE000, ItemEnd = 0xFFFEE00D, SequenceEnd = 0xFFFEE0DD;
    private const int LongestHeader = 12;

    private readonly byte[] held = new byte[LongestHeader];
    private readonly byte[] value = new byte[InstanceUid.MaximumLength + 2];
    private int heldCount;
    private int wanted = 8;
    private int valueLength;
    private bool isCapturing;
    private long toSkip;
    private int depth;
    private int implicitFrom = int.MaxValue;
    private uint tag;
    private uint topTag;
    private bool isLost;

    /// <summary>SOP Class UID (0008,0016).</summary>
    public string? SopClassUid { get; private set; }

    /// <summary>SOP Instance UID (0008,0018).</summary>
    public string? SopInstanceUid { get; private set; }

    /// <summary>Study Instance UID (0020,000D).</summary>
    public string? StudyInstanceUid { get; private set; }

    /// <summary>Series Instance UID (0020,000E).</summary>
    public string? SeriesInstanceUid { get; private set; }

    /// <summary>Whether all four have been read.</summary>
    public bool IsIdentified { get; private set; }

    /// <summary>What is wrong, as the end of a sentence "The data set ..."; null while nothing is.</summary>
    public string? Fault { get; private set; }

    /// <summary>Takes the next bytes.</summary>
    public void Feed(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty && !isLost && Fault is null)
        {
            if (toSkip > 0)
            {
                int passed = (int)Math.Min(toSkip, bytes.Length);
                if (isCapturing)
                    bytes[..passed].CopyTo(value.AsSpan(valueLength - (int)toSkip));
                toSkip -= passed;
                bytes = bytes[passed..];
                if (toSkip == 0)
                    EndValue();
                continue;
            }

            int count = Math.Min(wanted - heldCount, bytes.Length);
            bytes[..count].CopyTo(held.AsSpan(heldCount));
            heldCount += count;
            bytes = bytes[count..];
            if (heldCount < wanted)
                continue;
            if (wanted == 8 && HasLongHeader())
            {
                wanted = LongestHeader;
                continue;
            }

            TakeHeader();
            heldCount = 0;
            wanted = 8;
        }
    }

    /// <summary>Says that no more bytes come: <see cref="Fault"/> is set where something is missing.</summary>
    public void End()
    {
        if (Fault is not null)
            return;
        if (!IsIdentified)
            Fault = "ends before its Series Instance UID (0020,000E)";
        else if (!isLost && (toSkip > 0 || depth > 0 || held.AsSpan(0, heldCount).ContainsAnyExcept((byte)0)))
            Fault = $"ends inside ({topTag >> 16:X4},{topTag & 0xFFFF:X4}): it came incomplete";
    }

    private bool IsExplicitHere => isExplicit && depth < implicitFrom;

    private bool HasLongHeader() => IsExplicitHere && Word(0) != 0xFFFE
        && (held[4], held[5]) is ((byte)'O', _) or ((byte)'S', (byte)'Q' or (byte)'V') or ((byte)'U', (byte)'C' or (byte)'N' or (byte)'R' or (byte)'T' or (byte)'V');

    private void TakeHeader()
    {
        tag = ((uint)Word(0) << 16) | Word(2);
        if (tag >> 16 == 0xFFFE)
        {
            TakeDelimiter(Double(4));
            return;
        }

        bool hasVr = IsExplicitHere;
        if (hasVr && !(char.IsAsciiLetterUpper((char)held[4]) && char.IsAsciiLetterUpper((char)held[5])))
        {
            Lose($"is not in the announced transfer syntax: ({tag >> 16:X4},{tag & 0xFFFF:X4}) has no value representation");
            return;
        }

        uint length = !hasVr ? Double(4) : wanted == LongestHeader ? Double(8) : Word(6);
        if (depth == 0)
        {
            if (tag <= topTag && topTag != 0)
            {
                Lose($"cannot be read behind ({topTag >> 16:X4},{topTag & 0xFFFF:X4}): its elements are not in ascending order");
                return;
            }

            topTag = tag;
            if (!IsIdentified && tag > Series)
            {
                Fault = $"has no {FirstMissing()}";
                return;
            }

            if (tag is SopClass or SopInstance or Study or Series)
            {
                if (length > value.Length)
                {
                    Fault = $"has a UID of {length} bytes in ({tag >> 16:X4},{tag & 0xFFFF:X4}); a UID has 64 at most";
                    return;
                }

                isCapturing = true;
                valueLength = (int)length;
            }
        }

        if (length == Undefined)
        {
            depth++;
            // PS3.5 section 6.2.2, note 7: a UN of undefined length holds implicit little endian.
            if (hasVr && held[4] == 'U' && held[5] == 'N')
                implicitFrom = Math.Min(implicitFrom, depth);
        }
        else
        {
            toSkip = length;
            if (length == 0)
                EndValue();
        }
    }

    private void TakeDelimiter(uint length)
    {
        switch (tag)
        {
            case Item when depth > 0:
                if (length == Undefined)
                    depth++;
                else
                    toSkip = length;
                break;
            case ItemEnd or SequenceEnd when depth > 0:
                if (depth == implicitFrom)
                    implicitFrom = int.MaxValue;
                depth--;
                break;
            default:
                Lose("has a delimiter outside of a sequence");
                break;
        }
    }

    private void EndValue()
    {
        if (!isCapturing)
            return;
        isCapturing = false;
        string uid = Encoding.ASCII.GetString(value, 0, valueLength).TrimEnd('\0', ' ');
        switch (tag)
        {
            case SopClass: SopClassUid = uid; break;
            case SopInstance: SopInstanceUid = uid; break;
            case Study: StudyInstanceUid = uid; break;
            default: SeriesInstanceUid = uid; break;
        }

        if (!InstanceUid.IsValid(uid))
            Fault = $"has no valid UID in ({tag >> 16:X4},{tag & 0xFFFF:X4})";
        else if (tag == Series && FirstMissing() is { } missing)
            Fault = $"has no {missing}";
        else
            IsIdentified = tag == Series || IsIdentified;
    }

    private string? FirstMissing() =>
        SopClassUid is null ? "SOP Class UID (0008,0016)"
        : SopInstanceUid is null ? "SOP Instance UID (0008,0018)"
        : StudyInstanceUid is null ? "Study Instance UID (0020,000D)"
        : SeriesInstanceUid is null ? "Series Instance UID (0020,000E)"
        : null;

    private void Lose(string why)
    {
        if (IsIdentified)
            isLost = true;
        else
            Fault = why;
    }

    // What a UN of undefined length holds is little endian in a big endian data set, too.
    private bool IsBigEndianHere => isBigEndian && depth < implicitFrom;

    private ushort Word(int at) => IsBigEndianHere
        ? BinaryPrimitives.ReadUInt16BigEndian(held.AsSpan(at))
        : BinaryPrimitives.ReadUInt16LittleEndian(held.AsSpan(at));

    private uint Double(int at) => IsBigEndianHere
        ? BinaryPrimitives.ReadUInt32BigEndian(held.AsSpan(at))
        : BinaryPrimitives.ReadUInt32LittleEndian(held.AsSpan(at));
}
