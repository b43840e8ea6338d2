using System.Text.RegularExpressions;
using ContourFlow.Contouring.Protocols;
using ContourFlow.Review;
using ContourFlow.Review.Hosting;
using ContourFlow.Storage;
using ContourFlow.Worker.Peers;

namespace ContourFlow.Worker.Hosting;

/// <summary>Whether the values of a configuration are possible and fit together, and to the roles of the process. All faults are told at once.</summary>
internal static partial class ServiceOptionsCheck
{
    /// <summary>The broker ends a delivery that is not acknowledged within 30 minutes; a case has to end before.</summary>
    public static readonly TimeSpan LongestPossibleCase = TimeSpan.FromMinutes(25);

    // So that no sum of times leaves the calendar.
    private static readonly TimeSpan LongestTime = TimeSpan.FromDays(3650);

    /// <summary>Names of events that a webhook can be told.</summary>
    private static readonly string[] Events = [.. typeof(Contracts.V1.CaseHeld).Assembly.GetTypes().Where(type => type.Namespace == typeof(Contracts.V1.CaseHeld).Namespace && type.GetProperty("At") is not null).Select(type => type.Name)];

    /// <summary>Checks.</summary>
    /// <exception cref="ConfigurationException">Something is impossible.</exception>
    public static void Check(ServiceOptions options, Roles roles)
    {
        if (Faults(options, roles) is { Count: > 0 } faults)
            throw new ConfigurationException([.. faults]);
    }

    /// <summary>Checks what a command needs that reaches the registry and nothing else: what other values name need not be there.</summary>
    /// <exception cref="ConfigurationException">Something of it is impossible.</exception>
    public static void CheckStores(ServiceOptions options)
    {
        var faults = new List<string>();
        Stores(options, (isRight, otherwise) =>
        {
            if (!isRight)
                faults.Add(otherwise);
        });
        if (faults.Count > 0)
            throw new ConfigurationException([.. faults]);
    }

    /// <summary>What is impossible, a sentence each that names the value.</summary>
    public static IReadOnlyList<string> Faults(ServiceOptions options, Roles roles)
    {
        var faults = new List<string>();
        Ask(!string.IsNullOrWhiteSpace(options.Data), "Data: a folder has to be named.");
        Ask(!string.IsNullOrWhiteSpace(options.Process), "Process: a name of this process has to be given, which no other process has.");
        Receiver(options, Ask);
        Intake(options, Ask);
        Stores(options, Ask);
        Queue(options, roles, Ask);
        Processing(options, Ask);
        Destinations(options, Ask);
        Routes(options, Ask);
        Review(options, roles, Ask);
        Rest(options, Ask);
        Ports(options, roles, Ask);
        return faults;

        void Ask(bool isRight, string otherwise)
        {
            if (!isRight)
                faults.Add(otherwise);
        }
    }

    private static void Receiver(ServiceOptions options, Action<bool, string> ask)
    {
        ReceiverSection receiver = options.Receiver;
        ask(receiver.Titles.Length > 0, "Receiver:Titles: a receiver needs an AE title.");
        foreach (string title in receiver.Titles)
            ask(AeTitle.IsValid(title), $"Receiver:Titles: '{title}' is no AE title: 1 to 16 characters, no backslash.");
        ask(receiver.Address is null || System.Net.IPAddress.TryParse(receiver.Address, out _), $"Receiver:Address: '{receiver.Address}' is no address of this machine.");
        ask(receiver.Port is >= 0 and <= 65535, $"Receiver:Port: {receiver.Port} is no port.");
        ask(receiver.WebPort is null or (>= 0 and <= 65535), $"Receiver:WebPort: {receiver.WebPort} is no port.");
        foreach (string peer in receiver.Allow)
            ask(AllowedPeer.Read(peer) is not null, $"Receiver:Allow: '{peer}' is not {AllowedPeer.Form}.");
        foreach (string peer in receiver.Peers)
            ask(RemoteAe.Read(peer) is not null, $"Receiver:Peers: '{peer}' is not {RemoteAe.Form}.");
        ask(receiver.MaximumAssociations is > 0 and <= 10_000, "Receiver:MaximumAssociations: between 1 and 10,000 are possible.");
        ask(receiver.IdleTimeout > TimeSpan.Zero, "Receiver:IdleTimeout: it is longer than 0.");
        ask(receiver.LargestObjectMiB is > 0 and <= 1 << 20, "Receiver:LargestObjectMiB: between 1 and 1,048,576.");
        ask(receiver.KeepFreeMiB is >= 0 and <= 1L << 40, "Receiver:KeepFreeMiB: it cannot be negative.");
        Tls("Receiver:Tls", receiver.Tls, isServer: true, ask);
        ask(options.WatchedFolder is null || !string.IsNullOrWhiteSpace(options.WatchedFolder.Folder), "WatchedFolder:Folder: a folder has to be named.");
        ask(options.WatchedFolder is null || options.WatchedFolder.Settle > TimeSpan.Zero, "WatchedFolder:Settle: it is longer than 0.");
        Watched(options, ask);
    }

