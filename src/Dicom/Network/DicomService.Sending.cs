using ContourFlow.Dicom.Network.Pdu;

namespace ContourFlow.Dicom.Network;

public abstract partial class DicomService
{
    private static readonly TimeSpan s_stay = TimeSpan.FromSeconds(5);

    private bool _isRequestor;

    /// <summary>Answers a request.</summary>
    protected async Task SendResponseAsync(DicomResponse response)
    {
        ArgumentNullException.ThrowIfNull(response);
        await SendMessageAsync(response, response.PresentationContext ?? throw new DicomNetworkException("A response has no presentation context."));
    }

    /// <summary>Asks for an association.</summary>
    protected internal async Task SendAssociationRequestAsync(DicomAssociation association)
    {
        ArgumentNullException.ThrowIfNull(association);
        Association = association;
        association.RemoteHost = _network.RemoteHost;
        association.RemotePort = _network.RemotePort;
        _isRequestor = true;
        _state = AssociationState.Requesting;
        await WriteAsync(AssociationWriter.Request(association, Options.MaxPDULength));
    }

    /// <summary>Accepts the association, with the results that its presentation contexts have; those without one are refused.</summary>
    protected async Task SendAssociationAcceptAsync(DicomAssociation association)
    {
        ArgumentNullException.ThrowIfNull(association);
        foreach (var context in association.PresentationContexts.Where(context => context.Result == DicomPresentationContextResult.Proposed))
            context.SetResult(DicomPresentationContextResult.RejectAbstractSyntaxNotSupported);
        _state = AssociationState.Established;
        await WriteAsync(AssociationWriter.Accept(association, Options.MaxPDULength));
        Logger.AssociationAccepted(_network.RemoteHost, _network.RemotePort, association.PresentationContexts.Count(context => context.Result == DicomPresentationContextResult.Accept));
    }

    /// <summary>Rejects the association.</summary>
    protected async Task SendAssociationRejectAsync(DicomRejectResult result, DicomRejectSource source, DicomRejectReason reason)
    {
        _state = AssociationState.AwaitingClose;
        _isOver = true;
        Await(Options.Deadlines.Association);
        Logger.AssociationRejected(_network.RemoteHost, _network.RemotePort, result, source, reason);
        await WriteAsync(AssociationWriter.Reject(result, source, reason));
    }

    /// <summary>Asks for release.</summary>
    protected internal async Task SendAssociationReleaseRequestAsync()
    {
        _state = AssociationState.Releasing;
        await WriteAsync(AssociationWriter.ReleaseRequest());
    }

    /// <summary>Answers the peer's wish for release.</summary>
    protected async Task SendAssociationReleaseResponseAsync()
    {
        _state = AssociationState.AwaitingClose;
        _isOver = true;
        Await(Options.Deadlines.Association);
        await WriteAsync(AssociationWriter.ReleaseReply());
        Logger.AssociationReleased(_network.RemoteHost, _network.RemotePort);
    }

    /// <summary>Aborts, and closes the connection.</summary>
    protected internal async Task SendAbortAsync(DicomAbortSource source, DicomAbortReason reason)
    {
        End(new DicomAssociationAbortedException(source, reason));
        await AbortQuietlyAsync(source, reason);
        Dispose();
    }

    // The connection stays until the peer closes it (PS3.8 table 9-10, AA-8): closed at once with bytes unread, TCP would reset
    // it, and the peer not learn why. It is not stayed for as long as the ARTIM timer allows: the peer has shown what it is.
    private async Task AbortAndAwaitCloseAsync(DicomAbortSource source, DicomAbortReason reason)
    {
        if (_state == AssociationState.Closed)
            return;
        _state = AssociationState.AwaitingClose;
        await AbortQuietlyAsync(source, reason);
        (_network as Connection)?.EndSending();
        FailWaiting(_end);
        var stay = Options.Deadlines.Association < s_stay ? Options.Deadlines.Association : s_stay;
        using var limit = new CancellationTokenSource(stay, Dependencies.Time);

        // A read that waits on its thread looks at no token; closing the connection ends it.
        await using var ending = limit.Token.Register(_network.Dispose);
        byte[] passedOver = new byte[4096];
        try
        {
            while (await _stream.ReadAsync(passedOver) > 0)
            {
            }
        }
        catch (Exception fault) when (fault is IOException or ObjectDisposedException)
        {
            // It is gone, or stayed too long.
        }
    }

    private async Task AbortQuietlyAsync(DicomAbortSource source, DicomAbortReason reason)
    {
        try
        {
            await WriteAsync(AssociationWriter.Abort(source, reason));
        }
        catch (Exception fault) when (fault is DicomNetworkException or IOException or ObjectDisposedException)
        {
            // The line is gone already, which is what an abort is for.
        }
    }

    private async Task SendMessageAsync(DicomMessage message, DicomPresentationContext context)
    {
        var content = MessageContent.Of(message, context.AcceptedTransferSyntax!);
        MessageWriter? writer = null;
        bool isHalf = false;
        await _sending.WaitAsync();
        try
        {
            writer = new MessageWriter(_stream, context.ID, Association.MaximumPDULength, () => _deadlines.Set(Awaited.Sending, Options.Deadlines.Send));
            if (content is null)
                await writer.WriteCommandAsync(message.Command);
            else
                await Task.Run(() => writer.Write(message.Command, content));
        }
        catch (DicomNetworkException lost) when (lost.InnerException is IOException or ObjectDisposedException)
        {
            throw new DicomNetworkException(lost.Message, _end ?? lost.InnerException);
        }
        catch
        {
            // Of the object, not of the line. Where half a message is out nothing but an abort can follow it.
            isHalf = writer?.HasBegun is true;
            throw;
        }
        finally
        {
            _deadlines.Clear(Awaited.Sending);
            _sending.Release();
            if (isHalf)
            {
                End(new DicomNetworkException("A message could not be sent to its end."));
                await SendAbortAsync(DicomAbortSource.ServiceUser, DicomAbortReason.NotSpecified);
            }
        }
    }

    private async Task WriteAsync(byte[] pdu)
    {
        await _sending.WaitAsync();
        _deadlines.Set(Awaited.Sending, Options.Deadlines.Send);
        try
        {
            await _stream.WriteAsync(pdu);
        }
        catch (Exception fault) when (fault is IOException or ObjectDisposedException)
        {
            throw new DicomNetworkException("The connection was lost while sending.", _end ?? fault);
        }
        finally
        {
            _deadlines.Clear(Awaited.Sending);
            _sending.Release();
        }
    }
}
