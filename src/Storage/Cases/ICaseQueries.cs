using ContourFlow.Contracts;
using ContourFlow.Storage.Processing;
using ContourFlow.Storage.Scoring;

namespace ContourFlow.Storage.Cases;

/// <summary>Which cases a list shows.</summary>
public sealed record CaseFilter
{
    /// <summary>In one of these states; empty: in any.</summary>
    public IReadOnlyCollection<CaseState> States { get; init; } = [];

    /// <summary>Whose CT series or study has a UID that begins like this; null: any.</summary>
    public string? UidPrefix { get; init; }

    /// <summary>
    /// Of a patient whose name or ID has this in it, whatever its letters' case, or with an id, or a UID of CT series or study, that begins like it; null
    /// or nothing but spaces: any. Spaces stand for whatever parts the components of a name. No character has a meaning of its own. Patient data.
    /// </summary>
    public string? Search { get; init; }

    /// <summary>Of the protocol with this name; null: of any.</summary>
    public string? Protocol { get; init; }

    /// <summary>
    /// Whose newest scoring says one of these words: a verdict, <see cref="DoseStanding.Waiting"/>, <see cref="DoseStanding.Refused"/>, or <see cref="DoseStanding.None"/> where there is
    /// none; empty: whatever it says. <see cref="DoseStanding.ViolatedVerdict"/> finds a case also where another scoring than the newest says so: nothing newer has taken its place.
    /// </summary>
    public IReadOnlyCollection<string> Doses { get; init; } = [];

    /// <summary>After this one (the cursor of the page before); null: from the first.</summary>
    public CaseCursor? After { get; init; }

    /// <summary>Cases on a page, 1 to 1000.</summary>
    public int PageSize { get; init; } = 100;
}

/// <summary>Where a page ended: lists go from the newest <see cref="CaseSummary.LastObjectAt"/> to the oldest, then by case.</summary>
/// <param name="LastObjectAt">Of the last case on it.</param>
/// <param name="CaseId">The last case on it.</param>
public sealed record CaseCursor(DateTimeOffset LastObjectAt, CaseId CaseId);

/// <summary>A page of a list.</summary>
/// <param name="Cases">The cases on it.</param>
/// <param name="Next">Where the next one begins; null after the last.</param>
public sealed record CasePage(IReadOnlyList<CaseSummary> Cases, CaseCursor? Next);

/// <summary>The registry read: nothing is changed by it.</summary>
public interface ICaseQueries
{
    /// <summary>A page of cases, the newest first; by keys and not by counting, so that the last page costs what the first does.</summary>
    Task<CasePage> ListAsync(CaseFilter filter, CancellationToken cancellationToken);

    /// <summary>A case; null where there is none.</summary>
    Task<CaseSummary?> FindAsync(CaseId caseId, CancellationToken cancellationToken);

    /// <summary>Cases whose id begins with these hexadecimal digits, in the order of their ids.</summary>
    /// <param name="digits">1 to 32 digits.</param>
    /// <param name="most">No more than so many.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<IReadOnlyList<CaseId>> BeginningWithAsync(string digits, int most, CancellationToken cancellationToken);

    /// <summary>A case with everything that happened to it; null where there is none.</summary>
    Task<CaseDetails?> DetailsAsync(CaseId caseId, CancellationToken cancellationToken);

    /// <summary>The files beside a revision's results (the report), by name; empty where there are none.</summary>
    Task<IReadOnlyList<ResultFile>> FilesAsync(CaseId caseId, int revision, CancellationToken cancellationToken);

    /// <summary>
    /// Whether the ledger of a case is as it was written: each line has the SHA-256 of its content and of the line before, and the case that of
    /// the last.
    /// </summary>
    /// <returns>Null when it is; else where it is not, in a sentence.</returns>
    Task<string?> LedgerFaultAsync(CaseId caseId, CancellationToken cancellationToken);

    /// <summary>How many cases are in each state; states without a case are left out.</summary>
    Task<IReadOnlyDictionary<CaseState, int>> CountsAsync(CancellationToken cancellationToken);

    /// <summary>How many cases each word of <see cref="CaseFilter.Doses"/> finds; words that find none are left out. A case that is found by two is in both.</summary>
    Task<IReadOnlyDictionary<string, int>> DoseCountsAsync(CancellationToken cancellationToken);

    /// <summary>For each state with a case: since when the case that is longest in it is in it.</summary>
    Task<IReadOnlyDictionary<CaseState, DateTimeOffset>> OldestAsync(CancellationToken cancellationToken);
}
