using ContourFlow.Contouring.Faults;
using ContourFlow.Contouring.Protocols;
using ContourFlow.Contracts;
using ContourFlow.Storage.Objects;
using ContourFlow.Storage.Processing;
using ContourFlow.Storage.Scoring;
using ContourFlow.Worker.Hosting;
using ContourFlow.Worker.Messaging;
using ContourFlow.Worker.Processing;
using Microsoft.Extensions.Logging;

namespace ContourFlow.Worker.Scoring;

/// <summary>
/// Brings the scoring of a dose from its claim to its end: scored, refused, or handed back. The registry sees to it that a scoring has one end, whoever works at
/// it and how often.
/// </summary>
internal sealed class DoseProcessor(
    IScoringRegistry registry, DoseWork work, ServiceOptions options, Drain drain, ScoringMeter meter, TimeProvider time, ILogger<DoseProcessor> log)
{
    private readonly IScoringRegistry registry = registry;
    private readonly DoseWork work = work;
    private readonly ServiceOptions options = options;
    private readonly ScoringMeter meter = meter;
    private readonly ILogger<DoseProcessor> log = log;
    private readonly ClaimedWork claimed = new(options, drain, time, log);

    /// <summary>Scores a dose, unless there is nothing to be done. Once it returns the message may go.</summary>
    /// <exception cref="TransientException">The registry cannot be reached: the message has to come again.</exception>
    /// <exception cref="ProgramFaultException">A fault of the program; the dose is refused for it.</exception>
    public Task ProcessAsync(CaseId caseId, string key, CancellationToken cancellationToken) => ClaimedWork.ClaimAsync(async () =>
    {
        ScoreClaim claim = await registry.ClaimAsync(caseId, key, options.Process, options.Processing.Claim, options.Processing.MostAttempts, cancellationToken);
        if (claim.Outcome == ClaimOutcome.Claimed)
            await ProcessAsync(new Piece(this, caseId, key, claim), claim, cancellationToken);
        else
            log.NothingToDo(caseId, Short(key), claim.Outcome.ToString());
    });

    private async Task ProcessAsync(Piece piece, ScoreClaim claim, CancellationToken cancellationToken)
    {
        KillPoint.Pass(KillPoint.ScoreClaimed);
        using var span = Spans.Start("score dose of case", piece.CaseId, claim.Revision);
        log.Begun(piece.CaseId, piece.Dose, claim.Revision, claim.Attempt, claim.Inputs.Count, claim.Protocol);
        meter.UnderWay(+1);
        try
        {
            await claimed.DoAsync(piece, cancellationToken);
        }
        finally
        {
            meter.UnderWay(-1);
        }
    }

    // What a person tells doses apart by in a log.
    private static string Short(string key) => key.Length > 12 ? key[..12] : key;

    /// <summary>A run of a scoring.</summary>
    private sealed class Piece(DoseProcessor processor, CaseId caseId, string key, ScoreClaim claim) : IClaimedPiece
    {
        public CaseId CaseId => caseId;

        public string Dose { get; } = Short(key);

        private ServiceOptions Options => processor.options;

        public HoldReason TooLong => new(ReasonCodes.CaseTooLong, $"Scoring took longer than {Options.Processing.LongestCase} and was stopped. Raise Processing.LongestCase or give it more threads, then 'contourflow cases rescore'.");

        public Task<bool> RenewAsync(CancellationToken cancellationToken) =>
            processor.registry.RenewAsync(caseId, key, claim.Run, Options.Process, Options.Processing.Claim, cancellationToken);

        public async Task DoAsync(CancellationToken cancellationToken)
        {
            CompletedScore score;
            using (ScratchFolder scratch = ScratchFolder.Make(Options, $"{caseId}-dose-{Dose}-{claim.Attempt}"))
                score = await processor.work.DoAsync(claim, scratch, cancellationToken);
            bool isFirst = await processor.claimed.EndAsync(token => processor.registry.CompleteAsync(caseId, key, claim.Run, Options.Process, score, token));
            KillPoint.Pass(KillPoint.ScoreRegistered);
            if (isFirst)
            {
                processor.log.Scored(caseId, Dose, score.Took.TotalSeconds, score.Verdict);
                processor.meter.Scored(score.Verdict, score.Took);
            }
            else
            {
                InVain();
            }
        }

        public async Task RefuseAsync(HoldReason reason)
        {
            bool isFirst = await processor.claimed.EndAsync(token => processor.registry.RefuseAsync(caseId, key, claim.Run, Options.Process, reason, token));
            if (isFirst)
            {
                processor.log.Refused(caseId, Dose, reason.Code);
                processor.meter.Refused(reason.Code);
            }
            else
            {
                InVain();
            }
        }

        public Task HandBackAsync(TimeSpan pause) => processor.registry.HandBackAsync(caseId, key, claim.Run, Options.Process, pause, CancellationToken.None);

        public void Tell(PieceEnd end, TimeSpan pause, Exception? fault)
        {
            if (end == PieceEnd.HandedBack)
                processor.log.HandedBack(caseId, Dose);
            else if (end == PieceEnd.PutOff)
                processor.log.PutOff(caseId, Dose, pause.TotalSeconds, ProgramFaultException.KindOf(fault!));
            processor.meter.Ended(ClaimedWork.WordOf(end));
        }

        public void Tell(Exception fault) =>
            processor.log.Fault(caseId, Dose, ProgramFaultException.KindOf(fault), Environment.NewLine, fault.StackTrace ?? "");

        public HoldReason Unusable(ProtocolException fault) =>
            new(ReasonCodes.ProtocolInvalid, $"Protocol {claim.Protocol} cannot be used on worker {Options.Process}. {string.Join(' ', fault.Faults.Take(3))}");

        public HoldReason Damaged(StoredBlobException fault) =>
            new(ReasonCodes.InputDamaged, $"An input of the scoring cannot be used: {fault.Message} ({fault.Key}). Send the object again, or restore the object store, then 'contourflow cases rescore'.");

        public HoldReason Failed(string kind) =>
            new(ReasonCodes.ProgramFault, $"A fault of the program kept the dose from being scored ({kind}). Report it; once it is mended, 'contourflow cases rescore'.");

        private void InVain()
        {
            processor.log.InVain(caseId, Dose);
            processor.meter.Ended("in-vain");
        }
    }
}
