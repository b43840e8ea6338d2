namespace ContourFlow.Dicom.Network.Pdu;

/// <summary>Writes the PDUs that make and end an association (PS3.8 section 9.3).</summary>
internal static class AssociationWriter
{
    private const ushort ProtocolVersion = 1;

    /// <summary>A-ASSOCIATE-RQ (PS3.8 section 9.3.2).</summary>
    /// <param name="association">What is asked for.</param>
    /// <param name="maximumLength">The longest P-DATA-TF that this side takes.</param>
    public static byte[] Request(DicomAssociation association, uint maximumLength) =>
        Bytes(PduType.AssociateRequest, pdu =>
        {
            Head(pdu, association);
            foreach (var context in association.PresentationContexts)
            {
                pdu.Item(ItemType.ProposedContext, () =>
                {
                    pdu.Byte(context.ID);
                    pdu.Zeros(3);
                    pdu.Item(ItemType.AbstractSyntax, context.AbstractSyntax.UID);
                    foreach (var syntax in context.GetTransferSyntaxes())
                        pdu.Item(ItemType.TransferSyntax, syntax.UID.UID);
                });
            }

            pdu.Item(ItemType.UserInformation, () =>
            {
                Implementation(pdu, maximumLength);
                foreach (var context in association.PresentationContexts.Where(context => context.UserRole is not null || context.ProviderRole is not null).DistinctBy(context => context.AbstractSyntax.UID, StringComparer.Ordinal))
                    Role(pdu, context);
                if (association.UserIdentityNegotiation is { UserIdentityType: { } type } identity)
                    UserIdentity(pdu, type, identity);
            });
        });

    /// <summary>A-ASSOCIATE-AC (PS3.8 section 9.3.3).</summary>
    /// <param name="association">What was asked for, with the results.</param>
    /// <param name="maximumLength">The longest P-DATA-TF that this side takes.</param>
    public static byte[] Accept(DicomAssociation association, uint maximumLength) =>
        Bytes(PduType.AssociateAccept, pdu =>
        {
            Head(pdu, association);
            foreach (var context in association.PresentationContexts)
            {
                pdu.Item(ItemType.AnsweredContext, () =>
                {
                    pdu.Byte(context.ID);
                    pdu.Byte(0);
                    pdu.Byte((byte)context.Result);
                    pdu.Byte(0);
                    // Not significant where refused, and there all the same (PS3.8 section 9.3.3.2).
                    var syntax = context.AcceptedTransferSyntax ?? context.GetTransferSyntaxes().FirstOrDefault() ?? DicomTransferSyntax.ImplicitVRLittleEndian;
                    pdu.Item(ItemType.TransferSyntax, syntax.UID.UID);
                });
            }

            pdu.Item(ItemType.UserInformation, () =>
            {
                Implementation(pdu, maximumLength);
                foreach (var context in association.PresentationContexts.Where(context => context.Result == DicomPresentationContextResult.Accept && (context.UserRole is not null || context.ProviderRole is not null)).DistinctBy(context => context.AbstractSyntax.UID, StringComparer.Ordinal))
                    Role(pdu, context);
                if (association.UserIdentityNegotiation is { PositiveResponseRequested: true } identity)
                    pdu.Item(ItemType.UserIdentityAnswer, () => Sized(pdu, UserIdentityText.Bytes(identity.UserIdentityType, identity.ServerResponse)));
            });
        });

    /// <summary>A-ASSOCIATE-RJ (PS3.8 section 9.3.4).</summary>
    public static byte[] Reject(DicomRejectResult result, DicomRejectSource source, DicomRejectReason reason) =>
        Small(PduType.AssociateReject, 0, (byte)result, (byte)source, ReasonByte(reason));

    /// <summary>A-RELEASE-RQ (PS3.8 section 9.3.6).</summary>
    public static byte[] ReleaseRequest() => Small(PduType.ReleaseRequest, 0, 0, 0, 0);

    /// <summary>A-RELEASE-RP (PS3.8 section 9.3.7).</summary>
    public static byte[] ReleaseReply() => Small(PduType.ReleaseReply, 0, 0, 0, 0);

    /// <summary>A-ABORT (PS3.8 section 9.3.8).</summary>
    public static byte[] Abort(DicomAbortSource source, DicomAbortReason reason) =>
        Small(PduType.Abort, 0, 0, (byte)source, source == DicomAbortSource.ServiceProvider ? (byte)reason : (byte)0);

    /// <summary>The byte on the wire of a reason, which means one thing for each source: the name's number holds both.</summary>
    public static byte ReasonByte(DicomRejectReason reason) => (byte)((byte)reason & 0x0F);

    private static byte[] Bytes(PduType type, Action<PduBuilder> content)
    {
        var pdu = new PduBuilder();
        pdu.Pdu(type, () => content(pdu));
        return pdu.ToArray();
    }

    private static byte[] Small(PduType type, byte first, byte second, byte third, byte fourth) =>
        [(byte)type, 0, 0, 0, 0, 4, first, second, third, fourth];

    private static void Head(PduBuilder pdu, DicomAssociation association)
    {
        pdu.UInt16(ProtocolVersion);
        pdu.Zeros(2);
        pdu.Title(association.CalledAE);
        pdu.Title(association.CallingAE);
        pdu.Zeros(32);
        pdu.Item(ItemType.ApplicationContext, DicomUID.DICOMApplicationContext.UID);
    }

    private static void Implementation(PduBuilder pdu, uint maximumLength)
    {
        pdu.Item(ItemType.MaximumLength, () => pdu.UInt32(maximumLength));
        pdu.Item(ItemType.ImplementationClass, DicomFile.ImplementationClassUID.UID);
        pdu.Item(ItemType.ImplementationVersion, DicomFile.ImplementationVersion);
    }

    private static void Role(PduBuilder pdu, DicomPresentationContext context) =>
        pdu.Item(ItemType.Role, () =>
        {
            Sized(pdu, System.Text.Encoding.ASCII.GetBytes(context.AbstractSyntax.UID));
            pdu.Byte(context.UserRole is true ? (byte)1 : (byte)0);
            pdu.Byte(context.ProviderRole is true ? (byte)1 : (byte)0);
        });

    private static void UserIdentity(PduBuilder pdu, DicomUserIdentityType type, DicomUserIdentityNegotiation identity) =>
        pdu.Item(ItemType.UserIdentity, () =>
        {
            pdu.Byte((byte)type);
            pdu.Byte(identity.PositiveResponseRequested ? (byte)1 : (byte)0);
            Sized(pdu, UserIdentityText.Bytes(type, identity.PrimaryField));
            Sized(pdu, UserIdentityText.Bytes(type, identity.SecondaryField));
        });

    private static void Sized(PduBuilder pdu, byte[] bytes)
    {
        if (bytes.Length > ushort.MaxValue)
            throw new DicomNetworkException($"A field of the association of {bytes.Length} bytes does not fit: 65,535 are possible (PS3.7 annex D.3.3).");
        pdu.UInt16((ushort)bytes.Length);
        pdu.Bytes(bytes);
    }
}
