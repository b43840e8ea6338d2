using ContourFlow.Storage.Cases;
using ContourFlow.Storage.Processing;
using Microsoft.AspNetCore.Http;

namespace ContourFlow.Review.DicomWeb;

/// <summary>QIDO-RS (PS3.18 section 10.6).</summary>
internal static class SearchEndpoints
{
    // Of so many cases the studies are looked at, the newest first, whatever a search does not find among them.
    private const int MostCases = 1000;

    /// <summary>Studies.</summary>
    public static async Task StudiesAsync(HttpContext http, WebCases cases, ICaseQueries queries)
    {
        SearchKeys keys = SearchKeys.Of(http.Request.Query);
        string[] named = [.. keys.Keys.Where(key => key.Tag == DicomTag.StudyInstanceUID).SelectMany(key => key.Value.Split(['\\', ','], StringSplitOptions.TrimEntries))];
        IAsyncEnumerable<DicomDataset> all = named.Length > 0
            ? NamedAsync(named.Where(WebUid.IsOne).Distinct(StringComparer.Ordinal), http, cases, keys)
            : NewestAsync(http, cases, queries, keys);
        await WebAnswers.JsonAsync(http, await all.Where(keys.Match).Skip(keys.Offset).Take(keys.Limit).ToListAsync(http.RequestAborted));
    }

    /// <summary>Series of a study.</summary>
    public static async Task SeriesAsync(string study, HttpContext http, WebCases cases)
    {
        SearchKeys keys = SearchKeys.Of(http.Request.Query);
        IReadOnlyList<WebObject> objects = WebUid.IsOne(study) ? await cases.OfStudyAsync(study, http.RequestAborted) : [];
        await WebAnswers.JsonAsync(http, objects.GroupBy(one => one.SeriesInstanceUid, StringComparer.Ordinal)
            .Where(series => keys.Match(series.First().Head))
            .Skip(keys.Offset).Take(keys.Limit)
            .Select(series => SearchAnswers.OfSeries([.. series], keys, WebAnswers.Root(http))));
    }

    /// <summary>Instances of a study or series.</summary>
    public static async Task InstancesAsync(string study, string? series, HttpContext http, WebCases cases)
    {
        SearchKeys keys = SearchKeys.Of(http.Request.Query);
        IReadOnlyList<WebObject> objects = WebUid.IsOne(study) ? await cases.OfStudyAsync(study, http.RequestAborted) : [];
        await WebAnswers.JsonAsync(http, objects
            .Where(one => (series is null || one.SeriesInstanceUid == series) && keys.Match(one.Head))
            .Skip(keys.Offset).Take(keys.Limit)
            .Select(one => SearchAnswers.OfInstance(one, keys, WebAnswers.Root(http))));
    }

    private static async IAsyncEnumerable<DicomDataset> NamedAsync(IEnumerable<string> studies, HttpContext http, WebCases cases, SearchKeys keys)
    {
        foreach (string study in studies)
        {
            IReadOnlyList<WebObject> objects = await cases.OfStudyAsync(study, http.RequestAborted);
            if (objects.Count > 0)
            {
                yield return SearchAnswers.OfStudy(
                    objects[0], objects.Select(one => one.Modality), (objects.Select(one => one.SeriesInstanceUid).Distinct(StringComparer.Ordinal).Count(), objects.Count), keys, WebAnswers.Root(http));
            }
        }
    }

    private static async IAsyncEnumerable<DicomDataset> NewestAsync(HttpContext http, WebCases cases, ICaseQueries queries, SearchKeys keys)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        int looked = 0;
        CaseCursor? after = null;
        do
        {
            CasePage page = await queries.ListAsync(new CaseFilter { After = after }, http.RequestAborted);
            foreach (CaseSummary one in page.Cases.Where(one => one.Revision > 0 && seen.Add(one.StudyInstanceUid)))
            {
                if (++looked > MostCases)
                    yield break;
                if (await queries.DetailsAsync(one.CaseId, http.RequestAborted) is not { Revisions: [.., { } newest] } || await cases.FirstAsync(newest, http.RequestAborted) is not { } first)
                    continue;
                yield return SearchAnswers.OfStudy(first, newest.Inputs.Select(ModalityOf).OfType<string>().Append("RTSTRUCT"), counts: null, keys, WebAnswers.Root(http));
            }

            after = page.Next;
        }
        while (after is not null);
    }

    private static string? ModalityOf(StoredObject input) => input.SopClassUid switch
    {
        "1.2.840.10008.5.1.4.1.1.2" or "1.2.840.10008.5.1.4.1.1.2.1" or "1.2.840.10008.5.1.4.1.1.2.2" => "CT",
        "1.2.840.10008.5.1.4.1.1.4" or "1.2.840.10008.5.1.4.1.1.4.1" or "1.2.840.10008.5.1.4.1.1.4.4" => "MR",
        "1.2.840.10008.5.1.4.1.1.66.1" => "REG",
        _ => null,
    };
}
