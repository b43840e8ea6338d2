using System.Collections.Immutable;

namespace ContourFlow.Worker.Hosting;

/// <summary>
/// The configuration of the service, as a file (JSON), environment variables (<c>CONTOURFLOW__Queue__Url</c>) and the command line give it.
/// Checked whole at the start: all faults are told at once. docs/configuration.md explains each value.
/// </summary>
internal sealed record ServiceOptions
{
    /// <summary>Folder of everything that the embedded defaults keep: spool, objects, registry, scratch.</summary>
    public string Data { get; init; } = "contourflow-data";

    /// <summary>Name of this process in ledger, claims and leases; no two processes have the same. Default: machine and process number.</summary>
    public string Process { get; init; } = $"{Environment.MachineName}-{Environment.ProcessId}";

    public ReceiverSection Receiver { get; init; } = new();

    public WatchedFolderSection? WatchedFolder { get; init; }

    public IntakeSection Intake { get; init; } = new();

    public RegistrySection Registry { get; init; } = new();

    public ObjectsSection Objects { get; init; } = new();

    public QueueSection Queue { get; init; } = new();

    public ProcessingSection Processing { get; init; } = new();

    /// <summary>Archives that results go to, by name: the name is part of a queue's (small letters, digits, hyphens).</summary>
    public ImmutableSortedDictionary<string, DestinationSection> Destinations { get; init; } = ImmutableSortedDictionary<string, DestinationSection>.Empty;

    /// <summary>Which results go where; the first that is for the protocol counts. Empty: everything goes to every destination, immediately.</summary>
    public ImmutableArray<RouteSection> Routes { get; init; } = [];

    public PublishingSection Publishing { get; init; } = new();

    public ImmutableArray<WebhookSection> Webhooks { get; init; } = [];

    public ReviewSection Review { get; init; } = new();

    public OperationsSection Operations { get; init; } = new();

    public RetentionSection Retention { get; init; } = new();

    /// <summary>Folder of received objects that are not filed yet.</summary>
    public string Spool => Path.Combine(Data, "spool");

    /// <summary>Folder of cases that are being processed; emptied at the start.</summary>
    public string Scratch => Processing.Scratch ?? Path.Combine(Data, "scratch");
}

/// <summary>How objects are received by C-STORE and STOW-RS.</summary>
internal sealed record ReceiverSection
{
    public ImmutableArray<string> Titles { get; init; } = ["CONTOURFLOW"];

    /// <summary>Address to listen at; null: all of the machine's.</summary>
    public string? Address { get; init; }

    public int Port { get; init; } = 11112;

    /// <summary>Who may call: TITLE or TITLE@address; empty: everybody.</summary>
    public ImmutableArray<string> Allow { get; init; } = [];

    /// <summary>Where reports of storage commitment go: TITLE@host:port.</summary>
    public ImmutableArray<string> Peers { get; init; } = [];

    public int MaximumAssociations { get; init; } = 20;

    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Port of STOW-RS; null: none.</summary>
    public int? WebPort { get; init; }

    public long LargestObjectMiB { get; init; } = 4096;

    /// <summary>Room to keep free on the spool's disk.</summary>
    public long KeepFreeMiB { get; init; } = 1024;

    public TlsSection? Tls { get; init; }
}

/// <summary>Certificates, as PEM files.</summary>
internal sealed record TlsSection
{
    public string? Certificate { get; init; }

    public string? Key { get; init; }

    public string? Authority { get; init; }
}

/// <summary>A folder whose DICOM files are taken in as if they had been sent; each is removed once it is filed.</summary>
internal sealed record WatchedFolderSection
{
    public string Folder { get; init; } = "";

    /// <summary>How long a file has to be unchanged before it is taken.</summary>
    public TimeSpan Settle { get; init; } = TimeSpan.FromSeconds(2);
}

