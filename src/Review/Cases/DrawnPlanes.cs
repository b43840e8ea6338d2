using System.IO.Compression;
using ContourFlow.Review.Images;
using ContourFlow.Storage.Cases;

namespace ContourFlow.Review.Cases;

/// <summary>The planes of the polygons that the page is given, the body's outline left out: what it counts against is counted of the same file.</summary>
internal sealed class DrawnPlanes(CaseImages images) : IDrawnPlanes
{
    /// <inheritdoc/>
    public async Task<IReadOnlySet<int>?> OfAsync(CaseDetails found, RevisionDetails revision, CancellationToken cancellationToken)
    {
        try
        {
            ShownRevision shown = await images.FindAsync(found.Summary.CaseId, revision.Revision, cancellationToken);
            PreparedPart contours = await images.PartAsync(shown, PreparedNames.Contours, cancellationToken);
            await using var file = new FileStream(contours.Path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
            await using var content = new GZipStream(file, CompressionMode.Decompress);
            return ContourFile.ReadDrawnPlanes(content);
        }
        catch (NothingToShowException)
        {
            return null;
        }
    }
}