    private static void Intake(ServiceOptions options, Action<bool, string> ask)
    {
        IntakeSection intake = options.Intake;
        Protocol("Intake:Protocol", intake.Protocol, options, ask);
        foreach ((string title, string protocol) in intake.ProtocolByTitle)
        {
            ask(options.Receiver.Titles.Contains(title, StringComparer.Ordinal), $"Intake:ProtocolByTitle:{title}: it is none of Receiver:Titles, so nothing is ever sent to it.");
            Protocol($"Intake:ProtocolByTitle:{title}", protocol, options, ask);
        }

        ask(intake.QuietTime >= TimeSpan.Zero && intake.QuietTime < TimeSpan.FromHours(1), "Intake:QuietTime: between 0 and an hour.");
        ask(intake.Archive is null || RemoteAe.Read(intake.Archive) is not null, $"Intake:Archive: '{intake.Archive}' is not {RemoteAe.Form}.");
        Tls("Intake:ArchiveTls", intake.ArchiveTls, isServer: false, ask);
        ask(intake.AskAfter > TimeSpan.Zero && intake.AskAfter <= LongestTime, $"Intake:AskAfter: longer than 0, and up to {LongestTime.TotalDays} days.");
        ask(intake.MostQuestions is >= 0 and <= 100, "Intake:MostQuestions: between 0 and 100.");
    }

    private static void Stores(ServiceOptions options, Action<bool, string> ask)
    {
        ask(options.Registry.Provider != RegistryProvider.PostgreSql || !string.IsNullOrWhiteSpace(options.Registry.Connection), "Registry:Connection: PostgreSQL needs one, such as Host=db;Database=contourflow;Username=contourflow;Password=...");
        ask(options.Objects.S3 is null || options.Objects.Folder is null, "Objects: either a Folder or S3, not both.");
        ask(options.Objects.KeepFreeMiB is >= 0 and <= 1L << 40, "Objects:KeepFreeMiB: it cannot be negative.");
        if (options.Objects.S3 is { } s3)
        {
            ask(!string.IsNullOrWhiteSpace(s3.Bucket), "Objects:S3:Bucket: a bucket has to be named.");
            ask(s3.ServiceUrl is null || IsWeb(s3.ServiceUrl), "Objects:S3:ServiceUrl: it begins with http:// or https://.");
            ask((s3.AccessKey is null) == (s3.SecretKey is null), "Objects:S3: AccessKey and SecretKey belong together.");
        }
    }

    private static void Queue(ServiceOptions options, Roles roles, Action<bool, string> ask)
    {
        QueueSection queue = options.Queue;
        // The review page alone speaks to the registry and not to other processes.
        ask(queue.Url is not null || roles is Roles.All or Roles.Review, "Queue:Url: processes of one role each need RabbitMQ between them, such as amqp://user:password@broker:5672/.");
        ask(queue.Url is null || (Uri.TryCreate(queue.Url, UriKind.Absolute, out Uri? url) && url.Scheme is "amqp" or "amqps"), "Queue:Url: it begins with amqp:// or amqps://.");
        ask(QueueName().IsMatch(queue.Prefix), "Queue:Prefix: small letters, digits and hyphens, beginning with a letter.");
        ask(queue.DeliveryLimit is >= 1 and <= 100, "Queue:DeliveryLimit: between 1 and 100.");
        ask(queue.RedeliveryPauses.Length > 0 && queue.RedeliveryPauses.All(pause => pause >= TimeSpan.FromSeconds(1) && pause <= TimeSpan.FromHours(1)), "Queue:RedeliveryPauses: at least one, each between a second and an hour.");
    }

