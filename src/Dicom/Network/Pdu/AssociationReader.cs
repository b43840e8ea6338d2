namespace ContourFlow.Dicom.Network.Pdu;

/// <summary>Reads the PDUs that make and end an association (PS3.8 section 9.3), from bytes that may be anybody's.</summary>
internal static class AssociationReader
{
    /// <summary>A-ASSOCIATE-RQ (PS3.8 section 9.3.2).</summary>
    /// <exception cref="PduException">The bytes are none.</exception>
    public static DicomAssociation Request(ReadOnlySpan<byte> bytes, out ushort protocolVersion, out string applicationContext)
    {
        var reader = new ItemReader(bytes);
        protocolVersion = reader.UInt16();
        reader.Skip(2);
        string called = Title(ref reader);
        string calling = Title(ref reader);
        reader.Skip(32);
        var association = new DicomAssociation(calling, called);
        applicationContext = "";
        while (!reader.IsAtEnd)
        {
            switch (reader.Item(out ItemReader item))
            {
                case ItemType.ApplicationContext:
                    applicationContext = item.RestAsText();
                    break;
                case ItemType.ProposedContext:
                    Proposed(association, item);
                    break;
                case ItemType.UserInformation:
                    UserInformation(association, item, isAnswer: false);
                    break;
            }
        }

        return association;
    }

    /// <summary>A-ASSOCIATE-AC (PS3.8 section 9.3.3): the answers go into the association that was asked for.</summary>
    /// <exception cref="PduException">The bytes are none, or answer what was not asked.</exception>
    public static void Accept(ReadOnlySpan<byte> bytes, DicomAssociation association)
    {
        var reader = new ItemReader(bytes);
        reader.Skip(68);
        var answered = new HashSet<DicomPresentationContext>();
        while (!reader.IsAtEnd)
        {
            switch (reader.Item(out ItemReader item))
            {
                case ItemType.AnsweredContext:
                    Answered(association, item);
                    break;
                case ItemType.UserInformation:
                    UserInformation(association, item, isAnswer: true, answered);
                    break;
            }
        }

        foreach (var context in association.PresentationContexts)
        {
            // A role that is not answered is not agreed on (PS3.7 annex D.3.3.4).
            if (!answered.Contains(context))
                (context.UserRole, context.ProviderRole) = (null, null);

            // What is not answered is not accepted.
            if (context.Result == DicomPresentationContextResult.Proposed)
                context.SetResult(DicomPresentationContextResult.RejectNoReason);
        }
    }

    /// <summary>A-ASSOCIATE-RJ (PS3.8 section 9.3.4).</summary>
    public static DicomAssociationRejectedException Reject(ReadOnlySpan<byte> bytes)
    {
        var source = (DicomRejectSource)bytes[2];
        int group = source switch { DicomRejectSource.ServiceProviderACSE => 0x20, DicomRejectSource.ServiceProviderPresentation => 0x30, _ => 0x10 };
        return new DicomAssociationRejectedException((DicomRejectResult)bytes[1], source, (DicomRejectReason)(group + bytes[3]));
    }

    /// <summary>A-ABORT (PS3.8 section 9.3.8).</summary>
    public static (DicomAbortSource Source, DicomAbortReason Reason) Abort(ReadOnlySpan<byte> bytes) =>
        ((DicomAbortSource)bytes[2], (DicomAbortReason)bytes[3]);

    private static string Title(ref ItemReader reader) => new ItemReader(reader.Take(16)).RestAsText();

    private static void Proposed(DicomAssociation association, ItemReader item)
    {
        byte id = item.Byte();
        item.Skip(3);
        DicomUID? abstractSyntax = null;
        var syntaxes = new List<DicomTransferSyntax>();
        while (!item.IsAtEnd)
        {
            switch (item.Item(out ItemReader part))
            {
                case ItemType.AbstractSyntax:
                    abstractSyntax = part.RestAsUid();
                    break;
                case ItemType.TransferSyntax:
                    syntaxes.Add(DicomTransferSyntax.Lookup(part.RestAsUid()));
                    break;
            }
        }

        if ((id & 1) == 0)
            throw new PduException(DicomAbortReason.InvalidPDUParameter, $"Presentation context ID {id} is even (PS3.8 section 9.3.2.2).");
        if (abstractSyntax is null || syntaxes.Count == 0)
            throw new PduException(DicomAbortReason.InvalidPDUParameter, $"Presentation context {id} lacks its abstract syntax or a transfer syntax (PS3.8 section 9.3.2.2).");
        if (association.PresentationContexts.Any(other => other.ID == id))
            throw new PduException(DicomAbortReason.InvalidPDUParameter, $"Presentation context ID {id} is there twice (PS3.8 section 9.3.2.2).");
        var context = new DicomPresentationContext(id, abstractSyntax);
        context.Propose(syntaxes);
        association.PresentationContexts.Add(context);
    }

