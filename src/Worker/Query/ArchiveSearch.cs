using System.Collections.Immutable;
using ContourFlow.Worker.Peers;

namespace ContourFlow.Worker.Query;

/// <summary>A match, and whose it is.</summary>
internal sealed class SearchHit(FoundItem item, string? patientId)
{
    /// <summary>What was found.</summary>
    public FoundItem Item { get; } = item;

    /// <summary>Patient ID, only for whoever asks to be shown it; null where the archive was not asked or does not say it.</summary>
    public string? PatientId { get; } = patientId;
}

/// <summary>What a search has come to.</summary>
/// <param name="Hits">The matches, by date and UID.</param>
/// <param name="IsCut">Whether the archive has more.</param>
/// <param name="UnansweredKeys">Keywords of keys that matches came without: the archive may not match by them, and have found too much.</param>
internal sealed record SearchResult(ImmutableArray<SearchHit> Hits, bool IsCut, ImmutableArray<string> UnansweredKeys);

/// <summary>Searches level by level, as every archive has to answer it: each query names the study and series it searches in (DICOM PS3.4 section C.4.1.3.1).</summary>
internal sealed class ArchiveSearch(IQueriedArchive archive)
{
    // Studies that are searched in: each costs a query.
    private const int MostStudies = 2_000;

    private readonly SortedSet<string> unanswered = new(StringComparer.Ordinal);

    /// <summary>Searches.</summary>
    /// <param name="scope">What for.</param>
    /// <param name="limit">Matches that are wanted, at most.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="PeerOptionsException">The scope cannot be searched for, or has too many studies.</exception>
    /// <inheritdoc cref="IQueriedArchive.FindAsync" path="/exception"/>
    public async Task<SearchResult> FindAsync(SearchScope scope, int limit, CancellationToken cancellationToken)
    {
        scope.Validate();
        unanswered.Clear();
        var hits = new List<SearchHit>();
        bool isCut = false;
        await foreach ((LevelQuery query, string? patientId) in QueriesAsync(scope, cancellationToken))
        {
            Matches matches = await AskAsync(query, limit - hits.Count, cancellationToken);
            foreach (DicomDataset match in matches.Found)
            {
                if (await HasModalityAsync(query, match, scope.Modality, cancellationToken))
                    hits.Add(new SearchHit(FoundItem.Of(query, match), query.Level == QueryLevel.Study ? PatientOf(match) : patientId));
            }

            isCut = matches.IsCut;
            if (isCut)
                break;
        }

        return new SearchResult(
            [.. hits.OrderBy(hit => hit.Item.Date, StringComparer.Ordinal)
                .ThenBy(hit => hit.Item.Time, StringComparer.Ordinal)
                .ThenBy(hit => hit.Item.StudyInstanceUid, StringComparer.Ordinal)
                .ThenBy(hit => hit.Item.SeriesInstanceUid, StringComparer.Ordinal)
                .ThenBy(hit => hit.Item.Number)
                .ThenBy(hit => hit.Item.SopInstanceUid, StringComparer.Ordinal)],
            isCut,
            [.. unanswered]);
    }

    // An archive gives back the keys that it knows, with their values (PS3.4 section C.4.1.1.3.2). Modalities are looked up apart.
    private async Task<Matches> AskAsync(LevelQuery query, int limit, CancellationToken cancellationToken)
    {
        Matches matches = await archive.FindAsync(query, limit, cancellationToken);
        foreach (QueryKey key in query.Keys.Where(key => key.Tag != DicomTag.Modality && key.Tag != DicomTag.ModalitiesInStudy))
        {
            if (matches.Found.Any(match => !match.TryGetString(key.Tag, out string? value) || value.Length == 0))
                unanswered.Add(key.Tag.DictionaryEntry.Keyword);
        }

        return matches;
    }

