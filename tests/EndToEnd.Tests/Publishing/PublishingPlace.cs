using System.Collections.Immutable;
using ContourFlow.Contracts;
using ContourFlow.Contracts.V1;
using ContourFlow.EndToEnd.Tests.Network;
using ContourFlow.Storage.Cases;
using ContourFlow.Storage.Objects;
using ContourFlow.Storage.Processing;
using ContourFlow.Storage.Publishing;
using ContourFlow.Worker.Commitment;
using ContourFlow.Worker.Hosting;
using ContourFlow.Worker.Publishing;
using ContourFlow.Worker.Receiving;
using ContourFlow.Worker.Sending;
using ContourFlow.Worker.Tests.Service;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace ContourFlow.EndToEnd.Tests.Publishing;

/// <summary>A case that is processed and is to be published at destinations of a test's choice.</summary>
internal sealed class PublishingPlace : IAsyncDisposable
{
    private readonly ServicePlace place = new();

    private PublishingPlace()
    {
    }

    /// <summary>A publisher.</summary>
    public IServiceProvider Publisher { get; private set; } = null!;

    public CaseId CaseId { get; private set; }

    /// <summary>The results that are to be published: two small objects.</summary>
    public IReadOnlyList<string> SopInstanceUids { get; private set; } = [];

    /// <summary>Makes one.</summary>
    /// <param name="destinations">Where the results go.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<PublishingPlace> WithAsync(IReadOnlyDictionary<string, DestinationSection> destinations, CancellationToken cancellationToken)
    {
        var made = new PublishingPlace();
        made.place.Options = made.place.Options with { Destinations = destinations.ToImmutableSortedDictionary(StringComparer.Ordinal), Receiver = new ReceiverSection { Titles = ["CF"] } };
        made.Publisher = await made.place.ProcessAsync(cancellationToken);
        await made.ProcessedAsync(cancellationToken);
        return made;
    }

    /// <summary>A destination that loses no time between attempts, and gives a busy machine all that it needs in one.</summary>
    public static DestinationSection To(string remote, Proof proof) => new()
    {
        Remote = remote,
        Proof = proof,
        ReportWait = TimeSpan.FromSeconds(120),
        ResponseTimeout = TimeSpan.FromSeconds(120),
        FirstPause = TimeSpan.FromMilliseconds(1),
        LongestPause = TimeSpan.FromMilliseconds(8),
    };

    /// <summary>Another publisher of the same place.</summary>
    public Task<IServiceProvider> AnotherAsync(CancellationToken cancellationToken) => place.ProcessAsync(cancellationToken, "another");

    /// <summary>What a message would bring about, once the delivery is due.</summary>
    public async Task PublishAsync(string destination, CancellationToken cancellationToken, IServiceProvider? by = null)
    {
        await UntilDueAsync(destination, cancellationToken);
        await (by ?? Publisher).GetRequiredService<DeliveryPublisher>().PublishAsync(new PublishResults(CaseId, 1, destination), cancellationToken);
    }

    public async Task<Delivery> DeliveryAsync(string destination, CancellationToken cancellationToken) =>
        (await DetailsAsync(cancellationToken)).Deliveries.Single(delivery => delivery.Destination == destination);

    public Task<CaseDetails> DetailsAsync(CancellationToken cancellationToken) => ServicePlace.DetailsAsync(Publisher, CaseId, cancellationToken);

    /// <summary>A gateway's receiver: it takes reports into the registry.</summary>
    public Task<Receiver> GatewayAsync(CancellationToken cancellationToken, int port = 0) => Receiver.StartAsync(
        new ReceiverOptions { Titles = ["CF"], Address = "127.0.0.1", Port = port },
        intake: null,
        commitments: null,
        Publisher.GetRequiredService<ICommitmentReports>(),
        NullLoggerFactory.Instance,
        cancellationToken);

    /// <summary>Takes the file of a result out of the object store.</summary>
    public async Task LoseResultAsync(CancellationToken cancellationToken)
    {
        string key = (await DetailsAsync(cancellationToken)).Revisions[0].Results[0].StoreKey;
        File.Delete(Directory.GetFiles(place["objects"], "*", SearchOption.AllDirectories).First(file => key.EndsWith(Path.GetFileName(file), StringComparison.Ordinal)));
    }

    public ValueTask DisposeAsync() => place.DisposeAsync();

    private async Task UntilDueAsync(string destination, CancellationToken cancellationToken)
    {
        TimeSpan left = (await DeliveryAsync(destination, cancellationToken)).NextAttemptAt - TimeProvider.System.GetUtcNow();
        if (left > TimeSpan.Zero)
            await Task.Delay(left + TimeSpan.FromMilliseconds(5), cancellationToken);
    }

    // By the registry's own steps, with small objects in the place of a structure set: what is in them is nothing to the publisher.
    private async Task ProcessedAsync(CancellationToken cancellationToken)
    {
        SmallSeries.In(place["inputs"], 3);
        SmallSeries.In(place["results"], 2);
        CaseId = await ServicePlace.OpenAsync(Publisher, Directory.GetFiles(place["inputs"]).Order(StringComparer.Ordinal), cancellationToken);
        var registry = Publisher.GetRequiredService<IProcessingRegistry>();
        (await registry.ClaimAsync(CaseId, 1, "worker", TimeSpan.FromMinutes(1), 5, cancellationToken)).Outcome.Should().Be(ClaimOutcome.Claimed);
        var results = new List<ResultObject>();
        foreach (string file in Directory.GetFiles(place["results"]).Order(StringComparer.Ordinal))
        {
            StoredBlob blob = await Publisher.GetRequiredService<IObjectStore>().PutAsync(file, cancellationToken);
            DicomDataset head = DicomFile.Open(file).Dataset;
            results.Add(new ResultObject(
                head.GetSingleValue<string>(DicomTag.SOPInstanceUID), head.GetSingleValue<string>(DicomTag.SOPClassUID),
                head.GetSingleValue<string>(DicomTag.StudyInstanceUID), head.GetSingleValue<string>(DicomTag.SeriesInstanceUID), blob.Sha256, blob.Key, blob.Length));
        }

        SopInstanceUids = [.. results.Select(result => result.SopInstanceUid)];
        Route[] routes = [.. place.Options.Destinations.Keys.Select(name => new Route(name, SopInstanceUids))];
        var revision = new ProcessedRevision("spine-sbrt-sib", "00", results, [], routes, AfterReview: false, Held: null, new Dictionary<string, TimeSpan>(StringComparer.Ordinal));
        (await registry.CompleteAsync(CaseId, 1, 0, "worker", revision, cancellationToken)).Should().BeTrue();
    }
}
