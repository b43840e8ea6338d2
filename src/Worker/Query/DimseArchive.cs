using ContourFlow.Worker.Peers;

namespace ContourFlow.Worker.Query;

/// <summary>An archive asked by C-FIND in the study root (DICOM PS3.4 section C.6.2).</summary>
internal sealed class DimseArchive(Destination archive) : IQueriedArchive
{
    /// <inheritdoc/>
    public string Name => archive.Remote.Title;

    /// <inheritdoc/>
    public async Task<Matches> FindAsync(LevelQuery query, int limit, CancellationToken cancellationToken)
    {
        Matches matches = await ArchiveQuery.FindAsync(archive, RequestFor(query), limit, cancellationToken);

        // What has no UID cannot be asked for further, and what has another was not asked for.
        return matches with { Found = [.. matches.Found.Where(match => IsAnswer(query, match))] };
    }

    /// <summary>The request for a query.</summary>
    internal static DicomCFindRequest RequestFor(LevelQuery query)
    {
        var request = new DicomCFindRequest(query.Level switch
        {
            QueryLevel.Study => DicomQueryRetrieveLevel.Study,
            QueryLevel.Series => DicomQueryRetrieveLevel.Series,
            _ => DicomQueryRetrieveLevel.Image,
        });

        // Wildcards, ranges and lists are no values of their attributes.
        DicomDataset identifier = request.Dataset!.NotValidated();
        Uid(identifier, DicomTag.StudyInstanceUID, query.StudyInstanceUid, isAsked: true);
        Uid(identifier, DicomTag.SeriesInstanceUID, query.SeriesInstanceUid, isAsked: query.Level >= QueryLevel.Series);
        Uid(identifier, DicomTag.SOPInstanceUID, query.SopInstanceUid, isAsked: query.Level == QueryLevel.Instance);
        foreach (DicomTag tag in query.Returned)
            identifier.AddOrUpdate(tag, Array.Empty<string>());
        foreach (QueryKey key in query.Keys)
            identifier.AddOrUpdate(key.Tag, key.Value);

        // Text beyond ASCII needs a character set to be matched (PS3.4 section C.2.2.2); UTF-8 has them all.
        if (!query.Keys.All(key => System.Text.Ascii.IsValid(key.Value)))
            identifier.AddOrUpdate(DicomTag.SpecificCharacterSet, "ISO_IR 192");
        return request;
    }

    private static bool IsAnswer(LevelQuery query, DicomDataset match)
    {
        string? asked = query.Level switch
        {
            QueryLevel.Study => query.StudyInstanceUid,
            QueryLevel.Series => query.SeriesInstanceUid,
            _ => query.SopInstanceUid,
        };
        string uid = match.GetSingleValueOrDefault(query.IdentifyingTag, "");
        return uid.Length > 0 && (asked is null || string.Equals(asked, uid, StringComparison.Ordinal));
    }

    private static void Uid(DicomDataset identifier, DicomTag tag, string? value, bool isAsked)
    {
        if (value is not null)
            identifier.AddOrUpdate(tag, value);
        else if (isAsked)
            identifier.AddOrUpdate(tag, Array.Empty<string>());
    }
}
