using System.Buffers.Binary;
using System.Text;

namespace ContourFlow.Worker.Intake;

/// <summary>Preamble and file meta information in front of a received data set (DICOM PS3.10 section 7.1).</summary>
internal static class MetaInformation
{
    /// <summary>Most bytes of them that <see cref="TryRead"/> wants to see.</summary>
    public const int MaximumLength = 4096;

    private const int MarkEnd = 132;
    private const int GroupLengthEnd = MarkEnd + 12;

    // What the toolkit calls itself in the files that it writes.
    private static readonly Lazy<(string ClassUid, string VersionName)> s_implementation = new(ReadImplementation);

    /// <summary>Writes them.</summary>
    /// <returns>How many bytes of <paramref name="target"/>, which has <see cref="MaximumLength"/>, they are.</returns>
    public static int Write(ArrivingObject arriving, Span<byte> target)
    {
        target[..128].Clear();
        "DICM"u8.CopyTo(target[128..]);
        int at = GroupLengthEnd;
        ReadOnlySpan<byte> version = [0x02, 0, 0x01, 0, (byte)'O', (byte)'B', 0, 0, 2, 0, 0, 0, 0, 1];
        version.CopyTo(target[at..]);
        at += version.Length;
        Element(target, ref at, 0x0002, "UI", arriving.SopClassUid);
        Element(target, ref at, 0x0003, "UI", arriving.SopInstanceUid);
        Element(target, ref at, 0x0010, "UI", arriving.TransferSyntaxUid);
        Element(target, ref at, 0x0012, "UI", s_implementation.Value.ClassUid);
        Element(target, ref at, 0x0013, "SH", s_implementation.Value.VersionName);
        Title(target, ref at, 0x0016, arriving.SendingAe);
        Title(target, ref at, 0x0017, arriving.SendingAe);
        Title(target, ref at, 0x0018, arriving.ReceivingAe);

        ReadOnlySpan<byte> groupLength = [0x02, 0, 0, 0, (byte)'U', (byte)'L', 4, 0];
        groupLength.CopyTo(target[MarkEnd..]);
        BinaryPrimitives.WriteInt32LittleEndian(target[(GroupLengthEnd - 4)..], at - GroupLengthEnd);
        return at;
    }

    /// <summary>Reads the beginning of a file; false when it is not as <see cref="Write"/> or another writer of PS3.10 would have made it.</summary>
    /// <param name="start">The first bytes of the file.</param>
    /// <param name="dataSetStart">Where its data set begins.</param>
    /// <param name="sopClassUid">Media Storage SOP Class UID.</param>
    /// <param name="transferSyntaxUid">The data set's transfer syntax.</param>
    public static bool TryRead(ReadOnlySpan<byte> start, out long dataSetStart, out string sopClassUid, out string transferSyntaxUid)
    {
        (dataSetStart, sopClassUid, transferSyntaxUid) = (0, "", "");
        if (start.Length < GroupLengthEnd || !start[128..].StartsWith("DICM"u8) || BinaryPrimitives.ReadUInt32LittleEndian(start[MarkEnd..]) != 0x00000002)
            return false;
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(start[(GroupLengthEnd - 4)..]);
        dataSetStart = GroupLengthEnd + (long)length;
        ReadOnlySpan<byte> rest = start[GroupLengthEnd..(int)Math.Min(start.Length, dataSetStart)];
        while (rest.Length >= 8 && BinaryPrimitives.ReadUInt16LittleEndian(rest) == 2)
        {
            ushort element = BinaryPrimitives.ReadUInt16LittleEndian(rest[2..]);
            bool isLong = rest[4] == 'O' || (rest[4] == 'U' && rest[5] == 'N');
            if (isLong && rest.Length < 12)
                break;
            int header = isLong ? 12 : 8;
            uint count = isLong ? BinaryPrimitives.ReadUInt32LittleEndian(rest[8..]) : BinaryPrimitives.ReadUInt16LittleEndian(rest[6..]);
            if (count > rest.Length - header)
                break;
            string text = element is 0x0002 or 0x0010 ? Encoding.ASCII.GetString(rest.Slice(header, (int)count)).TrimEnd('\0', ' ') : "";
            if (element == 0x0002)
                sopClassUid = text;
            else if (element == 0x0010)
                transferSyntaxUid = text;
            rest = rest[(header + (int)count)..];
        }

        return InstanceUid.IsValid(sopClassUid) && InstanceUid.IsValid(transferSyntaxUid);
    }

    private static void Element(Span<byte> target, ref int at, ushort element, string vr, string value)
    {
        int length = Encoding.ASCII.GetBytes(value, target[(at + 8)..]);
        if ((length & 1) != 0)
            target[at + 8 + length++] = (byte)(vr == "UI" ? 0 : ' ');
        BinaryPrimitives.WriteUInt16LittleEndian(target[at..], 2);
        BinaryPrimitives.WriteUInt16LittleEndian(target[(at + 2)..], element);
        Encoding.ASCII.GetBytes(vr, target[(at + 4)..]);
        BinaryPrimitives.WriteUInt16LittleEndian(target[(at + 6)..], (ushort)length);
        at += 8 + length;
    }

    // At most 16 characters that PS3.5 lets into an AE title: what a peer sent beyond these is not put into a file.
    private static void Title(Span<byte> target, ref int at, ushort element, string? title)
    {
        string text = title?.Trim() ?? "";
        if (text.Length is > 0 and <= 16 && text.All(c => c is >= ' ' and <= '~' and not '\\'))
            Element(target, ref at, element, "AE", text);
    }

    private static (string ClassUid, string VersionName) ReadImplementation()
    {
        var sample = new DicomDataset
        {
            { DicomTag.SOPClassUID, DicomUID.CTImageStorage },
            { DicomTag.SOPInstanceUID, "2.25.1" },
        };
        using var memory = new MemoryStream();
        new DicomFile(sample).Save(memory);
        memory.Position = 0;
        DicomFileMetaInformation meta = DicomFile.Open(memory).FileMetaInfo;
        return (meta.ImplementationClassUID!.UID, meta.ImplementationVersionName);
    }
}
