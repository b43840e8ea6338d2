using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ContourFlow.Bench.Dose;

/// <summary>dicompyler-core (Debian's python3-dicompylercore) as a process that answers one job a line.</summary>
internal sealed class Dicompyler : IDisposable
{
    private const string Python = "/usr/bin/python3";

    private readonly Process process;

    public Dicompyler() => process = Process.Start(new ProcessStartInfo(Python, [Path.Combine(AppContext.BaseDirectory, "Dose/dicompyler_peer.py")])
    {
        UseShellExecute = false,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
    })!;

    /// <summary>Whether it can be run here.</summary>
    public static bool IsInstalled => File.Exists(Python) && Directory.Exists("/usr/lib/python3/dist-packages/dicompylercore");

    /// <summary>Its default, and what its options can make of a dose grid of a spacing (mm): the resolution must be a power of two finer.</summary>
    public static (string Name, JsonObject Options)[] Settings(double spacing) =>
    [
        ("default", []),
        ("2 segments between planes", new() { ["interpolation_segments_between_planes"] = 2 }),
        ("resolution a quarter", Interpolated(spacing / 4, 0)),
        ("resolution an eighth, 3 segments", Interpolated(spacing / 8, 3)),
    ];

    /// <summary>Does a job.</summary>
    public JsonObject Do(JsonObject job)
    {
        process.StandardInput.WriteLine(job.ToJsonString(JsonSerializerOptions.Default));
        process.StandardInput.Flush();
        return JsonNode.Parse(process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("dicompyler-core's process ended; its error output says why."))!.AsObject();
    }

    public void Dispose()
    {
        process.StandardInput.Close();
        process.WaitForExit();
        process.Dispose();
    }

    private static JsonObject Interpolated(double resolution, int segments) => new()
    {
        ["use_structure_extents"] = true,
        ["interpolation_resolution"] = resolution,
        ["interpolation_segments_between_planes"] = segments,
    };
}
