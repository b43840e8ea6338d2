using ContourFlow.Worker.Intake;
using ContourFlow.Worker.Peers;
using ContourFlow.Worker.Query;

namespace ContourFlow.Worker.Retrieval;

/// <summary>The way by which objects come.</summary>
internal enum By
{
    /// <summary>DICOMweb where that is how the archive is named; else C-GET, and C-MOVE where the archive has no C-GET and we can take what it moves.</summary>
    Any,

    /// <summary>C-GET.</summary>
    Get,

    /// <summary>C-MOVE.</summary>
    Move,

    /// <summary>WADO-RS.</summary>
    Web,
}

/// <summary>What `contourflow retrieve` is asked to do.</summary>
/// <param name="Archive">The archive.</param>
/// <param name="Scope">What is to come.</param>
/// <param name="Intake">Where it goes; null where C-MOVE sends it to a receiver of which the folder is not known.</param>
/// <param name="By">The way.</param>
/// <param name="MoveTo">AE title that C-MOVE sends to; null for our own.</param>
/// <param name="ListenPort">Port at which we take what C-MOVE sends; null where a receiver runs elsewhere.</param>
/// <param name="Options">How long it tries.</param>
/// <param name="Verbose">Whether each object is told.</param>
internal sealed record RetrieveRequest(
    ArchiveAddress Archive, RetrievalScope Scope, IntakeOptions? Intake, By By, string? MoveTo, int? ListenPort, RetrievalOptions Options, bool Verbose)
{
    /// <summary>Whether the run is the whole process, whose temporary folder it may name.</summary>
    public bool IsOfProcess { get; init; }

    /// <summary>Whether the objects go to a receiver that is not ours.</summary>
    public bool IsElsewhere => By == By.Move && ListenPort is null;

    /// <summary>Checks what goes together.</summary>
    /// <exception cref="PeerOptionsException">All that does not.</exception>
    public void Validate()
    {
        bool isWeb = Archive.Web is not null;
        string[] faults =
        [
            .. isWeb && By is By.Get or By.Move ? ["--by get and move need --from."] : Array.Empty<string>(),
            .. !isWeb && By == By.Web ? ["--by web needs --web."] : Array.Empty<string>(),
            .. By == By.Move && MoveTo is null && ListenPort is null ? ["--by move needs --listen, to take the objects here, or --move-to, the title of a receiver that runs elsewhere."] : Array.Empty<string>(),
            .. MoveTo is not null && !IsElsewhere && ListenPort is null ? ["--move-to without --listen needs --by move."] : Array.Empty<string>(),
            .. ListenPort is null or (> 0 and <= 65535) ? Array.Empty<string>() : [$"{ListenPort} is no port."],
            .. Intake is null && !IsElsewhere ? ["Name the folder that the objects go to."] : Array.Empty<string>(),
        ];
        if (faults.Length > 0)
            throw new PeerOptionsException(string.Join(' ', faults));
        Scope.Validate();
    }
}
