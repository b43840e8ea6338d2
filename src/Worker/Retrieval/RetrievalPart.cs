using System.Collections.Immutable;

namespace ContourFlow.Worker.Retrieval;

/// <summary>What one request asks for: a whole series, or objects of it.</summary>
/// <param name="Study">Study Instance UID.</param>
/// <param name="Series">Series Instance UID.</param>
/// <param name="Instances">SOP Instance UIDs; empty for all.</param>
internal sealed record RetrievalPart(string Study, string Series, ImmutableArray<string> Instances)
{
    // UIDs in one list (PS3.4 section C.2.2.2.2): archives have limits on the length of a key.
    private const int ListLength = 20;

    /// <summary>The requests for what is missing: whole series of which nothing is here, else lists of objects.</summary>
    /// <param name="listed">What the archive has.</param>
    /// <param name="missing">What of it is not here.</param>
    /// <param name="oneByOne">Whether each object is asked for by itself, because the archive does not understand lists.</param>
    /// <param name="mayTakeSeries">Whether all objects of the series are wanted.</param>
    public static ImmutableArray<RetrievalPart> Of(ImmutableArray<ListedObject> listed, ImmutableArray<ListedObject> missing, bool oneByOne, bool mayTakeSeries)
    {
        Dictionary<string, int> sizes = listed.GroupBy(item => item.SeriesInstanceUid, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);
        return
        [
            .. missing.GroupBy(item => (item.StudyInstanceUid, item.SeriesInstanceUid)).SelectMany(group =>
                mayTakeSeries && !oneByOne && group.Count() == sizes[group.Key.SeriesInstanceUid]
                    ? [new RetrievalPart(group.Key.StudyInstanceUid, group.Key.SeriesInstanceUid, [])]
                    : group.Chunk(oneByOne ? 1 : ListLength).Select(list =>
                        new RetrievalPart(group.Key.StudyInstanceUid, group.Key.SeriesInstanceUid, [.. list.Select(item => item.SopInstanceUid)]))),
        ];
    }

    /// <summary>Makes a list of the objects in the identifier of a request for one of them.</summary>
    public void AddListTo(DicomDataset identifier)
    {
        // A list is a key, which an object's own attribute could not be.
        if (Instances.Length > 1)
            identifier.NotValidated().AddOrUpdate(DicomTag.SOPInstanceUID, [.. Instances]);
    }
}
