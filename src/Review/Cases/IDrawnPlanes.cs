using ContourFlow.Storage.Cases;

namespace ContourFlow.Review.Cases;

/// <summary>On which planes of a revision something is drawn.</summary>
internal interface IDrawnPlanes
{
    /// <summary>Numbers of the planes of the planning CT, from 0 at the Inferior end, that a contour of the written structure set lies on; null where there is nothing to be looked at.</summary>
    Task<IReadOnlySet<int>?> OfAsync(CaseDetails found, RevisionDetails revision, CancellationToken cancellationToken);
}
