using ContourFlow.Worker.Commitment;
using ContourFlow.Worker.Intake;

namespace ContourFlow.Worker.Receiving;

/// <summary>What the associations of a receiver share.</summary>
internal sealed class ReceiverState
{
    /// <summary>Who is let in.</summary>
    public required Admission Admission { get; init; }

    /// <summary>Where objects go; null where none are taken, only reports.</summary>
    public IIntake? Intake { get; init; }

    /// <summary>Answers requests for commitment; null where they are not taken.</summary>
    public CommitmentProvider? Commitments { get; init; }

    /// <summary>Where reports on our own requests for commitment go; null where they are not taken.</summary>
    public ICommitmentReports? Reports { get; init; }

    /// <summary>What was done.</summary>
    public ReceiverCounts Counts { get; } = new();
}