    private static void Processing(ServiceOptions options, Action<bool, string> ask)
    {
        ProcessingSection processing = options.Processing;
        ask(processing.Concurrency is >= 1 and <= 64, "Processing:Concurrency: between 1 and 64.");
        ask(processing.Threads is >= 1 and <= 1024, "Processing:Threads: between 1 and 1024.");
        ask(processing.LongestCase > TimeSpan.Zero && processing.LongestCase <= LongestPossibleCase, $"Processing:LongestCase: up to {LongestPossibleCase.TotalMinutes} minutes: the broker takes a message back after 30.");
        ask(processing.Claim >= TimeSpan.FromSeconds(2), "Processing:Claim: at least 2 seconds.");
        ask(processing.MostAttempts is >= 1 and <= 100, "Processing:MostAttempts: between 1 and 100.");
        ask(processing.Protocols is null || Directory.Exists(processing.Protocols), $"Processing:Protocols: there is no folder {processing.Protocols}.");
    }

    private static void Destinations(ServiceOptions options, Action<bool, string> ask)
    {
        foreach ((string name, DestinationSection destination) in options.Destinations)
        {
            string at = $"Destinations:{name}";
            ask(QueueName().IsMatch(name), $"{at}: the name is part of a queue's: small letters, digits and hyphens, beginning with a letter.");
            ask(RemoteAe.Read(destination.Remote) is not null, $"{at}:Remote: '{destination.Remote}' is not {RemoteAe.Form}.");
            ask(destination.CallingTitle is null || AeTitle.IsValid(destination.CallingTitle), $"{at}:CallingTitle: '{destination.CallingTitle}' is no AE title.");
            ask(destination.ReportWait >= TimeSpan.Zero && destination.ReportWait <= LongestPossibleCase, $"{at}:ReportWait: between 0 and {LongestPossibleCase.TotalMinutes} minutes; a report that comes later is found by the next attempt.");
            ask(destination.ResponseTimeout > TimeSpan.Zero, $"{at}:ResponseTimeout: it is longer than 0.");
            ask(destination.FirstPause > TimeSpan.Zero && destination.LongestPause >= destination.FirstPause && destination.LongestPause <= TimeSpan.FromDays(1), $"{at}: FirstPause is longer than 0, and LongestPause not shorter, and a day at most.");
            ask(destination.Concurrency is >= 1 and <= 64, $"{at}:Concurrency: between 1 and 64.");
            Tls($"{at}:Tls", destination.Tls, isServer: false, ask);
        }
    }

    private static void Routes(ServiceOptions options, Action<bool, string> ask)
    {
        for (int place = 0; place < options.Routes.Length; place++)
        {
            RouteSection route = options.Routes[place];
            if (route.Protocol != "*")
                Protocol($"Routes:{place}:Protocol", route.Protocol, options, ask);
            foreach (string destination in route.StructureSet.Concat(route.Registration).Distinct(StringComparer.Ordinal))
                ask(options.Destinations.ContainsKey(destination), $"Routes:{place}: there is no destination '{destination}' in Destinations.");
        }
    }

