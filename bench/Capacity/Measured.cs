namespace ContourFlow.Bench.Capacity;

/// <summary>
/// What the model is fed with: the thoracic phantom (160-slice CT, two MRs, three structure sets), from runs of `bench service phantoms` and `small` on two
/// processors. To be replaced by one's own installation's figures (docs/metrics.md has
/// where they are read off).
/// </summary>
internal static class Measured
{
    /// <summary>A worker of one thread at one case, mean, s: 7.9 s in three cases (deviation 1.4 s), and room for others on the machine.</summary>
    public const double ServiceMean = 9;

    /// <summary>Its standard deviation, s. Assumed: phantoms differ less than patients, of which some have no MR and some have three.</summary>
    public const double ServiceDeviation = 4.5;

    /// <summary>Processor time of the gateway for a case, s: of five cases, the first uses of its code among them.</summary>
    public const double GatewayProcessor = 2.1;

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

    /// <summary>What the first case of a worker takes besides, s: 11.3 s in place of 6.4 s (two threads) in one run of `bench service`.</summary>
    public const double FirstCaseBesides = 5;

    /// <summary>Assumed: from the decision to have a further pod until it takes cases, s. A node with room and the image is there; the process itself takes a few seconds.</summary>
    public const double StartUp = 30;

    /// <summary>How long the case of a worker that was killed stays claimed, s: Processing:Claim at its default.</summary>
    public const double Claim = 20;
}
