using System.Collections.Immutable;
using ContourFlow.Worker.DicomWeb;

namespace ContourFlow.Worker.Query;

/// <summary>An archive asked by QIDO-RS (DICOM PS3.18 section 10.6).</summary>
internal sealed class WebArchive(DicomWebClient client, Uri root) : IQueriedArchive
{
    /// <inheritdoc/>
    public string Name => root.ToString();

    /// <inheritdoc/>
    public async Task<Matches> FindAsync(LevelQuery query, int limit, CancellationToken cancellationToken)
    {
        var found = ImmutableArray.CreateBuilder<DicomDataset>();
        await foreach (DicomDataset match in client.FindAsync(QueryFor(query), cancellationToken))
        {
            if (found.Count == limit)
                return new Matches(found.ToImmutable(), IsCut: true);
            found.Add(match);
        }

        return new Matches(found.ToImmutable(), IsCut: false);
    }

    /// <summary>The search for a query: UIDs above its level are where it is searched in, that of its level is a key.</summary>
    internal static QidoQuery QueryFor(LevelQuery query)
    {
        (QidoLevel level, string? own) = query.Level switch
        {
            QueryLevel.Study => (QidoLevel.Studies, query.StudyInstanceUid),
            QueryLevel.Series => (QidoLevel.Series, query.SeriesInstanceUid),
            _ => (QidoLevel.Instances, query.SopInstanceUid),
        };
        return new QidoQuery(level)
        {
            StudyInstanceUid = query.Level > QueryLevel.Study ? query.StudyInstanceUid : null,
            SeriesInstanceUid = query.Level > QueryLevel.Series ? query.SeriesInstanceUid : null,
            Keys = [.. own is null ? Array.Empty<QidoKey>() : [new QidoKey(query.IdentifyingTag, own)], .. query.Keys.Select(key => new QidoKey(key.Tag, key.Value))],
            IncludeFields = [.. query.Returned, .. query.Keys.Select(key => key.Tag).Except(query.Returned)],
        };
    }
}
