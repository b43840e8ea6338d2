using System.Net;
using System.Runtime.CompilerServices;
using ContourFlow.Worker.Intake;
using Microsoft.Extensions.Logging;

namespace ContourFlow.Worker.DicomWeb;

/// <summary>What became of a retrieved object.</summary>
/// <param name="SopClassUid">Its SOP class.</param>
/// <param name="SopInstanceUid">Its SOP instance.</param>
/// <param name="Reception">What became of it; null where it was refused.</param>
/// <param name="Refusal">Why it was refused; null where it was taken in.</param>
internal sealed record RetrievedObject(string SopClassUid, string SopInstanceUid, Reception? Reception, IntakeRefusal? Refusal);

/// <summary>Retrieves the objects of a study or a series, or one, into the intake (WADO-RS, PS3.18 section 10.4), as they are stored there.</summary>
internal sealed class WadoRetrieval(ArchiveExchange exchange, DicomWebOptions options, IIntake intake, ILogger log)
{
    // Each object in the syntax that it is kept in: nothing is decompressed, nothing compressed anew.
    private const string Accept = "multipart/related; type=\"application/dicom\"; transfer-syntax=*";

    private readonly ObjectReception reception = new(intake, options.MaximumObjectBytes);

    /// <summary>Retrieves them; each is durable, or refused for itself, when it is returned.</summary>
    /// <remarks>What was returned before an exception stays taken in; retrieving again keeps each object once.</remarks>
    /// <exception cref="DicomWebException">The archive answers with a fault, or with something else than was asked for.</exception>
    /// <exception cref="Contouring.Faults.TransientException">The archive cannot be reached, broke off, or may come back.</exception>
    /// <exception cref="IntakeRefusedException">There is no room, or the folder cannot be written to: no other object could be taken either.</exception>
    public async IAsyncEnumerable<RetrievedObject> RetrieveAsync(
        string study, string? series, string? instance, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string path = DicomWebPath.Of(study, series, instance);
        string what = $"The retrieval of {path[1..]} (WADO-RS)";
        using Deadline deadline = exchange.NewDeadline(cancellationToken);
        using HttpResponseMessage response = await ArchiveExchange.AskingAsync(() => AskAsync(path, what, deadline), what, deadline);
        await using Stream body = await ArchiveExchange.AskingAsync(() => exchange.BodyAsync(response, deadline), what, deadline);
        var parts = new RelatedParts(BoundaryOf(response, what), body);
        int count = 0;
        while (await ArchiveExchange.AskingAsync(() => TakeNextAsync(parts, (study, series, instance), what, deadline), what, deadline) is { } taken)
        {
            count++;

            // What the caller does with it is not the archive's time.
            deadline.Extend(Timeout.InfiniteTimeSpan);
            yield return taken;
            deadline.Extend(options.IdleTimeout);
        }

        if (count == 0)
            throw new DicomWebException($"{what} was answered without any object.", response.StatusCode);
    }

    private async Task<HttpResponseMessage> AskAsync(string path, string what, Deadline deadline)
    {
        HttpResponseMessage response = await exchange.SendAsync(HttpMethod.Get, path, Accept, content: null, asksFirst: false, deadline);
        if (response.StatusCode == HttpStatusCode.OK)
            return response;
        using (response)
            throw exchange.Fault(response, what);
    }

    private static string BoundaryOf(HttpResponseMessage response, string what)
    {
        // As text: HttpClient's own parser loses what is not quoted.
        string? said = response.Content.Headers.TryGetValues("Content-Type", out IEnumerable<string>? values) ? values.First() : null;
        if (!MediaType.TryParse(said, out MediaType? type) || type.Name != MediaType.MultipartRelated || !(type.Has("type", MediaType.Dicom) || !type.Parameters.ContainsKey("type")))
            throw new DicomWebException($"{what} was answered with another media type than {MediaType.MultipartRelated} of {MediaType.Dicom}. Check the root of the archive's DICOMweb.", response.StatusCode);
        return type.Boundary ?? throw new DicomWebException($"{what} was answered without the boundary that separates the objects (RFC 2046 section 5.1.1).", response.StatusCode);
    }

    private async Task<RetrievedObject?> TakeNextAsync(
        RelatedParts parts, (string Study, string? Series, string? Instance) asked, string what, Deadline deadline)
    {
        if (await parts.NextAsync(deadline.Token) is not { } part)
            return null;
        if (!part.IsDicom)
            throw new DicomWebException($"{what} was answered with a part that is not of the type {MediaType.Dicom}.");
        FileHeader header = await HeaderAsync(part, what, deadline);
        if (asked.Instance is not null && !string.Equals(asked.Instance, header.SopInstanceUid, StringComparison.Ordinal))
            throw new DicomWebException($"{what} was answered with another object, {header.SopInstanceUid}.");
        try
        {
            Reception became = await reception.TakeAsync(header, part.Body, asked.Study, asked.Series, deadline.Token);
            log.ObjectRetrieved(header.SopInstanceUid, became);
            return new RetrievedObject(header.SopClassUid, header.SopInstanceUid, became, Refusal: null);
        }
        catch (IntakeRefusedException fault) when (fault.Refusal is not (IntakeRefusal.NoRoom or IntakeRefusal.NotWritable))
        {
            log.RetrievedRefused(header.SopInstanceUid, fault.Refusal, fault.Message);
            return new RetrievedObject(header.SopClassUid, header.SopInstanceUid, Reception: null, fault.Refusal);
        }
    }

    private static async Task<FileHeader> HeaderAsync(RelatedPart part, string what, Deadline deadline)
    {
        try
        {
            return await FileHeader.ReadAsync(part.Body, deadline.Token);
        }
        catch (IntakeRefusedException fault)
        {
            throw new DicomWebException($"{what} was answered with a part that is no DICOM file. {fault.Message}", innerException: fault);
        }
    }
}
