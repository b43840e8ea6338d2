using System.IO.Compression;
using System.Text.Json;
using ContourFlow.Contouring;
using ContourFlow.Contouring.Reporting.Printing;
using ContourFlow.Contouring.Viewing;
using ContourFlow.Contracts;
using ContourFlow.Review.Images;
using ContourFlow.Storage.Cases;
using ContourFlow.Storage.Objects;
using ContourFlow.Storage.Processing;
using ContourFlow.Storage.Reviewing;
using ContourFlow.Storage.Scoring;

namespace ContourFlow.Review.Reports;

/// <summary>Makes the printable report of a revision, as it stands now: decisions and what was seen change, the rest never.</summary>
internal sealed class CaseReports(ICaseQueries queries, IReviewRecords records, IDoseScoreQueries scores, IObjectStore objects, CaseImages images) : IDisposable
{
    private const string Page = "report.html";

    // A report reads the CT's whole volume.
    private readonly SemaphoreSlim places = new(2);

    /// <summary>As one HTML file: the worker's report with a first page.</summary>
    /// <exception cref="NothingToShowException">There is no report.</exception>
    /// <exception cref="StoreUnavailableException">Registry or object store cannot be reached.</exception>
    public async Task<byte[]> HtmlAsync(CaseId caseId, int revision, CancellationToken cancellationToken)
    {
        ShownRevision shown = await images.FindAsync(caseId, revision, cancellationToken);
        IReadOnlyList<ResultFile> files = await queries.FilesAsync(caseId, revision, cancellationToken);
        ResultFile page = files.FirstOrDefault(file => file.Name == Page) ?? throw new NothingToShowException("The revision has no report.");
        ReportCover cover = await CoverAsync(shown, cancellationToken);
        try
        {
            return CoverHtml.Before(cover, await BytesAsync(page.StoreKey, cancellationToken));
        }
        catch (FormatException fault)
        {
            throw new NothingToShowException("The report of this revision cannot be read.", fault);
        }
    }

    /// <summary>As PDF.</summary>
    /// <exception cref="NothingToShowException">There is no report.</exception>
    /// <exception cref="StoreUnavailableException">Registry or object store cannot be reached.</exception>
    public async Task<byte[]> PdfAsync(CaseId caseId, int revision, CancellationToken cancellationToken)
    {
        ShownRevision shown = await images.FindAsync(caseId, revision, cancellationToken);
        await places.WaitAsync(cancellationToken);
        try
        {
            ILookup<int, ViewContour> contours = await ContoursAsync(shown, cancellationToken);
            ReportCover cover = await CoverAsync(shown, cancellationToken);
            byte[] report = await BytesAsync(shown.Report.StoreKey, cancellationToken);
            await using Stream manifest = await PartAsync(shown, PreparedNames.Manifest, cancellationToken);
            ImageManifest shownImages = await JsonSerializer.DeserializeAsync<ImageManifest>(manifest, JsonSerializerOptions.Web, cancellationToken) ?? throw new JsonException("The manifest is empty.");
            await using Stream ct = await PartAsync(shown, PreparedNames.Ct, cancellationToken);
            return await Task.Run(
                () => CaseReportPdf.Write(cover, report, GridOf(shownImages), [.. shownImages.Rois.Select(roi => Structure(roi, contours))], ct, $"Case {caseId}, revision {revision}. Not an approval."),
                cancellationToken);
        }
        catch (JsonException fault)
        {
            throw new NothingToShowException("The report of this revision cannot be read.", fault);
        }
        finally
        {
            places.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => places.Dispose();

    private async Task<ReportCover> CoverAsync(ShownRevision shown, CancellationToken cancellationToken)
    {
        CaseDetails found = await queries.DetailsAsync(shown.CaseId, cancellationToken) ?? throw new NothingToShowException("There is no such case.");
        IReadOnlyList<SeenPlanes> seen = await records.SeenAsync(shown.CaseId, shown.Details.Revision, cancellationToken);
        IReadOnlyList<DoseScore> doses = await scores.OfCaseAsync(shown.CaseId, cancellationToken);
        await using Stream contours = await PartAsync(shown, PreparedNames.Contours, cancellationToken);
        return CoverPage.Of(found, shown.Details, seen, [.. doses.Where(dose => dose.Revision == shown.Details.Revision)], ContourFile.ReadDrawnPlanes(contours));
    }

    private async Task<ILookup<int, ViewContour>> ContoursAsync(ShownRevision shown, CancellationToken cancellationToken)
    {
        await using Stream contours = await PartAsync(shown, PreparedNames.Contours, cancellationToken);
        return ContourFile.Read(contours);
    }

    private async Task<Stream> PartAsync(ShownRevision shown, string name, CancellationToken cancellationToken)
    {
        PreparedPart part = await images.PartAsync(shown, name, cancellationToken);
        return new GZipStream(new FileStream(part.Path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete), CompressionMode.Decompress);
    }

    private async Task<byte[]> BytesAsync(string key, CancellationToken cancellationToken)
    {
        await using Stream stored = await objects.OpenAsync(key, cancellationToken);
        using var bytes = new MemoryStream();
        await stored.CopyToAsync(bytes, cancellationToken);
        return bytes.ToArray();
    }

    private static ViewGrid GridOf(ImageManifest manifest) => new(
        manifest.FrameOfReferenceUid, manifest.Size[0], manifest.Size[1], manifest.Spacing[0], manifest.Spacing[1], manifest.Origin[0], manifest.Origin[1], [.. manifest.Planes]);

    private static PrintedStructure Structure(ShownRoi roi, ILookup<int, ViewContour> contours) => new(
        roi.Name,
        new RgbColour(Convert.ToByte(roi.Colour[1..3], 16), Convert.ToByte(roi.Colour[3..5], 16), Convert.ToByte(roi.Colour[5..7], 16)),
        roi.Role,
        roi.Derived,
        [.. contours[roi.Number]]);
}
