namespace ContourFlow.Bench.Capacity;

/// <summary>
/// What the model is fed with. All of it is of the thoracic phantom (160-slice CT, two MRs, three structure sets), as `bench service phantoms` printed it; to be
/// replaced by one's own installation's figures (docs/metrics.md has where they are read off).
/// </summary>
internal static class Measured
{
    /// <summary>A worker of one thread at one case, fetch to store, mean, s.</summary>
    public const double ServiceMean = 8;

    /// <summary>Its standard deviation, s.</summary>
    public const double ServiceDeviation = 1;

    /// <summary>Processor time of the gateway for a case, s.</summary>
    public const double GatewayProcessor = 1;

    /// <summary>Processor time of the publisher for a case, s.</summary>
    public const double PublisherProcessor = 0.1;

    /// <summary>What the PACS sends of a case, MB.</summary>
    public const double ReceivedMB = 130;

    /// <summary>What a case takes of the object store, MB.</summary>
    public const double StoredMB = 130;

    /// <summary>What a case adds to the database, KB.</summary>
    public const double DatabaseKB = 500;

    /// <summary>Assumed: hours a day in which cases come.</summary>
    public const double HoursOfDay = 10;

    /// <summary>Assumed: cases of the busiest hour by those of the mean hour.</summary>
    public const double PeakOverMean = 2;
}
