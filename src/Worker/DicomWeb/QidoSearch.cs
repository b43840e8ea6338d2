using System.Net;
using System.Runtime.CompilerServices;
using ContourFlow.Worker.Intake;
using Microsoft.Extensions.Logging;

namespace ContourFlow.Worker.DicomWeb;

/// <summary>Searches page by page until there is nothing new (QIDO-RS, PS3.18 section 10.6).</summary>
internal sealed class QidoSearch(ArchiveExchange exchange, DicomWebOptions options, ILogger log)
{
    /// <summary>All matches, each once.</summary>
    /// <remarks>
    /// A page that is shorter than what was asked for need not be the last: archives have limits of their own. A page that
    /// brings nothing new is the last, also where an archive ignores limit and offset and returns everything each time.
    /// </remarks>
    /// <exception cref="DicomWebException">The archive answers with a fault, or with what is no DICOM JSON.</exception>
    /// <exception cref="Contouring.Faults.TransientException">The archive cannot be reached or may come back.</exception>
    public async IAsyncEnumerable<DicomDataset> FindAsync(QidoQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        int returned = 0;
        while (true)
        {
            DicomDataset[] page = await PageAsync(query, returned, cancellationToken);
            List<DicomDataset> fresh = page.Where(match => seen.Add(Identity(query, match))).ToList();
            log.PageFound(fresh.Count, returned);
            if (seen.Count > options.MaximumMatches)
                throw new DicomWebException($"{What(query)} has more than {options.MaximumMatches} matches. Narrow it by more keys.");
            List<DicomDataset> matching = fresh.Where(match => Matches(query, match)).ToList();
            if (matching.Count < fresh.Count)
                log.MatchesLeftOut(fresh.Count - matching.Count);
            foreach (DicomDataset match in matching)
                yield return match;
            if (fresh.Count == 0)
                yield break;
            returned += page.Length;
        }
    }

    private async Task<DicomDataset[]> PageAsync(QidoQuery query, int offset, CancellationToken cancellationToken)
    {
        using Deadline deadline = exchange.NewDeadline(cancellationToken);
        return await ArchiveExchange.AskingAsync(() => AskAsync(query, offset, deadline), What(query), deadline);
    }

    private async Task<DicomDataset[]> AskAsync(QidoQuery query, int offset, Deadline deadline)
    {
        using HttpResponseMessage response = await exchange.SendAsync(
            HttpMethod.Get, query.Path(options.PageSize, offset), MediaType.DicomJson, content: null, asksFirst: false, deadline);
        return response.StatusCode switch
        {
            HttpStatusCode.OK => await DicomJsonAnswer.ReadAsync(response, exchange, options, deadline, What(query)),
            HttpStatusCode.NoContent => [],
            _ => throw exchange.Fault(response, What(query)),
        };
    }

    private static string Identity(QidoQuery query, DicomDataset match) =>
        match.TryGetSingleValue(query.IdentifyingTag, out string? uid) && InstanceUid.IsValid(uid)
            ? uid!
            : throw new DicomWebException($"{What(query)} was answered with a match without its UID ({query.IdentifyingTag.Group:X4},{query.IdentifyingTag.Element:X4}).");

    // UIDs match whole, so what an archive does not match by can be seen; of other keys it cannot.
    private static bool Matches(QidoQuery query, DicomDataset match) =>
        Matches(match, DicomTag.StudyInstanceUID, query.StudyInstanceUid)
        && Matches(match, DicomTag.SeriesInstanceUID, query.SeriesInstanceUid)
        && query.Keys.Where(key => InstanceUid.IsValid(key.Value)).All(key => Matches(match, key.Tag, key.Value));

    private static bool Matches(DicomDataset match, DicomTag tag, string? uid) =>
        uid is null || tag.DictionaryEntry.ValueRepresentations is not [{ Code: "UI" }]
        || !match.TryGetSingleValue(tag, out string? value) || string.IsNullOrEmpty(value) || string.Equals(value, uid, StringComparison.Ordinal);

    private static string What(QidoQuery query) => $"The search for {query.Level.ToString().ToLowerInvariant()} (QIDO-RS)";
}
