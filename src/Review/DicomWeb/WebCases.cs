using System.Collections.Concurrent;
using ContourFlow.Contracts;
using ContourFlow.Storage.Cases;
using ContourFlow.Storage.Objects;
using ContourFlow.Storage.Scoring;
using Microsoft.Extensions.Caching.Memory;

namespace ContourFlow.Review.DicomWeb;

/// <summary>
/// The objects of cases, by study. Of a case it has the newest revision: what it was made of, and what came of it unless that is kept back: what a failed
/// check holds, or a person has rejected, is seen on the page alone. What awaits review is here, so that other viewers help to decide. Beside these are the
/// doses of the case with their plans, but for those that newer ones took the place of.
/// </summary>
internal sealed class WebCases(ICaseQueries queries, IDoseScoreQueries doses, IObjectStore objects) : IDisposable
{
    private const int FilesAtOnce = 8;
    private const int MostHeads = 20_000;
    private const int MostCasesOfAStudy = 100;

    private readonly MemoryCache cache = new(new MemoryCacheOptions { SizeLimit = MostHeads });

    // An MR has a study of its own, which the registry does not search by: known once its case was looked at.
    private readonly ConcurrentDictionary<string, CaseId> otherStudies = new(StringComparer.Ordinal);

    /// <summary>Every object of a study, each once, by series and instance; empty where there is no such study.</summary>
    public async Task<IReadOnlyList<WebObject>> OfStudyAsync(string study, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, WebObject>(StringComparer.Ordinal);
        CasePage page = await queries.ListAsync(new CaseFilter { UidPrefix = study, PageSize = MostCasesOfAStudy }, cancellationToken);
        List<CaseId> cases = [.. page.Cases.Where(one => one.StudyInstanceUid == study).Select(one => one.CaseId)];
        if (otherStudies.TryGetValue(study, out CaseId other) && !cases.Contains(other))
            cases.Add(other);
        foreach (CaseId caseId in cases)
        {
            foreach (WebObject one in await OfCaseAsync(caseId, cancellationToken))
            {
                if (one.StudyInstanceUid == study)
                    found.TryAdd(one.SopInstanceUid, one);
            }
        }

        return [.. found.Values.OrderBy(one => one.SeriesInstanceUid, StringComparer.Ordinal).ThenBy(Number).ThenBy(one => one.SopInstanceUid, StringComparer.Ordinal)];
    }

    /// <summary>Every object of a case; empty where there is none.</summary>
    public async Task<IReadOnlyList<WebObject>> OfCaseAsync(CaseId caseId, CancellationToken cancellationToken)
    {
        if (await queries.DetailsAsync(caseId, cancellationToken) is not { Revisions: [.., { } newest] } details)
            return [];
        (string Key, long Length)[] files =
        [
            .. newest.Inputs.Select(input => (input.StoreKey, input.Length)),
            .. IsLetOut(newest) ? newest.Results.Select(result => (result.StoreKey, result.Length)) : [],
            .. (await doses.OfCaseAsync(caseId, cancellationToken)).Where(dose => dose.State != DoseScoreState.Superseded)
                .SelectMany(dose => dose.Inputs).DistinctBy(input => input.SopInstanceUid, StringComparer.Ordinal).Select(input => (input.StoreKey, input.Length)),
        ];
        var read = new WebObject[files.Length];
        await Parallel.ForAsync(0, files.Length, new ParallelOptions { MaxDegreeOfParallelism = FilesAtOnce, CancellationToken = cancellationToken }, async (i, token) =>
            read[i] = await HeadAsync(files[i].Key, files[i].Length, token));
        foreach (string study in read.Select(one => one.StudyInstanceUid).Where(study => study != details.Summary.StudyInstanceUid).Distinct(StringComparer.Ordinal))
            otherStudies[study] = caseId;
        return read;
    }

    /// <summary>The first image of a case's planning CT, by which its study is told; null before a revision of it.</summary>
    public async Task<WebObject?> FirstAsync(RevisionDetails newest, CancellationToken cancellationToken) =>
        newest.Inputs.FirstOrDefault(input => input.SopClassUid is "1.2.840.10008.5.1.4.1.1.2" or "1.2.840.10008.5.1.4.1.1.2.1" or "1.2.840.10008.5.1.4.1.1.2.2") is { } first
            ? await HeadAsync(first.StoreKey, first.Length, cancellationToken)
            : null;

    /// <inheritdoc/>
    public void Dispose() => cache.Dispose();

    private static bool IsLetOut(RevisionDetails revision) => revision.State is CaseState.AwaitingReview or CaseState.Publishing or CaseState.Published or CaseState.Finished;

    private static int Number(WebObject one) => one.Head.TryGetSingleValue(DicomTag.InstanceNumber, out int number) ? number : int.MaxValue;

    // What is stored under a key never changes.
    private async Task<WebObject> HeadAsync(string key, long length, CancellationToken cancellationToken)
    {
        if (cache.TryGetValue(key, out WebObject? known))
            return known!;
        WebObject read = await WebObject.ReadAsync(objects, key, length, cancellationToken);
        return cache.Set(key, read, new MemoryCacheEntryOptions { Size = 1 });
    }
}
