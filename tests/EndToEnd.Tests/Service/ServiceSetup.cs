using System.Text.Json.Nodes;
using ContourFlow.EndToEnd.Tests.Network;

namespace ContourFlow.EndToEnd.Tests.Service;

/// <summary>A configuration of the service in a folder of the test's own, impatient so that tests are short.</summary>
internal sealed class ServiceSetup
{
    private readonly TemporaryFolder place;

    /// <param name="place">Where its data and its file are.</param>
    /// <param name="port">The DICOM port; 0: one that is free.</param>
    public ServiceSetup(TemporaryFolder place, int port = 0)
    {
        this.place = place;
        Port = port == 0 ? ServerProcess.FreePort() : port;
        OperationsPort = ServerProcess.FreePort();
        Json = new JsonObject
        {
            [nameof(Data)] = place["data"],
            ["Receiver"] = new JsonObject { ["Titles"] = new JsonArray(Title), ["Address"] = "127.0.0.1", [nameof(Port)] = Port, ["KeepFreeMiB"] = 16 },
            ["Objects"] = new JsonObject { ["KeepFreeMiB"] = 16 },
            ["Intake"] = new JsonObject { ["Protocol"] = SmallCase.Protocol, ["QuietTime"] = "00:00:00.3" },

            // A machine that is busy with other tests renews claims late, and each that is lost counts as an attempt: giving up is tested elsewhere.
            ["Processing"] = new JsonObject { ["Claim"] = "00:00:04", ["MostAttempts"] = 100 },
            ["Review"] = new JsonObject { [nameof(Port)] = 0 },
            ["Publishing"] = new JsonObject { ["Claim"] = "00:00:03" },
            ["Operations"] = new JsonObject { [nameof(Port)] = OperationsPort, ["ReconcileEvery"] = "00:00:00.5", ["ReissueAfter"] = "00:00:02", ["ShutdownTimeout"] = "00:00:30" },
        };
    }

    /// <summary>The service's AE title.</summary>
    public const string Title = "CONTOURFLOW";

    public int Port { get; }

    public int OperationsPort { get; }

    /// <summary>The configuration, to be changed before it is used.</summary>
    public JsonObject Json { get; }

    /// <summary>What its processes find in their environment besides.</summary>
    public Dictionary<string, string> Environment { get; } = new(StringComparer.Ordinal);

    /// <summary>Its folder.</summary>
    public string Data => Json[nameof(Data)]!.GetValue<string>();

    /// <summary>The file with it, as it is now.</summary>
    public string File
    {
        get
        {
            string path = place["contourflow.json"];
            System.IO.File.WriteAllText(path, Json.ToJsonString());
            return path;
        }
    }

    /// <summary>Results go to this archive.</summary>
    public ServiceSetup To(string name, string title, int port, Action<JsonObject>? change = null)
    {
        var destination = new JsonObject { ["Remote"] = $"{title}@127.0.0.1:{port}", ["FirstPause"] = "00:00:00.5", ["LongestPause"] = "00:00:02", ["ReportWait"] = "00:00:10", ["ResponseTimeout"] = "00:00:10" };
        change?.Invoke(destination);
        if (Json["Destinations"] is null)
            Json["Destinations"] = new JsonObject();
        Json["Destinations"]![name] = destination;
        return this;
    }

    /// <summary>By the small cases' protocol with a table of doses: at most 25 Gy in the hottest 0.03 cm³ of the cord with its margin, 22 Gy to be aimed at.</summary>
    /// <param name="folder">Gets the protocol.</param>
    public ServiceSetup WithDoses(string folder)
    {
        Directory.CreateDirectory(folder);
        string protocol = System.IO.File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "protocols", $"{SmallCase.Protocol}.yaml"));
        System.IO.File.WriteAllText(Path.Combine(folder, $"{SmallCase.Protocol}.yaml"), protocol + """

            dose:
              prescription: 30 Gy
              fractions: 5
              surface-uncertainty: 0.1 mm
              objectives:
                SpinalCord_PRV02:
                  D0.03cc: {optimal: at most 22 Gy, mandatory: at most 25 Gy}

            """);
        Json["Processing"]!["Protocols"] = folder;
        return this;
    }

    /// <summary>Over the broker and the database of others, as many processes.</summary>
    public ServiceSetup Over(string amqp, string postgreSql)
    {
        Json["Queue"] = new JsonObject { ["Url"] = amqp, ["RedeliveryPauses"] = new JsonArray("00:00:01", "00:00:02") };
        Json["Registry"] = new JsonObject { ["Provider"] = "PostgreSql", ["Connection"] = postgreSql };
        return this;
    }

    /// <summary>Runs `contourflow cases` or `queue` over it.</summary>
    public ProgramRun Run(params string[] args) => ProgramRun.ContourFlow([.. args, "--config", File, "--json"]);
}
