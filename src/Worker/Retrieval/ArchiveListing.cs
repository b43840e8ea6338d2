using System.Collections.Frozen;
using System.Collections.Immutable;
using ContourFlow.Worker.Query;
using ContourFlow.Worker.Receiving;

namespace ContourFlow.Worker.Retrieval;

/// <summary>What an archive has of what is to be retrieved: what a retrieval is held against.</summary>
/// <param name="Series">Its series.</param>
/// <param name="Objects">Objects of the kinds that are received here.</param>
/// <param name="Absent">SOP Instance UIDs that were asked for and that it does not have.</param>
/// <param name="OtherKinds">Number of objects of kinds that are not received here, such as reports and presentation states.</param>
internal sealed record ArchiveListing(ImmutableArray<ListedSeries> Series, ImmutableArray<ListedObject> Objects, ImmutableArray<string> Absent, int OtherKinds)
{
    private static readonly FrozenSet<string> Received =
        AcceptedSyntaxes.StorageClasses.Select(uid => uid.UID).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether the archive has nothing of it.</summary>
    public bool IsEmpty => Objects.IsEmpty && OtherKinds == 0;

    /// <summary>Instances of which the archive says that it has them and which it does not list: it cuts its answers.</summary>
    public int Unlisted => Series.Sum(series => Math.Max(0, (series.Stated ?? 0) - series.Listed));

    /// <summary>Asks the archive.</summary>
    /// <inheritdoc cref="IQueriedArchive.FindAsync" path="/exception"/>
    public static async Task<ArchiveListing> ReadAsync(IQueriedArchive archive, RetrievalScope scope, CancellationToken cancellationToken)
    {
        var series = ImmutableArray.CreateBuilder<ListedSeries>();
        var objects = new List<ListedObject>();
        var query = new LevelQuery(QueryLevel.Series) { StudyInstanceUid = scope.Study, SeriesInstanceUid = scope.Series };
        foreach (DicomDataset match in (await archive.FindAsync(query, int.MaxValue, cancellationToken)).Found)
        {
            FoundItem found = FoundItem.Of(query, match);
            string uid = match.GetSingleValueOrDefault(DicomTag.SeriesInstanceUID, "");
            ImmutableArray<ListedObject> listed = await ReadAsync(archive, scope.Study, uid, cancellationToken);
            series.Add(new ListedSeries(uid, found.Modality, found.Instances, listed.Length));
            objects.AddRange(listed);
        }

        ImmutableArray<ListedObject> wanted = [.. objects.Where(item => scope.Instances.IsEmpty || scope.Instances.Contains(item.SopInstanceUid, StringComparer.Ordinal))];
        ImmutableArray<ListedObject> received = [.. wanted.Where(item => item.SopClassUid is null || Received.Contains(item.SopClassUid))];
        return new ArchiveListing(
            series.ToImmutable(),
            received,
            [.. scope.Instances.Except(wanted.Select(item => item.SopInstanceUid), StringComparer.Ordinal)],
            wanted.Length - received.Length);
    }

    private static async Task<ImmutableArray<ListedObject>> ReadAsync(IQueriedArchive archive, string study, string series, CancellationToken cancellationToken)
    {
        var query = new LevelQuery(QueryLevel.Instance) { StudyInstanceUid = study, SeriesInstanceUid = series };
        Matches matches = await archive.FindAsync(query, int.MaxValue, cancellationToken);
        return
        [
            .. matches.Found.Select(match => FoundItem.Of(query, match))
                .Select(found => new ListedObject(study, series, found.SopInstanceUid!, found.SopClassUid))
                .DistinctBy(item => item.SopInstanceUid, StringComparer.Ordinal),
        ];
    }
}
