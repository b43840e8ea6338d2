using System.Text.Json.Nodes;
using ContourFlow.Deploy.Tests.Rendering;
using ContourFlow.EndToEnd.Tests.Service;

namespace ContourFlow.Deploy.Tests.Running;

/// <summary>That running an overlay's containers finds what is wrong with them: each mistake that a manifest may have, made on purpose. The gateway needs no server.</summary>
public sealed class WrongManifestTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_manifest_as_it_is_runs()
    {
        using var surroundings = Surround();
        using ContainerProcess gateway = Start(RenderedOverlay.OfOverlay("hospital"), surroundings);
        await Kubelet.ReadyAsync(gateway, Cancel);
    }

    [Theory]
    [InlineData("a role that is none", "gatewayy", "ended with 2")]
    [InlineData("a flag that there is not", "--configuration", "ended with 2")]
    [InlineData("a file that is not mounted", "/etc/contourflow/contourflow.yaml", "ended with 2")]
    public async Task A_command_line_that_the_program_does_not_understand_fails(string mistake, string word, string expected)
    {
        await FailsAsync(
            container => container["args"] = word switch
            {
                "gatewayy" => new JsonArray(word, "--config", "/etc/contourflow/contourflow.json"),
                "--configuration" => new JsonArray("gateway", word, "/etc/contourflow/contourflow.json"),
                _ => new JsonArray("gateway", "--config", word),
            },
            expected,
            mistake);
    }

    [Theory]
    [InlineData("CONTOURFLOW__Registry__Connexion", "Registry:Connexion: there is no such value")]
    [InlineData("CONTOURFLOW_Registry__Connection", "Registry:Connection")]
    public async Task A_variable_with_a_wrong_name_fails(string variable, string expected)
    {
        await FailsAsync(
            container => container["env"]!.AsArray().Single(one => (string)one!["name"]! == "CONTOURFLOW__Registry__Connection")!["name"] = variable, expected, variable);
    }

    [Fact]
    public async Task A_secret_with_another_key_fails() => await FailsAsync(
        container => container["env"]!.AsArray().Single(one => (string)one!["name"]! == "CONTOURFLOW__Registry__Connection")!["valueFrom"]!["secretKeyRef"]!["key"] = "url",
        "There is no Secret contourflow-registry with a key url",
        "key");

    [Fact]
    public async Task A_port_that_the_program_does_not_listen_at_fails() => await FailsAsync(
        container => container["ports"]!.AsArray().Single(port => (string)port!["name"]! == "http")!["containerPort"] = 8081, "the program listens at 8080", "port");

    [Fact]
    public async Task A_probe_of_a_path_that_there_is_not_fails() => await FailsAsync(
        container =>
        {
            container["startupProbe"]!["httpGet"]!["path"] = "/health/alive";
            container["startupProbe"]!["periodSeconds"] = 1;
        },
        "startupProbe fails: 404",
        "path",
        livesAllTheSame: true);

    [Fact]
    public async Task A_probe_of_the_dicom_port_fails() => await FailsAsync(
        container =>
        {
            container["startupProbe"]!["httpGet"]!["port"] = "dicom";
            container["startupProbe"]!["periodSeconds"] = 1;
        },
        "startupProbe fails",
        "dicom",
        livesAllTheSame: true);

    [Fact]
    public async Task A_data_folder_on_the_root_file_system_fails() => await FailsAsync(
        container => container["volumeMounts"]!.AsArray().Single(mount => (string)mount!["name"]! == "data")!["mountPath"] = "/var/lib/elsewhere", "in no volume that can be written to", "mount");

    // The start is given all the time that the manifest gives it, but where its probe can never succeed: that is asked for seconds once the container lives.
    private static async Task FailsAsync(Action<JsonObject> change, string expected, string mistake, bool livesAllTheSame = false)
    {
        RenderedOverlay wrong = RenderedOverlay.OfOverlay("hospital").With(copy =>
        {
            JsonObject container = copy.Role("gateway").Containers.Single().Json;
            change(container);
            if (livesAllTheSame)
                container["startupProbe"]!["failureThreshold"] = 8;
        });
        using var surroundings = Surround();
        Func<Task> running = async () =>
        {
            using ContainerProcess gateway = Start(wrong, surroundings);
            if (livesAllTheSame)
                await Eventually.SoAsync(async () => gateway.HasExited || await Kubelet.AskAsync(gateway, "livenessProbe", Cancel) is null, () => gateway.Said, Cancel);
            await Kubelet.ReadyAsync(gateway, Cancel);
        };
        (await running.Should().ThrowAsync<InvalidOperationException>(mistake)).Which.Message.Should().MatchRegex(expected);
    }

    private static ContainerProcess Start(RenderedOverlay overlay, Surroundings surroundings) =>
        ContainerProcess.Start(overlay, overlay.Role("gateway"), "contourflow-gateway-0", surroundings);

    // Nobody listens at these ports: a gateway is ready without registry, queue and objects.
    private static Surroundings Surround()
    {
        var made = new Surroundings();
        made.Secrets["contourflow-registry/connection"] = "Host=127.0.0.1;Port=1;Username=nobody;Database=none;Timeout=1";
        made.Secrets["contourflow-rabbitmq-default-user/username"] = "nobody";
        made.Secrets["contourflow-rabbitmq-default-user/password"] = "none";
        made.Secrets["contourflow-objects/accessKey"] = "key";
        made.Secrets["contourflow-objects/secretKey"] = "secret";
        made.Texts.Add(("contourflow-rabbitmq:5672", "127.0.0.1:1"));
        made.Texts.Add(("https://s3.example.org", "http://127.0.0.1:1"));
        return made;
    }
}
