namespace ContourFlow.Dicom.Network;

public abstract partial class DicomService
{
    /// <summary>
    /// Asks the peer by C-CANCEL to end the queries and retrievals that are under way (PS3.7 section 9.3.2.3), and waits for the last
    /// response to everything that is.
    /// </summary>
    /// <param name="timeout">How long the peer may take.</param>
    /// <returns>Whether nothing is under way any more, so that the association may be released.</returns>
    /// <exception cref="DicomNetworkException">The connection was lost.</exception>
    internal async Task<bool> CancelPendingAsync(TimeSpan timeout)
    {
        Pending[] open;
        lock (_pendingLock)
            open = [.. _pending.Values];
        foreach (var pending in open)
        {
            if (pending.Request is DicomCFindRequest or DicomCGetRequest or DicomCMoveRequest)
                await SendMessageAsync(new DicomCCancelRequest(pending.Request), pending.Request.PresentationContext!);
        }

        Task all = Task.WhenAll(open.Select(pending => pending.Completed.Task));
        await all.WaitAsync(timeout, Dependencies.Time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return all.IsCompletedSuccessfully;
    }

    // The objects that C-GET brings are a sign of life: archives need not tell between them how far they are (PS3.4 section C.4.3.2).
    private void OnSuboperation()
    {
        lock (_pendingLock)
        {
            if (_pending.Count > 0)
                _deadlines.Set(Awaited.Response, ResponseDeadline);
        }
    }
}
