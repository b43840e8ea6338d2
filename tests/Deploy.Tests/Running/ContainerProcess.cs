using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using ContourFlow.Deploy.Tests.Configuration;
using ContourFlow.Deploy.Tests.Rendering;
using ContourFlow.EndToEnd.Tests;
using ContourFlow.Worker.Hosting;

namespace ContourFlow.Deploy.Tests.Running;

/// <summary>
/// The container of a rendered pod as a process of this machine: its arguments, its variables and nothing else in its environment, its ConfigMap in a folder, its
/// volumes as folders, its ports as free ones.
/// </summary>
internal sealed class ContainerProcess : IDisposable
{
    private static readonly string[] s_fromHere = ["PATH", "DOTNET_ROOT", "LD_LIBRARY_PATH"];

    private readonly Process process;
    private readonly StringBuilder said = new();
    private readonly Task[] reading;
    private readonly IReadOnlyDictionary<string, int> ports;

    private ContainerProcess(Workload workload, ServiceOptions options, Process process, IReadOnlyDictionary<string, int> ports)
    {
        (Workload, Options, this.process, this.ports) = (workload, options, process, ports);
        reading = [Task.Run(() => ReadAsync(process.StandardOutput)), Task.Run(() => ReadAsync(process.StandardError))];
    }

    public Workload Workload { get; }

    /// <summary>The configuration as the program reads it of file and variables.</summary>
    public ServiceOptions Options { get; }

    public bool HasExited => process.HasExited;

    /// <summary>Everything that it wrote.</summary>
    public string Said
    {
        get
        {
            lock (said)
                return said.ToString();
        }
    }

    /// <summary>Starts the container of a workload's pod.</summary>
    /// <exception cref="InvalidOperationException">It would not run in a cluster: a Secret is absent, a value is not known, a port or a folder is not what the program uses.</exception>
    public static ContainerProcess Start(RenderedOverlay overlay, Workload workload, string pod, Surroundings surroundings)
    {
        Container container = workload.Containers.Single();
        List<(string There, string Here)> folders = Folders(workload, container, pod, surroundings);
        string? file = null;
        if (ProgramConfiguration.IsFileRead(workload))
        {
            file = Path.Combine(folders.Single(folder => folder.There == container.Mounts["configuration"]).Here, "contourflow.json");
            File.WriteAllText(file, InFolders(surroundings.Here(overlay.Configuration), folders));
        }

        List<KeyValuePair<string, string>> variables = [.. container.Environment(surroundings.Secret, field => field == "metadata.name" ? pod : throw new InvalidOperationException($"{field} is not expected."))
            .Select(variable => KeyValuePair.Create(variable.Key, InFolders(surroundings.Here(variable.Value), folders)))];
        ServiceOptions options = Read(file, variables);
        IReadOnlyDictionary<string, int> given = Ports(container, options, variables);
        InWritable(options.Data, container, folders);
        // The migration has nothing to do with objects.
        if (workload.Manifest.Kind != "Job" && options.Objects.Folder is { } objects)
            InWritable(objects, container, folders);

        var start = new ProcessStartInfo("dotnet", [ProgramRun.Assembly, .. container.Arguments.Select(argument => InFolders(argument, folders))])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (string name in start.Environment.Keys.Except(s_fromHere, StringComparer.Ordinal).ToArray())
            start.Environment.Remove(name);
        start.Environment["TMPDIR"] = folders.Single(folder => folder.There == "/tmp").Here;
        foreach ((string name, string value) in variables)
            start.Environment[name] = value;
        Process started = Process.Start(start)!;
        started.StandardInput.Close();
        return new ContainerProcess(workload, options, started, given);
    }

    /// <summary>The port of this machine that a port of the container is, by its name or number.</summary>
    public int Port(string nameOrNumber)
    {
        Container container = Workload.Containers.Single();
        string name = container.Ports.ContainsKey(nameOrNumber)
            ? nameOrNumber
            : container.Ports.FirstOrDefault(port => port.Value.ToString(CultureInfo.InvariantCulture) == nameOrNumber).Key ?? throw new InvalidOperationException($"{Workload} has no port {nameOrNumber}.");
        return ports[name];
    }

    /// <summary>SIGTERM, as the kubelet sends it, and SIGKILL after the grace.</summary>
    /// <returns>The exit code, and how long it took.</returns>
    public async Task<(int ExitCode, TimeSpan Took)> TerminateAsync(CancellationToken cancellationToken)
    {
        TimeProvider time = TimeProvider.System;
        long began = time.GetTimestamp();
        Signal("TERM");
        return (await EndedAsync(Workload.Grace, cancellationToken), time.GetElapsedTime(began));
    }