    private static void Rest(ServiceOptions options, Action<bool, string> ask)
    {
        ask(options.Publishing.Claim >= TimeSpan.FromSeconds(2), "Publishing:Claim: at least 2 seconds.");
        ask(options.Publishing.ReportPort is null or (>= 0 and <= 65535), $"Publishing:ReportPort: {options.Publishing.ReportPort} is no port.");
        for (int place = 0; place < options.Webhooks.Length; place++)
        {
            WebhookSection hook = options.Webhooks[place];
            ask(IsWeb(hook.Url), $"Webhooks:{place}:Url: it begins with http:// or https://.");
            foreach (string name in hook.Events)
                ask(Events.Contains(name, StringComparer.Ordinal), $"Webhooks:{place}:Events: there is no event '{name}'. There are {string.Join(", ", Events.Order(StringComparer.Ordinal))}.");
        }

        OperationsSection operations = options.Operations;
        ask(System.Net.IPAddress.TryParse(operations.Address, out _), $"Operations:Address: '{operations.Address}' is no address of this machine.");
        ask(operations.Port is null or (>= 0 and <= 65535), $"Operations:Port: {operations.Port} is no port.");
        ask(operations.OtlpEndpoint is null || IsWeb(operations.OtlpEndpoint), "Operations:OtlpEndpoint: it begins with http:// or https://.");
        ask(operations.ReconcileEvery >= TimeSpan.FromMilliseconds(100), "Operations:ReconcileEvery: at least 0.1 seconds.");
        ask(operations.ReissueAfter >= TimeSpan.FromSeconds(1), "Operations:ReissueAfter: at least a second.");
        ask(operations.ShutdownTimeout >= TimeSpan.FromSeconds(5), "Operations:ShutdownTimeout: at least 5 seconds.");
        ask(options.Retention.Waiting >= TimeSpan.FromHours(1) && options.Retention.Waiting <= LongestTime, $"Retention:Waiting: between an hour and {LongestTime.TotalDays} days.");
        ask(options.Retention.Results is null || (options.Retention.Results >= options.Retention.Objects && options.Retention.Results <= LongestTime), $"Retention:Results: between Retention:Objects and {LongestTime.TotalDays} days, or not given: results are then kept for ever.");
        ask(options.Retention.Objects >= TimeSpan.FromHours(1) && options.Retention.Objects <= LongestTime, $"Retention:Objects: between an hour and {LongestTime.TotalDays} days.");
    }

    private static void Review(ServiceOptions options, Roles roles, Action<bool, string> ask)
    {
        if (!ReviewHost.IsPartOf(options, roles))
            return;
        ask(options.Review.ImagesMiB is > 0 and <= 1L << 40, "Review:ImagesMiB: at least 1.");
        ask(options.Review.ImagesAtOnce is >= 1 and <= 64, "Review:ImagesAtOnce: between 1 and 64.");
        foreach ((string option, string sentence) in ReviewOptionsCheck.Faults(ReviewHost.OptionsOf(options)))
            ask(false, $"Review:{(option == nameof(ReviewOptions.Certificate) ? nameof(ReviewSection.Tls) : option)}: {sentence}");
    }

    private static void Protocol(string at, string name, ServiceOptions options, Action<bool, string> ask)
    {
        if (options.Processing.Protocols is { } folder && !Directory.Exists(folder))
            return;
        try
        {
            CatalogueOf(options).Load(name);
        }
        catch (ProtocolException fault)
        {
            ask(false, $"{at}: {string.Join(' ', fault.Faults.Select(one => one.ToString()))}");
        }
    }

    /// <summary>The protocols that the configuration names.</summary>
    public static ProtocolCatalogue CatalogueOf(ServiceOptions options) =>
        options.Processing.Protocols is { } folder ? new ProtocolCatalogue(folder) : ProtocolCatalogue.OfProgram;

    private static void Tls(string at, TlsSection? tls, bool isServer, Action<bool, string> ask)
    {
        if (tls is null)
            return;
        try
        {
            TlsFiles files = new(tls.Certificate, tls.Key, tls.Authority);
            if (isServer)
                files.Acceptor();
            else
                files.Initiator();
        }
        catch (PeerOptionsException fault)
        {
            ask(false, $"{at}: {fault.Message}");
        }
    }

    private static bool IsWeb(string text) => Uri.TryCreate(text, UriKind.Absolute, out Uri? url) && url.Scheme is "http" or "https";

    [GeneratedRegex("^[a-z][a-z0-9-]{0,39}$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex QueueName();
}