    // The queries at the level that is asked for.
    private async IAsyncEnumerable<(LevelQuery Query, string? PatientId)> QueriesAsync(
        SearchScope scope, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ImmutableArray<QueryKey> ofStudies = [.. scope.Keys.Where(key => key.IsOfStudies)];
        ImmutableArray<QueryKey> ofLevel = [.. scope.Keys.Where(key => !key.IsOfStudies)];
        ImmutableArray<QueryKey> modality = scope.Modality is { } word ? [new QueryKey(DicomTag.Modality, word)] : [];
        if (scope.Level == QueryLevel.Study)
        {
            ImmutableArray<QueryKey> inStudy = scope.Modality is { } contained ? [new QueryKey(DicomTag.ModalitiesInStudy, contained)] : [];
            yield return (new LevelQuery(QueryLevel.Study) { StudyInstanceUid = scope.Study, Keys = [.. ofStudies, .. ofLevel, .. inStudy] }, null);
            yield break;
        }

        foreach ((string study, string? patientId) in await StudiesAsync(scope, ofStudies, cancellationToken))
        {
            if (scope.Level == QueryLevel.Series)
            {
                yield return (new LevelQuery(QueryLevel.Series) { StudyInstanceUid = study, SeriesInstanceUid = scope.Series, Keys = [.. ofLevel, .. modality] }, patientId);
                continue;
            }

            foreach (string series in await SeriesAsync(scope, study, modality, cancellationToken))
                yield return (new LevelQuery(QueryLevel.Instance) { StudyInstanceUid = study, SeriesInstanceUid = series, SopInstanceUid = scope.Instance, Keys = ofLevel }, patientId);
        }
    }

    private async Task<IEnumerable<(string Study, string? PatientId)>> StudiesAsync(SearchScope scope, ImmutableArray<QueryKey> keys, CancellationToken cancellationToken)
    {
        if (scope.Study is { } named && keys.IsEmpty && !scope.NeedsPatients)
            return [(named, null)];
        Matches studies = await AskAsync(new LevelQuery(QueryLevel.Study) { StudyInstanceUid = scope.Study, Keys = keys }, MostStudies, cancellationToken);
        if (studies.IsCut)
            throw new PeerOptionsException($"More than {MostStudies} studies would have to be searched in. Choose fewer by --patient-id, --date, --since or --until.");
        return studies.Found.Select(match => (match.GetSingleValueOrDefault(DicomTag.StudyInstanceUID, ""), PatientOf(match))).DistinctBy(study => study.Item1, StringComparer.Ordinal);
    }

    private async Task<IEnumerable<string>> SeriesAsync(SearchScope scope, string study, ImmutableArray<QueryKey> modality, CancellationToken cancellationToken)
    {
        if (scope is { Series: { } named, Study: not null })
            return [named];
        var query = new LevelQuery(QueryLevel.Series) { StudyInstanceUid = study, SeriesInstanceUid = scope.Series, Keys = modality };
        Matches series = await AskAsync(query, int.MaxValue, cancellationToken);
        var uids = new List<string>();
        foreach (DicomDataset match in series.Found)
        {
            if (await HasModalityAsync(query, match, scope.Modality, cancellationToken))
                uids.Add(match.GetSingleValueOrDefault(DicomTag.SeriesInstanceUID, ""));
        }

        return uids;
    }

    // Archives need not match studies by the modalities in them (PS3.4 table C.6-1, optional key): what they do not say is looked up.
    private async Task<bool> HasModalityAsync(LevelQuery query, DicomDataset match, string? modality, CancellationToken cancellationToken)
    {
        if (modality is null || modality.AsSpan().ContainsAny('*', '?') || query.Level == QueryLevel.Instance)
            return true;
        if (match.TryGetValues(query.Level == QueryLevel.Study ? DicomTag.ModalitiesInStudy : DicomTag.Modality, out string[]? said) && said.Any(one => one.Length > 0))
            return said.Contains(modality, StringComparer.Ordinal);
        if (query.Level == QueryLevel.Series)
            return true;
        var inIt = new LevelQuery(QueryLevel.Series)
        {
            StudyInstanceUid = match.GetSingleValueOrDefault(DicomTag.StudyInstanceUID, ""),
            Keys = [new QueryKey(DicomTag.Modality, modality)],
        };
        return !(await archive.FindAsync(inIt, 1, cancellationToken)).Found.IsEmpty;
    }

    private static string? PatientOf(DicomDataset study) =>
        study.TryGetString(DicomTag.PatientID, out string? id) && !string.IsNullOrWhiteSpace(id) ? id.Trim() : null;
}
