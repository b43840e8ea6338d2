using System.Diagnostics;
using System.IO.Compression;
using System.Text.Json;
using ContourFlow.Phantom.Anatomy;
using ContourFlow.Phantom.Patients;
using ContourFlow.Review.Tests.Images;

namespace ContourFlow.Bench.Review;

/// <summary>
/// How long a reviewer waits for the images of a case that nobody has looked at: a thoracic phantom of 160 CT slices of 512 x 512 with two MRs, by
/// HTTP on the loopback, each part asked for at once as the page does. Then the same again, when files are enough.
/// </summary>
internal static class ImagesBench
{
    /// <summary>Measures, and prints a table.</summary>
    /// <param name="rounds">How often, each with an empty folder of prepared images.</param>
    public static async Task RunAsync(int rounds)
    {
        await Console.Error.WriteLineAsync("making and processing a phantom");
        await using ReviewedCase reviewed = await ReviewedCase.ProcessedAsync(
            new PhantomOptions { Site = SpineSite.Thoracic, Seed = 3, SliceCount = 160, IncludeExpectedVolumes = false });
        var cold = new List<Times>();
        var warm = new List<Times>();
        for (int round = 0; round < rounds; round++)
        {
            if (Directory.Exists(reviewed.Prepared))
                Directory.Delete(reviewed.Prepared, recursive: true);
            await using ImageServer server = await ImageServer.StartAsync(reviewed);
            cold.Add(await MeasureAsync(server, reviewed));
            warm.Add(await MeasureAsync(server, reviewed));
        }

        long written = new DirectoryInfo(reviewed.Prepared).EnumerateFiles("*.gz", SearchOption.AllDirectories).Sum(file => file.Length);
        Console.WriteLine($"{cold[0].Voxels}, {cold[0].Mrs} MRs, {cold[0].Rois} structures; {Megabytes(cold[0].Received)} over the wire, {Megabytes(written)} on the disk, {Megabytes(cold[0].Plain)} uncompressed");
        Console.WriteLine();
        Console.WriteLine("| | manifest s | contours s | CT s | all s | processor s |");
        Console.WriteLine("|---|---|---|---|---|---|");
        Console.WriteLine(Row("cold", cold));
        Console.WriteLine(Row("warm", warm));
    }

    private static async Task<Times> MeasureAsync(ImageServer server, ReviewedCase reviewed)
    {
        TimeSpan processor = Process.GetCurrentProcess().TotalProcessorTime;
        var watch = Stopwatch.StartNew();
        byte[] zipped = await server.Client.GetByteArrayAsync($"/api/cases/{reviewed.CaseId}/revisions/1/images");
        using var unzipped = new GZipStream(new MemoryStream(zipped), CompressionMode.Decompress);
        JsonElement manifest = (await JsonDocument.ParseAsync(unzipped)).RootElement;
        TimeSpan toManifest = watch.Elapsed;
        JsonElement[] mrs = [.. manifest.GetProperty("mrs").EnumerateArray().Where(mr => mr.GetProperty("url").ValueKind == JsonValueKind.String)];
        Task<(TimeSpan At, long Bytes)> contours = GetAsync(manifest.GetProperty("contoursUrl").GetString()!);
        Task<(TimeSpan At, long Bytes)> ct = GetAsync(manifest.GetProperty("ct").GetProperty("url").GetString()!);
        (TimeSpan At, long Bytes)[] rest = await Task.WhenAll(mrs.Select(mr => GetAsync(mr.GetProperty("url").GetString()!)));
        TimeSpan all = rest.Append(await ct).Append(await contours).Max(part => part.At);
        return new Times(
            toManifest, (await contours).At, (await ct).At, all, Process.GetCurrentProcess().TotalProcessorTime - processor,
            zipped.Length + (await contours).Bytes + (await ct).Bytes + rest.Sum(part => part.Bytes),
            (1 + mrs.Length) * manifest.GetProperty("ct").GetProperty("bytes").GetInt64(),
            string.Join(" x ", manifest.GetProperty("size").EnumerateArray().Select(count => count.GetInt32())) + " voxels",
            mrs.Length,
            manifest.GetProperty("rois").GetArrayLength());

        async Task<(TimeSpan At, long Bytes)> GetAsync(string url)
        {
            byte[] bytes = await server.Client.GetByteArrayAsync(url);
            return (watch.Elapsed, bytes.Length);
        }
    }

    private static string Row(string name, List<Times> times) =>
        $"| {name} | {Median(times, one => one.Manifest)} | {Median(times, one => one.Contours)} | {Median(times, one => one.Ct)} | {Median(times, one => one.All)} | {Median(times, one => one.Processor)} |";

    private static string Median(List<Times> times, Func<Times, TimeSpan> of) => times.Select(of).Order().ElementAt(times.Count / 2).TotalSeconds.ToString("0.00");

    private static string Megabytes(long bytes) => $"{bytes / 1e6:0} MB";

    private sealed record Times(
        TimeSpan Manifest, TimeSpan Contours, TimeSpan Ct, TimeSpan All, TimeSpan Processor, long Received, long Plain, string Voxels, int Mrs, int Rois);
}
