using System.Collections.Immutable;
using System.Reflection;
using ContourFlow.Storage;
using ContourFlow.Worker.Hosting;
using ContourFlow.Worker.Sending;

namespace ContourFlow.Worker.Tests.Hosting;

public sealed class ServiceOptionsTests : IDisposable
{
    // Not the program's own: other tests run in this process.
    private const string Prefix = "CONTOURFLOW_OF_A_TEST__";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Nothing_configured_gives_a_sound_service_in_one_process()
    {
        ServiceOptions options = ServiceOptionsLoading.Load(null, []);

        ServiceOptionsCheck.Faults(options, Roles.All).Should().BeEmpty();
        options.Receiver.Titles.Should().Equal("CONTOURFLOW");
        ServiceOptionsLoading.StorageOf(options).Connection.Should().Be(Path.Combine("contourflow-data", "registry.db"));
    }

    [Fact]
    public void File_environment_and_command_line_go_over_one_another_in_this_order()
    {
        string file = Written("""{ "Data": "of-file", "Queue": { "Prefix": "of-file", "Url": "amqp://of-file" } /* a comment */ }""");
        using var environment = new EnvironmentValue(Prefix + "Queue__Url", "amqp://of-environment");
        using var other = new EnvironmentValue(Prefix + "Queue__Prefix", "of-environment");

        ServiceOptions options = ServiceOptionsLoading.Load(file, ["Queue:Prefix=of-line"], Prefix);

        options.Data.Should().Be("of-file");
        options.Queue.Url.Should().Be("amqp://of-environment");
        options.Queue.Prefix.Should().Be("of-line");
    }

    [Fact]
    public void List_that_is_given_replaces_the_default_whole()
    {
        ServiceOptions options = ServiceOptionsLoading.Load(Written("""{ "Receiver": { "Titles": ["SPINE", "BRAIN"] }, "Queue": { "RedeliveryPauses": ["00:00:03"] } }"""), []);

        options.Receiver.Titles.Should().Equal("SPINE", "BRAIN");
        options.Queue.RedeliveryPauses.Should().Equal(TimeSpan.FromSeconds(3));
    }

    [Fact]
    public void Every_kind_of_value_is_read()
    {
        ServiceOptions options = ServiceOptionsLoading.Load(
            Written("""
                {
                  "registry": { "provider": "postgresql", "connection": "Host=db" },
                  "Objects": { "S3": { "Bucket": "b", "ForcePathStyle": "false" } },
                  "Operations": { "JsonLogs": true, "Port": null },
                  "Destinations": { "pacs": { "Remote": "PACS@host:104", "Proof": "Query" }, "tps": { "Remote": "TPS@host:104", "Concurrency": 3 } },
                  "Routes": [ { "StructureSet": ["pacs", "tps"], "Publish": "AfterReview" } ],
                  "Webhooks": [ { "Url": "https://hook" } ]
                }
                """),
            []);

        options.Registry.Provider.Should().Be(RegistryProvider.PostgreSql);
        options.Objects.S3!.ForcePathStyle.Should().BeFalse();
        options.Operations.JsonLogs.Should().BeTrue();
        options.Destinations["pacs"].Proof.Should().Be(Proof.Query);
        options.Destinations["tps"].Concurrency.Should().Be(3);
        options.Routes[0].StructureSet.Should().Equal("pacs", "tps");
        options.Routes[0].Publish.Should().Be(PublishWhen.AfterReview);
        options.Webhooks[0].Events.Should().BeEmpty();
    }

    [Fact]
    public void What_is_unknown_or_of_another_kind_is_told_all_at_once_without_its_value()
    {
        var load = () => ServiceOptionsLoading.Load(
            Written("""{ "Recever": { "Port": 1 }, "Queue": { "DeliveryLimit": "s3cret", "Prefix": ["a"] }, "Routes": "x", "Processing": { "Claim": "soon" } }"""), []);

        var faults = load.Should().Throw<ConfigurationException>().Which.Faults;
        faults.Should().HaveCount(5);
        faults[0].Should().Be("Processing:Claim: a time such as 00:00:30 or 1.00:00:00 (one day) is wanted.");
        faults[1].Should().Be("Queue:DeliveryLimit: a number is wanted.");
        faults[2].Should().Be("Queue:Prefix: a text is wanted, and not several values.");
        faults[3].Should().StartWith("Recever: there is no such value. There are Data, Process, Receiver,");
        faults[4].Should().Be("Routes: a single value stands where a list should.");
        string.Join(' ', faults).Should().NotContain("s3cret");
    }

    [Fact]
    public void What_is_impossible_is_told_all_at_once()
    {
        ServiceOptions options = new()
        {
            Receiver = new() { Titles = ["TOO LONG A TITLE FOR DICOM"], Port = 70000, Peers = ["nobody"] },
            Registry = new() { Provider = RegistryProvider.PostgreSql },
            Objects = new() { Folder = "x", S3 = new() },
            Destinations = ImmutableSortedDictionary<string, DestinationSection>.Empty.Add("PACS 1", new() { Remote = "PACS" }),
            Routes = [new() { StructureSet = ["elsewhere"] }],
            Intake = new() { Protocol = "no-such-protocol" },
            Processing = new() { LongestCase = TimeSpan.FromMinutes(40) },
            Webhooks = [new() { Url = "ftp://x", Events = ["Whatever"] }],
        };

        string[] named = [.. ServiceOptionsCheck.Faults(options, Roles.Worker).Select(fault => string.Join(':', fault.Split(": ")[0]))];

        named.Should().BeEquivalentTo(
            "Receiver:Titles", "Receiver:Port", "Receiver:Peers", "Intake:Protocol", "Registry:Connection", "Objects", "Objects:S3:Bucket", "Queue:Url",
            "Processing:LongestCase", "Destinations:PACS 1", "Destinations:PACS 1:Remote", "Routes:0", "Webhooks:0:Url", "Webhooks:0:Events");
    }

