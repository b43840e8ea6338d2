using System.Globalization;
using System.Text.Json.Nodes;
using ContourFlow.Deploy.Tests.Rendering;
using ContourFlow.EndToEnd.Tests;
using ContourFlow.EndToEnd.Tests.Service;
using ContourFlow.Servers;
using ContourFlow.Storage.Cases;

namespace ContourFlow.Deploy.Tests.Running;

/// <summary>An overlay whose containers run as processes beside RabbitMQ, PostgreSQL, Orthanc and, where it asks for a bucket, an S3 service.</summary>
internal sealed class RunningOverlay : IAsyncDisposable
{
    private readonly TemporaryFolder place = new();
    private readonly RenderedOverlay overlay;
    private readonly Surroundings surroundings = new();
    private readonly S3Server s3 = new();
    private readonly List<ContainerProcess> processes = [];
    private Pacs pacs = null!;
    private CaseStory story = null!;

    private RunningOverlay(RenderedOverlay overlay) => this.overlay = overlay;

    /// <summary>What its containers said.</summary>
    public string Said => string.Join(Environment.NewLine, processes.Select(one => $"--- {one.Workload} {(one.Said.Length > 1200 ? one.Said[^1200..] : one.Said)}"));

    public IReadOnlyList<ContainerProcess> Processes => processes;

    /// <summary>Everything that is around it; nothing of it is started yet.</summary>
    public static async Task<RunningOverlay> SurroundedAsync(RenderedOverlay overlay, RabbitMqServer broker, PostgreSqlServer database, CancellationToken cancellationToken)
    {
        var made = new RunningOverlay(overlay);
        try
        {
            await made.SurroundAsync(await broker.StartedAsync(cancellationToken), await database.MakeDatabaseAsync(), cancellationToken);
            return made;
        }
        catch
        {
            await made.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the pod of a role.</summary>
    public ContainerProcess Start(string component, int number = 0)
    {
        ContainerProcess started = ContainerProcess.Start(overlay, overlay.Role(component), $"contourflow-{component}-{number}", surroundings);
        processes.Add(started);
        return started;
    }

    /// <summary>Cases of a test's own.</summary>
    public IReadOnlyList<SmallCase> Cases(int from, int count) => [.. Enumerable.Range(from, count).Select(number => SmallCase.In(place[$"case-{number}"], number))];

    /// <summary>Sends a case as the PACS does that the overlay lets call.</summary>
    public async Task SendAsync(SmallCase small, CancellationToken cancellationToken)
    {
        string port = processes.First(one => one.Workload.Component == "gateway").Port("dicom").ToString(CultureInfo.InvariantCulture);
        await Eventually.SoAsync(
            () => Task.Run(() => ProgramRun.Of("env", ["TCP_NODELAY=1", "storescu", "-aet", Archive.Title, "-aec", ServiceSetup.Title, "127.0.0.1", port, .. small.Files]).ExitCode == 0, cancellationToken),
            () => $"The gateway did not take the case. {Said}",
            cancellationToken);
    }

    /// <summary>How many cases are in a state.</summary>
    public async Task<int> CountAsync(CaseState state, CancellationToken cancellationToken) =>
        (await story.Cases.CountsAsync(cancellationToken)).GetValueOrDefault(state);

    /// <summary>The case waits for a reviewer, is accepted, and then is in the archive, once, and right.</summary>
    public async Task AcceptedAndRightAsync(SmallCase small, CancellationToken cancellationToken)
    {
        await story.InStateAsync(small, CaseState.AwaitingReview, () => Said, cancellationToken);
        (await story.Get<ICaseDecisions>().AcceptAsync(new Decision(small.CaseId, Version: null, "reviewer", Reason: ""), cancellationToken)).Should().Be(DecisionOutcome.Taken);
        CaseDetails details = await story.InStateAsync(small, CaseState.Published, () => Said, cancellationToken);
        SmallCaseTruth.Check((await pacs.ResultsAsync(small.Study, 1, () => Said, cancellationToken))[0], small);
        CaseStory.Once(details, LedgerEvents.RevisionOpened, LedgerEvents.Processed, LedgerEvents.Published);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (ContainerProcess process in processes)
            process.Dispose();
        if (story is not null)
            await story.DisposeAsync();
        pacs?.Dispose();
        await s3.DisposeAsync();
        surroundings.Dispose();
        place.Dispose();
    }

    private async Task SurroundAsync(Uri broker, string connection, CancellationToken cancellationToken)
    {
        // Reports of storage commitment have to find the gateway, whose port is chosen when it starts: they are asked for by query where they do not.
        pacs = await Pacs.StartAsync(Surroundings.FreePort(), cancellationToken);
        string[] user = broker.UserInfo.Split(':');
        Dictionary<string, string> secrets = surroundings.Secrets;
        secrets["contourflow-registry/connection"] = connection;
        secrets["contourflow-queue/url"] = broker.ToString();
        secrets["contourflow-rabbitmq-default-user/username"] = user[0];
        secrets["contourflow-rabbitmq-default-user/password"] = user[1];
        secrets["contourflow-objects/accessKey"] = "key";
        secrets["contourflow-objects/secretKey"] = "secret";
        secrets["contourflow-review/clientSecret"] = "secret";
        surroundings.Texts.Add(("PACS@192.0.2.10:104", string.Create(CultureInfo.InvariantCulture, $"{Archive.Title}@127.0.0.1:{pacs.Archive.DicomPort}")));
        surroundings.Texts.Add(("PACS@192.0.2.10", $"{Archive.Title}@127.0.0.1"));
        surroundings.Texts.Add(("contourflow-rabbitmq:5672", broker.Authority));
        await BucketAsync(cancellationToken);

        // A site's own values: the protocol of the small case, a shorter wait for the report that does not come.
        string intake = overlay.Configuration.Contains("\"Intake\": {", StringComparison.Ordinal) ? "\"Intake\": {" : throw new InvalidOperationException("contourflow.json has no Intake.");
        surroundings.Texts.Add((intake, $"{intake} \"Protocol\": \"{SmallCase.Protocol}\","));
        surroundings.Texts.Add(("\"Destinations\": { \"pacs\": {", "\"Destinations\": { \"pacs\": { \"ReportWait\": \"00:00:01\","));
        story = new CaseStory(new ServiceSetup(place).Over(broker.ToString(), connection));
    }

    private async Task BucketAsync(CancellationToken cancellationToken)
    {
        JsonNode? bucket = JsonNode.Parse(overlay.Configuration)!["Objects"]?["S3"];
        if (bucket is null)
            return;
        await s3.StartAsync();
        surroundings.Texts.Add(((string)bucket["ServiceUrl"]!, s3.Address.ToString().TrimEnd('/')));
        using var client = new HttpClient();
        using HttpResponseMessage made = await client.PutAsync(new Uri(s3.Address, (string)bucket["Bucket"]!), content: null, cancellationToken);
        made.EnsureSuccessStatusCode();
    }
}
