namespace ContourFlow.Worker.Sending;

/// <summary>What is taken for proof that an archive has an object.</summary>
internal enum Proof
{
    /// <summary>Storage commitment where the archive has it and reports in time, else that it is found by C-FIND.</summary>
    Any,

    /// <summary>Storage commitment and nothing else.</summary>
    Commitment,

    /// <summary>That it is found by C-FIND.</summary>
    Query,

    /// <summary>The answer to C-STORE is enough.</summary>
    None,
}

/// <summary>How long the sender tries, and what it takes for proof.</summary>
internal sealed record SendOptions
{
    /// <summary>What is taken for proof.</summary>
    public Proof Proof { get; init; } = Proof.Any;

    /// <summary>How long an archive that is not there is tried again in this run.</summary>
    public TimeSpan RetryFor { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a report of storage commitment is waited for.</summary>
    public TimeSpan ReportWait { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the association is kept open for a report on it.</summary>
    public TimeSpan Linger { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How often an object is sent that the archive takes and then does not keep.</summary>
    public int MaximumAttempts { get; init; } = 3;

    /// <summary>Whether what an earlier run has proven is proven again: an archive can lose or delete.</summary>
    public bool Again { get; init; }

    /// <summary>
    /// Whether the files are copies that the program made for sending: one that cannot be read is then a fault of this machine, which passes, and says nothing of
    /// the object.
    /// </summary>
    public bool FilesAreCopies { get; init; }

    /// <summary>The first pause before trying again; it doubles.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest pause.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(30);
}
