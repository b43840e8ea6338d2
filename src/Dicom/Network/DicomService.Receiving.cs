using System.Buffers;
using System.IO.Pipelines;
using ContourFlow.Dicom.Network.Pdu;

namespace ContourFlow.Dicom.Network;

public abstract partial class DicomService
{
    // Small enough to stay in the processor's cache on its way from the socket to the file.
    private const int ReceiveBlock = 64 * 1024;

    private TimeSpan _bytesDeadline;

    private TimeSpan IdleDeadline => Options.RequestTimeout ?? Options.Deadlines.Idle;

    private async Task ReceiveAsync()
    {
        var decoder = new PduDecoder(Options.MaxPDULength);
        var reader = PipeReader.Create(_stream, new StreamPipeReaderOptions(bufferSize: ReceiveBlock, minimumReadSize: ReceiveBlock / 4, leaveOpen: true));
        Await(Options.Deadlines.Association);
        try
        {
            while (_state != AssociationState.Closed)
            {
                ReadResult read = await reader.ReadAsync();
                _deadlines.Clear(Awaited.Bytes);
                var rest = read.Buffer;
                bool wasInside = decoder.IsInsidePdu;
                bool found = false;
                while (decoder.Next(ref rest) is { Part: not PduPart.NeedsMore } finding)
                {
                    found = true;
                    if (finding.Part == PduPart.Fragment)
                        await OnFragmentAsync(finding);
                    else
                        await OnPduAsync(finding);
                    if (_state == AssociationState.Closed)
                        return;
                }

                reader.AdvanceTo(rest.Start, read.Buffer.End);
                if (read.IsCompleted)
                    return;
                AwaitMore(decoder, isNew: !wasInside || (found && !decoder.IsInsidePdu));
            }
        }
        finally
        {
            await reader.CompleteAsync();
        }
    }

    // A PDU that has begun keeps the deadline of its first byte, however many bytes dribble in.
    private long _pduDue;

    private void AwaitMore(PduDecoder decoder, bool isNew)
    {
        switch (_state)
        {
            case AssociationState.AwaitingRequest:
            case AssociationState.AwaitingClose:
                // The ARTIM timer runs from its start to the end, whatever comes.
                AwaitUntil(_associationDue);
                break;
            case AssociationState.Requesting:
                break;
            default:
                if (!decoder.IsInsidePdu)
                {
                    _pduDue = 0;
                    Await(IdleDeadline);
                }
                else
                {
                    if (isNew || _pduDue == 0)
                        _pduDue = Due(Options.Deadlines.Pdu);
                    AwaitUntil(_pduDue);
                }

                break;
        }
    }

    private long _associationDue;

    private long Due(TimeSpan after) => Dependencies.Time.GetTimestamp() + (long)(after.TotalSeconds * Dependencies.Time.TimestampFrequency);

    private void Await(TimeSpan after)
    {
        _bytesDeadline = after;
        if (_state is AssociationState.AwaitingRequest or AssociationState.AwaitingClose)
            _associationDue = Due(after);
        _deadlines.Set(Awaited.Bytes, after);
    }

    private void AwaitUntil(long due)
    {
        var left = Dependencies.Time.GetElapsedTime(Dependencies.Time.GetTimestamp(), due);
        _deadlines.Set(Awaited.Bytes, left > TimeSpan.Zero ? left : TimeSpan.Zero);
    }

