namespace ContourFlow.Worker.Intake;

/// <summary>
/// Where received objects go, whichever way they come (C-STORE, C-GET, STOW-RS, WADO-RS). Safe for use by many associations
/// at once; each <see cref="IncomingObject"/> belongs to one of them.
/// </summary>
internal interface IIntake
{
    /// <summary>Whether new associations may be taken: false once the disk is fuller than its watermark.</summary>
    bool HasRoom { get; }

    /// <summary>Begins to take an object in.</summary>
    /// <exception cref="IntakeRefusedException">It cannot be taken: no room, or the folder cannot be written to.</exception>
    IncomingObject Begin(ArrivingObject arriving);

    /// <summary>Whether the object is here and durable: what a storage commitment may be given for (DICOM PS3.4 annex J).</summary>
    /// <exception cref="ContourFlow.Storage.Objects.StoreUnavailableException">It cannot be known now: the registry is away. May pass.</exception>
    ValueTask<bool> HoldsAsync(string sopClassUid, string sopInstanceUid, CancellationToken cancellationToken);
}
