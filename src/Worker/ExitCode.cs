namespace ContourFlow.Worker;

/// <summary>What the program's exit code says; docs/command-line.md explains each for users.</summary>
public static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>A fault of the program itself.</summary>
    public const int Bug = 1;

    /// <summary>The command line was not understood.</summary>
    public const int Usage = 2;

    /// <summary>The case cannot be done as it is; a reason code and a sentence say why.</summary>
    public const int CaseRefused = 3;

    /// <summary>The case was done and a check holds it: a report is written, a structure set is not.</summary>
    public const int CaseHeld = 4;

    /// <summary>The protocol file has faults.</summary>
    public const int ProtocolInvalid = 5;

    /// <summary>The output could not be written.</summary>
    public const int OutputNotWritable = 6;

    /// <summary>The structure set has something that the profile's system, or the standard, does not allow.</summary>
    public const int LintErrors = 7;

    /// <summary>The case was done and written, but for what depends on an MR whose fusion is refused.</summary>
    public const int CasePartlyHeld = 8;

    /// <summary>A peer (archive, sender) cannot be reached, or a port cannot be listened at. May pass.</summary>
    public const int PeerUnavailable = 9;

    /// <summary>An archive does not take an object, whatever is tried.</summary>
    public const int ObjectsRefused = 10;

    /// <summary>Objects were sent, and the archive has not shown that it has them.</summary>
    public const int NotProven = 11;

    /// <summary>An archive refuses a query or a retrieval.</summary>
    public const int QueryRefused = 12;

    /// <summary>Objects that were to be retrieved are not all there.</summary>
    public const int RetrievalIncomplete = 13;

    /// <summary>The registry has no case that is named so, or several.</summary>
    public const int NoSuchCase = 14;

    /// <summary>A case is in no state for what was decided about it.</summary>
    public const int DecisionRefused = 15;

    /// <summary>A case has changed since the person who decides about it looked.</summary>
    public const int CaseHasChanged = 16;

    /// <summary>A process of the service says that it has not started, or cannot do its work.</summary>
    public const int Unhealthy = 17;

    /// <summary>A dose breaks a bound that the protocol calls mandatory.</summary>
    public const int DoseViolated = 18;

    /// <summary>Stopped by Ctrl-C or SIGTERM.</summary>
    public const int Cancelled = 130;
}
