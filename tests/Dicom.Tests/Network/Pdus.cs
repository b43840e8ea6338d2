using System.Buffers.Binary;
using System.Text;
using ContourFlow.Dicom.Network.Pdu;

namespace ContourFlow.Dicom.Tests.Network;

/// <summary>PDUs as bytes, right ones and wrong ones.</summary>
internal static class Pdus
{
    public const byte EchoContext = 1;
    public const byte ImageContext = 3;

    /// <summary>A request for Verification (context 1) and CT Image Storage (context 3).</summary>
    public static DicomAssociation Asked(string calling = "SENDER")
    {
        var association = new DicomAssociation(calling, "RECEIVER");
        association.PresentationContexts.Add(DicomUID.Verification, DicomTransferSyntax.ImplicitVRLittleEndian);
        association.PresentationContexts.Add(DicomUID.CTImageStorage, DicomTransferSyntax.ImplicitVRLittleEndian);
        return association;
    }

    public static byte[] Request(uint maximum = 16384) => AssociationWriter.Request(Asked(), maximum);

    /// <summary>Accepts every context of a request in its first transfer syntax.</summary>
    public static byte[] Accept(ReadOnlySpan<byte> request, uint maximum = 16384, Action<DicomAssociation>? change = null)
    {
        var association = AssociationReader.Request(request, out _, out _);
        foreach (var context in association.PresentationContexts)
            context.SetResult(DicomPresentationContextResult.Accept);
        change?.Invoke(association);
        return AssociationWriter.Accept(association, maximum);
    }

    /// <summary>The PDU of each type that a peer may send at any time; of others two times four bytes.</summary>
    public static byte[] OfType(byte type) => (PduType)type switch
    {
        PduType.AssociateRequest => Request(),
        PduType.AssociateAccept => Accept(Request().AsSpan(6)),
        PduType.AssociateReject => AssociationWriter.Reject(DicomRejectResult.Permanent, DicomRejectSource.ServiceUser, DicomRejectReason.NoReasonGiven),
        PduType.Data => Echo(),
        PduType.ReleaseRequest => AssociationWriter.ReleaseRequest(),
        PduType.ReleaseReply => AssociationWriter.ReleaseReply(),
        PduType.Abort => AssociationWriter.Abort(DicomAbortSource.ServiceUser, DicomAbortReason.NotSpecified),
        _ => [type, 0, 0, 0, 0, 4, 0, 0, 0, 0],
    };

    /// <summary>A P-DATA-TF of presentation data values.</summary>
    public static byte[] Data(params byte[][] values)
    {
        byte[] content = [.. values.SelectMany(value => value)];
        return [4, 0, .. Big((uint)content.Length), .. content];
    }

    public static byte[] Value(byte context, bool isCommand, bool isLast, ReadOnlySpan<byte> bytes) =>
        [.. Big((uint)bytes.Length + 2), context, (byte)((isCommand ? 1 : 0) | (isLast ? 2 : 0)), .. bytes];

    /// <summary>A C-ECHO request whole.</summary>
    public static byte[] Echo(byte context = EchoContext, ushort id = 1) => Data(Value(context, true, true, EchoCommand(id)));

    public static byte[] EchoCommand(ushort id = 1) => CommandCoding.Write(new DicomCEchoRequest { MessageID = id }.Command);

    /// <summary>The command of a C-STORE request of a slice.</summary>
    public static byte[] StoreCommand(int number = 1) => CommandCoding.Write(new DicomCStoreRequest(NetworkObjects.Slice(number)) { MessageID = 2 }.Command);

    /// <summary>The data set of a slice, implicit VR little endian.</summary>
    public static byte[] Slice(int number = 1, int side = 64)
    {
        using var stream = new MemoryStream();
        new DatasetContent(NetworkObjects.Slice(number, side).Dataset, DicomTransferSyntax.ImplicitVRLittleEndian).WriteTo(stream);
        return stream.ToArray();
    }

    /// <summary>A C-STORE request whole, its data set in PDUs of so many bytes.</summary>
    public static byte[] Store(int number = 1, int fragment = 1000)
    {
        byte[][] parts = [.. Slice(number).Chunk(fragment)];
        return [.. Data(Value(ImageContext, true, true, StoreCommand(number))), .. parts.SelectMany((part, i) => Data(Value(ImageContext, false, i == parts.Length - 1, part)))];
    }

    /// <summary>An item of an association's PDU.</summary>
    public static byte[] Item(byte type, params byte[] content) => [type, 0, (byte)(content.Length >> 8), (byte)content.Length, .. content];

    public static byte[] Text(string text) => Encoding.ASCII.GetBytes(text);

    /// <summary>A request for an association of these items, with whatever else.</summary>
    public static byte[] RequestOf(ushort version, string application, params byte[][] items)
    {
        byte[] content =
        [
            (byte)(version >> 8), (byte)version, 0, 0, .. Text("RECEIVER        SENDER          "), .. new byte[32],
            .. Item(0x10, Text(application)), .. items.SelectMany(item => item),
        ];
        return [1, 0, .. Big((uint)content.Length), .. content];
    }

    public static byte[] Context(byte id, string abstractSyntax = "1.2.840.10008.1.1", params string[] syntaxes) =>
        Item(0x20, [id, 0, 0, 0, .. Item(0x30, Text(abstractSyntax)), .. (syntaxes.Length > 0 ? syntaxes : ["1.2.840.10008.1.2"]).SelectMany(syntax => Item(0x40, Text(syntax)))]);

    public static byte[] UserInformation(params byte[][] items) => Item(0x50, [.. Item(0x51, 0, 0, 0x40, 0), .. Item(0x52, Text("1.2.3")), .. items.SelectMany(item => item)]);

    public static byte[] Big(uint number)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
        return bytes;
    }
}
