using System.Net;
using System.Net.Http.Headers;
using System.Security.Authentication;
using System.Text;
using ContourFlow.Contouring.Faults;

namespace ContourFlow.Worker.DicomWeb;

/// <summary>Asks an archive by HTTP: authentication, deadlines, and what its faults mean for whoever asked.</summary>
internal sealed class ArchiveExchange(HttpClient http, DicomWebOptions options, TimeProvider time)
{
    private readonly string root = options.Root.AbsoluteUri.TrimEnd('/');
    private readonly AuthenticationHeaderValue? authorization = Authorization(options);

    /// <summary>A deadline for the beginning of an answer.</summary>
    public Deadline NewDeadline(CancellationToken cancellationToken) => new(options.AnswerTimeout, time, cancellationToken);

    /// <summary>Sends a request and returns when the answer's header is here, whatever its status.</summary>
    /// <param name="method">HTTP method.</param>
    /// <param name="path">Path and query below the root.</param>
    /// <param name="accept">Media types that are asked for.</param>
    /// <param name="content">Body; null for none.</param>
    /// <param name="asksFirst">Whether the archive is asked for its consent before the body is sent (RFC 9110 section 10.1.1).</param>
    /// <param name="deadline">Until when.</param>
    /// <exception cref="HttpRequestException">The network's; within <see cref="AskingAsync"/> it becomes what it means.</exception>
    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string accept, HttpContent? content, bool asksFirst, Deadline deadline)
    {
        using var request = new HttpRequestMessage(method, root + path) { Content = content };
        request.Headers.Authorization = authorization;

        // As it is written: a parameter such as transfer-syntax=* is not quoted.
        request.Headers.TryAddWithoutValidation("Accept", accept);
        request.Headers.ExpectContinue = asksFirst ? true : null;
        HttpResponseMessage response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, deadline.Token);
        deadline.Extend(options.IdleTimeout);
        return response;
    }

    /// <summary>The body, from which every reading moves the deadline on.</summary>
    public async Task<Stream> BodyAsync(HttpResponseMessage response, Deadline deadline) =>
        new PartStream(await response.Content.ReadAsStreamAsync(deadline.Token), () => deadline.Extend(options.IdleTimeout));

    /// <summary>What a status that is no success means: for the caller to throw.</summary>
    /// <param name="response">The answer; its body is not looked at.</param>
    /// <param name="what">What was asked, as the beginning of a sentence.</param>
    public Exception Fault(HttpResponseMessage response, string what)
    {
        HttpStatusCode status = response.StatusCode;
        string wayOut = status switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => " Check the token, the user or the certificate that the archive is given.",
            HttpStatusCode.NotFound or HttpStatusCode.Gone => " The archive does not have it, or its DICOMweb has another root.",
            HttpStatusCode.NotAcceptable or HttpStatusCode.UnsupportedMediaType => " The archive does not have the media type that was asked for or sent.",
            HttpStatusCode.RequestEntityTooLarge => " Send less in one request.",
            >= HttpStatusCode.Ambiguous and < HttpStatusCode.BadRequest => " It refers to another address, which is not followed: give the archive's final one.",
            _ => "",
        };
        var fault = new DicomWebException($"{what} was answered with HTTP {(int)status}.{wayOut}", status, RetryAfter(response));
        return IsPassing(status) ? new TransientException(fault.Message, fault) : fault;
    }

    /// <summary>Asks, or reads of an answer: what the network and the body throw comes as what it means.</summary>
    /// <param name="ask">What is done.</param>
    /// <param name="what">What was asked, as the beginning of a sentence.</param>
    /// <param name="deadline">Until when it is waited for.</param>
    /// <exception cref="DicomWebException">Trying again changes nothing.</exception>
    /// <exception cref="TransientException">The archive may come back.</exception>
    public static async Task<T> AskingAsync<T>(Func<Task<T>> ask, string what, Deadline deadline)
    {
        try
        {
            return await ask();
        }
        catch (Exception fault) when (Fault(fault, what, deadline) is not null)
        {
            throw Fault(fault, what, deadline)!;
        }
    }

    /// <summary>What an exception means that came of asking or reading; null when it is none of the network's or the body's.</summary>
    /// <param name="fault">The exception.</param>
    /// <param name="what">What was asked, as the beginning of a sentence.</param>
    /// <param name="deadline">Until when it was waited for.</param>
    private static Exception? Fault(Exception fault, string what, Deadline deadline) => fault switch
    {
        OperationCanceledException when deadline.HasPassed =>
            new TransientException($"{what} was not answered in time.", fault),

        // HttpClient's own, where it has one.
        OperationCanceledException { InnerException: TimeoutException } =>
            new TransientException($"{what} was not answered in time.", fault),
        HttpRequestException { InnerException: AuthenticationException } =>
            new DicomWebException($"{what} failed: the archive's certificate is not trusted, or it does not trust ours. Check the authorities and the client certificate.", innerException: fault),
        HttpRequestException or HttpIOException =>
            new TransientException($"{what} failed: the archive cannot be reached, or the connection broke.", fault),
        BrokenBodyException { IsCutOff: true } => new TransientException($"{what} was cut off. {fault.Message}", fault),
        BrokenBodyException => new DicomWebException($"{what} was answered with what cannot be read. {fault.Message}", innerException: fault),
        _ => null,
    };

    // 501 and 505 are no faults of today.
    private static bool IsPassing(HttpStatusCode status) =>
        status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests
        || (status >= HttpStatusCode.InternalServerError && status is not (HttpStatusCode.NotImplemented or HttpStatusCode.HttpVersionNotSupported));

    private TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        TimeSpan? wait = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - time.GetUtcNow(),
            _ => null,
        };
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    private static AuthenticationHeaderValue? Authorization(DicomWebOptions options) => options switch
    {
        { BearerToken: { } token } => new AuthenticationHeaderValue("Bearer", token),
        { UserName: { } user } => new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{options.Password}"))),
        _ => null,
    };
}
