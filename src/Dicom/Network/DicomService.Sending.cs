using ContourFlow.Dicom.Network.Pdu;

namespace ContourFlow.Dicom.Network;

public abstract partial class DicomService
{
    private static readonly TimeSpan s_stay = TimeSpan.FromSeconds(5);

    private readonly Lock _pendingLock = new();
    private readonly Dictionary<ushort, Pending> _pending = [];
    private ushort _lastMessageId;
    private bool _isRequestor;

    // Whether anything is being sent, or a response awaited.
    private bool IsBusy
    {
        get
        {
            lock (_pendingLock)
                return _pending.Count > 0 || _sending.CurrentCount == 0;
        }
    }

    private TimeSpan ResponseDeadline => Options.RequestTimeout ?? Options.Deadlines.Response;

    /// <summary>Sends a request; its responses come to its own handler.</summary>
    /// <exception cref="DicomNetworkException">The association is not established, or ended.</exception>
    public virtual async Task SendRequestAsync(DicomRequest request) => await BeginAsync(request);

    /// <summary>Sends a request and waits for its last response.</summary>
    /// <exception cref="DicomNetworkException">The association is not established, or ended before the response.</exception>
    /// <param name="request">The request.</param>
    /// <param name="sent">Called when it has been sent.</param>
    /// <exception cref="DicomRequestTimedOutException">It did not come in time; the association is aborted, because a late one would be taken for another's.</exception>
    internal async Task<DicomResponse> InvokeAsync(DicomRequest request, Action sent)
    {
        var pending = await BeginAsync(request);
        sent();
        return await pending.Completed.Task;
    }

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

    private async Task<Pending> BeginAsync(DicomRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (_state != AssociationState.Established)
            throw new DicomNetworkException($"A request needs an association that is established; this one is {_state}.", _end);
        var context = ContextChoice.For(request, Association)
            ?? throw new DicomNetworkException($"No presentation context was accepted for SOP class {request.SOPClassUID?.UID} of {request.Type}.");
        var pending = new Pending(request);
        lock (_pendingLock)
        {
            do
                _lastMessageId++;
            while (_lastMessageId == 0 || _pending.ContainsKey(_lastMessageId));
            request.MessageID = _lastMessageId;
            _pending.Add(_lastMessageId, pending);
        }

        request.PresentationContext = context;
        try
        {
            await SendMessageAsync(request, context);
        }
        catch
        {
            Remove(request.MessageID);
            throw;
        }

        request.TellSent();
        lock (_pendingLock)
        {
            if (_pending.Count > 0)
                _deadlines.Set(Awaited.Response, ResponseDeadline);
        }

        return pending;
    }

    private void OnResponse(DicomResponse response)
    {
        Pending? pending;
        bool isLast = response.Status.State != DicomState.Pending;
        lock (_pendingLock)
        {
            if (!_pending.TryGetValue(response.RequestMessageID, out pending))
            {
                Logger.ResponseUnexpected(response.RequestMessageID);
                return;
            }

            if (isLast)
                _pending.Remove(response.RequestMessageID);
            if (_pending.Count == 0)
                _deadlines.Clear(Awaited.Response);
            else
                _deadlines.Set(Awaited.Response, ResponseDeadline);
        }

        try
        {
            pending.Request.Answer(this, response);
        }
        catch (Exception fault) when (fault is not PduException)
        {
            pending.Completed.TrySetException(fault);
            return;
        }

        if (isLast)
            pending.Completed.TrySetResult(response);
    }

    // Objects that come while a C-GET is under way are a sign of life, as its pending responses are.
    private void ProlongPending()
    {
        lock (_pendingLock)
        {
            if (_pending.Count > 0)
                _deadlines.Set(Awaited.Response, ResponseDeadline);
        }
    }

    private void Remove(ushort messageId)
    {
        lock (_pendingLock)
            _pending.Remove(messageId);
    }

    private void FailPending(Func<DicomRequest, Exception> why)
    {
        Pending[] failed;
        lock (_pendingLock)
        {
            failed = [.. _pending.Values];
            _pending.Clear();
        }

        foreach (var pending in failed)
        {
            Exception fault = why(pending.Request);
            if (fault is DicomRequestTimedOutException { TimeOut: var timeout })
                pending.Request.TellTimeout(timeout);
            pending.Completed.TrySetException(fault);
            // Whoever sent without waiting shall not be told of it by the runtime.
            _ = pending.Completed.Task.Exception;
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

    /// <summary>A request that awaits its last response.</summary>
    private sealed class Pending(DicomRequest request)
    {
        public DicomRequest Request { get; } = request;

        public TaskCompletionSource<DicomResponse> Completed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
