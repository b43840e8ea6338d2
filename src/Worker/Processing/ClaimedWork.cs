using ContourFlow.Contouring.Faults;
using ContourFlow.Contouring.Protocols;
using ContourFlow.Storage.Objects;
using ContourFlow.Storage.Processing;
using ContourFlow.Worker.Hosting;
using ContourFlow.Worker.Messaging;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;

namespace ContourFlow.Worker.Processing;

/// <summary>A piece of work that this process has claimed in the registry, and how its ends are taken down there.</summary>
internal interface IClaimedPiece
{
    /// <summary>Renews the claim; false when it is another's.</summary>
    Task<bool> RenewAsync(CancellationToken cancellationToken);

    /// <summary>Does it, and takes down what came of it.</summary>
    Task DoAsync(CancellationToken cancellationToken);

    /// <summary>Takes down that it cannot be done as it is.</summary>
    Task RefuseAsync(HoldReason reason);

    /// <summary>Gives it back undone, to be asked for after a pause.</summary>
    Task HandBackAsync(TimeSpan pause);

    /// <summary>Tells that it ended without an end of its own.</summary>
    /// <param name="end">How.</param>
    /// <param name="pause">After which it is asked for again.</param>
    /// <param name="fault">Why it was put off; null otherwise.</param>
    void Tell(PieceEnd end, TimeSpan pause, Exception? fault);

    /// <summary>Tells a fault of the program.</summary>
    void Tell(Exception fault);

    /// <summary>It took longer than it may.</summary>
    HoldReason TooLong { get; }

    /// <summary>Its protocol cannot be used here.</summary>
    HoldReason Unusable(ProtocolException fault);

    /// <summary>An input of it is missing or damaged.</summary>
    HoldReason Damaged(StoredBlobException fault);

    /// <summary>A fault of the program.</summary>
    /// <param name="kind">Its kind.</param>
    HoldReason Failed(string kind);
}

/// <summary>Ends of a piece that are none of the work.</summary>
internal enum PieceEnd
{
    /// <summary>Another process has the claim.</summary>
    Lost,

    /// <summary>This process stops.</summary>
    HandedBack,

    /// <summary>Something is away.</summary>
    PutOff,
}

/// <summary>
/// Brings claimed work to its end: done, refused, or handed back. The registry sees to it that each piece has one end, whoever works at it and how often.
/// </summary>
internal sealed class ClaimedWork(ServiceOptions options, Drain drain, TimeProvider time, ILogger log)
{
    // Work of minutes is not thrown away for a registry that is away for less.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Backoff pauses = new(options.Queue.RedeliveryPauses[0], options.Queue.RedeliveryPauses[^1]);
    private readonly ResiliencePipeline patiently = new ResiliencePipelineBuilder { TimeProvider = time }
        .AddTimeout(Patience)
        .AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = new PredicateBuilder().Handle<StoreUnavailableException>(),
            MaxRetryAttempts = 8,
            BackoffType = DelayBackoffType.Exponential,
            Delay = TimeSpan.FromMilliseconds(250),
            MaxDelay = TimeSpan.FromSeconds(15),
        })
        .Build();

    /// <summary>Claims work and does it. Once it returns the message may go.</summary>
    /// <exception cref="TransientException">The registry cannot be reached: the message has to come again.</exception>
    /// <exception cref="ProgramFaultException">A fault of the program; the piece is refused for it.</exception>
    public static async Task ClaimAsync(Func<Task> claimAndDo)
    {
        try
        {
            await claimAndDo();
        }
        catch (Exception fault) when (fault is StoreUnavailableException or Polly.Timeout.TimeoutRejectedException)
        {
            throw new TransientException("The registry cannot be reached.", fault);
        }
    }

    /// <summary>Takes an end down, for as long as the registry may be away. The claim may be lost by now: the first who comes is taken down all the same, and all have the same.</summary>
    public async Task<bool> EndAsync(Func<CancellationToken, Task<bool>> takeDown)
    {
        bool isFirst = await patiently.ExecuteAsync(async token => await takeDown(token), CancellationToken.None);
        pauses.Succeeded();
        return isFirst;
    }

    /// <summary>Does a claimed piece.</summary>
    public async Task DoAsync(IClaimedPiece piece, CancellationToken cancellationToken)
    {
        await using ClaimRenewal renewal = ClaimRenewal.Start(piece.RenewAsync, options.Processing.Claim, time, log);
        using var limit = new CancellationTokenSource(options.Processing.LongestCase, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, drain.Over, renewal.Lost, limit.Token);
        try
        {
            await piece.DoAsync(stop.Token);
        }
        catch (OperationCanceledException) when (renewal.Lost.IsCancellationRequested)
        {
            piece.Tell(PieceEnd.Lost, TimeSpan.Zero, null);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested || drain.Over.IsCancellationRequested)
        {
            await piece.HandBackAsync(TimeSpan.Zero);
            piece.Tell(PieceEnd.HandedBack, TimeSpan.Zero, null);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            await piece.RefuseAsync(piece.TooLong);
        }
        catch (CaseDataException fault)
        {
            await piece.RefuseAsync(new HoldReason(fault.ReasonCode, fault.Message));
        }
        catch (ProtocolException fault)
        {
            await piece.RefuseAsync(piece.Unusable(fault));
        }
        catch (StoredBlobException fault)
        {
            await piece.RefuseAsync(piece.Damaged(fault));
        }
        catch (Exception fault) when (IsTransient(fault))
        {
            // The registry keeps the message that begins it again: the attempt does not count, and this message may go.
            TimeSpan pause = pauses.Failed();
            await piece.HandBackAsync(pause);
            piece.Tell(PieceEnd.PutOff, pause, fault);
        }
        catch (Exception fault)
        {
            piece.Tell(fault);
            await piece.RefuseAsync(piece.Failed(ProgramFaultException.KindOf(fault)));
            throw new ProgramFaultException(fault);
        }
    }

    /// <summary>The word of an end, as metrics have it.</summary>
    public static string WordOf(PieceEnd end) => end switch
    {
        PieceEnd.Lost => "lost",
        PieceEnd.HandedBack => "handed-back",
        _ => "put-off",
    };

    private static bool IsTransient(Exception fault) =>
        fault is StoreUnavailableException or TransientException or Polly.Timeout.TimeoutRejectedException
        || (Output.WriteFaults.Cause(fault) is { } cause && Output.WriteFaults.IsNoRoom(cause));
}
