using ContourFlow.Contracts;
using ContourFlow.Storage.Cases;
using ContourFlow.Storage.Processing;

namespace ContourFlow.Review.Images;

/// <summary>Finds what there is to show of a revision.</summary>
internal sealed class ShownRevisions(ICaseQueries queries)
{
    private const string ReportName = "report.json";

    /// <summary>The revision with its structure set.</summary>
    /// <exception cref="NothingToShowException">No such case or revision, or nothing came of it.</exception>
    public async Task<ShownRevision> FindAsync(CaseId caseId, int revision, CancellationToken cancellationToken)
    {
        CaseDetails found = await queries.DetailsAsync(caseId, cancellationToken) ?? throw new NothingToShowException("There is no such case.");
        RevisionDetails details = found.Revisions.FirstOrDefault(one => one.Revision == revision) ?? throw new NothingToShowException("The case has no such revision.");
        ResultObject structureSet = StructureSetOf(details) ?? throw new NothingToShowException(WhyNone(details));
        IReadOnlyList<ResultFile> files = await queries.FilesAsync(caseId, revision, cancellationToken);
        ResultFile report = files.FirstOrDefault(file => file.Name == ReportName) ?? throw new NothingToShowException("The revision has no report.");
        int? previous = found.Revisions.Where(one => one.Revision < revision && StructureSetOf(one) is not null).Max(one => (int?)one.Revision);
        return new ShownRevision(caseId, found.Summary.CtSeriesInstanceUid, details, structureSet, report, previous);
    }

    /// <summary>The structure set that came of a revision; null where none did.</summary>
    public static ResultObject? StructureSetOf(RevisionDetails details) =>
        details.Results.FirstOrDefault(result => result.SopClassUid == DicomUID.RTStructureSetStorage.UID);

    private static string WhyNone(RevisionDetails details) => details.State switch
    {
        CaseState.Held or CaseState.Rejected => $"No structure set came of this revision. {details.Reason}".TrimEnd(),
        CaseState.Superseded => "A newer revision took its place before it was processed.",
        _ => "This revision has not been processed yet.",
    };
}
