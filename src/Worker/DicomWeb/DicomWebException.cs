using System.Net;

namespace ContourFlow.Worker.DicomWeb;

/// <summary>
/// An archive's DICOMweb answered with a fault, or with what is no answer. Trying again changes nothing, unless it is
/// found inside a <see cref="Contouring.Faults.TransientException"/>. The message has no content of the answer and no
/// matching value.
/// </summary>
/// <param name="message">What was asked, what is wrong, and the way out.</param>
/// <param name="status">HTTP status; null where the answer is at fault and not its status.</param>
/// <param name="retryAfter">When to come again, as the archive says (RFC 9110 section 10.2.3); null where it does not.</param>
/// <param name="innerException">The cause.</param>
internal sealed class DicomWebException(string message, HttpStatusCode? status = null, TimeSpan? retryAfter = null, Exception? innerException = null)
    : Exception(message, innerException)
{
    /// <summary>HTTP status; null where the answer is at fault and not its status.</summary>
    public HttpStatusCode? Status { get; } = status;

    /// <summary>When to come again, as the archive says; null where it does not.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;
}
