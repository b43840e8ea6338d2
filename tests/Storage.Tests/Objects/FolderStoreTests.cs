using System.Text;
using ContourFlow.Storage.Objects;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace ContourFlow.Storage.Tests.Objects;

public sealed class FolderStoreTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task A_file_is_stored_under_its_hash_and_comes_back_as_it_was()
    {
        FolderStore store = Store();
        string source = folder["source"];
        byte[] bytes = Bytes("planning CT", 700_000);
        await File.WriteAllBytesAsync(source, bytes);
        StoredBlob stored = await store.PutAsync(source, default);
        stored.Should().Be(new StoredBlob(BlobKey.Of(Hash(bytes)), Hash(bytes), bytes.Length));
        File.Exists(source).Should().BeTrue();
        await store.FetchAsync(stored.Key, folder["fetched"], default);
        (await File.ReadAllBytesAsync(folder["fetched"])).Should().Equal(bytes);
        await using Stream opened = await store.OpenAsync(stored.Key, default);
        var read = new MemoryStream();
        await opened.CopyToAsync(read);
        read.ToArray().Should().Equal(bytes);
        Directory.EnumerateFiles(folder["store/.incoming"]).Should().BeEmpty();
        new FileInfo(Path.Combine(folder["store"], stored.Key)).UnixFileMode.HasFlag(UnixFileMode.UserWrite).Should().BeFalse("links of it lie elsewhere");
    }

    [Fact]
    public async Task Many_that_store_the_same_bytes_at_once_store_them_once()
    {
        FolderStore[] stores = [Store("process-1"), Store("process-2"), Store("process-3")];
        byte[] bytes = Bytes("same", 100_000);
        StoredBlob[] stored = await Task.WhenAll(Enumerable.Range(0, 24).Select(number => Task.Run(() => stores[number % 3].PutAsync(bytes, default))));
        stored.Distinct().Should().ContainSingle();
        Directory.EnumerateFiles(folder["store"], "*", SearchOption.AllDirectories).Should().ContainSingle();
    }

    [Fact]
    public async Task A_key_that_is_not_there_or_none_is_said_by_name()
    {
        FolderStore store = Store();
        await store.PutAsync(Bytes("x"), default);
        string missing = Sample.Key("missing");
        (await ((Func<Task>)(() => store.FetchAsync(missing, folder["f"], default))).Should().ThrowAsync<StoredBlobException>()).Which.Key.Should().Be(missing);
        await ((Func<Task>)(() => store.OpenAsync(missing, default))).Should().ThrowAsync<StoredBlobException>();
        foreach (string none in (string[])["", "../../etc/passwd", "ab/cd/ef", missing.ToUpperInvariant()])
            await ((Func<Task>)(() => store.OpenAsync(none, default))).Should().ThrowAsync<StoredBlobException>();
        File.Exists(folder["f"]).Should().BeFalse();
        (await store.DeleteAsync(missing, default)).Should().BeTrue();
    }

    [Fact]
    public async Task A_store_whose_folder_is_away_is_unavailable_and_not_without_the_file()
    {
        FolderStore store = Store();
        StoredBlob stored = await store.PutAsync(Bytes("x"), default);
        Directory.Move(folder["store"], folder["elsewhere"]);
        await ((Func<Task>)(() => store.OpenAsync(stored.Key, default))).Should().ThrowAsync<StoreUnavailableException>();
        Directory.Move(folder["elsewhere"], folder["store"]);
        await (await store.OpenAsync(stored.Key, default)).DisposeAsync();
    }

    [Fact]
    public async Task A_damaged_file_is_found_when_it_is_fetched_and_mended_when_it_is_cut_short()
    {
        FolderStore store = Store();
        byte[] bytes = Bytes("x", 5000);
        StoredBlob stored = await store.PutAsync(bytes, default);
        string path = Path.Combine(folder["store"], stored.Key);
        File.SetAttributes(path, FileAttributes.Normal);
        using (SmallDisk disk = SmallDisk.Make(folder["disk"], "size=1m"))
        {
            await store.FetchAsync(stored.Key, Path.Combine(disk.Path, "good"), default);
            (await File.ReadAllBytesAsync(Path.Combine(disk.Path, "good"))).Should().Equal(bytes);
            await File.WriteAllBytesAsync(path, Bytes("y", 5000));
            await ((Func<Task>)(() => store.FetchAsync(stored.Key, Path.Combine(disk.Path, "bad"), default))).Should().ThrowAsync<StoredBlobException>().WithMessage("*not those*");
            File.Exists(Path.Combine(disk.Path, "bad")).Should().BeFalse();
        }

        // On the same disk it is a link, and compared all the same.
        await ((Func<Task>)(() => store.FetchAsync(stored.Key, folder["bad"], default))).Should().ThrowAsync<StoredBlobException>().WithMessage("*not those*");
        File.Exists(folder["bad"]).Should().BeFalse();

        await File.WriteAllBytesAsync(path, bytes[..100]);
        await store.PutAsync(bytes, default);
        (await File.ReadAllBytesAsync(path)).Should().Equal(bytes);
    }

    [Fact]
    public async Task A_file_is_deleted_unless_it_was_put_within_hours()
    {
        FolderStore store = Store();
        byte[] bytes = Bytes("x");
        StoredBlob stored = await store.PutAsync(bytes, default);
        (await store.DeleteAsync(stored.Key, default)).Should().BeFalse();
        await (await store.OpenAsync(stored.Key, default)).DisposeAsync();
        time.Advance(StoreFolder.Grace);
        await store.PutAsync(bytes, default);
        (await store.DeleteAsync(stored.Key, default)).Should().BeFalse("it was put anew");
        time.Advance(StoreFolder.Grace);
        (await store.DeleteAsync(stored.Key, default)).Should().BeTrue();
        await ((Func<Task>)(() => store.OpenAsync(stored.Key, default))).Should().ThrowAsync<StoredBlobException>();
        Directory.EnumerateFiles(folder["store"], "*", SearchOption.AllDirectories).Should().BeEmpty();
    }

    [Fact]
    public async Task Whoever_puts_bytes_while_they_are_deleted_has_them_stored()
    {
        FolderStore putting = Store("process-1"), deleting = Store("process-2");
        byte[] bytes = Bytes("contested", 2000);
        string key = (await putting.PutAsync(bytes, default)).Key;
        for (int round = 0; round < 150; round++)
        {
            time.Advance(StoreFolder.Grace);
            Task<bool>[] deletions = [.. Enumerable.Range(0, 2).Select(_ => Task.Run(() => deleting.DeleteAsync(key, default)))];
            await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() => putting.PutAsync(bytes, default))));
            await Task.WhenAll(deletions);
            await (await putting.OpenAsync(key, default)).DisposeAsync();
        }
    }

    [Fact]
    public async Task What_killed_processes_left_is_cleaned_up_by_age()
    {
        FolderStore first = Store();
        StoredBlob old = await first.PutAsync(Bytes("old"), default), young = await first.PutAsync(Bytes("young"), default);
        string incoming = folder["store/.incoming"], deleting = folder["store/.deleting"];
        Directory.CreateDirectory(deleting);
        await File.WriteAllTextAsync(Path.Combine(incoming, "dead-1.part"), "half");
        await File.WriteAllTextAsync(Path.Combine(incoming, "busy-1.part"), "half");
        // Two processes that died between taking a file's name away and deciding.
        File.Move(Path.Combine(folder["store"], old.Key), Path.Combine(deleting, old.Sha256 + ".dead-1"));
        File.Move(Path.Combine(folder["store"], young.Key), Path.Combine(deleting, young.Sha256 + ".dead-2"));
        time.Advance(TimeSpan.FromHours(25));
        File.SetLastWriteTimeUtc(Path.Combine(incoming, "dead-1.part"), time.GetUtcNow().UtcDateTime.AddHours(-25));
        File.SetLastWriteTimeUtc(Path.Combine(incoming, "busy-1.part"), time.GetUtcNow().UtcDateTime.AddHours(-1));
        File.SetLastWriteTimeUtc(Path.Combine(deleting, young.Sha256 + ".dead-2"), time.GetUtcNow().UtcDateTime.AddHours(-1));

        (await Store("process-2").FaultAsync(default)).Should().BeNull();
        Directory.EnumerateFiles(incoming).Select(Path.GetFileName).Should().Equal("busy-1.part");
        Directory.EnumerateFiles(deleting).Should().BeEmpty();
        File.Exists(Path.Combine(folder["store"], young.Key)).Should().BeTrue("somebody had put it again");
        File.Exists(Path.Combine(folder["store"], old.Key)).Should().BeFalse();
    }

    [Fact]
    public async Task A_cancelled_put_leaves_nothing()
    {
        FolderStore store = Store();
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await ((Func<Task>)(() => store.PutAsync(Bytes("x", 100_000), cancelled.Token))).Should().ThrowAsync<OperationCanceledException>();
        (!Directory.Exists(folder["store"]) || !Directory.EnumerateFiles(folder["store"], "*", SearchOption.AllDirectories).Any()).Should().BeTrue();
    }

    [Fact]
    public async Task A_file_to_store_that_is_not_there_is_no_fault_of_the_store() =>
        await ((Func<Task>)(() => Store().PutAsync(folder["nothing"], default))).Should().ThrowAsync<FileNotFoundException>();

    [Fact]
    public async Task A_disk_below_its_free_room_takes_nothing_and_says_so()
    {
        using SmallDisk disk = SmallDisk.Make(folder["disk"], "size=2m");
        FolderStore roomy = Store("process-1", disk.Path, freeBytes: 1 << 20);
        (await roomy.FaultAsync(default)).Should().BeNull();
        await roomy.PutAsync(Bytes("a", 900_000), default);
        await roomy.PutAsync(Bytes("b", 200_000), default);
        time.Advance(TimeSpan.FromSeconds(2));
        (await roomy.FaultAsync(default)).Should().Contain("1 MiB are to be kept free");
        await ((Func<Task>)(() => roomy.PutAsync(Bytes("c"), default))).Should().ThrowAsync<StoreUnavailableException>().WithMessage("*MiB left*");

        // And one that runs full in the middle of a file.
        FolderStore careless = Store("process-2", disk.Path, freeBytes: 0);
        await ((Func<Task>)(() => careless.PutAsync(Bytes("d", 1_500_000), default))).Should().ThrowAsync<StoreUnavailableException>();
        Directory.EnumerateFiles(Path.Combine(disk.Path, ".incoming")).Should().BeEmpty();
        await careless.PutAsync(Bytes("e", 10_000), default);
    }

    [Fact]
    public async Task A_disk_that_cannot_be_written_to_is_unavailable_and_can_be_read()
    {
        using SmallDisk disk = SmallDisk.Make(folder["disk"], "size=2m");
        FolderStore store = Store("process-1", disk.Path);
        StoredBlob stored = await store.PutAsync(Bytes("a"), default);
        disk.MakeReadOnly();
        (await store.FaultAsync(default)).Should().NotBeNull();
        await ((Func<Task>)(() => store.PutAsync(Bytes("b"), default))).Should().ThrowAsync<StoreUnavailableException>();
        await (await store.OpenAsync(stored.Key, default)).DisposeAsync();
    }

    public void Dispose() => folder.Dispose();

    private static byte[] Bytes(string of, int length = 100)
    {
        byte[] bytes = new byte[length];
        new Random(of.Sum(letter => letter)).NextBytes(bytes);
        Encoding.UTF8.GetBytes(of).CopyTo(bytes, 0);
        return bytes;
    }

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes));

    private FolderStore Store(string process = "process-1", string? path = null, long freeBytes = 0) => new(
        new StorageOptions { Connection = "", ObjectFolder = path ?? folder["store"], Process = process, FreeBytes = freeBytes }, time, NullLogger<FolderStore>.Instance);
}
