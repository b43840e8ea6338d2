using ContourFlow.Worker.Output;

namespace ContourFlow.Worker.Intake;

/// <summary>What the system's refusals to write mean for a sender.</summary>
internal static class IntakeFaults
{
    /// <summary>The refusal for a fault of the disk.</summary>
    public static IntakeRefusedException Refusal(string sopInstanceUid, Exception fault) =>
        WriteFaults.Cause(fault) is { } cause && WriteFaults.IsNoRoom(cause) ? NoRoom(sopInstanceUid, fault)
        : new(IntakeRefusal.NotWritable, $"Object {sopInstanceUid} cannot be written ({fault.Message}). The folder of received objects needs a disk that can be written to.", fault);

    /// <summary>The refusal for want of room.</summary>
    public static IntakeRefusedException NoRoom(string sopInstanceUid, Exception? fault = null) =>
        new(IntakeRefusal.NoRoom, $"There is no room for object {sopInstanceUid}: the disk of received objects is full or below its watermark. Free some space.", fault);
}
