using System.Buffers.Binary;
using System.Text;
using ContourFlow.Worker.Intake;

namespace ContourFlow.Worker.DicomWeb;

/// <summary>Preamble and file meta information of a DICOM file (PS3.10 section 7.1), read from a stream up to where its data set begins.</summary>
/// <param name="SopClassUid">Media Storage SOP Class UID (0002,0002).</param>
/// <param name="SopInstanceUid">Media Storage SOP Instance UID (0002,0003).</param>
/// <param name="TransferSyntaxUid">Transfer Syntax UID (0002,0010), that of the data set.</param>
/// <param name="Bytes">Preamble, prefix and meta information as they came.</param>
internal sealed record FileHeader(string SopClassUid, string SopInstanceUid, string TransferSyntaxUid, ReadOnlyMemory<byte> Bytes)
{
    private const int PreambleLength = 128;
    private const int LeadingLength = PreambleLength + 4 + 12;

    // Private Information is the only element of any size. A megabyte is far beyond any.
    private const uint LongestGroup = 1 << 20;

    /// <summary>Reads a header; the stream then stands at the first byte of the data set.</summary>
    /// <exception cref="IntakeRefusedException">It is no DICOM file, or its meta information lacks what is required or is malformed.</exception>
    /// <exception cref="BrokenBodyException">The stream's own.</exception>
    public static async ValueTask<FileHeader> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        byte[] leading = new byte[LeadingLength];
        int count = await stream.ReadAtLeastAsync(leading, leading.Length, throwOnEndOfStream: false, cancellationToken);
        if (count < leading.Length || !leading.AsSpan(PreambleLength, 4).SequenceEqual("DICM"u8))
            throw Refused("It is not a DICOM file: there is no prefix DICM behind a preamble of 128 bytes (PS3.10 section 7.1).");
        ReadOnlySpan<byte> length = leading.AsSpan(PreambleLength + 4);
        if (!length.StartsWith(new byte[] { 2, 0, 0, 0, (byte)'U', (byte)'L', 4, 0 }))
            throw Refused("The file meta information does not begin with its length (0002,0000).");
        uint groupLength = BinaryPrimitives.ReadUInt32LittleEndian(length[8..]);
        if (groupLength > LongestGroup)
            throw Refused($"The file meta information says that it has {groupLength} bytes (0002,0000); up to {LongestGroup} are read.");
        byte[] bytes = new byte[LeadingLength + groupLength];
        leading.CopyTo(bytes, 0);
        count = await stream.ReadAtLeastAsync(bytes.AsMemory(LeadingLength), (int)groupLength, throwOnEndOfStream: false, cancellationToken);
        if (count < groupLength)
            throw Refused("The file ends within its meta information.");
        return Parse(bytes);
    }

    /// <summary>AE title of who sent it; null by DICOMweb, which has none.</summary>
    public string? SendingAe { get; init; }

    /// <summary>AE title that it was sent to; null by DICOMweb.</summary>
    public string? ReceivingAe { get; init; }

    /// <summary>What the intake is told of the object.</summary>
    public ArrivingObject Arriving => new(SopClassUid, SopInstanceUid, TransferSyntaxUid, SendingAe, ReceivingAe);

    private static FileHeader Parse(byte[] bytes)
    {
        string? sopClass = null, sopInstance = null, transferSyntax = null;
        ReadOnlySpan<byte> rest = bytes.AsSpan(LeadingLength);
        while (rest.Length > 0)
        {
            ReadOnlySpan<byte> value = Next(ref rest, out ushort element);
            switch (element)
            {
                case 0x0002:
                    sopClass = Uid(value, "Media Storage SOP Class UID (0002,0002)");
                    break;
                case 0x0003:
                    sopInstance = Uid(value, "Media Storage SOP Instance UID (0002,0003)");
                    break;
                case 0x0010:
                    transferSyntax = Uid(value, "Transfer Syntax UID (0002,0010)");
                    break;
            }
        }

        return new FileHeader(
            sopClass ?? throw Missing("Media Storage SOP Class UID (0002,0002)"),
            sopInstance ?? throw Missing("Media Storage SOP Instance UID (0002,0003)"),
            transferSyntax ?? throw Missing("Transfer Syntax UID (0002,0010)"),
            bytes);
    }

    // Always explicit VR, little endian.
    private static ReadOnlySpan<byte> Next(ref ReadOnlySpan<byte> rest, out ushort element)
    {
        if (rest.Length < 8 || BinaryPrimitives.ReadUInt16LittleEndian(rest) != 0x0002)
            throw Refused("The file meta information is not as long as it says (0002,0000).");
        element = BinaryPrimitives.ReadUInt16LittleEndian(rest[2..]);
        string vr = Encoding.ASCII.GetString(rest.Slice(4, 2));
        int header = 8;
        uint length = BinaryPrimitives.ReadUInt16LittleEndian(rest[6..]);
        if (vr is "OB" or "OW" or "UN" or "UT" or "OF" or "SQ")
        {
            header = 12;
            length = rest.Length < header ? uint.MaxValue : BinaryPrimitives.ReadUInt32LittleEndian(rest[8..]);
        }

        if (length > rest.Length - header)
            throw Refused($"(0002,{element:X4}) is longer than the file meta information (0002,0000).");
        ReadOnlySpan<byte> value = rest.Slice(header, (int)length);
        rest = rest[(header + (int)length)..];
        return value;
    }

    // What is no UID is not repeated: it could be anything.
    private static string Uid(ReadOnlySpan<byte> value, string attribute)
    {
        string uid = Encoding.ASCII.GetString(value).TrimEnd('\0', ' ');
        return InstanceUid.IsValid(uid) ? uid : throw Refused($"The value of {attribute} is not a UID.");
    }

    private static IntakeRefusedException Missing(string attribute) => Refused($"The file meta information lacks {attribute}.");

    private static IntakeRefusedException Refused(string message) => new(IntakeRefusal.CannotUnderstand, message);
}
