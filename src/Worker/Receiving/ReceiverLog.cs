using ContourFlow.Worker.Intake;
using Microsoft.Extensions.Logging;

namespace ContourFlow.Worker.Receiving;

/// <summary>What the receiver says, events 5200 to 5249: titles, addresses, UIDs and numbers.</summary>
internal static partial class ReceiverLog
{
    [LoggerMessage(5200, LogLevel.Information, "Receiving as {Titles} at {Address} port {Port}")]
    public static partial void Receiving(this ILogger log, string titles, string address, int port);

    [LoggerMessage(5201, LogLevel.Debug, "{CallingAe} at {Host} sent {SopInstanceUid}: {Reception}")]
    public static partial void ObjectReceived(this ILogger log, string callingAe, string host, string sopInstanceUid, Reception reception);

    [LoggerMessage(5202, LogLevel.Warning, "{CallingAe} at {Host} sent {SopInstanceUid}, which is not taken: {Refusal}. {Sentence}")]
    public static partial void ObjectRefused(this ILogger log, string callingAe, string host, string sopInstanceUid, IntakeRefusal refusal, string sentence);

    [LoggerMessage(5203, LogLevel.Warning, "An object of {CallingAe} at {Host} was cut off; nothing of it is kept")]
    public static partial void ObjectCutOff(this ILogger log, string callingAe, string host);

    [LoggerMessage(5204, LogLevel.Information, "Stopping; {Count} associations are under way")]
    public static partial void Stopping(this ILogger log, int count);

    [LoggerMessage(5205, LogLevel.Warning, "{Count} associations did not end in time and are cut; what they had not been answered they will send again")]
    public static partial void Cut(this ILogger log, int count);

    [LoggerMessage(5206, LogLevel.Information, "STOW-RS at {Address}")]
    public static partial void Stow(this ILogger log, string address);

    // Without the exception: what its text quotes is not known here.
    [LoggerMessage(5207, LogLevel.Error, "An object could not be taken: {Kind}")]
    public static partial void ObjectFailed(this ILogger log, string kind);

    [LoggerMessage(5208, LogLevel.Warning, "{Count} requests of STOW-RS did not end in time and are cut")]
    public static partial void UploadsCut(this ILogger log, int count);
}
