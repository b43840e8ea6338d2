using System.Collections.Immutable;
using System.Globalization;
using ContourFlow.Worker.Query;
using ContourFlow.Worker.Receiving;
using ContourFlow.Worker.Retrieval;
using Microsoft.Extensions.Logging.Abstractions;

namespace ContourFlow.Worker.Tests.Query;

/// <summary>What is asked for, how often, and when it is enough: of archives that answer badly. Those that answer well are in the end-to-end tests.</summary>
public sealed class RetrievalTests
{
    private static readonly RetrievalScope Whole = new("1.2", null, []);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Archive_that_does_not_understand_lists_is_asked_one_by_one_and_gives_all()
    {
        var here = new HashSet<string>(StringComparer.Ordinal) { "1.4.1" };
        var way = new ScriptedWay(part =>
        {
            if (part.Instances is [var only])
                here.Add(only);
        });

        RetrievalResult result = await Retriever(Archive(5), way, here).RetrieveAsync(Whole, Cancel);

        result.Missing!.Value.Should().BeEmpty();
        way.Asked[0].Should().ContainSingle().Which.Instances.Should().Equal("1.4.2", "1.4.3", "1.4.4", "1.4.5");
        way.Asked[1].Select(part => part.Instances.Single()).Should().Equal("1.4.2", "1.4.3", "1.4.4", "1.4.5");
    }

    [Fact]
    public async Task Object_that_never_comes_ends_the_retrieval_and_is_named()
    {
        var here = new HashSet<string>(StringComparer.Ordinal);
        var way = new ScriptedWay(_ => here.UnionWith(["1.4.1", "1.4.2"]));

        RetrievalResult result = await Retriever(Archive(3), way, here).RetrieveAsync(Whole, Cancel);

        result.Missing!.Value.Should().ContainSingle().Which.SopInstanceUid.Should().Be("1.4.3");
        // The series; the one that is missing in a list; the one by itself.
        way.Asked.Should().HaveCount(3);
        way.Asked[0].Should().ContainSingle().Which.Instances.Should().BeEmpty();
    }

    [Fact]
    public async Task Series_that_has_grown_meanwhile_is_fetched_on()
    {
        int size = 2;
        var here = new HashSet<string>(StringComparer.Ordinal);
        var way = new ScriptedWay(part =>
        {
            here.UnionWith(part.Instances.IsEmpty ? Uids(size) : part.Instances);
            size = 4;
        });
        var archive = new ListedArchive(query => Answer(query, size, stated: size));

        RetrievalResult result = await Retriever(archive, way, here).RetrieveAsync(Whole, Cancel);

        result.Missing!.Value.Should().BeEmpty();
        here.Should().HaveCount(4);
    }

    [Fact]
    public async Task Archive_that_lists_less_than_it_says_it_has_is_not_taken_for_whole()
    {
        var here = new HashSet<string>(StringComparer.Ordinal);
        var way = new ScriptedWay(_ => here.UnionWith(Uids(100)));

        RetrievalResult result = await Retriever(new ListedArchive(query => Answer(query, count: 100, stated: 130)), way, here).RetrieveAsync(Whole, Cancel);

        result.Missing!.Value.Should().BeEmpty();
        result.Listing.Unlisted.Should().Be(30);
    }

    [Fact]
    public async Task Lost_archive_is_asked_again_for_what_is_missing_by_then()
    {
        var here = new HashSet<string>(StringComparer.Ordinal);
        bool isFirst = true;
        var way = new ScriptedWay(part =>
        {
            here.UnionWith(part.Instances.IsEmpty ? ["1.4.1", "1.4.2"] : part.Instances);
            if (!isFirst)
                return;
            isFirst = false;
            throw new DicomNetworkException("The connection was lost.");
        });

        RetrievalResult result = await Retriever(Archive(4), way, here).RetrieveAsync(Whole, Cancel);

        result.Unavailable.Should().BeNull();
        result.Missing!.Value.Should().BeEmpty();
        way.Asked[1].Should().ContainSingle().Which.Instances.Should().Equal("1.4.3", "1.4.4");
    }

    [Fact]
    public void Contexts_fit_into_one_association_whatever_the_classes()
    {
        ListedObject[] oneOfEach = [.. AcceptedSyntaxes.StorageClasses.Select((uid, i) => new ListedObject("1.2", "1.3", $"1.4.{i}", uid.UID))];
        ListedObject ofNoClass = new("1.2", "1.3", "1.5", null);

        List<DicomPresentationContext> ct = RetrievalContexts.For([oneOfEach[0]]);
        List<DicomPresentationContext> all = RetrievalContexts.For([.. oneOfEach]);
        List<DicomPresentationContext> unknown = RetrievalContexts.For([oneOfEach[0], ofNoClass]);

        ct.Should().OnlyContain(context => context.AbstractSyntax == DicomUID.CTImageStorage && context.ProviderRole == true && context.GetTransferSyntaxes().Count == 1);
        ct.Select(context => context.GetTransferSyntaxes()[0]).Should().Equal(AcceptedSyntaxes.Objects, "each object can come as it is kept");
        foreach (List<DicomPresentationContext> many in new[] { all, unknown })
        {
            // 128 in an association (PS3.8 section 7.1.1.13), three of which are the request's.
            many.Should().HaveCountLessThanOrEqualTo(125);
            many.Select(context => context.AbstractSyntax).Distinct().Should().BeEquivalentTo(AcceptedSyntaxes.StorageClasses);
        }
    }

    private static IEnumerable<string> Uids(int count) => Enumerable.Range(1, count).Select(number => string.Create(CultureInfo.InvariantCulture, $"1.4.{number}"));

    private static ListedArchive Archive(int count) => new(query => Answer(query, count, count));

    private static IEnumerable<DicomDataset> Answer(LevelQuery query, int count, int stated) => query.Level == QueryLevel.Series
        ? [new DicomDataset { { DicomTag.SeriesInstanceUID, "1.3" }, { DicomTag.Modality, "CT" }, { DicomTag.NumberOfSeriesRelatedInstances, stated } }]
        : Uids(count).Select(uid => new DicomDataset { { DicomTag.SOPInstanceUID, uid }, { DicomTag.SOPClassUID, DicomUID.CTImageStorage } });

    private static Retriever Retriever(IQueriedArchive archive, IRetrievalWay way, HashSet<string> here) => new(
        archive, [way], (item, _) => new(here.Contains(item.SopInstanceUid)), new RetrievalOptions { FirstPause = TimeSpan.FromMilliseconds(1) }, NullLogger.Instance, TimeProvider.System);

    private sealed class ScriptedWay(Action<RetrievalPart> take) : IRetrievalWay
    {
        public string Name => "scripted";

        public List<ImmutableArray<RetrievalPart>> Asked { get; } = [];

        public Task RetrieveAsync(ImmutableArray<RetrievalPart> parts, ImmutableArray<ListedObject> objects, Action<SubOperations> counted, CancellationToken cancellationToken)
        {
            Asked.Add(parts);
            foreach (RetrievalPart part in parts)
                take(part);
            return Task.CompletedTask;
        }
    }
}
