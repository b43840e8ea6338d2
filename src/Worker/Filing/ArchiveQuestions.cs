using System.Collections.Immutable;
using ContourFlow.Contouring.Cases;
using ContourFlow.Worker.Hosting;
using ContourFlow.Worker.Peers;
using ContourFlow.Worker.Query;
using ContourFlow.Worker.Retrieval;
using Microsoft.Extensions.Logging;

namespace ContourFlow.Worker.Filing;

/// <summary>What an archive has said about an incomplete case.</summary>
/// <param name="Sentences">What it has that is not here, and what it has not, a sentence each.</param>
/// <param name="IsCtWhole">Whether every image that it has of the planning CT is here, and it has some.</param>
/// <param name="Series">Series that it has more of than is here.</param>
/// <param name="Retrieved">Objects that came of it.</param>
internal sealed record ArchiveAnswer(ImmutableArray<string> Sentences, bool IsCtWhole, int Series, int Retrieved);

/// <summary>
/// Asks the configured archive, series by series, how many objects it has of what a case may need, and retrieves what is not here: by C-GET, else by C-MOVE
/// to the receiver's first title.
/// </summary>
internal sealed class ArchiveQuestions
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(30);

    private readonly ServiceOptions options;
    private readonly FilingIntake intake;
    private readonly ILoggerFactory loggers;
    private readonly TimeProvider time;
    private readonly RemoteAe? remote;

    /// <summary>Asks the archive of a configuration.</summary>
    /// <exception cref="PeerOptionsException">Its address is none.</exception>
    public ArchiveQuestions(ServiceOptions options, FilingIntake intake, ILoggerFactory loggers, TimeProvider time)
    {
        (this.options, this.intake, this.loggers, this.time) = (options, intake, loggers, time);
        if (options.Intake.Archive is { } text)
            remote = RemoteAe.Read(text) ?? throw new PeerOptionsException($"Intake.Archive is not an archive: write {RemoteAe.Form}.");
    }

    /// <summary>Asks about a case, and retrieves.</summary>
    /// <inheritdoc cref="IQueriedArchive.FindAsync" path="/exception"/>
    public async Task<ArchiveAnswer> AskAsync(CaseLook look, AssembledCase assembled, CancellationToken cancellationToken)
    {
        var destination = new Destination(remote!, options.Receiver.Titles[0], Tls(), s_timeout, loggers.CreateLogger("ContourFlow.Dicom"));
        var archive = new DimseArchive(destination);
        var here = look.Case.Objects.CountBy(one => one.SeriesInstanceUid, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        var sentences = ImmutableArray.CreateBuilder<string>();
        ImmutableArray<WantedSeries> found = await FindAsync(archive, look, assembled, cancellationToken);
        foreach (MissingSeries missing in assembled.Missing.SelectMany(one => one.Series).Where(one => one.SeriesInstanceUid.Length > 0).Distinct())
        {
            if (!found.Any(series => series.SeriesInstanceUid == missing.SeriesInstanceUid))
                sentences.Add($"{archive.Name} has nothing of series {missing.SeriesInstanceUid}");
        }

        int more = 0, came = 0;
        foreach (WantedSeries series in found)
        {
            int have = here.GetValueOrDefault(series.SeriesInstanceUid);
            if (series.Instances <= have)
                continue;
            more++;
            sentences.Add($"{archive.Name} has {series.Instances} objects of {series.Modality} series {series.SeriesInstanceUid}, and {have} of them are here");
            if (options.Intake.Retrieve)
                came += await RetrieveAsync(destination, archive, series, cancellationToken);
        }

        string ct = look.Case.Case.CtSeriesInstanceUid;
        bool isCtWhole = found.Any(series => series.SeriesInstanceUid == ct && series.Instances == here.GetValueOrDefault(ct));
        return new ArchiveAnswer(sentences.ToImmutable(), isCtWhole, more, came);
    }

    // Of the planning CT's study all that a case is made of; of other studies what is known to be missing.
    private static async Task<ImmutableArray<WantedSeries>> FindAsync(DimseArchive archive, CaseLook look, AssembledCase assembled, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, WantedSeries>(StringComparer.Ordinal);
        var missing = assembled.Missing.SelectMany(one => one.Series).ToList();
        string[] studies = [.. missing.Select(series => series.StudyInstanceUid).Prepend(assembled.StudyInstanceUid).Where(uid => uid.Length > 0).Distinct(StringComparer.Ordinal)];
        foreach (string study in studies)
        {
            var query = new LevelQuery(QueryLevel.Series) { StudyInstanceUid = study };
            foreach (DicomDataset match in (await archive.FindAsync(query, int.MaxValue, cancellationToken)).Found)
            {
                FoundItem item = FoundItem.Of(query, match);
                string uid = match.GetSingleValueOrDefault(DicomTag.SeriesInstanceUID, "");
                bool isWanted = uid == look.Case.Case.CtSeriesInstanceUid
                    || missing.Exists(series => series.SeriesInstanceUid == uid)
                    || (study == assembled.StudyInstanceUid && (item.Modality == "RTSTRUCT" || (look.Protocol!.Fusion is not null && item.Modality is "MR" or "REG")));
                if (isWanted)
                    found[uid] = new WantedSeries(study, uid, item.Modality ?? "", item.Instances ?? await CountAsync(archive, study, uid, cancellationToken));
            }
        }

        return [.. found.Values.OrderBy(series => series.SeriesInstanceUid, StringComparer.Ordinal)];
    }

    private static async Task<int> CountAsync(DimseArchive archive, string study, string series, CancellationToken cancellationToken)
    {
        var query = new LevelQuery(QueryLevel.Instance) { StudyInstanceUid = study, SeriesInstanceUid = series };
        return (await archive.FindAsync(query, int.MaxValue, cancellationToken)).Found
            .Select(match => FoundItem.Of(query, match).SopInstanceUid).Distinct(StringComparer.Ordinal).Count();
    }

    private async Task<int> RetrieveAsync(Destination destination, IQueriedArchive archive, WantedSeries series, CancellationToken cancellationToken)
    {
        ILogger log = loggers.CreateLogger("ContourFlow.Retrieval");
        var observed = new ObservedIntake(intake);
        var retriever = new Retriever(
            archive,
            [new GetRetrieval(destination, observed, log), new MoveRetrieval(destination, options.Receiver.Titles[0], log)],
            (item, token) => intake.HasAsync(item.SopInstanceUid, token),
            new RetrievalOptions { RetryFor = TimeSpan.Zero },
            log,
            time);
        RetrievalResult result = await retriever.RetrieveAsync(new RetrievalScope(series.StudyInstanceUid, series.SeriesInstanceUid, []), cancellationToken);
        if (result.Unavailable is { } away)
            throw new DicomNetworkException(away);
        return Math.Max(observed.Received.Count, result.SubOperations.Completed);
    }

    private TlsFiles? Tls() => options.Intake.ArchiveTls is { } tls ? new TlsFiles(tls.Certificate, tls.Key, tls.Authority) : null;

    /// <summary>A series of an archive that a case may need.</summary>
    private sealed record WantedSeries(string StudyInstanceUid, string SeriesInstanceUid, string Modality, int Instances);
}
