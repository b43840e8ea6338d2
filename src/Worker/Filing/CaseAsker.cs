using System.Collections.Concurrent;
using System.Threading.Channels;
using ContourFlow.Contouring.Faults;
using ContourFlow.Contracts;
using ContourFlow.Storage.Filing;
using ContourFlow.Storage.Objects;
using ContourFlow.Worker.Hosting;
using ContourFlow.Worker.Intake;
using ContourFlow.Worker.Query;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ContourFlow.Worker.Filing;

/// <summary>
/// Asks the archive what it has of incomplete cases, and retrieves what is missing here. An archive that is away changes nothing: the case is
/// asked about again later, and the question does not count.
/// </summary>
internal sealed class CaseAsker(
    CaseLooks looks, ArchiveQuestions archive, QuestionTimes times, ServiceOptions options, FilingMeter meter, ILogger<CaseAsker> log)
    : BackgroundService
{
    private const int AtATime = 2;
    private const int MostWaiting = 256;

    private readonly Channel<CaseId> waiting = Channel.CreateBounded<CaseId>(MostWaiting);
    private readonly ConcurrentDictionary<CaseId, bool> underWay = new();

    /// <summary>Asks about a case beside the caller.</summary>
    /// <returns>False when too many are waiting to be asked about: try later.</returns>
    public bool TryAsk(CaseId caseId)
    {
        if (!underWay.TryAdd(caseId, true) || waiting.Writer.TryWrite(caseId))
            return true;
        underWay.TryRemove(caseId, out _);
        return false;
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enumerable.Range(0, AtATime).Select(_ => Task.Run(() => AskAllAsync(stoppingToken), stoppingToken)));

    private async Task AskAllAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (CaseId caseId in waiting.Reader.ReadAllAsync(cancellationToken))
            {
                try
                {
                    await AskAsync(caseId, cancellationToken);
                }
                catch (StoreUnavailableException fault)
                {
                    // The case is due again by itself.
                    log.LookDelayed(fault.Message);
                }
#pragma warning disable CA1031 // One question must not stop the others: whatever it is is told, and the case is due again.
                catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
                {
                    log.AskingFailed(caseId, fault);
                }
                finally
                {
                    underWay.TryRemove(caseId, out _);
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The case is due again by itself.
        }
    }

    private async Task AskAsync(CaseId caseId, CancellationToken cancellationToken)
    {
        if (await looks.LookAsync(caseId, cancellationToken) is not { Protocol: not null } look || look.Assemble() is not { IsComplete: false } assembled)
            return;
        ArchiveAnswer answer;
        try
        {
            answer = await archive.AskAsync(look, assembled, cancellationToken);
        }
#pragma warning disable CA1031 // Whatever it is is told, and asked again after the pause of any other that got no answer.
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            meter.Asked("unavailable");
            if (fault is DicomNetworkException or TransientException or QueryRefusedException or IntakeRefusedException or StoreUnavailableException or IOException)
                log.ArchiveAway(caseId, fault.GetType().Name, fault.Message);
            else
                log.AskingFailed(caseId, fault);
            await looks.WaitAsync(look, new Incomplete(look.WaitingFor(assembled), options.Intake.AskAfter, HasAsked: false), cancellationToken);
            return;
        }

        meter.Asked("answered");
        log.ArchiveAsked(caseId, answer.Series, answer.Retrieved);
        if (answer.IsCtWhole && look.Assemble(isCtKnownWhole: true) is { IsComplete: true } whole)
        {
            await looks.CompleteAsync(look, whole, cancellationToken);
            return;
        }

        // Where objects came of it the case was touched: this is not taken down then, and it is looked at anew.
        string[] waitingFor = [.. look.WaitingFor(assembled), .. answer.Sentences];
        TimeSpan? until = times.UntilNext(look.Case, look.Case.Asked + 1);
        await looks.WaitAsync(look, new Incomplete(waitingFor, until < TimeSpan.Zero ? TimeSpan.Zero : until, HasAsked: true), cancellationToken);
    }
}
