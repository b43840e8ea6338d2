using ContourFlow.Worker.Intake;

namespace ContourFlow.Worker.Receiving;

/// <summary>What `contourflow receive` is asked to do.</summary>
/// <param name="Options">How it listens.</param>
/// <param name="Intake">Where objects go.</param>
/// <param name="Reports">Folder for reports on our own requests for commitment; null: a folder beside the objects.</param>
/// <param name="Verbose">Whether each association and object is told.</param>
internal sealed record ReceiveRequest(ReceiverOptions Options, IntakeOptions Intake, string? Reports, bool Verbose);
