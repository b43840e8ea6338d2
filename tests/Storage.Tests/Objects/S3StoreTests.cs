using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using ContourFlow.Servers;
using ContourFlow.Storage.Objects;
using Microsoft.Extensions.Time.Testing;

namespace ContourFlow.Storage.Tests.Objects;

public sealed class S3StoreTests(S3Server server) : IClassFixture<S3Server>, IDisposable
{
    private const string Prefix = "site-1/";

    private static int s_buckets;

    private readonly TemporaryFolder folder = new();
    private readonly FakeTimeProvider time = new(TimeProvider.System.GetUtcNow()); // the service has the machine's clock
    private readonly List<IDisposable> opened = [];
    private string bucket = "";

    [Fact]
    public async Task A_file_is_stored_under_its_hash_and_comes_back_as_it_was()
    {
        S3Store store = await StoreAsync();
        byte[] bytes = Bytes(1, 700_000);
        await File.WriteAllBytesAsync(folder["source"], bytes);
        StoredBlob stored = await store.PutAsync(folder["source"], default);
        stored.Should().Be(new StoredBlob(BlobKey.Of(Hash(bytes)), Hash(bytes), bytes.Length));
        (await store.PutAsync(bytes, default)).Should().Be(stored);
        await store.FetchAsync(stored.Key, folder["fetched"], default);
        (await File.ReadAllBytesAsync(folder["fetched"])).Should().Equal(bytes);
        await using Stream read = await store.OpenAsync(stored.Key, default);
        Hash(new BinaryReader(read).ReadBytes(bytes.Length + 1)).Should().Be(stored.Sha256);
        (await KeysAsync()).Should().Equal(Prefix + stored.Key);
    }

    [Fact]
    public async Task A_file_that_is_there_is_not_put_again()
    {
        await StoreAsync();
        using var direct = new BlobBucket(Options(server));
        (await direct.TryPutAsync("x", () => new MemoryStream([1]), 1, default)).Should().BeTrue();
        (await direct.TryPutAsync("x", () => new MemoryStream([2]), 1, default)).Should().BeFalse();
        var there = new MemoryStream();
        (await direct.GetAsync("x", from => from.CopyToAsync(there), default)).Should().BeTrue();
        there.ToArray().Should().Equal(1);
    }

    [Fact]
    public async Task A_large_file_goes_in_parts_and_comes_back_as_it_was()
    {
        S3Store store = await StoreAsync();
        byte[] bytes = Bytes(2, 17 << 20);
        await File.WriteAllBytesAsync(folder["source"], bytes);
        StoredBlob stored = await store.PutAsync(folder["source"], default);
        await store.FetchAsync(stored.Key, folder["fetched"], default);
        Hash(await File.ReadAllBytesAsync(folder["fetched"])).Should().Be(stored.Sha256).And.Be(Hash(bytes));
    }

    [Fact]
    public async Task What_is_not_there_or_not_what_was_stored_is_said()
    {
        S3Store store = await StoreAsync();
        string key = Sample.Key("missing");
        (await ((Func<Task>)(() => store.FetchAsync(key, folder["f"], default))).Should().ThrowAsync<StoredBlobException>()).Which.Key.Should().Be(key);
        await ((Func<Task>)(() => store.OpenAsync(key, default))).Should().ThrowAsync<StoredBlobException>();
        using AmazonS3Client client = Client();
        await client.PutObjectAsync(new PutObjectRequest { BucketName = bucket, Key = Prefix + key, ContentBody = "other" });
        await ((Func<Task>)(() => store.FetchAsync(key, folder["f"], default))).Should().ThrowAsync<StoredBlobException>().WithMessage("*not those*");
        File.Exists(folder["f"]).Should().BeFalse();
    }

    [Fact]
    public async Task A_service_that_is_away_is_unavailable()
    {
        await using var other = new S3Server();
        S3Store store = await StoreAsync(other);
        StoredBlob stored = await store.PutAsync(Bytes(3, 10), default);
        (await store.FaultAsync(default)).Should().BeNull();
        await other.StopAsync();
        (await store.FaultAsync(default)).Should().NotBeNull();
        Func<Task>[] calls = [() => store.PutAsync(Bytes(3, 10), default), () => store.OpenAsync(stored.Key, default), () => store.DeleteAsync(stored.Key, default)];
        foreach (Func<Task> call in calls)
            await call.Should().ThrowAsync<StoreUnavailableException>();
    }

