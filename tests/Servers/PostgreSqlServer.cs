using System.Diagnostics;

namespace ContourFlow.Servers;

/// <summary>
/// A PostgreSQL of the tests' own: a data folder that is made anew, a free port of the loopback. Made once for a test assembly
/// (an assembly fixture) and started when it is first asked for; whoever asks where it is not installed is skipped.
/// </summary>
public sealed class PostgreSqlServer : IAsyncDisposable
{
    private const string Superuser = "postgres";

    private readonly SemaphoreSlim gate = new(1);
    private readonly string? programs = FindPrograms();
    private string? folder;
    private int databases;

    /// <summary>Whether it flushes to the disk what it has promised, as one in use does.</summary>
    public bool IsDurable { get; init; }

    /// <summary>Its port; 0 before it was started.</summary>
    public int Port { get; private set; }

    /// <summary>Starts it, unless it runs; skips the test where PostgreSQL is not installed.</summary>
    public async Task StartAsync()
    {
        if (programs is null)
            Assert.Skip("PostgreSQL is not installed (package postgresql)");
        await gate.WaitAsync();
        try
        {
            if (folder is null)
                await MakeAsync();
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>
    /// How a database is reached, by Npgsql. Each test has a database, so a pool, of its own: connections that nobody uses are closed after
    /// seconds, lest the pools of tests that are over hold all that the server has.
    /// </summary>
    public string ConnectionTo(string database) =>
        $"Host=127.0.0.1;Port={Port};Username={Superuser};Database={database};Timeout=30;Include Error Detail=true;Connection Idle Lifetime=5;Connection Pruning Interval=5";

    /// <summary>Makes a database, a copy of another one where that is named. Nobody may be connected to that one.</summary>
    /// <returns>How it is reached.</returns>
    public async Task<string> MakeDatabaseAsync(string? copyOf = null)
    {
        await StartAsync();
        string name = $"test_{Interlocked.Increment(ref databases)}";
        await RunAsync("psql", "-h", "127.0.0.1", "-p", $"{Port}", "-U", Superuser, "-d", "postgres", "-q", "-c", $"CREATE DATABASE {name}{(copyOf is null ? "" : $" TEMPLATE {copyOf}")}");
        return ConnectionTo(name);
    }

    /// <summary>Stops it, as an operator would who does not wait for clients.</summary>
    public Task StopAsync() => RunAsync("pg_ctl", "-D", Data, "-m", "fast", "-w", "-t", "300", "stop");

    /// <summary>Kills it: every connection and everything that is not on the disk is gone.</summary>
    public Task KillAsync() => RunAsync("pg_ctl", "-D", Data, "-m", "immediate", "-w", "-t", "300", "stop");

    /// <summary>Starts it anew after <see cref="StopAsync"/> or <see cref="KillAsync"/>, at the same port.</summary>
    public Task StartAgainAsync() =>
        RunAsync("pg_ctl", "-D", Data, "-w", "-t", "300", "-l", Path.Combine(folder!, "log"), "-o", $"-p {Port} -k {folder} -c listen_addresses=127.0.0.1 {Settings}", "start");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (folder is not null)
        {
            await KillAsync();
            Directory.Delete(folder, recursive: true);
        }

        gate.Dispose();
    }

    private string Data => Path.Combine(folder!, "data");

    // A test's server need not survive a power cut, and its time goes into flushing.
    private string Settings => $"{(IsDurable ? "" : "-c fsync=off -c full_page_writes=off ")}-c max_connections=500 -c shared_buffers=64MB -c log_min_messages=fatal";

    private async Task MakeAsync()
    {
        Port = FreePort.Next();
        folder = Directory.CreateTempSubdirectory("contourflow-postgresql-").FullName;
        if (Environment.IsPrivilegedProcess)
            await RunAsync("chown", Superuser, folder);
        await RunAsync("initdb", "-D", Data, "-U", Superuser, "--auth", "trust", "--no-sync", "--encoding", "UTF8", "--locale", "C");
        await StartAgainAsync();
    }

    // PostgreSQL refuses to run as root.
    private async Task RunAsync(string program, params string[] arguments)
    {
        string path = Path.Combine(programs!, program);
        bool isSystems = !File.Exists(path);
        var start = new ProcessStartInfo { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = "/" };
        if (isSystems)
            start.FileName = program;
        else if (Environment.IsPrivilegedProcess)
            (start.FileName, arguments) = ("runuser", ["-u", Superuser, "--", path, .. arguments]);
        else
            start.FileName = path;
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);

        // The server that pg_ctl starts would keep a pipe of ours open: its standard output goes nowhere.
        if (program == "pg_ctl")
            (start.FileName, start.RedirectStandardError, start.RedirectStandardOutput) = (WithoutOutput(start), false, false);
        using Process process = Process.Start(start) ?? throw new InvalidOperationException($"{program} does not start.");
        Task<string> output = start.RedirectStandardOutput ? process.StandardOutput.ReadToEndAsync() : Task.FromResult("");
        string error = start.RedirectStandardError ? await process.StandardError.ReadToEndAsync() : "";
        await output;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {error}");
    }

    private static string WithoutOutput(ProcessStartInfo start)
    {
        string[] words = [start.FileName, .. start.ArgumentList];
        start.ArgumentList.Clear();
        foreach (string word in (string[])["-c", "exec \"$0\" \"$@\" >/dev/null 2>&1", .. words])
            start.ArgumentList.Add(word);
        return "/bin/sh";
    }

    private static string? FindPrograms()
    {
        const string Versions = "/usr/lib/postgresql";
        IEnumerable<string> folders = Directory.Exists(Versions)
            ? Directory.EnumerateDirectories(Versions).OrderByDescending(path => path, StringComparer.Ordinal).Select(path => Path.Combine(path, "bin"))
            : [];
        return folders.Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator))
            .FirstOrDefault(path => File.Exists(Path.Combine(path, "initdb")));
    }
}
