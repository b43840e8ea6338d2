using ContourFlow.Dicom.Network.Pdu;

namespace ContourFlow.Dicom.Tests.Network.Fuzzing;

/// <summary>Which of the network's parts an input is for.</summary>
public enum NetworkPart
{
    /// <summary>All that a client sends on an association.</summary>
    Acceptor,

    /// <summary>All that a server answers on one.</summary>
    Requestor,

    /// <summary>A PDU that makes or ends an association, behind its header.</summary>
    Association,

    /// <summary>A command set.</summary>
    Command,
}

/// <summary>Bytes for a part of the network.</summary>
public sealed record NetworkInput(NetworkPart Part, byte[] Bytes);

/// <summary>Whole associations, as our own client and server make them: what is damaged.</summary>
internal static class RecordedAssociations
{
    private static readonly DicomUID[] s_classes =
    [
        DicomUID.Verification, DicomUID.CTImageStorage, DicomUID.StudyRootQueryRetrieveInformationModelFind, DicomUID.StudyRootQueryRetrieveInformationModelMove,
        DicomUID.StudyRootQueryRetrieveInformationModelGet, DicomUID.StorageCommitmentPushModel, DicomUID.ModalityPerformedProcedureStep,
    ];

    /// <summary>What is asked for: all classes, with roles and a user.</summary>
    public static DicomAssociation Asked()
    {
        var association = new DicomAssociation("SENDER", "RECEIVER")
        {
            UserIdentityNegotiation = new DicomUserIdentityNegotiation { UserIdentityType = DicomUserIdentityType.UsernameAndPasscode, PrimaryField = "user", SecondaryField = "code", PositiveResponseRequested = true },
        };
        foreach (DicomUID uid in s_classes)
            association.PresentationContexts.Add(uid, uid == DicomUID.CTImageStorage, uid == DicomUID.CTImageStorage, DicomTransferSyntax.ExplicitVRLittleEndian, DicomTransferSyntax.ImplicitVRLittleEndian);
        return association;
    }

    /// <summary>The requests that a requestor has open while the recorded answers come, in the order of their numbers.</summary>
    public static DicomRequest[] Open() => [new DicomCEchoRequest(), new DicomCFindRequest(DicomQueryRetrieveLevel.Study), new DicomCGetRequest("1.2.3"), new DicomCStoreRequest(Slice())];

    /// <summary>All of them.</summary>
    public static IEnumerable<NetworkInput> All()
    {
        DicomAssociation agreed = Asked();
        foreach (var context in agreed.PresentationContexts)
            context.SetResult(DicomPresentationContextResult.Accept);
        byte[] request = AssociationWriter.Request(Asked(), 16384);
        byte[] accept = AssociationWriter.Accept(agreed, 16384);
        byte[] reject = AssociationWriter.Reject(DicomRejectResult.Transient, DicomRejectSource.ServiceProviderPresentation, DicomRejectReason.LocalLimitExceeded);
        byte[] abort = AssociationWriter.Abort(DicomAbortSource.ServiceProvider, DicomAbortReason.UnexpectedPDU);
        byte[] release = AssociationWriter.ReleaseRequest();
        DicomRequest[] open = [.. Open().Select((message, i) => Numbered(message, (ushort)(i + 1)))];
        DicomMessage[] requests =
        [
            .. open, Numbered(new DicomCMoveRequest("DEST", "1.2.3"), 5),
            Numbered(new DicomNActionRequest(DicomUID.StorageCommitmentPushModel, DicomUID.StorageCommitmentPushModelInstance, 1) { Dataset = References() }, 6),
            Numbered(new DicomNEventReportRequest(DicomUID.StorageCommitmentPushModel, DicomUID.StorageCommitmentPushModelInstance, 1) { Dataset = References() }, 7),
            new DicomCCancelRequest(Numbered(new DicomCFindRequest(DicomQueryRetrieveLevel.Study), 2)),
        ];
        DicomMessage[] responses =
        [
            new DicomCEchoResponse((DicomCEchoRequest)open[0], DicomStatus.Success),
            new DicomCFindResponse((DicomCFindRequest)open[1], DicomStatus.Pending) { Dataset = References() },
            new DicomCFindResponse((DicomCFindRequest)open[1], DicomStatus.Success),
            Numbered(new DicomCStoreRequest(Slice()), 9),
            new DicomCGetResponse((DicomCGetRequest)open[2], DicomStatus.Pending) { Remaining = 1, Completed = 1 },
            new DicomCGetResponse((DicomCGetRequest)open[2], DicomStatus.Success),
            new DicomCStoreResponse((DicomCStoreRequest)open[3], DicomStatus.Success),
        ];
        foreach (uint maximum in (uint[])[60, 16384])
        {
            yield return new(NetworkPart.Acceptor, [.. request, .. Messages(requests, agreed, maximum), .. release]);
            yield return new(NetworkPart.Acceptor, [.. request, .. Messages(responses, agreed, maximum), .. abort]);
            yield return new(NetworkPart.Requestor, [.. accept, .. Messages(responses, agreed, maximum), .. AssociationWriter.ReleaseReply()]);
        }

        yield return new(NetworkPart.Requestor, reject);
        yield return new(NetworkPart.Requestor, [.. accept, .. release]);
        yield return new(NetworkPart.Requestor, [.. accept, .. abort]);
        foreach (byte[] pdu in (byte[][])[request, request, accept, accept, reject, abort])
            yield return new(NetworkPart.Association, [pdu[0], .. pdu[6..]]);
        foreach (DicomMessage message in requests.Concat(responses))
            yield return new(NetworkPart.Command, CommandCoding.Write(message.Command));
    }

    private static byte[] Messages(IEnumerable<DicomMessage> messages, DicomAssociation agreed, uint maximum)
    {
        using var stream = new MemoryStream();
        foreach (DicomMessage message in messages)
        {
            var context = agreed.PresentationContexts.FirstOrDefault(other => other.AbstractSyntax == message.SOPClassUID) ?? agreed.PresentationContexts.First();
            var writer = new MessageWriter(stream, context.ID, maximum, () => { });
            if (MessageContent.Of(message, DicomTransferSyntax.ExplicitVRLittleEndian) is { } content)
                writer.Write(message.Command, content);
            else
                writer.WriteCommandAsync(message.Command).GetAwaiter().GetResult();
        }

        return stream.ToArray();
    }

    private static T Numbered<T>(T request, ushort number)
        where T : DicomRequest
    {
        request.MessageID = number;
        return request;
    }

    private static DicomFile Slice() => new(new DicomDataset
    {
        { DicomTag.SOPClassUID, DicomUID.CTImageStorage },
        { DicomTag.SOPInstanceUID, "2.25.1" },
        { DicomTag.Rows, (ushort)8 },
        { DicomTag.Columns, (ushort)8 },
        new DicomOtherWord(DicomTag.PixelData, new ushort[64]),
    });

    private static DicomDataset References() => new()
    {
        { DicomTag.TransactionUID, "2.25.2" },
        new DicomSequence(DicomTag.ReferencedSOPSequence, new DicomDataset { { DicomTag.ReferencedSOPClassUID, DicomUID.CTImageStorage }, { DicomTag.ReferencedSOPInstanceUID, "2.25.1" } }),
    };
}
