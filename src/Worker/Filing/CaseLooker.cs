using ContourFlow.Contouring.Cases;
using ContourFlow.Contracts;
using ContourFlow.Storage.Filing;
using ContourFlow.Storage.Objects;
using ContourFlow.Worker.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ContourFlow.Worker.Filing;

/// <summary>
/// Looks at cases that are due: opens a revision of a complete one, says of another what it waits for. Any number of processes may run it at once.
/// </summary>
internal sealed class CaseLooker(
    IFilingRegistry registry, CaseLooks looks, CaseAsker asker, QuestionTimes questions, CaseAlarm alarm, FilingMeter meter, ILogger<CaseLooker> log, TimeProvider time)
    : BackgroundService
{
    private const int CasesAtATime = 32;
    private const int LookedAtAtATime = 2;

    // What another process filed is found after this time at the latest, though nobody rang here.
    private static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_shortestWait = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan s_takenFor = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_pauseAfterFault = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_protocolPause = TimeSpan.FromMinutes(1);

    private bool isDelayed;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        looks.LoadProtocols();
        try
        {
            while (true)
            {
                try
                {
                    if (!await LookAtDueAsync(stoppingToken))
                        await Task.Delay(s_shortestWait, time, stoppingToken);
                    isDelayed = false;
                    while (await UntilNextAsync(stoppingToken) is var until && until > TimeSpan.Zero)
                    {
                        // Another object only puts the time off: nothing is taken for that.
                        if (!await alarm.WaitAsync(until, time, stoppingToken))
                            break;
                    }
                }
                catch (StoreUnavailableException fault)
                {
                    if (!isDelayed)
                        log.LookDelayed(fault.Message);
                    isDelayed = true;
                    await Task.Delay(s_pauseAfterFault, time, stoppingToken);
                }
#pragma warning disable CA1031 // The end of a task of its own: whatever it is is told, and looking goes on.
                catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
                {
                    log.LookingFailed(fault);
                    await Task.Delay(s_pauseAfterFault, time, stoppingToken);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Cases that were taken are due again by themselves.
        }
    }

    // False when none was due.
    private async Task<bool> LookAtDueAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<CaseId> due = await registry.TakeDueAsync(CasesAtATime, s_takenFor, cancellationToken);
        await Parallel.ForEachAsync(
            due,
            new ParallelOptions { MaxDegreeOfParallelism = LookedAtAtATime, CancellationToken = cancellationToken },
            async (caseId, token) => await LookAtAsync(caseId, token));
        return due.Count > 0;
    }

    private async Task<TimeSpan> UntilNextAsync(CancellationToken cancellationToken)
    {
        if (await registry.NextDueAsync(cancellationToken) is not { } next)
            return s_longestWait;
        TimeSpan until = next - time.GetUtcNow();
        return until < s_longestWait ? until : s_longestWait;
    }

    private async Task LookAtAsync(CaseId caseId, CancellationToken cancellationToken)
    {
        try
        {
            if (await looks.LookAsync(caseId, cancellationToken) is { } look)
                await TakeDownAsync(look, cancellationToken);
        }
#pragma warning disable CA1031 // One case must not stop the others: whatever it is is told, and the case is due again.
        catch (Exception fault) when (fault is not StoreUnavailableException && !cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            meter.Looked("failed");
            log.LookFailed(caseId, fault);
        }
    }

    // Objects of a case that is over are not kept for ever. What comes of the patient later and does not belong to it is nothing that
    // it waits for, and the archive is not asked for what was done with long ago.
    private static bool IsOver(CaseLook look, AssembledCase assembled) => look.Case.NewestInputsHash is not null && assembled.Inputs.IsEmpty;

    private async Task TakeDownAsync(CaseLook look, CancellationToken cancellationToken)
    {
        CaseId caseId = look.Case.Case.CaseId;
        if (look.ProtocolFault is { } unusable)
        {
            log.ProtocolUnusable(caseId, look.Case.Case.Protocol, unusable);
            await looks.WaitAsync(look, new Incomplete([unusable], s_protocolPause, HasAsked: false), cancellationToken);
            return;
        }

        AssembledCase assembled = look.Assemble();
        KillPoint.Pass(KillPoint.CaseLookedAt);
        if (assembled.IsComplete)
        {
            if (await looks.CompleteAsync(look, assembled, cancellationToken))
                log.Complete(caseId, assembled.Inputs.Length);
            return;
        }

        if (IsOver(look, assembled))
        {
            await looks.NothingNewAsync(look, cancellationToken);
            return;
        }

        // Asking takes its time, and other cases wait: it is done beside this, and takes down what it was told.
        TimeSpan? untilQuestion = questions.UntilNext(look.Case);
        if (untilQuestion <= TimeSpan.Zero && asker.TryAsk(caseId))
            return;
        string[] waitingFor = look.WaitingFor(assembled);
        TimeSpan? lookAgain = untilQuestion <= TimeSpan.Zero ? s_takenFor : untilQuestion;
        if (await looks.WaitAsync(look, new Incomplete(waitingFor, lookAgain, HasAsked: false), cancellationToken))
            log.Waits(caseId, waitingFor.Length);
    }
}
