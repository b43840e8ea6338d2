using ContourFlow.Dicom.Network.Pdu;

namespace ContourFlow.Dicom.Network;

public abstract partial class DicomService
{
    private readonly Lock _pendingLock = new();
    private readonly Dictionary<ushort, Pending> _pending = [];
    private ushort _lastMessageId;

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

    /// <summary>A request that awaits its last response.</summary>
    private sealed class Pending(DicomRequest request)
    {
        public DicomRequest Request { get; } = request;

        public TaskCompletionSource<DicomResponse> Completed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