/// <summary>How objects become cases.</summary>
internal sealed record IntakeSection
{
    /// <summary>Protocol of a case: by the AE title that its planning CT or structure set was sent to, else <see cref="Protocol"/>.</summary>
    public ImmutableSortedDictionary<string, string> ProtocolByTitle { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    public string Protocol { get; init; } = "spine-sbrt-sib";

    /// <summary>How long after its newest object a case is looked at. It decides when to look, never whether a case is complete.</summary>
    public TimeSpan QuietTime { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Archive that is asked for counts and for what is missing of a case (TITLE@host:port); null: none.</summary>
    public string? Archive { get; init; }

    /// <summary>Secures the associations to the archive; null: they are not secured.</summary>
    public TlsSection? ArchiveTls { get; init; }

    /// <summary>How long nothing has to come for an incomplete case before the archive is asked.</summary>
    public TimeSpan AskAfter { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How often it is asked about a case for which nothing comes; each time after twice the time.</summary>
    public int MostQuestions { get; init; } = 5;

    /// <summary>Whether missing series are retrieved (C-GET, else C-MOVE to the receiver's first title).</summary>
    public bool Retrieve { get; init; } = true;
}

/// <summary>The registry's database.</summary>
internal sealed record RegistrySection
{
    public Storage.RegistryProvider Provider { get; init; } = Storage.RegistryProvider.Sqlite;

    /// <summary>How it is reached (Npgsql); for SQLite the file, by default in the data folder.</summary>
    public string? Connection { get; init; }

    /// <summary>Whether a process brings the tables up to its version when it starts; else it waits until <c>contourflow migrate</c> has.</summary>
    public bool Migrate { get; init; } = true;
}

/// <summary>The object store.</summary>
internal sealed record ObjectsSection
{
    /// <summary>Folder, by default in the data folder.</summary>
    public string? Folder { get; init; }

    public long KeepFreeMiB { get; init; } = 1024;

    /// <summary>An S3 bucket in its place.</summary>
    public S3Section? S3 { get; init; }
}

/// <summary>An S3 bucket.</summary>
internal sealed record S3Section
{
    public string? ServiceUrl { get; init; }

    public string? Region { get; init; }

    public string Bucket { get; init; } = "";

    public string Prefix { get; init; } = "";

    public string? AccessKey { get; init; }

    public string? SecretKey { get; init; }

    public bool ForcePathStyle { get; init; } = true;
}

/// <summary>The queue.</summary>
internal sealed record QueueSection
{
    /// <summary>amqp(s)://user:password@host:port/virtual-host; null: in memory, for one process.</summary>
    public string? Url { get; init; }

    /// <summary>Before the name of every queue and exchange, so that several installations may share a broker.</summary>
    public string Prefix { get; init; } = "contourflow";

    /// <summary>How often the broker delivers a message whose process dies before it is dead-lettered.</summary>
    public int DeliveryLimit { get; init; } = 5;

    /// <summary>Pauses before a message that failed for a reason that may pass is delivered again; the last one repeats.</summary>
    public ImmutableArray<TimeSpan> RedeliveryPauses { get; init; } = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2)];
}

/// <summary>How cases are processed.</summary>
internal sealed record ProcessingSection
{
    /// <summary>Cases at a time in one process.</summary>
    public int Concurrency { get; init; } = 1;

    /// <summary>Threads of a case; its result does not depend on it.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Folder of protocols; null: those that come with the program.</summary>
    public string? Protocols { get; init; }

    /// <summary>Folder for cases that are being processed; null: in the data folder.</summary>
    public string? Scratch { get; init; }

