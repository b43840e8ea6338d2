namespace ContourFlow.Worker.Intake;

/// <summary>Why an object was not taken in.</summary>
internal enum IntakeRefusal
{
    /// <summary>The data set cannot be read as far as its identifiers, or lacks one.</summary>
    CannotUnderstand,

    /// <summary>The data set is of another SOP class or instance than was announced.</summary>
    DoesNotMatch,

    /// <summary>Larger than the largest that is taken.</summary>
    TooLarge,

    /// <summary>No room on the disk. May pass.</summary>
    NoRoom,

    /// <summary>The folder cannot be written to (read-only, no permission, a fault of the disk). May pass.</summary>
    NotWritable,
}

/// <summary>
/// An object was not taken in; nothing of it is left and everything else is untouched. Ends at the border, where it
/// becomes a status for the sender. The message names the object's UID and the attribute, never a patient.
/// </summary>
internal sealed class IntakeRefusedException(IntakeRefusal refusal, string message, Exception? innerException = null)
    : Exception(message, innerException)
{
    /// <summary>Why.</summary>
    public IntakeRefusal Refusal { get; } = refusal;
}
