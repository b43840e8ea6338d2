using ContourFlow.Contracts;
using ContourFlow.Contracts.V1;
using ContourFlow.Storage.Cases;
using ContourFlow.Storage.Registry;
using Microsoft.EntityFrameworkCore;

namespace ContourFlow.Storage.Processing;

/// <summary>Gives revisions to workers, and takes down what came of them, once.</summary>
internal sealed class ProcessingRegistry(RegistryTransactions transactions) : IProcessingRegistry
{
    private const string TooManyAttempts = "too-many-attempts";

    private static readonly Claim s_nothing = new(ClaimOutcome.NothingToDo, "", "", [], 0);

    /// <inheritdoc/>
    public Task<Claim> ClaimAsync(
        CaseId caseId, int revision, string worker, TimeSpan claimedFor, int mostAttempts, CancellationToken cancellationToken) =>
        transactions.WriteAsync(
            async work =>
            {
                if (await work.LockAsync(caseId, cancellationToken) is not { } row
                    || await work.RevisionAsync(row, revision, cancellationToken) is not { IsOpen: true } claimed)
                    return s_nothing;
                if (claimed.State == CaseState.Processing && claimed.ClaimedUntil > work.Now && claimed.ClaimedAt <= work.Skewed)
                    return s_nothing with { Outcome = ClaimOutcome.TakenByAnother };
                if (claimed.Attempts >= mostAttempts)
                {
                    Hold(work, row, claimed, new HoldReason(TooManyAttempts, $"Processing was begun {claimed.Attempts} times and never came to an end. See the log of the workers, then retry."));
                    return s_nothing with { Outcome = ClaimOutcome.GivenUp };
                }

                claimed.Enter(CaseState.Processing);
                claimed.Attempts++;
                (claimed.ClaimedBy, claimed.ClaimedAt, claimed.ClaimedUntil, claimed.MessageUsed) = (worker, work.Now, work.Now + claimedFor, true);
                row.Follow(claimed, work.Now);
                return new Claim(ClaimOutcome.Claimed, row.CtSeriesUid, claimed.ProtocolName, RowJson.Read<StoredObject[]>(claimed.Inputs), claimed.Attempts) { Run = claimed.Run };
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task<bool> RenewAsync(CaseId caseId, int revision, int run, string worker, TimeSpan claimedFor, CancellationToken cancellationToken)
    {
        string id = caseId.ToString();
        return transactions.WriteAsync(
            async work =>
            {
                (DateTimeOffset now, DateTimeOffset until) = (work.Now, work.Now + claimedFor);
                return await work.Db.Revisions
                    .Where(row => row.CaseId == id && row.Revision == revision && row.Run == run && row.State == CaseState.Processing && row.ClaimedBy == worker)
                    .ExecuteUpdateAsync(row => row.SetProperty(claimed => claimed.ClaimedUntil, until).SetProperty(claimed => claimed.ClaimedAt, now), cancellationToken) == 1;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<bool> CompleteAsync(CaseId caseId, int revision, int run, string worker, ProcessedRevision result, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(result);
        return transactions.WriteAsync(
            async work =>
            {
                if (await work.LockAsync(caseId, cancellationToken) is not { } row
                    || await work.RevisionAsync(row, revision, cancellationToken) is not { IsOpen: true } done
                    || done.Run != run)
                    return false;
                await new Completion(work, row, done, worker).RunAsync(result, cancellationToken);
                return true;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<bool> HoldAsync(CaseId caseId, int revision, int run, string worker, HoldReason reason, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reason);
        return transactions.WriteAsync(
            async work =>
            {
                if (await work.LockAsync(caseId, cancellationToken) is not { } row
                    || await work.RevisionAsync(row, revision, cancellationToken) is not { IsOpen: true } held
                    || held.Run != run)
                    return false;
                Hold(work, row, held, reason, worker);
                return true;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task HandBackAsync(CaseId caseId, int revision, int run, string worker, TimeSpan pause, CancellationToken cancellationToken) =>
        transactions.WriteAsync(
            async work =>
            {
                if (await work.LockAsync(caseId, cancellationToken) is not { } row
                    || await work.RevisionAsync(row, revision, cancellationToken) is not { State: CaseState.Processing } back
                    || back.Run != run || back.ClaimedBy != worker)
                    return;
                back.Enter(CaseState.Queued);
                back.Attempts--;
                row.Follow(back, work.Now);
                work.AskFor(back, pause);
            },
            cancellationToken);

    /// <summary>Holds a revision of a case that is locked, with ledger line and event.</summary>
    /// <param name="work">The transaction.</param>
    /// <param name="row">The case.</param>
    /// <param name="held">The revision.</param>
    /// <param name="reason">Why.</param>
    /// <param name="by">Who; null: the process.</param>
    /// <param name="after">After what, where that is not the processing: a run that was held after it, and released, may be held once more after publishing.</param>
    internal static void Hold(RegistryWork work, CaseRow row, RevisionRow held, HoldReason reason, string? by = null, string after = "")
    {
        held.Enter(CaseState.Held, reason.Code, reason.Sentence);
        row.Follow(held, work.Now);
        work.Tell(row, held.Revision, LedgerEvents.Held, $"{held.Revision}:{held.Run}{after}", new { ReasonCode = reason.Code, Reason = reason.Sentence }, by);
        work.Say(new CaseHeld(CaseId.Parse(row.CaseId), held.Revision, reason.Code, work.Now));
    }
}
