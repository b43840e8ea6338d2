using System.Collections.Immutable;
using ContourFlow.Worker.Query;
using ContourFlow.Worker.Sending;

namespace ContourFlow.Worker.Tests.Query;

/// <summary>Which objects an archive has, where it is particular about how it is asked.</summary>
public sealed class HeldObjectsTests
{
    private static readonly OutgoingObject[] Objects =
        [.. Enumerable.Range(1, 4).Select(number => new OutgoingObject("", "1.2", $"2.25.{number}", "2.25.8", number < 3 ? "2.25.81" : "2.25.82", ""))];

    private readonly List<int> asked = [];

    // PS3.4 table C.4-1: identifier does not match SOP class; unable to process.
    [Theory]
    [InlineData("A900")]
    [InlineData("C001")]
    public async Task Archive_that_refuses_lists_is_asked_for_each_object(string refusal)
    {
        var held = await ArchiveQuery.HeldAsync(request => Answer(request, refusal, mostUids: 1, "2.25.1", "2.25.3", "2.25.4"), Objects);

        held.Should().BeEquivalentTo("2.25.1", "2.25.3", "2.25.4");
        asked.Should().Equal([2, 1, 1, 1, 1], "one refusal is enough");
    }

    [Fact]
    public async Task Archive_that_refuses_single_objects_too_has_refused()
    {
        Func<Task> act = () => ArchiveQuery.HeldAsync(request => Answer(request, "A900", mostUids: 0), Objects);

        (await act.Should().ThrowAsync<QueryRefusedException>()).Which.Status.Code.Should().Be(0xA900);
    }

    [Fact]
    public async Task Archive_that_takes_lists_is_asked_singly_only_for_what_they_did_not_bring()
    {
        var held = await ArchiveQuery.HeldAsync(request => Answer(request, "A900", mostUids: 20, "2.25.1", "2.25.2", "2.25.4"), Objects);

        held.Should().BeEquivalentTo("2.25.1", "2.25.2", "2.25.4");
        asked.Should().Equal(2, 2, 1);
    }

    private Task<ImmutableArray<DicomDataset>> Answer(DicomCFindRequest request, string refusal, int mostUids, params string[] has)
    {
        string[] uids = request.Dataset!.GetValues<string>(DicomTag.SOPInstanceUID);
        asked.Add(uids.Length);
        return uids.Length > mostUids
            ? Task.FromException<ImmutableArray<DicomDataset>>(new QueryRefusedException("ANY", "the query", new DicomStatus(refusal, DicomState.Failure, "")))
            : Task.FromResult<ImmutableArray<DicomDataset>>([.. uids.Intersect(has, StringComparer.Ordinal).Select(uid => new DicomDataset { { DicomTag.SOPInstanceUID, uid } })]);
    }
}
