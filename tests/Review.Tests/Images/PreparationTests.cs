using System.Net;
using ContourFlow.Review.Images;
using ContourFlow.Storage.Cases;
using ContourFlow.Storage.Objects;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace ContourFlow.Review.Tests.Images;

public sealed class PreparationTests(PhantomCases phantoms)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Many_who_ask_at_once_have_it_prepared_once()
    {
        await using ReviewedCase reviewed = await ReviewedCase.ProcessedAsync(ReviewedCase.Small(withMr: false));
        var store = new WatchedStore(reviewed.Objects);
        await using ImageServer server = await ImageServer.StartAsync(reviewed, store);
        HttpResponseMessage[] answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(n => server.Client.GetAsync(Root(reviewed) + ((n % 3) switch { 0 => "/images", 1 => "/contours", _ => "/volumes/ct" }), Cancellation)));
        answers.Should().OnlyContain(answer => answer.StatusCode == HttpStatusCode.OK);
        CaseDetails details = (await reviewed.Queries.DetailsAsync(reviewed.CaseId, Cancellation))!;
        store.Fetched.Should().BeEquivalentTo(details.Revisions[0].Inputs.Select(input => input.StoreKey), "each input is fetched once; without MR nothing else is needed");
    }

    [Fact]
    public async Task The_ct_is_there_before_an_mr_has_come()
    {
        ReviewedCase reviewed = await phantoms.WithMr;
        CaseDetails details = (await reviewed.Queries.DetailsAsync(reviewed.CaseId, Cancellation))!;
        HashSet<string> mr = [.. details.Revisions[0].Inputs.Where(input => input.SopClassUid == DicomUID.MRImageStorage.UID).Select(input => input.StoreKey)];
        mr.Should().NotBeEmpty();
        var store = new WatchedStore(reviewed.Objects, mr.Contains);
        await using var fresh = new FreshFolder(reviewed);
        await using CaseImages images = fresh.Images(store);
        ShownRevision shown = await images.FindAsync(reviewed.CaseId, 1, Cancellation);
        Task<PreparedPart> second = images.PartAsync(shown, "mr-1", Cancellation);

        await images.PartAsync(shown, PreparedNames.Manifest, Cancellation);
        await images.PartAsync(shown, PreparedNames.Ct, Cancellation);
        second.IsCompleted.Should().BeFalse("its images have not come");

        store.Release();
        File.Exists((await second).Path).Should().BeTrue();
    }

    [Fact]
    public async Task After_a_restart_files_are_enough_and_what_was_removed_is_made_again()
    {
        ReviewedCase reviewed = await phantoms.WithMr;
        await using var fresh = new FreshFolder(reviewed);
        string[] names = [PreparedNames.Manifest, PreparedNames.Contours, PreparedNames.Ct, "mr-0", "mr-1"];
        var made = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        await using (CaseImages first = fresh.Images(reviewed.Objects))
        {
            ShownRevision shown = await first.FindAsync(reviewed.CaseId, 1, Cancellation);
            foreach (string name in names)
                made[name] = await File.ReadAllBytesAsync((await first.PartAsync(shown, name, Cancellation)).Path, Cancellation);
        }

        var store = new WatchedStore(reviewed.Objects) { IsAway = true };
        await using CaseImages second = fresh.Images(store);
        ShownRevision again = await second.FindAsync(reviewed.CaseId, 1, Cancellation);
        foreach (string name in names)
            (await File.ReadAllBytesAsync((await second.PartAsync(again, name, Cancellation)).Path, Cancellation)).Should().Equal(made[name]);
        store.Fetched.Should().BeEmpty();

        Directory.Delete(Path.Combine(fresh.Folder, "images"), recursive: true);
        Func<Task> withoutStore = () => second.PartAsync(again, PreparedNames.Ct, Cancellation);
        await withoutStore.Should().ThrowAsync<StoreUnavailableException>();
        store.IsAway = false;
        foreach (string name in names)
            (await File.ReadAllBytesAsync((await second.PartAsync(again, name, Cancellation)).Path, Cancellation)).Should().Equal(made[name], "the same case gives the same bytes");
    }

    [Fact]
    public async Task Prepared_ahead_it_waits_for_whoever_looks()
    {
        ReviewedCase reviewed = await phantoms.WithMr;
        await using var fresh = new FreshFolder(reviewed);
        var store = new WatchedStore(reviewed.Objects);
        await using CaseImages images = fresh.Images(store);
        ShownRevision shown = await images.FindAsync(reviewed.CaseId, 1, Cancellation);
        images.PrepareAhead(reviewed.CaseId, 7);
        images.PrepareAhead(reviewed.CaseId, 1);
        string last = Path.Combine(fresh.Folder, "images", shown.Key, "mr-1.gz");
        while (!File.Exists(last))
            await Task.Delay(50, Cancellation);
        int fetched = store.Fetched.Count;
        await images.PartAsync(shown, "mr-1", Cancellation);
        store.Fetched.Should().HaveCount(fetched);
    }

    [Fact]
    public async Task An_input_that_is_damaged_is_said_to_be()
    {
        await using ReviewedCase reviewed = await ReviewedCase.ProcessedAsync(ReviewedCase.Small(withMr: false));
        await using var fresh = new FreshFolder(reviewed);
        await using CaseImages images = fresh.Images(new BrokenStore(reviewed.Objects));
        ShownRevision shown = await images.FindAsync(reviewed.CaseId, 1, Cancellation);
        Func<Task> asking = () => images.PartAsync(shown, PreparedNames.Ct, Cancellation);
        (await asking.Should().ThrowAsync<NothingToShowException>()).Which.Message.Should().Contain("missing from the object store, or damaged");
    }

    [Fact]
    public async Task When_it_is_disposed_of_nothing_is_under_way_any_more()
    {
        await using ReviewedCase reviewed = await ReviewedCase.ProcessedAsync(ReviewedCase.Small(withMr: false));

        // Who asked is told of the fault before what lay about is cleared away: many times, as it is a matter of moments.
        for (int round = 0; round < 30; round++)
        {
            await using var fresh = new FreshFolder(reviewed);
            CaseImages images = fresh.Images(new BrokenStore(reviewed.Objects));
            ShownRevision shown = await images.FindAsync(reviewed.CaseId, 1, Cancellation);
            Func<Task> asking = () => images.PartAsync(shown, PreparedNames.Ct, Cancellation);
            await asking.Should().ThrowAsync<NothingToShowException>();

            await images.DisposeAsync();

            new DirectoryInfo(fresh.Folder).EnumerateDirectories("scratch").SelectMany(scratch => scratch.EnumerateFileSystemInfos()).Should().BeEmpty();
        }
    }

    [Fact]
    public void What_was_not_looked_at_for_the_longest_goes_first_and_what_is_being_prepared_stays()
    {
        string folder = Directory.CreateTempSubdirectory("contourflow-test-").FullName;
        try
        {
            var time = new FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero));
            var cache = new ImageCache(new ReviewOptions { Folder = folder, Images = new ReviewImages { MostBytes = 700 } }, time, NullLogger<ImageCache>.Instance);
            foreach (string key in (string[])["a", "b", "c", "d", "e"])
            {
                // 300 random bytes do not compress.
                byte[] bytes = new byte[300];
                new Random(1).NextBytes(bytes);
                cache.Of(key).Make("ct", output => output.Write(bytes));
                time.Advance(TimeSpan.FromMinutes(1));
                cache.Touch(cache.Of(key));
            }

            time.Advance(TimeSpan.FromMinutes(1));
            cache.Touch(cache.Of("b"));
            cache.Bound(key => key == "a");
            Left(folder).Should().Equal(["a", "b", "e"], "b was looked at last, e before; a is being prepared; each has more than 300 bytes");

            cache.Bound(_ => false);
            Left(folder).Should().Equal("b", "e");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static IEnumerable<string?> Left(string folder) => Directory.GetDirectories(Path.Combine(folder, "images")).Select(Path.GetFileName).Order(StringComparer.Ordinal);

    private static string Root(ReviewedCase reviewed) => $"/api/cases/{reviewed.CaseId}/revisions/1";

    /// <summary>A folder of its own for what is prepared of a case.</summary>
    private sealed class FreshFolder(ReviewedCase reviewed) : IAsyncDisposable
    {
        public string Folder { get; } = Directory.CreateTempSubdirectory("contourflow-test-").FullName;

        public CaseImages Images(IObjectStore store)
        {
            var options = new ReviewOptions { Folder = Folder };
            return new CaseImages(
                new ShownRevisions(reviewed.Queries), new ImageCache(options, TimeProvider.System, NullLogger<ImageCache>.Instance), new ViewingRules(options), store, options,
                TimeProvider.System, NullLogger<CaseImages>.Instance);
        }

        public ValueTask DisposeAsync()
        {
            Directory.Delete(Folder, recursive: true);
            return ValueTask.CompletedTask;
        }
    }

    private sealed class BrokenStore(IObjectStore inner) : IObjectStore
    {
        public Task FetchAsync(string key, string path, CancellationToken cancellationToken) => throw new StoredBlobException(key, "Its bytes are not what they were.");

        public Task<Stream> OpenAsync(string key, CancellationToken cancellationToken) => inner.OpenAsync(key, cancellationToken);

        public Task<StoredBlob> PutAsync(string path, CancellationToken cancellationToken) => inner.PutAsync(path, cancellationToken);

        public Task<StoredBlob> PutAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken) => inner.PutAsync(content, cancellationToken);

        public Task<bool> DeleteAsync(string key, CancellationToken cancellationToken) => inner.DeleteAsync(key, cancellationToken);

        public Task<string?> FaultAsync(CancellationToken cancellationToken) => inner.FaultAsync(cancellationToken);
    }
}
