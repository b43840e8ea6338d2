namespace ContourFlow.Dicom.Network;

/// <summary>A DIMSE request (DICOM PS3.7 6.3).</summary>
public abstract class DicomRequest : DicomMessage
{
    /// <summary>Called when no response came in time.</summary>
    public EventHandler<OnTimeoutEventArgs>? OnTimeout;

    /// <summary>Called when the request has been sent.</summary>
    public EventHandler<OnRequestSentEventArgs>? OnRequestSent;

    /// <summary>Makes a request of a command set that was received.</summary>
    /// <exception cref="DicomNetworkException">Message ID (0000,0110) is missing or malformed.</exception>
    protected DicomRequest(DicomDataset command)
        : base(command) => CommandSet.Number(command, DicomTag.MessageID);

    /// <summary>Makes a request.</summary>
    protected DicomRequest(DicomCommandField type, DicomUID requestedClassUid)
    {
        ArgumentNullException.ThrowIfNull(requestedClassUid);
        Type = type;
        SOPClassUID = requestedClassUid;
    }

    /// <summary>Message ID (0000,0110); the service gives it when it sends the request, 0 before.</summary>
    public ushort MessageID
    {
        get => CommandSet.OptionalNumber(Command, DicomTag.MessageID) ?? 0;
        protected internal set => Command.AddOrUpdate(DicomTag.MessageID, value);
    }

    /// <summary>Has the request proposed with these transfer syntaxes, instead of those that are usual for it.</summary>
    /// <exception cref="ArgumentException">There are none.</exception>
    public void CreatePresentationContext(params DicomTransferSyntax[] transferSyntaxes)
    {
        ArgumentNullException.ThrowIfNull(transferSyntaxes);
        if (transferSyntaxes.Length == 0)
            throw new ArgumentException("A presentation context proposes at least one transfer syntax.", nameof(transferSyntaxes));
        var context = new DicomPresentationContext(0, SOPClassUID ?? throw new InvalidOperationException("The request has no SOP class."));
        foreach (DicomTransferSyntax syntax in transferSyntaxes)
            context.AddTransferSyntax(syntax);
        PresentationContext = context;
    }

    /// <summary>Hands a response to the request's own handler.</summary>
    /// <exception cref="DicomNetworkException">It is the response to another kind of request.</exception>
    internal void Answer(DicomService service, DicomResponse response) => PostResponse(service, response);

    /// <summary>Tells that no response came in time.</summary>
    internal void TellTimeout(TimeSpan timeout) => OnTimeout?.Invoke(this, new OnTimeoutEventArgs(timeout));

    /// <summary>Tells that the request has been sent.</summary>
    internal void TellSent() => OnRequestSent?.Invoke(this, new OnRequestSentEventArgs());

    /// <summary>Hands a response to the request's own handler.</summary>
    /// <param name="service">The service that received it.</param>
    /// <param name="response">The response.</param>
    protected abstract void PostResponse(DicomService service, DicomResponse response);

    /// <summary>The response as the one that belongs to the request.</summary>
    /// <exception cref="DicomNetworkException">It is the response to another kind of request.</exception>
    private protected T Own<T>(DicomResponse response)
        where T : DicomResponse =>
        response as T ?? throw new DicomNetworkException($"{this} was answered with a {ToString(response.Type)}.");

    /// <summary>How long no response came.</summary>
    public class OnTimeoutEventArgs
    {
        /// <summary>Makes the arguments.</summary>
        public OnTimeoutEventArgs(TimeSpan timeout) => Timeout = timeout;

        /// <summary>How long no response came.</summary>
        public TimeSpan Timeout { get; set; }
    }

    /// <summary>Says nothing more.</summary>
    public class OnRequestSentEventArgs;
}
