namespace ContourFlow.Storage.Cases;

/// <summary>What the ledger says can happen to a case.</summary>
public static class LedgerEvents
{
    /// <summary>Its first object came.</summary>
    public const string CaseCreated = "case-created";

    /// <summary>An object came under the SOP Instance UID of another with other content; it is kept aside.</summary>
    public const string ObjectConflict = "object-conflict";

    /// <summary>An image came under the series of its planning CT that states another patient than the first one of it; it counts for nothing.</summary>
    public const string StrayImage = "stray-image";

    /// <summary>It was complete, for the first time or anew: the hashes of the inputs are in the details.</summary>
    public const string RevisionOpened = "revision-opened";

    /// <summary>Results were stored; their UIDs and hashes, the protocol's hash and the steps' durations are in the details.</summary>
    public const string Processed = "processed";

    /// <summary>It is held.</summary>
    public const string Held = "held";

    /// <summary>A person asked for it to be processed once more.</summary>
    public const string Retried = "retried";

    /// <summary>A person asked for its inputs to be processed by another protocol, with a reason: a new revision. The old and the new protocol are in the details.</summary>
    public const string Rerun = "rerun";

    /// <summary>A person released it although it was held, with a reason.</summary>
    public const string Released = "released";

    /// <summary>A reviewer accepted it.</summary>
    public const string Accepted = "accepted";

    /// <summary>A reviewer rejected it, with a reason.</summary>
    public const string Rejected = "rejected";

    /// <summary>A destination has shown that it has the results.</summary>
    public const string Published = "published";

    /// <summary>A destination does not take a result, whatever is tried.</summary>
    public const string DeliveryRefused = "delivery-refused";

    /// <summary>A dose was scored; hashes of dose, plan, structure set, protocol and files, and the verdict, are in the details.</summary>
    public const string DoseScored = "dose-scored";

    /// <summary>A dose cannot be scored as it is; the reason is in the details. The case goes on.</summary>
    public const string DoseRefused = "dose-refused";

    /// <summary>A person asked for refused doses to be scored once more.</summary>
    public const string DosesRetried = "doses-retried";

    /// <summary>It waited longer than cases are kept, and was closed.</summary>
    public const string Expired = "expired";
}
