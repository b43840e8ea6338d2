namespace ContourFlow.Worker.Intake;

/// <summary>What became of a received object. Each of them is durable and answered with success.</summary>
internal enum Reception
{
    /// <summary>New, and in its place.</summary>
    Stored,

    /// <summary>An object of the same SOP Instance UID and the same content was there already: kept once.</summary>
    AlreadyHere,

    /// <summary>An object of the same SOP Instance UID and other content was there: this one is kept aside, the other untouched.</summary>
    KeptAside,
}