    [Fact]
    public async Task A_bucket_that_is_not_there_is_unavailable_and_no_missing_file()
    {
        await StoreAsync();
        bucket = "no-such-bucket";
        S3Store store = Store(server);
        (await store.FaultAsync(default)).Should().Contain("NoSuchBucket");
        await ((Func<Task>)(() => store.OpenAsync(Sample.Key("x"), default))).Should().ThrowAsync<StoreUnavailableException>();
        await ((Func<Task>)(() => store.PutAsync(Bytes(3, 10), default))).Should().ThrowAsync<StoreUnavailableException>();
    }

    [Fact]
    public async Task A_file_is_deleted_unless_it_was_put_within_hours()
    {
        S3Store store = await StoreAsync();
        StoredBlob stored = await store.PutAsync(Bytes(4, 100), default);
        (await store.DeleteAsync(stored.Key, default)).Should().BeFalse();
        await (await store.OpenAsync(stored.Key, default)).DisposeAsync();
        time.Advance(StoreFolder.Grace + TimeSpan.FromMinutes(1));
        (await store.DeleteAsync(stored.Key, default)).Should().BeTrue();
        await ((Func<Task>)(() => store.OpenAsync(stored.Key, default))).Should().ThrowAsync<StoredBlobException>();
        (await store.DeleteAsync(stored.Key, default)).Should().BeTrue();
        (await KeysAsync()).Should().BeEmpty("marks of deletions are taken away");
    }

    [Fact]
    public async Task Whoever_puts_bytes_while_a_deletion_is_marked_waits_for_its_end()
    {
        S3Store store = await StoreAsync();
        StoredBlob stored = await store.PutAsync(Bytes(5, 100), default);
        using AmazonS3Client client = Client();
        string mark = $"{Prefix}.deleting/{stored.Key}";
        await client.PutObjectAsync(new PutObjectRequest { BucketName = bucket, Key = mark, ContentBody = "1" });
        Task<StoredBlob> put = store.PutAsync(Bytes(5, 100), default);
        await Task.WhenAny(put, Task.Delay(TimeSpan.FromMilliseconds(600)));
        put.IsCompleted.Should().BeFalse();
        await client.DeleteObjectAsync(bucket, Prefix + stored.Key);
        await client.DeleteObjectAsync(bucket, mark);
        (await put.WaitAsync(TimeSpan.FromSeconds(60))).Should().Be(stored);
        await (await store.OpenAsync(stored.Key, default)).DisposeAsync();

        // A mark of a process that died does not stop it for ever.
        await client.PutObjectAsync(new PutObjectRequest { BucketName = bucket, Key = mark, ContentBody = "1" });
        time.Advance(TimeSpan.FromMinutes(20));
        await store.PutAsync(Bytes(5, 100), default).WaitAsync(TimeSpan.FromSeconds(60));
        (await KeysAsync()).Should().Equal(Prefix + stored.Key);
    }

    [Fact]
    public async Task Many_that_store_the_same_bytes_at_once_store_them_once()
    {
        S3Store[] stores = [await StoreAsync(), Store(server)];
        StoredBlob[] stored = await Task.WhenAll(Enumerable.Range(0, 12).Select(number => Task.Run(() => stores[number % 2].PutAsync(Bytes(6, 50_000), default))));
        stored.Distinct().Should().ContainSingle();
        (await KeysAsync()).Should().ContainSingle();
    }

    public void Dispose()
    {
        opened.ForEach(store => store.Dispose());
        folder.Dispose();
    }

    private static byte[] Bytes(int seed, int length)
    {
        byte[] bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes));

    private async Task<S3Store> StoreAsync(S3Server? other = null)
    {
        await (other ?? server).StartAsync();
        bucket = $"bucket-{Interlocked.Increment(ref s_buckets)}";
        using AmazonS3Client client = Client(other);
        await client.PutBucketAsync(bucket);
        return Store(other ?? server);
    }

    private S3Store Store(S3Server at)
    {
        var store = new S3Store(
            new StorageOptions
            {
                Connection = "",
                Process = "process-1",
                S3 = Options(at),
            },
            time);
        opened.Add(store);
        return store;
    }

    private S3Options Options(S3Server at) => new() { ServiceUrl = at.Address, Bucket = bucket, Prefix = Prefix, AccessKey = "key", SecretKey = "secret" };

    private AmazonS3Client Client(S3Server? other = null) => new(
        new BasicAWSCredentials("key", "secret"),
        new AmazonS3Config { ServiceURL = (other ?? server).Address.AbsoluteUri, ForcePathStyle = true, AuthenticationRegion = "us-east-1" });

    private async Task<List<string>> KeysAsync()
    {
        using AmazonS3Client client = Client();
        ListObjectsV2Response listed = await client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = bucket });
        return [.. (listed.S3Objects ?? []).Select(found => found.Key)];
    }
}
