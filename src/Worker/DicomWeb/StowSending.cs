using System.Net;
using System.Runtime.CompilerServices;
using ContourFlow.Contouring.Faults;
using Microsoft.Extensions.Logging;

namespace ContourFlow.Worker.DicomWeb;

/// <summary>Sends objects to an archive (STOW-RS, PS3.18 section 10.5), request by request.</summary>
internal sealed class StowSending(ArchiveExchange exchange, DicomWebOptions options, ILogger log)
{
    // A refusal that comes before it costs less than the wait for it: not every archive answers the question
    // (Orthanc 1.10 does not), and each such wait is half a second.
    private const long LargeBody = 1 << 20;

    /// <summary>Sends them; their outcomes come in their order, those of a request when it was answered.</summary>
    /// <remarks>Of a request that ends in an exception nothing is known; what was returned before holds.</remarks>
    /// <param name="objects">What is sent.</param>
    /// <param name="study">The study that all belong to, for the archive to check; null for no such check.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="DicomWebException">The archive answers with a fault, or with what is no answer.</exception>
    /// <exception cref="TransientException">The archive cannot be reached or may come back, or a file cannot be read.</exception>
    public async IAsyncEnumerable<StowOutcome> SendAsync(
        IEnumerable<StowObject> objects, string? study, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string path = DicomWebPath.Of(study);
        path = path.Length == 0 ? "/studies" : path;
        bool isFirst = true;
        foreach (IReadOnlyList<StowObject> request in StowRequest.Divide(objects, options.ObjectsPerRequest, options.BytesPerRequest))
        {
            IReadOnlyList<StowOutcome> outcomes = await SendOneAsync(request, path, isFirst, cancellationToken);
            isFirst = false;
            log.ObjectsSent(
                outcomes.Count,
                outcomes.Count(outcome => outcome.Status is StowStatus.Stored or StowStatus.StoredWithWarning),
                outcomes.Count(outcome => outcome.Status == StowStatus.Refused),
                outcomes.Count(outcome => outcome.Status == StowStatus.Unknown));
            foreach (StowOutcome outcome in outcomes)
                yield return outcome;
        }
    }

    private async Task<IReadOnlyList<StowOutcome>> SendOneAsync(
        IReadOnlyList<StowObject> request, string path, bool isFirst, CancellationToken cancellationToken)
    {
        string what = $"The sending of {request.Count} objects (STOW-RS)";
        using Deadline deadline = exchange.NewDeadline(cancellationToken);
        List<StowPart> parts = request.Select(one => new StowPart(one, () => deadline.Extend(options.AnswerTimeout))).ToList();
        using MultipartContent body = StowRequest.Body(parts);

        // An archive that takes nothing, be it for the credentials or for its disk, says so before all of it is sent.
        bool asksFirst = isFirst && request.Sum(one => one.Length) >= LargeBody;
        return await ArchiveExchange.AskingAsync(
            async () =>
            {
                using HttpResponseMessage response = await AskAsync(path, body, asksFirst, parts, deadline);
                return await OutcomesAsync(response, request, what, deadline);
            },
            what,
            deadline);
    }

    private async Task<HttpResponseMessage> AskAsync(string path, MultipartContent body, bool asksFirst, List<StowPart> parts, Deadline deadline)
    {
        try
        {
            return await exchange.SendAsync(HttpMethod.Post, path, MediaType.DicomJson, body, asksFirst, deadline);
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException && parts.Exists(part => part.FileFault is not null))
        {
            Exception file = parts.First(part => part.FileFault is not null).FileFault!;
            throw new TransientException(file.Message, file);
        }
    }

    private async Task<IReadOnlyList<StowOutcome>> OutcomesAsync(
        HttpResponseMessage response, IReadOnlyList<StowObject> request, string what, Deadline deadline)
    {
        // 409 is an answer like others: none was stored, and why. So is a 400 that says what became of the objects.
        bool isBadRequest = response.StatusCode == HttpStatusCode.BadRequest;
        if (response.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.Accepted or HttpStatusCode.NoContent or HttpStatusCode.Conflict)
            && !(isBadRequest && DicomJsonAnswer.Is(response)))
            throw exchange.Fault(response, what);
        IReadOnlyList<StowOutcome> outcomes = StowResponse.Outcomes(await AnswerAsync(response, what, deadline), request);
        return isBadRequest && outcomes.All(outcome => outcome.Status == StowStatus.Unknown) ? throw exchange.Fault(response, what) : outcomes;
    }

    private async Task<DicomDataset?> AnswerAsync(HttpResponseMessage response, string what, Deadline deadline)
    {
        if (response.StatusCode == HttpStatusCode.NoContent || response.Content.Headers.ContentLength == 0)
            return null;
        DicomDataset[] answers = await DicomJsonAnswer.ReadAsync(response, exchange, options, deadline, what);
        return answers.Length switch
        {
            0 => null,
            1 => answers[0],
            _ => throw new DicomWebException($"{what} was answered with {answers.Length} data sets; one is expected (PS3.18 table I.1-1).", response.StatusCode),
        };
    }
}