    private async Task OnPduAsync(PduFinding pdu)
    {
        byte[] bytes = pdu.Bytes.ToArray();
        switch (pdu.Type, _state)
        {
            case (PduType.Abort, _):
                OnAbort(bytes);
                break;
            case (PduType.AssociateRequest, AssociationState.AwaitingRequest):
                await OnAssociateRequestAsync(bytes);
                break;
            case (PduType.AssociateAccept, AssociationState.Requesting):
                OnAssociateAccept(bytes);
                break;
            case (PduType.AssociateReject, AssociationState.Requesting):
                OnAssociateReject(bytes);
                break;
            case (PduType.ReleaseRequest, AssociationState.Established):
                await OnReleaseRequestAsync();
                break;
            case (PduType.ReleaseRequest, AssociationState.Releasing):
                // Both sides at once (PS3.8 section 9.2, Sta9 to Sta12): each answers the other.
                await WriteAsync(AssociationWriter.ReleaseReply());
                break;
            case (PduType.ReleaseReply, AssociationState.Releasing):
                Logger.AssociationReleased(_network.RemoteHost, _network.RemotePort);
                _released.TrySetResult();
                Dispose();
                break;
            case (not PduType.AssociateRequest, AssociationState.AwaitingClose):
                // Passed over until the peer closes (PS3.8 table 9-10, AA-6).
                break;
            default:
                throw new PduException(DicomAbortReason.UnexpectedPDU, $"A PDU of type {(byte)pdu.Type} came in the state {_state} (PS3.8 table 9-10).");
        }
    }

    private void OnAbort(byte[] bytes)
    {
        var (source, reason) = AssociationReader.Abort(bytes);
        if (_state != AssociationState.AwaitingClose)
        {
            Logger.AbortReceived(_network.RemoteHost, _network.RemotePort, source, reason);
            End(new DicomAssociationAbortedException(source, reason));
            (this as IDicomService)?.OnReceiveAbort(source, reason);
        }

        Dispose();
    }

    private async Task OnAssociateRequestAsync(byte[] bytes)
    {
        var association = AssociationReader.Request(bytes, out ushort version, out string context);
        association.RemoteHost = _network.RemoteHost;
        association.RemotePort = _network.RemotePort;
        association.Options = Options;
        Association = association;
        _state = AssociationState.Deciding;
        Logger.AssociationRequested(association.CallingAE, _network.RemoteHost, _network.RemotePort, association.CalledAE, association.PresentationContexts.Count);
        if ((version & 1) == 0)
        {
            await SendAssociationRejectAsync(DicomRejectResult.Permanent, DicomRejectSource.ServiceProviderACSE, DicomRejectReason.ProtocolVersionNotSupported);
            return;
        }

        if (!string.Equals(context, DicomUID.DICOMApplicationContext.UID, StringComparison.Ordinal))
        {
            await SendAssociationRejectAsync(DicomRejectResult.Permanent, DicomRejectSource.ServiceUser, DicomRejectReason.ApplicationContextNotSupported);
            return;
        }

        if (this is not IDicomServiceProvider provider)
            throw new PduException(DicomAbortReason.UnexpectedPDU, "This side asks for associations and accepts none.");
        await provider.OnReceiveAssociationRequestAsync(association);
        if (_state == AssociationState.Deciding)
            throw new PduException(DicomAbortReason.NotSpecified, "The association was neither accepted nor rejected.");
    }

    private void OnAssociateAccept(byte[] bytes)
    {
        AssociationReader.Accept(bytes, Association);
        _state = AssociationState.Established;
        Logger.AssociationAccepted(_network.RemoteHost, _network.RemotePort, Association.PresentationContexts.Count(context => context.Result == DicomPresentationContextResult.Accept));
        _associated.TrySetResult();
    }

    private void OnAssociateReject(byte[] bytes)
    {
        var fault = AssociationReader.Reject(bytes);
        Logger.AssociationRejected(_network.RemoteHost, _network.RemotePort, fault.RejectResult, fault.RejectSource, fault.RejectReason);
        End(fault);
        _associated.TrySetException(fault);
        Dispose();
    }

    private async Task OnReleaseRequestAsync()
    {
        _state = AssociationState.ReleaseAsked;
        if (this is IDicomServiceProvider provider)
            await provider.OnReceiveAssociationReleaseRequestAsync();
        if (_state == AssociationState.ReleaseAsked)
            await SendAssociationReleaseResponseAsync();
    }
}
