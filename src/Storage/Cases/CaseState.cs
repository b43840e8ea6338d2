namespace ContourFlow.Storage.Cases;

/// <summary>Where a case stands: the state of its newest revision, or that there is none yet.</summary>
public enum CaseState
{
    /// <summary>Not complete by its protocol: it waits for objects, and says which.</summary>
    Waiting = 0,

    /// <summary>Complete; to be processed.</summary>
    Queued = 1,

    /// <summary>A worker is at it.</summary>
    Processing = 2,

    /// <summary>Held: nothing of it is published until a person has acted. The reason says why.</summary>
    Held = 3,

    /// <summary>Processed; to be published once a reviewer has accepted it.</summary>
    AwaitingReview = 4,

    /// <summary>Processed; on its way to its destinations.</summary>
    Publishing = 5,

    /// <summary>Every destination has shown that it has the results.</summary>
    Published = 6,

    /// <summary>A reviewer has rejected it: nothing is published.</summary>
    Rejected = 7,

    /// <summary>Processed, with nothing to publish: the configuration names no destination for it.</summary>
    Finished = 8,

    /// <summary>Waited longer than cases are kept, and was closed. An object of it opens it again.</summary>
    Expired = 9,

    /// <summary>Of a revision only: a newer one has taken its place before it was published.</summary>
    Superseded = 10,
}