    [Theory]
    [InlineData("data", "Data")]
    [InlineData(".", "Data")]
    [InlineData("data/spool/inbox", "the spool")]
    [InlineData("data/objects", "Objects:Folder")]
    [InlineData("scratch", "Processing:Scratch")]
    public void Watched_folder_that_would_take_the_services_own_files_is_refused(string watched, string named)
    {
        ServiceOptions options = new()
        {
            Data = folder["data"],
            Processing = new() { Scratch = folder["scratch"] },
            WatchedFolder = new() { Folder = folder[watched] },
        };

        ServiceOptionsCheck.Faults(options, Roles.All).Should().Contain(fault => fault.StartsWith("WatchedFolder:Folder: ", StringComparison.Ordinal) && fault.Contains(named, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("data/inbox")]
    [InlineData("data-of-others")]
    [InlineData("..data")]
    public void Watched_folder_beside_the_services_own_is_sound(string watched)
    {
        ServiceOptions options = new() { Data = folder["data"], WatchedFolder = new() { Folder = folder[watched] } };

        ServiceOptionsCheck.Faults(options, Roles.All).Should().BeEmpty();
    }

    [Fact]
    public void Port_that_is_given_twice_is_told_with_both_names()
    {
        ServiceOptions options = new() { Receiver = new() { Port = 8080, WebPort = 0 }, Operations = new() { Port = 8080 } };

        ServiceOptionsCheck.Faults(options, Roles.All).Should().Equal("Receiver:Port, Operations:Port: 8080 is given to each of them; a port takes one.");
    }

    [Fact]
    public void Certificate_for_the_archive_that_is_asked_is_read_at_the_start()
    {
        ServiceOptions options = new() { Intake = new() { Archive = "PACS@pacs:104", ArchiveTls = new() { Certificate = folder["none.pem"], Key = folder["none.key"] } } };

        ServiceOptionsCheck.Faults(options, Roles.All).Should().ContainSingle().Which.Should().StartWith("Intake:ArchiveTls: ");
    }

    [Theory]
    [InlineData(Roles.Gateway)]
    [InlineData(Roles.Worker)]
    [InlineData(Roles.Publisher)]
    internal void One_role_alone_needs_a_broker(Roles role) =>
        ServiceOptionsCheck.Faults(new ServiceOptions(), role).Should().ContainSingle().Which.Should().StartWith("Queue:Url");

    [Fact]
    public async Task Configuration_can_be_checked_without_running_anything()
    {
        CommandLineRun sound = await CommandLineRun.Of("serve", "--check");
        CommandLineRun faulty = await CommandLineRun.Of("serve", "--check", "--set", "Receiver:Port=99999", "--set", "Queue:DeliveryLimit=0");

        sound.ExitCode.Should().Be(ExitCode.Done);
        faulty.ExitCode.Should().Be(ExitCode.Usage);
        faulty.Error.Should().Contain("2 faults").And.Contain("Receiver:Port").And.Contain("Queue:DeliveryLimit");
    }

    [Fact]
    public void Page_explains_every_value()
    {
        string page = File.ReadAllText(Path.Combine(Root(), "docs", "configuration.md"));

        Leaves(typeof(ServiceOptions), "").Where(path => !page.Contains($"| `{path}` |", StringComparison.Ordinal)).Should().BeEmpty("docs/configuration.md has a row for each");
    }

    private static IEnumerable<string> Leaves(Type type, string before)
    {
        foreach (PropertyInfo property in type.GetProperties().Where(one => one.CanWrite))
        {
            string path = before + property.Name;
            Type plain = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            if (plain.IsGenericType && plain.GetGenericTypeDefinition() == typeof(ImmutableSortedDictionary<,>))
            {
                string key = property.Name == nameof(IntakeSection.ProtocolByTitle) ? "<AE title>" : "<name>";
                foreach (string leaf in Below(plain.GetGenericArguments()[1], $"{path}:{key}"))
                    yield return leaf;
            }
            else if (plain.IsGenericType && plain.GetGenericArguments()[0].Assembly == typeof(ServiceOptions).Assembly)
            {
                foreach (string leaf in Below(plain.GetGenericArguments()[0], $"{path}:<n>"))
                    yield return leaf;
            }
            else
            {
                foreach (string leaf in Below(plain, path))
                    yield return leaf;
            }
        }
    }

    private static IEnumerable<string> Below(Type type, string path) =>
        type.Assembly == typeof(ServiceOptions).Assembly && !type.IsEnum ? Leaves(type, path + ":") : [path];

    private static string Root()
    {
        string? at = AppContext.BaseDirectory;
        while (at is not null && !File.Exists(Path.Combine(at, "ContourFlow.sln")))
            at = Path.GetDirectoryName(at);
        return at!;
    }

    private string Written(string json)
    {
        string path = Path.Combine(folder.Path, "contourflow.json");
        File.WriteAllText(path, json);
        return path;
    }

    private sealed class EnvironmentValue : IDisposable
    {
        private readonly string name;

        public EnvironmentValue(string name, string value)
        {
            this.name = name;
            Environment.SetEnvironmentVariable(name, value);
        }

        public void Dispose() => Environment.SetEnvironmentVariable(name, null);
    }
}
