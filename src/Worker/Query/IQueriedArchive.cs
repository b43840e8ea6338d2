using System.Collections.Immutable;
using ContourFlow.Contouring.Faults;
using ContourFlow.Worker.DicomWeb;

namespace ContourFlow.Worker.Query;

/// <summary>What an archive has found.</summary>
/// <param name="Found">The matches.</param>
/// <param name="IsCut">Whether there are more than were asked for.</param>
internal sealed record Matches(ImmutableArray<DicomDataset> Found, bool IsCut);

/// <summary>An archive that can be asked what it has, by whichever way.</summary>
internal interface IQueriedArchive
{
    /// <summary>What it is called in messages: AE title, or address of its DICOMweb.</summary>
    string Name { get; }

    /// <summary>Asks.</summary>
    /// <param name="query">For what.</param>
    /// <param name="limit">Matches that are wanted, at most: the archive is asked to stop at more.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="DicomNetworkException">It cannot be reached by DIMSE, or was lost.</exception>
    /// <exception cref="QueryRefusedException">It refuses the query (DIMSE).</exception>
    /// <exception cref="TransientException">It cannot be reached by DICOMweb, or may come back.</exception>
    /// <exception cref="DicomWebException">It answers with a fault (DICOMweb).</exception>
    Task<Matches> FindAsync(LevelQuery query, int limit, CancellationToken cancellationToken);
}
