using Microsoft.Extensions.Logging;

namespace ContourFlow.Dicom.Network;

/// <summary>What the network says, events 5000 to 5049: titles, addresses, UIDs and statuses, and no other value of any data set.</summary>
internal static partial class DicomServiceLog
{
    [LoggerMessage(5000, LogLevel.Debug, "Association asked for by {CallingAe} at {Host}:{Port}, of {CalledAe}, {Contexts} presentation contexts")]
    public static partial void AssociationRequested(this ILogger logger, string callingAe, string host, int port, string calledAe, int contexts);

    [LoggerMessage(5001, LogLevel.Debug, "Association with {Host}:{Port} accepted, {Accepted} presentation contexts")]
    public static partial void AssociationAccepted(this ILogger logger, string host, int port, int accepted);

    [LoggerMessage(5002, LogLevel.Information, "Association with {Host}:{Port} rejected: {Result}, {Source}, {Reason}")]
    public static partial void AssociationRejected(this ILogger logger, string host, int port, DicomRejectResult result, DicomRejectSource source, DicomRejectReason reason);

    [LoggerMessage(5003, LogLevel.Debug, "Association with {Host}:{Port} released")]
    public static partial void AssociationReleased(this ILogger logger, string host, int port);

    [LoggerMessage(5004, LogLevel.Warning, "Association with {Host}:{Port} aborted by the peer: {Source}, {Reason}")]
    public static partial void AbortReceived(this ILogger logger, string host, int port, DicomAbortSource source, DicomAbortReason reason);

    [LoggerMessage(5005, LogLevel.Warning, "Association with {Host}:{Port} aborted: {Reason}. {Sentence}")]
    public static partial void AbortSent(this ILogger logger, string host, int port, DicomAbortReason reason, string sentence);

    [LoggerMessage(5006, LogLevel.Warning, "Connection with {Host}:{Port} lost: {Sentence}")]
    public static partial void ConnectionLost(this ILogger logger, string host, int port, string sentence);

    [LoggerMessage(5007, LogLevel.Warning, "Connection with {Host}:{Port} closed: nothing came or went within {Seconds} s ({Awaited})")]
    public static partial void DeadlineMissed(this ILogger logger, string host, int port, double seconds, Awaited awaited);

    [LoggerMessage(5008, LogLevel.Debug, "{Message} {MessageId} received, SOP class {SopClassUid}, SOP instance {SopInstanceUid}")]
    public static partial void MessageReceived(this ILogger logger, DicomCommandField message, int messageId, string sopClassUid, string sopInstanceUid);

    [LoggerMessage(5009, LogLevel.Debug, "{Message} {MessageId} sent, status 0x{Status}")]
    public static partial void ResponseSent(this ILogger logger, DicomCommandField message, int messageId, string status);

    [LoggerMessage(5010, LogLevel.Error, "{Message} could not be answered, processing failure is: {Fault}")]
    public static partial void HandlerFailed(this ILogger logger, DicomCommandField message, string fault);

    [LoggerMessage(5011, LogLevel.Warning, "A response came to message {MessageId}, which is not under way; it is passed over")]
    public static partial void ResponseUnexpected(this ILogger logger, int messageId);

    [LoggerMessage(5012, LogLevel.Warning, "{Message} {MessageId} is not answered: this side has asked for release")]
    public static partial void ResponseTooLate(this ILogger logger, DicomCommandField message, int messageId);

    [LoggerMessage(5020, LogLevel.Warning, "A connection could not be taken: {Kind}")]
    public static partial void AcceptFailed(this ILogger logger, string kind, Exception fault);

    [LoggerMessage(5021, LogLevel.Warning, "The TLS handshake with {Host}:{Port} failed: {Sentence}")]
    public static partial void HandshakeFailed(this ILogger logger, string host, int port, string sentence);

    [LoggerMessage(5022, LogLevel.Error, "The service of a connection ended by a fault of the program: {Fault}")]
    public static partial void ServiceFailed(this ILogger logger, string fault);
}