    /// <summary>The longest that a case may take; longer is a fault.</summary>
    public TimeSpan LongestCase { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How long a worker's claim holds without being renewed: what a worker that died was at is begun anew after this.</summary>
    public TimeSpan Claim { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How often a revision is begun before it is held as the program's fault.</summary>
    public int MostAttempts { get; init; } = 5;
}

/// <summary>An archive that results go to.</summary>
internal sealed record DestinationSection
{
    /// <summary>TITLE@host:port.</summary>
    public string Remote { get; init; } = "";

    /// <summary>The title that we call with; null: the receiver's first one.</summary>
    public string? CallingTitle { get; init; }

    public Sending.Proof Proof { get; init; } = Sending.Proof.Any;

    /// <summary>How long a report of storage commitment is waited for before the archive is asked by query (proof any) or the delivery is postponed.</summary>
    public TimeSpan ReportWait { get; init; } = TimeSpan.FromSeconds(30);

    public TimeSpan ResponseTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The first pause after a failure; it doubles.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(2);

    public TimeSpan LongestPause { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Deliveries at a time.</summary>
    public int Concurrency { get; init; } = 1;

    public TlsSection? Tls { get; init; }
}

/// <summary>When results are published.</summary>
internal enum PublishWhen
{
    /// <summary>Once every check has passed.</summary>
    Immediately,

    /// <summary>Once a reviewer has accepted them.</summary>
    AfterReview,
}

/// <summary>Which results of which protocol go where.</summary>
internal sealed record RouteSection
{
    /// <summary>Name of the protocol; * is for every one.</summary>
    public string Protocol { get; init; } = "*";

    /// <summary>Destinations of the structure set.</summary>
    public ImmutableArray<string> StructureSet { get; init; } = [];

    /// <summary>Destinations of Spatial Registrations.</summary>
    public ImmutableArray<string> Registration { get; init; } = [];

    public PublishWhen Publish { get; init; } = PublishWhen.Immediately;
}

/// <summary>How publishers work.</summary>
internal sealed record PublishingSection
{
    /// <summary>How long a publisher's claim on a delivery holds without being renewed.</summary>
    public TimeSpan Claim { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// Port at which a publisher takes reports of storage commitment itself; null: the gateway takes them, at the port that archives know.
    /// </summary>
    public int? ReportPort { get; init; }
}

/// <summary>Where events are told to other systems: a POST of the event as JSON, UIDs and reason codes only.</summary>
internal sealed record WebhookSection
{
    public string Url { get; init; } = "";

    /// <summary>Names of events (CaseHeld, CaseProcessed, DoseRefused, DoseScored, ResultsPublished, RevisionOpened); empty: all.</summary>
    public ImmutableArray<string> Events { get; init; } = [];

    /// <summary>Sent as Authorization: Bearer; null: none.</summary>
    public string? Token { get; init; }
}

/// <summary>The review page.</summary>
internal sealed record ReviewSection
{
    /// <summary>Whether <c>serve</c> has it; <c>review</c> has nothing else.</summary>
    public bool Enabled { get; init; } = true;

    public string Address { get; init; } = "127.0.0.1";

    public int Port { get; init; } = 8090;

    /// <summary>Address that browsers know it by, where that is another: https://review.example.org.</summary>
    public string? PublicAddress { get; init; }

    /// <summary>IP addresses of the proxies in front of it, or networks that they are in.</summary>
    public ImmutableArray<string> KnownProxies { get; init; } = [];

    /// <summary>Folder of prepared images and of keys; null: in the data folder.</summary>
    public string? Folder { get; init; }

    public ReviewTlsSection? Tls { get; init; }

    /// <summary>How long a session lasts without a person's request.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How long a session lasts at the most.</summary>
    public TimeSpan SessionTimeout { get; init; } = TimeSpan.FromHours(12);

    /// <summary>Sign-in by a provider; null: by the printed link, on this machine.</summary>
    public OpenIdConnectSection? OpenIdConnect { get; init; }

    /// <summary>Room for images that are prepared for the page; what was not looked at for the longest goes first.</summary>
    public long ImagesMiB { get; init; } = 20_480;

    /// <summary>Cases whose images are prepared at once.</summary>
    public int ImagesAtOnce { get; init; } = 2;

    /// <summary>Folder of the built OHIF viewer; null: it is not offered.</summary>
    public string? OhifFolder { get; init; }
}

/// <summary>The page's certificate, as PEM files.</summary>
internal sealed record ReviewTlsSection
{
    public string Certificate { get; init; } = "";

    public string Key { get; init; } = "";
}

/// <summary>Sign-in by OpenID Connect.</summary>
internal sealed record OpenIdConnectSection
{
    public string Authority { get; init; } = "";

    public string ClientId { get; init; } = "";

    public string? ClientSecret { get; init; }

    /// <summary>What is asked for.</summary>
    public ImmutableArray<string> Scopes { get; init; } = ["openid", "profile"];

    /// <summary>The claim that names a person.</summary>
    public string NameClaim { get; init; } = "preferred_username";

    /// <summary>The claim of roles or groups.</summary>
    public string RoleClaim { get; init; } = "roles";

    /// <summary>Its values.</summary>
    public string Viewer { get; init; } = "contourflow-viewer";

    public string Reviewer { get; init; } = "contourflow-reviewer";

    public string Admin { get; init; } = "contourflow-admin";
}

/// <summary>Health and metrics.</summary>
internal sealed record OperationsSection
{
    public string Address { get; init; } = "127.0.0.1";

    /// <summary>Port of /health/live, /health/ready, /health/startup and /metrics; 0 takes a free one; null: none.</summary>
    public int? Port { get; init; } = 8080;

    /// <summary>Address of an OpenTelemetry collector for traces and metrics (OTLP); null: none.</summary>
    public string? OtlpEndpoint { get; init; }

    /// <summary>Whether logs are lines of JSON.</summary>
    public bool JsonLogs { get; init; }

    /// <summary>How often what got lost is looked for.</summary>
    public TimeSpan ReconcileEvery { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>For how long nothing may have been heard of a message before it is sent anew.</summary>
    public TimeSpan ReissueAfter { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a process that is asked to stop may take to finish or hand back what it is at.</summary>
    public TimeSpan ShutdownTimeout { get; init; } = TimeSpan.FromMinutes(2);
}

/// <summary>How long things are kept.</summary>
internal sealed record RetentionSection
{
    /// <summary>How long a case may wait before it is closed.</summary>
    public TimeSpan Waiting { get; init; } = TimeSpan.FromDays(30);

    /// <summary>How long the objects of a case that is over are kept; the ledger is kept for ever.</summary>
    public TimeSpan Objects { get; init; } = TimeSpan.FromDays(90);

    /// <summary>How long the results and reports of a case that is over are kept, at least as long as its objects; null: for ever.</summary>
    public TimeSpan? Results { get; init; }
}
