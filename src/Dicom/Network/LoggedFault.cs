using System.Net.Sockets;
using System.Security.Authentication;

namespace ContourFlow.Dicom.Network;

/// <summary>
/// What the log is told of an exception that came out of somebody else's code: kinds and places. Messages only of those that
/// name no values: that of a FormatException quotes what could not be parsed, which may be a patient's.
/// </summary>
internal static class LoggedFault
{
    /// <summary>The exception and its causes, with where the outermost came from.</summary>
    public static string Of(Exception fault)
    {
        var parts = new List<string>();
        for (Exception? cause = fault; cause is not null; cause = cause.InnerException)
            parts.Add(Names(cause) ? $"{cause.GetType().Name} ({cause.Message})" : cause.GetType().Name);
        return $"{string.Join(", by ", parts)}{Environment.NewLine}{fault.StackTrace}";
    }

    private static bool Names(Exception fault) => fault is DicomException or IOException or SocketException or AuthenticationException;
}
