namespace ContourFlow.Bench.Capacity;

/// <summary>
/// What the model is fed with: the thoracic phantom (160-slice CT, two MRs, three structure sets), from runs of `bench service phantoms` and `small` on a machine
/// that other work kept busy, which makes processor times too long rather than too short. To be replaced by one's own installation's figures (docs/metrics.md has
/// where they are read off).
/// </summary>
internal static class Measured
{
    /// <summary>A worker of one thread at one case, mean, s: its processor time, 28.5 s for its start and two cases. Wall times of that run were three times as long, for want of processors.</summary>
    public const double ServiceMean = 14;

    /// <summary>Its standard deviation, s. Assumed: phantoms differ less than patients, of which some have no MR and some have three.</summary>
    public const double ServiceDeviation = 7;

    /// <summary>Processor time of the gateway for a case, s: 16.7 s for its start, which is about 5, and five cases.</summary>
    public const double GatewayProcessor = 2.5;

    /// <summary>Processor time of the publisher for a case, s.</summary>
    public const double PublisherProcessor = 0.25;

    /// <summary>What the PACS sends of a case, MB: 252 objects.</summary>
    public const double ReceivedMB = 83;

    /// <summary>What a case takes of the object store, MB: inputs, results, report.</summary>
    public const double StoredMB = 85;

    /// <summary>What a case adds to the database, KB: 105 for a case of 41 objects and a result, and as much for each further object.</summary>
    public const double DatabaseKB = 650;

    /// <summary>Assumed: hours a day in which cases come.</summary>
    public const double HoursOfDay = 10;

    /// <summary>Assumed: cases of the busiest hour by those of the mean hour.</summary>
    public const double PeakOverMean = 2;
}
