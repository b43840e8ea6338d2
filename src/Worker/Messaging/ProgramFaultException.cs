namespace ContourFlow.Worker.Messaging;

/// <summary>
/// A fault of the program, as it goes to the error queue: its kind and place, without its text, which nobody has checked for patient data.
/// </summary>
internal sealed class ProgramFaultException : Exception
{
    private readonly string place;

    /// <param name="fault">The fault.</param>
    public ProgramFaultException(Exception fault)
        : base($"A fault of the program: {KindOf(fault)}.") => place = fault.StackTrace ?? "";

    /// <summary>Where the fault was.</summary>
    public override string StackTrace => place;

    /// <summary>The kind of a fault, with the kinds of what caused it: names of types.</summary>
    public static string KindOf(Exception fault) =>
        fault.InnerException is { } cause ? $"{fault.GetType().Name} ({KindOf(cause)})" : fault.GetType().Name;
}
