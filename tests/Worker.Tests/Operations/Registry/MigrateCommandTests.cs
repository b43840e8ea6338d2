using System.Net;
using System.Net.Sockets;
using ContourFlow.Servers;
using ContourFlow.Storage;
using ContourFlow.Worker.Hosting;
using Microsoft.AspNetCore.Builder;

namespace ContourFlow.Worker.Tests.Operations.Registry;

/// <summary>`contourflow migrate`, and processes that may not migrate and wait for it, on both databases.</summary>
[Collection(OperationsAlone.Name)]
public sealed class MigrateCommandTests(PostgreSqlServer server) : IClassFixture<PostgreSqlServer>
{
    public static TheoryData<RegistryProvider> Providers => [RegistryProvider.Sqlite, RegistryProvider.PostgreSql];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Tables_are_made_once_however_many_migrate_at_once(RegistryProvider provider)
    {
        using var folder = new TemporaryFolder();
        string[] registry = await ArgumentsAsync(provider, folder);

        CommandLineRun[] runs = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => CommandLineRun.Of(Cancel, ["migrate", "--json", .. registry]))));

        runs.Should().OnlyContain(run => run.ExitCode == ExitCode.Done, string.Join(' ', runs.Select(run => run.Error)));
        int[] before = [.. runs.Select(run => run.Json["migrationsBefore"]!.GetValue<int>())];
        before.Count(count => count == 0).Should().Be(1, "one of them made the tables");
        runs.Select(run => run.Json["migrationsAfter"]!.GetValue<int>()).Distinct().Should().ContainSingle().Which.Should().BePositive();
        (await CommandLineRun.Of(Cancel, ["migrate", .. registry])).Out.Should().Contain("are up to date");
        (await CommandLineRun.Of(Cancel, ["cases", "list", .. registry])).ExitCode.Should().Be(ExitCode.Done);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_process_that_may_not_migrate_waits_unready_until_the_command_has(RegistryProvider provider)
    {
        using var folder = new TemporaryFolder();
        string[] registry = await ArgumentsAsync(provider, folder);
        await using WebApplication service = ServiceRun.Build(
            ServiceOptionsLoading.Load(null, Sets([.. registry, "--set", "Registry:Migrate=false", "--set", "Operations:Port=0", "--set", "Receiver:Port=0", "--set", "Review:Enabled=false", "--set", "Objects:KeepFreeMiB=1", "--set", "Receiver:KeepFreeMiB=1"])), Roles.All, verbose: false, TextWriter.Null);
        await service.StartAsync(Cancel);
        using var client = new HttpClient { BaseAddress = new Uri(service.Urls.Single()) };

        // The first looks of every part of it.
        await Task.Delay(TimeSpan.FromSeconds(2), Cancel);
        (await client.GetAsync(new Uri("health/live", UriKind.Relative), Cancel)).StatusCode.Should().Be(HttpStatusCode.OK);
        using HttpResponseMessage unready = await client.GetAsync(new Uri("health/ready", UriKind.Relative), Cancel);
        unready.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        (await unready.Content.ReadAsStringAsync(Cancel)).Should().Contain("contourflow migrate");

        (await CommandLineRun.Of(Cancel, ["migrate", .. registry])).Out.Should().Contain("from 0 to");

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        limit.CancelAfter(TimeSpan.FromSeconds(120));
        while ((await client.GetAsync(new Uri("health/ready", UriKind.Relative), limit.Token)).StatusCode != HttpStatusCode.OK)
            await Task.Delay(50, limit.Token);
        await service.StopAsync(Cancel);
    }

    [Fact]
    public async Task A_database_that_comes_later_is_waited_for_and_one_that_does_not_come_ends_it()
    {
        await server.StartAsync();
        using var folder = new TemporaryFolder();
        string[] registry = await ArgumentsAsync(RegistryProvider.PostgreSql, folder);
        await server.StopAsync();

        CommandLineRun none = await CommandLineRun.Of(Cancel, ["migrate", "--wait", "1", "--json", .. registry]);
        Task<CommandLineRun> waiting = Task.Run(() => CommandLineRun.Of(Cancel, ["migrate", "--wait", "120", .. registry]), Cancel);

        // Who listens in the server's place sees that it was looked for, and does not answer.
        using (var listener = new TcpListener(IPAddress.Loopback, server.Port))
        {
            listener.Start();
            using TcpClient looked = await listener.AcceptTcpClientAsync(Cancel);
        }

        waiting.IsCompleted.Should().BeFalse();
        await server.StartAgainAsync();
        CommandLineRun came = await waiting;

        none.ExitCode.Should().Be(ExitCode.PeerUnavailable, none.Error);
        none.Json["error"]!["code"]!.GetValue<string>().Should().Be("store-unavailable");
        came.ExitCode.Should().Be(ExitCode.Done, came.Error);
        came.Error.Should().Contain("tried again").And.NotContain("postgres", "neither secret nor user is told");
    }

    [Fact]
    public async Task A_migration_of_another_that_does_not_end_is_not_waited_for_longer_than_said()
    {
        using var folder = new TemporaryFolder();
        string[] registry = await ArgumentsAsync(RegistryProvider.PostgreSql, folder);
        string connection = registry.First(one => one.StartsWith("Registry:Connection=", StringComparison.Ordinal))["Registry:Connection=".Length..];
        await using var other = new Npgsql.NpgsqlConnection(connection);
        await other.OpenAsync(Cancel);
        await using Npgsql.NpgsqlCommand held = other.CreateCommand();
        // The number of RegistryDatabase.MigrationLock.
        held.CommandText = $"SELECT pg_advisory_lock({0x436F6E746F757246})";
        await held.ExecuteNonQueryAsync(Cancel);

        CommandLineRun run = await CommandLineRun.Of(Cancel, ["migrate", "--wait", "1", .. registry]);

        run.ExitCode.Should().Be(ExitCode.PeerUnavailable, run.Error);
        run.Error.Should().Contain("Another migration is under way");
    }

    [Fact]
    public async Task A_registry_without_a_connection_is_a_fault_of_the_configuration_and_nothing_else_is_asked_for()
    {
        CommandLineRun run = await CommandLineRun.Of(Cancel, "migrate", "--set", "Registry:Provider=PostgreSql", "--set", "Receiver:Tls:Certificate=/not/mounted/here.pem");

        run.ExitCode.Should().Be(ExitCode.Usage);
        run.Error.Should().Contain("Registry:Connection").And.NotContain("Tls");
    }

    private async Task<string[]> ArgumentsAsync(RegistryProvider provider, TemporaryFolder folder) => provider == RegistryProvider.Sqlite
        ? ["--set", $"Data={folder.Path}"]
        : ["--set", $"Data={folder.Path}", "--set", "Registry:Provider=PostgreSql", "--set", $"Registry:Connection={await server.MakeDatabaseAsync()}"];

    private static string[] Sets(string[] arguments) => [.. arguments.Where(one => one != "--set")];
}