    private static void Answered(DicomAssociation association, ItemReader item)
    {
        byte id = item.Byte();
        item.Skip(1);
        var result = (DicomPresentationContextResult)item.Byte();
        item.Skip(1);
        var context = association.PresentationContexts.FirstOrDefault(other => other.ID == id)
            ?? throw new PduException(DicomAbortReason.InvalidPDUParameter, $"Presentation context {id} is answered and was not proposed.");
        if (result != DicomPresentationContextResult.Accept)
        {
            context.SetResult(result is > DicomPresentationContextResult.Accept and <= DicomPresentationContextResult.RejectTransferSyntaxesNotSupported
                ? result
                : DicomPresentationContextResult.RejectNoReason);
            return;
        }

        DicomTransferSyntax? syntax = null;
        while (!item.IsAtEnd)
        {
            if (item.Item(out ItemReader part) == ItemType.TransferSyntax)
                syntax = DicomTransferSyntax.Lookup(part.RestAsUid());
        }

        if (syntax is null || !context.HasTransferSyntax(syntax))
            throw new PduException(DicomAbortReason.InvalidPDUParameter, $"Presentation context {id} is accepted in a transfer syntax that was not proposed.");
        context.SetResult(DicomPresentationContextResult.Accept, syntax);
    }

    private static void UserInformation(DicomAssociation association, ItemReader items, bool isAnswer, HashSet<DicomPresentationContext>? answered = null)
    {
        while (!items.IsAtEnd)
        {
            switch (items.Item(out ItemReader item))
            {
                case ItemType.MaximumLength:
                    association.MaximumPDULength = item.UInt32();
                    break;
                case ItemType.ImplementationClass:
                    association.RemoteImplementationClassUID = item.RestAsUid();
                    break;
                case ItemType.ImplementationVersion:
                    association.RemoteImplementationVersion = item.RestAsText();
                    break;
                case ItemType.Role:
                    Role(association, item, isAnswer, answered);
                    break;
                case ItemType.UserIdentity when !isAnswer:
                    association.UserIdentityNegotiation = UserIdentity(item);
                    break;
                case ItemType.UserIdentityAnswer when isAnswer && association.UserIdentityNegotiation is { } asked:
                    asked.ServerResponse = UserIdentityText.Of(asked.UserIdentityType, item.SizedBytes());
                    break;
            }
        }
    }

    // The answer can take back a role that was asked for and give none that was not (PS3.7 annex D.3.3.4).
    private static void Role(DicomAssociation association, ItemReader item, bool isAnswer, HashSet<DicomPresentationContext>? answered)
    {
        DicomUID abstractSyntax = item.SizedUid();
        bool user = item.Byte() == 1;
        bool provider = item.Byte() == 1;
        foreach (var context in association.PresentationContexts.Where(context => context.AbstractSyntax == abstractSyntax))
        {
            context.UserRole = user && (!isAnswer || context.UserRole is true);
            context.ProviderRole = provider && (!isAnswer || context.ProviderRole is true);
            answered?.Add(context);
        }
    }

    private static DicomUserIdentityNegotiation UserIdentity(ItemReader item)
    {
        var type = (DicomUserIdentityType)item.Byte();
        bool wantsAnswer = item.Byte() == 1;
        string primary = UserIdentityText.Of(type, item.SizedBytes());
        string secondary = UserIdentityText.Of(type, item.SizedBytes());
        return new DicomUserIdentityNegotiation
        {
            UserIdentityType = type,
            PositiveResponseRequested = wantsAnswer,
            PrimaryField = primary,
            SecondaryField = secondary,
        };
    }
}
