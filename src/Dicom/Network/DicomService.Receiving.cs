using System.Buffers;
using System.IO.Pipelines;
using ContourFlow.Dicom.Network.Pdu;

namespace ContourFlow.Dicom.Network;

public abstract partial class DicomService
{
    // Small enough to stay in the processor's cache on its way from the socket to the file.
    private const int ReceiveBlock = 64 * 1024;

    private TimeSpan _bytesDeadline;
    private volatile bool _isReading;
    private volatile bool _isIdle;
    private uint _pdu;
    private TimeSpan _pduLeft;

    private TimeSpan IdleDeadline => Options.RequestTimeout ?? Options.Deadlines.Idle;

    private async Task ReceiveAsync()
    {
        var decoder = new PduDecoder(Options.MaxPDULength);
        var reader = PipeReader.Create(_stream, new StreamPipeReaderOptions(bufferSize: ReceiveBlock, minimumReadSize: ReceiveBlock / 4, leaveOpen: true));
        // Who asks for an association waits for the answer with a deadline of its own.
        if (_state == AssociationState.AwaitingRequest)
            Await(Options.Deadlines.Association);
        try
        {
            while (_state != AssociationState.Closed)
            {
                long asked = Dependencies.Time.GetTimestamp();
                _isReading = true;
                ReadResult read;
                try
                {
                    read = await reader.ReadAsync();
                }
                catch (Exception fault) when (fault is IOException or ObjectDisposedException or InvalidOperationException)
                {
                    // Told from a fault of the application.
                    throw new DicomNetworkException("The connection was lost.", fault);
                }

                _isReading = false;
                _deadlines.Clear(Awaited.Bytes);
                _pduLeft -= Dependencies.Time.GetElapsedTime(asked);
                var rest = read.Buffer;
                while (decoder.Next(ref rest) is { Part: not PduPart.NeedsMore } finding)
                {
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
                AwaitMore(decoder);
            }
        }
        finally
        {
            await reader.CompleteAsync();
        }
    }

    private void AwaitMore(PduDecoder decoder)
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
                if (decoder.IsInsidePdu)
                    AwaitRestOfPdu(decoder.Begun);
                else
                    Await(IdleDeadline);
                _isIdle = !decoder.IsInsidePdu;
                break;
        }
    }

    // A PDU that has begun keeps its deadline, however many bytes dribble in. Only time that the peer was waited for counts: what
    // this side's disk takes is not its fault.
    private void AwaitRestOfPdu(uint pdu)
    {
        if (_pdu != pdu)
            (_pdu, _pduLeft) = (pdu, Options.Deadlines.Pdu);
        _bytesDeadline = Options.Deadlines.Pdu;
        _deadlines.Set(Awaited.Bytes, _pduLeft > TimeSpan.Zero ? _pduLeft : TimeSpan.Zero);
    }

    private long _associationDue;

    private long Due(TimeSpan after) => Dependencies.Time.GetTimestamp() + (long)(after.TotalSeconds * Dependencies.Time.TimestampFrequency);

    private void Await(TimeSpan after)
    {
        _bytesDeadline = after;
        _isIdle = false;
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
                // Both sides at once: the requestor answers first, the acceptor after that (PS3.8 table 9-10, Sta9 to Sta12).
                _state = AssociationState.ReleaseCollision;
                if (_isRequestor)
                    await WriteAsync(AssociationWriter.ReleaseReply());
                break;
            case (PduType.ReleaseReply, AssociationState.Releasing):
            case (PduType.ReleaseReply, AssociationState.ReleaseCollision) when _isRequestor:
                _isOver = true;
                Logger.AssociationReleased(_network.RemoteHost, _network.RemotePort);
                _released.TrySetResult();
                Dispose();
                break;
            case (PduType.ReleaseReply, AssociationState.ReleaseCollision):
                _released.TrySetResult();
                await SendAssociationReleaseResponseAsync();
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
            Dispose();
            (this as IDicomService)?.OnReceiveAbort(source, reason);
            return;
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
        if (HasControls(association.CallingAE) || HasControls(association.CalledAE))
        {
            // Before it comes into a log, where it could pass for lines of its own.
            await SendAssociationRejectAsync(DicomRejectResult.Permanent, DicomRejectSource.ServiceUser, HasControls(association.CallingAE) ? DicomRejectReason.CallingAENotRecognized : DicomRejectReason.CalledAENotRecognized);
            return;
        }

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

    // An AE title has none (PS3.5 6.2).
    private static bool HasControls(string title) => title.Any(char.IsControl);

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
