namespace ContourFlow.Storage.Messaging;

/// <summary>What was found lost and asked for anew.</summary>
/// <param name="Revisions">Revisions that were queued for long, or whose worker is gone: <c>ProcessCase</c> again.</param>
/// <param name="Deliveries">Deliveries that were due for long, or whose publisher is gone: <c>PublishResults</c> again.</param>
public sealed record Reconciled(int Revisions, int Deliveries)
{
    /// <summary>Doses whose scoring was queued for long, or whose worker is gone: <c>ScoreDose</c> again.</summary>
    public int Scores { get; init; }
}

/// <summary>Finds what no message will bring on any more, and asks for it anew: the registry is the truth, messages are hints.</summary>
public interface IReconciliation
{
    /// <summary>
    /// Puts a message into the outbox for every revision, scoring and delivery that is to be worked at, is nobody's, and for which none
    /// was put there for <paramref name="silence"/>; one that waits in the outbox counts. Deliveries whose pause is over are among them at once.
    /// </summary>
    Task<Reconciled> ReissueAsync(TimeSpan silence, CancellationToken cancellationToken);

    /// <summary>Closes cases that have waited longer than they are kept, with a ledger line each.</summary>
    /// <returns>How many.</returns>
    Task<int> ExpireAsync(TimeSpan waitingFor, CancellationToken cancellationToken);

    /// <summary>
    /// Objects of cases that have been over (published, finished, rejected, expired) and untouched for longer than this are taken out of the registry, and
    /// their store keys given back to be deleted; keys that another object or result still names are not among them. Ledger, cases and results' rows stay.
    /// A key is given back again after an hour, until <see cref="DeletedAsync"/> was called for it. A patient's objects go together, once every case
    /// of the patient is over: cases share them. What is known of transactions of storage commitment goes after the same time.
    /// </summary>
    /// <param name="untouchedFor">For how long nothing may have happened to them.</param>
    /// <param name="most">The largest number of patients to look at, and of keys to give back.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<IReadOnlyList<string>> ReleaseObjectsAsync(TimeSpan untouchedFor, int most, CancellationToken cancellationToken);

    /// <summary>
    /// Results and their reports, and what came of doses, of cases that have been over and untouched for longer than this and whose objects were taken out, are taken out of the registry; their
    /// store keys are given back by <see cref="ReleaseObjectsAsync"/>. Ledger (with their hashes), cases, revisions and deliveries stay.
    /// </summary>
    /// <param name="untouchedFor">For how long nothing may have happened to a case.</param>
    /// <param name="most">The largest number of cases.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Of how many cases.</returns>
    Task<int> ReleaseResultsAsync(TimeSpan untouchedFor, int most, CancellationToken cancellationToken);

    /// <summary>Takes down that files which were given back are deleted (<see cref="Objects.IObjectStore.DeleteAsync"/> said so): they are not given back again.</summary>
    Task DeletedAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken);
}

/// <summary>Leadership of one process among many, by a row that has to be renewed.</summary>
public interface ILeases
{
    /// <summary>Takes or renews a lease; false while it is another's.</summary>
    Task<bool> TryTakeAsync(string name, string owner, TimeSpan heldFor, CancellationToken cancellationToken);

    /// <summary>Lets a lease go, if it is this owner's.</summary>
    Task ReleaseAsync(string name, string owner, CancellationToken cancellationToken);
}
