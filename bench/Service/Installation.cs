using System.Globalization;
using System.Text.Json.Nodes;
using ContourFlow.EndToEnd.Tests;
using ContourFlow.EndToEnd.Tests.Network;
using ContourFlow.EndToEnd.Tests.Service;
using ContourFlow.Servers;
using Npgsql;

namespace ContourFlow.Bench.Service;

/// <summary>
/// The service as a department would run it, on this one machine: RabbitMQ, a PostgreSQL that flushes, an Orthanc as archive, gateway, workers and publisher as
/// processes, with the configuration's defaults but for what is named here. What they said goes into the file that CONTOURFLOW_BENCH_LOG names.
/// </summary>
internal sealed class Installation : IAsyncDisposable
{
    private readonly TemporaryFolder place = new();
    private readonly RabbitMqServer broker = new();
    private readonly PostgreSqlServer database = new() { IsDurable = true };
    private readonly SortedDictionary<string, ServiceProcess> processes = new(StringComparer.Ordinal);

    /// <summary>How long after its newest object a case is looked at; part of what is measured.</summary>
    public static readonly TimeSpan QuietTime = TimeSpan.FromSeconds(0.2);

    public Pacs Pacs { get; private set; } = null!;

    public ServiceSetup Setup { get; private set; } = null!;

    public CaseStory Story { get; private set; } = null!;

    /// <summary>Connection to its database, as Npgsql takes it.</summary>
    public string Connection { get; private set; } = "";

    /// <summary>Its processes by name.</summary>
    public IReadOnlyDictionary<string, ServiceProcess> Processes => processes;

    /// <summary>A folder of the measurement's own.</summary>
    public string this[string name] => place[name];

    /// <summary>Everything that its processes said.</summary>
    public string Said => string.Join(Environment.NewLine, processes.Select(one => $"--- {one.Key}{Environment.NewLine}{one.Value.Said}"));

    /// <summary>Starts servers, gateway and publisher; workers are started when they are asked for.</summary>
    /// <param name="protocol">Protocol of its cases.</param>
    /// <param name="threads">Threads of a case.</param>
    public static async Task<Installation> StartAsync(string protocol, int threads)
    {
        var made = new Installation();
        try
        {
            Uri url = await made.broker.StartedAsync(default);
            made.Connection = await made.database.MakeDatabaseAsync();
            int port = ServerProcess.FreePort();
            made.Pacs = await Pacs.StartAsync(port, default);
            made.Setup = new ServiceSetup(made.place, port);
            JsonObject json = made.Setup.Json;
            json["Objects"] = new JsonObject { ["Folder"] = made["objects"], ["KeepFreeMiB"] = 16 };
            json["Intake"] = new JsonObject { ["Protocol"] = protocol, ["QuietTime"] = QuietTime.ToString("c", CultureInfo.InvariantCulture) };
            json["Processing"] = new JsonObject { ["Threads"] = threads };
            json["Publishing"] = new JsonObject();
            json["Operations"] = new JsonObject { ["Port"] = made.Setup.OperationsPort };
            json["Destinations"] = new JsonObject { ["pacs"] = new JsonObject { ["Remote"] = $"{Archive.Title}@127.0.0.1:{made.Pacs.Archive.DicomPort}" } };
            json["Queue"] = new JsonObject { ["Url"] = url.ToString() };
            json["Registry"] = new JsonObject { ["Provider"] = "PostgreSql", [nameof(Connection)] = made.Connection };
            // As the program is built; the tests compile it for small cases.
            made.Setup.Environment["DOTNET_TC_QuickJitForLoops"] = "0";
            await made.BeginAsync("gateway");
            await made.BeginAsync("publisher");
            made.Story = new CaseStory(made.Setup);
            return made;
        }
        catch
        {
            await made.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a process of the role that its name begins with, and waits until it is ready.</summary>
    public async Task BeginAsync(string name)
    {
        string[] own = name == "gateway" ? [] : [$"Operations:Port={ServerProcess.FreePort()}"];
        processes[name] = await ServiceProcess.StartReadyAsync(name.Split('-')[0], Setup, default, null, 1, [$"Data={place[name]}", .. own]);
    }

    /// <summary>Ends a process in order.</summary>
    public async Task EndAsync(string name)
    {
        await processes[name].StopAsync();
        processes[name].Dispose();
        processes.Remove(name);
    }

    /// <summary>Processor time of a process since its start, seconds.</summary>
    public double ProcessorSeconds(string name)
    {
        const double TicksPerSecond = 100;
        string[] fields = File.ReadAllText($"/proc/{processes[name].Id}/stat").Split(") ")[^1].Split(' ');
        return fields[11..13].Sum(text => double.Parse(text, CultureInfo.InvariantCulture)) / TicksPerSecond;
    }

    /// <summary>A line of /proc's status in MiB: VmRSS is resident now, VmHWM at the most.</summary>
    public double MiB(string name, string line) =>
        double.Parse(File.ReadLines($"/proc/{processes[name].Id}/status").First(text => text.StartsWith(line, StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;

    /// <summary>Size of its database on the disk, without what a checkpoint has yet to write.</summary>
    public async Task<long> DatabaseBytesAsync()
    {
        await using var connection = new NpgsqlConnection(Connection);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("SELECT pg_database_size(current_database())", connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>The machine's load: averages of one and five minutes.</summary>
    public static string Load => string.Join(" and ", File.ReadAllText("/proc/loadavg").Split(' ')[..2]);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Environment.GetEnvironmentVariable("CONTOURFLOW_BENCH_LOG") is { Length: > 0 } log)
            await File.WriteAllTextAsync(log, Said);
        foreach (ServiceProcess process in processes.Values)
            process.Dispose();
        if (Story is not null)
            await Story.DisposeAsync();
        Pacs?.Dispose();
        await database.DisposeAsync();
        await broker.DisposeAsync();
        place.Dispose();
    }
}