    /// <summary>Holds it where it is (SIGSTOP).</summary>
    public void Hold() => Signal("STOP");

    /// <summary>Lets it go on (SIGCONT).</summary>
    public void GoOn() => Signal("CONT");

    /// <summary>Waits until it has ended by itself.</summary>
    public async Task<int> EndedAsync(TimeSpan within, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(within);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            process.Kill();
            await process.WaitForExitAsync(cancellationToken);
        }

        await Task.WhenAll(reading);
        return process.ExitCode;
    }

    public void Dispose()
    {
        if (!process.HasExited)
            process.Kill();
        process.WaitForExit();
        process.Dispose();
    }

    // The longest first: one may lie in another, or begin like it.
    private static List<(string There, string Here)> Folders(Workload workload, Container container, string pod, Surroundings surroundings) =>
        [.. container.Mounts.OrderByDescending(mount => mount.Value.Length).Select(mount => (mount.Value, surroundings.Volume(pod, mount.Key, Claim(workload, pod, mount.Key))))];

    private static string? Claim(Workload workload, string pod, string volume)
    {
        if (workload.ClaimTemplates.Contains(volume, StringComparer.Ordinal))
            return $"{volume}-{pod}";
        var known = workload.PodSpec["volumes"]!.AsArray().SingleOrDefault(one => (string)one!["name"]! == volume)
            ?? throw new InvalidOperationException($"{workload} mounts the volume {volume}, which it does not have.");
        return (string?)known["persistentVolumeClaim"]?["claimName"];
    }

    // Only a whole path, or the begin of one; all at once, as a folder here may begin like one there.
    private static string InFolders(string text, List<(string There, string Here)> folders) => Regex.Replace(
        text,
        $"(?<![\\w/.-])({string.Join('|', folders.Select(folder => Regex.Escape(folder.There)))})(?=[/\"]|$)",
        match => folders.Single(folder => folder.There == match.Value).Here,
        RegexOptions.None,
        TimeSpan.FromSeconds(1));

    private static void InWritable(string folder, Container container, List<(string There, string Here)> folders)
    {
        string[] readOnly = [.. container.Json["volumeMounts"]!.AsArray().Where(mount => (bool?)mount!["readOnly"] is true).Select(mount => (string)mount!["mountPath"]!)];
        if (!folders.Any(one => (folder == one.Here || folder.StartsWith(one.Here + "/", StringComparison.Ordinal)) && !readOnly.Contains(one.There, StringComparer.Ordinal)))
            throw new InvalidOperationException($"{folder} is in no volume that can be written to, and the root file system cannot.");
    }

    private static ServiceOptions Read(string? file, IEnumerable<KeyValuePair<string, string>> variables)
    {
        try
        {
            return ServiceOptionsLoading.Load(
                file,
                [.. variables.Where(variable => variable.Key.StartsWith(ServiceOptionsLoading.EnvironmentPrefix, StringComparison.Ordinal))
                    .Select(variable => $"{variable.Key[ServiceOptionsLoading.EnvironmentPrefix.Length..].Replace("__", ":", StringComparison.Ordinal)}={variable.Value}")],
                "CONTOURFLOW_DEPLOY_TESTS_NONE__");
        }
        catch (ConfigurationException fault)
        {
            throw new InvalidOperationException($"The program does not take its configuration: {fault.Message}", fault);
        }
    }

    // A network of its own lets each pod have the same ports; here each gets a free one. That the program listens at the one that the manifest names is asked first.
    private static Dictionary<string, int> Ports(Container container, ServiceOptions options, List<KeyValuePair<string, string>> variables)
    {
        (string Name, string Variable, int? Listened)[] known =
        [
            ("http", "CONTOURFLOW__Operations__Port", options.Operations.Port), ("dicom", "CONTOURFLOW__Receiver__Port", options.Receiver.Port), ("review", "CONTOURFLOW__Review__Port", options.Review.Port),
        ];
        var given = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach ((string name, int port) in container.Ports)
        {
            (_, string variable, int? listened) = known.SingleOrDefault(one => one.Name == name);
            if (listened != port)
                throw new InvalidOperationException($"The manifest names the port {name} {port}, and the program listens at {listened?.ToString(CultureInfo.InvariantCulture) ?? "none"}.");
            given[name] = Surroundings.FreePort();
            variables.Add(KeyValuePair.Create(variable, given[name].ToString(CultureInfo.InvariantCulture)));
        }

        return given;
    }

    private void Signal(string name) => ProgramRun.Of("kill", $"-{name}", process.Id.ToString(CultureInfo.InvariantCulture)).ExitCode.Should().Be(0);

    private async Task ReadAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            lock (said)
                said.AppendLine(line);
        }
    }
}
