using ContourFlow.Contracts;

namespace ContourFlow.Storage.Reviewing;

/// <summary>Which planes of a revision a person has had on the screen.</summary>
/// <param name="By">Who.</param>
/// <param name="Planes">Numbers of the planning CT's planes, from 0 at the Inferior end, rising.</param>
/// <param name="LastAt">When the last of them was seen.</param>
public sealed record SeenPlanes(string By, IReadOnlyList<int> Planes, DateTimeOffset LastAt);

/// <summary>A case that has changed.</summary>
/// <param name="CaseId">The case.</param>
/// <param name="State">Where it stands now.</param>
/// <param name="Revision">Its newest revision.</param>
/// <param name="Version">Its version now.</param>
public sealed record ChangedCase(CaseId CaseId, Cases.CaseState State, int Revision, long Version);

/// <summary>What became of planes that somebody has seen.</summary>
public enum SeenOutcome
{
    /// <summary>They are taken down.</summary>
    TakenDown,

    /// <summary>There is no such revision.</summary>
    NoSuchRevision,

    /// <summary>The revision has no results, or others by now than those that were seen.</summary>
    OtherResults,
}

/// <summary>What reviewing leaves in the registry, and what it follows.</summary>
public interface IReviewRecords
{
    /// <summary>What was seen of a revision's results, by whom; in the order of their names. Processed once more, a revision has been seen by nobody.</summary>
    Task<IReadOnlyList<SeenPlanes>> SeenAsync(CaseId caseId, int revision, CancellationToken cancellationToken);

    /// <summary>Adds planes to what a person has seen of a revision; those that are there already stay once.</summary>
    /// <param name="caseId">The case.</param>
    /// <param name="revision">The revision.</param>
    /// <param name="processedAt">When the results that were seen were stored: a retry replaces them under the same number.</param>
    /// <param name="by">Who, 1 to any number of letters.</param>
    /// <param name="planes">Numbers of planes, 0 to 9999; none changes nothing.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is none of a plane.</exception>
    Task<SeenOutcome> AddSeenAsync(CaseId caseId, int revision, DateTimeOffset processedAt, string by, IReadOnlyCollection<int> planes, CancellationToken cancellationToken);

    /// <summary>
    /// Cases that have changed since a moment, the oldest change first. Processes' clocks differ and transactions end in another order than they
    /// began: ask for some seconds before the last answer, and pass over what is known already by its version.
    /// </summary>
    /// <param name="since">From when.</param>
    /// <param name="most">No more than so many.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<IReadOnlyList<ChangedCase>> ChangedSinceAsync(DateTimeOffset since, int most, CancellationToken cancellationToken);
}
