using ContourFlow.Contracts;
using ContourFlow.Storage.Objects;
using ContourFlow.Storage.Scoring;
using ContourFlow.Worker.Messaging;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ContourFlow.Worker.Scoring;

/// <summary>
/// Looks at cases of which a dose or a plan came, or that were processed: whether a dose is to be scored. Beside the looking at cases, so that a dose never opens
/// a case again nor has one wait. Any number of processes may run it at once.
/// </summary>
internal sealed class DoseLooker(IScoringRegistry registry, DoseLooks looks, TimeProvider time, ILogger<DoseLooker> log) : BackgroundService
{
    private const int CasesAtATime = 16;

    // Nobody waits for a scorecard by the second.
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_takenFor = TimeSpan.FromSeconds(30);

    private bool isDelayed;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            bool isMore = await RoundAsync(stoppingToken);
            if (!isMore)
                await Task.Delay(s_pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // Whether more may be due.
    private async Task<bool> RoundAsync(CancellationToken cancellationToken)
    {
        try
        {
            IReadOnlyList<CaseId> due = await registry.TakeDueAsync(CasesAtATime, s_takenFor, cancellationToken);
            foreach (CaseId caseId in due)
                await LookAtAsync(caseId, cancellationToken);
            isDelayed = false;
            return due.Count == CasesAtATime;
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            // Cases that were taken are due again by themselves.
            return false;
        }
        catch (StoreUnavailableException fault)
        {
            if (!isDelayed)
                log.LookDelayed(fault.GetType().Name);
            isDelayed = true;
            return false;
        }
#pragma warning disable CA1031 // The end of a task of its own: whatever it is is told, and looking goes on.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            log.LookingFailed(ProgramFaultException.KindOf(fault), Environment.NewLine, fault.StackTrace ?? "");
            return false;
        }
    }

    private async Task LookAtAsync(CaseId caseId, CancellationToken cancellationToken)
    {
        try
        {
            await looks.LookAsync(caseId, cancellationToken);
        }
#pragma warning disable CA1031 // One case must not stop the others: whatever it is is told, and the case is due again.
        catch (Exception fault) when (fault is not StoreUnavailableException && !cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            log.LookFailed(caseId, ProgramFaultException.KindOf(fault), Environment.NewLine, fault.StackTrace ?? "");
        }
    }
}
