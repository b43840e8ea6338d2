namespace ContourFlow.Dicom.Network;

/// <summary>The states of the upper layer's protocol machine that a connection of ours can be in (PS3.8 section 9.2.1).</summary>
internal enum AssociationState
{
    /// <summary>Accepted the connection, awaits A-ASSOCIATE-RQ (Sta2).</summary>
    AwaitingRequest,

    /// <summary>Has the request, is about to answer (Sta3).</summary>
    Deciding,

    /// <summary>Has asked, awaits the answer (Sta5).</summary>
    Requesting,

    /// <summary>Messages may pass (Sta6).</summary>
    Established,

    /// <summary>Has asked for release, awaits the reply (Sta7).</summary>
    Releasing,

    /// <summary>Both sides have asked for release; awaits the reply (Sta9 to Sta12).</summary>
    ReleaseCollision,

    /// <summary>The peer has asked for release (Sta8).</summary>
    ReleaseAsked,

    /// <summary>Ended; awaits that the peer closes the connection (Sta13).</summary>
    AwaitingClose,

    /// <summary>The connection is closed (Sta1).</summary>
    Closed,
}
