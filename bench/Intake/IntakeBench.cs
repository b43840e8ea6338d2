using System.Diagnostics;
using System.Globalization;
using ContourFlow.Worker.Intake;
using Microsoft.Extensions.Logging.Abstractions;

namespace ContourFlow.Bench.Intake;

/// <summary>
/// How fast the folder of received objects takes CT slices in, beside a copier that writes and renames and flushes nothing,
/// on the same disk in the same run. Both get the bytes in pieces of 16 KB, as C-STORE brings them.
/// </summary>
internal static class IntakeBench
{
    private const int PieceLength = 16 * 1024 - 12;
    private const int PixelBytes = 512 * 512 * 2;
    private const int Rounds = 3;

    public static async Task RunAsync(string folder, int images)
    {
        string place = Path.Combine(folder, "contourflow-bench-intake");
        Console.WriteLine($"{images} CT slices of 525 KB into {new DriveInfo(folder).DriveFormat}; the median of {Rounds} rounds\n");
        Console.WriteLine("| variant | threads | images/s | lowest | processor, ms/image | until flushed, ms | image after a pause of 1 ms: median, 95 %, ms |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        try
        {
            foreach (int threads in new[] { 1, 4 })
            {
                var runs = new Dictionary<string, List<Taken>>(StringComparer.Ordinal);
                for (int round = 0; round <= Rounds; round++)
                {
                    // The first of each is for the compiler.
                    Note("copier, flushes nothing", Copy(place, threads, images, 0), Copy(place, threads, images, 1));
                    Note("journal", await IntakeAsync(place, threads, images, 0, Durability.Journal), await IntakeAsync(place, threads, images, 1, Durability.Journal));
                    Note("flush", await IntakeAsync(place, threads, images, 0, Durability.Flush), await IntakeAsync(place, threads, images, 1, Durability.Flush));

                    void Note(string variant, Taken atOnce, Taken paced)
                    {
                        if (round > 0)
                            (runs.TryGetValue(variant, out List<Taken>? list) ? list : runs[variant] = []).Add(atOnce with { Median = paced.Median, NearlyAll = paced.NearlyAll });
                    }
                }

                foreach ((string variant, List<Taken> taken) in runs)
                {
                    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                        $"| {variant} | {threads} | {Median(taken, t => t.Rate):0} | {taken.Min(t => t.Rate):0} | {Median(taken, t => t.Processor):0.00} | {Median(taken, t => t.Closing):0} | {Median(taken, t => t.Median):0.00}, {Median(taken, t => t.NearlyAll):0.00} |"));
                }
            }
        }
        finally
        {
            if (Directory.Exists(place))
                Directory.Delete(place, recursive: true);
        }
    }

    private static double Median(List<Taken> taken, Func<Taken, double> value) => taken.Select(value).Order().ElementAt(taken.Count / 2);

    private static Taken Copy(string place, int threads, int images, int pause)
    {
        Fresh(place);
        return Measure(threads, images, pause, (data, image) =>
        {
            string part = Path.Combine(place, $"{image}.part");
            using (var file = File.OpenHandle(part, FileMode.CreateNew, FileAccess.Write))
            {
                for (int at = 0; at < data.Length; at += PieceLength)
                    RandomAccess.Write(file, data.AsSpan(at, Math.Min(PieceLength, data.Length - at)), at);
            }

            File.Move(part, Path.Combine(place, $"{image}.dcm"), overwrite: true);
        });
    }

    private static async Task<Taken> IntakeAsync(string place, int threads, int images, int pause, Durability durability)
    {
        Fresh(place);
        var folder = ObjectFolder.Open(new IntakeOptions(place) { Durability = durability, FreePercent = 0 }, NullLogger.Instance, TimeProvider.System);
        // Until the first segments of the journal are made, as in a receiver that runs.
        Thread.Sleep(durability == Durability.Journal ? 1500 : 0);
        Taken taken = Measure(threads, images, pause, (data, image) =>
        {
            using IncomingObject incoming = folder.Begin(new(DicomUID.CTImageStorage.UID, Uid(image), DicomTransferSyntax.ExplicitVRLittleEndian.UID.UID, "SENDER", "RECEIVER"));
            for (int at = 0; at < data.Length; at += PieceLength)
                incoming.Write(data.AsSpan(at, Math.Min(PieceLength, data.Length - at)));
            Reception reception = incoming.CompleteAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult();
            if (reception != Reception.Stored)
                throw new InvalidOperationException($"An image was {reception}.");
        });
        var closing = Stopwatch.StartNew();
        await folder.DisposeAsync();
        return taken with { Closing = closing.Elapsed.TotalMilliseconds };
    }

    private static Taken Measure(int threads, int images, int pause, Action<byte[], int> store)
    {
        byte[][] data = [.. Enumerable.Range(0, images).Select(DataSet)];
        double[] times = new double[images];
        using var process = Process.GetCurrentProcess();
        TimeSpan before = process.TotalProcessorTime;
        var watch = Stopwatch.StartNew();
        Thread[] workers =
        [
            .. Enumerable.Range(0, threads).Select(t => new Thread(() =>
            {
                for (int image = t; image < images; image += threads)
                {
                    // A synchronous sender is silent while it waits for the answer and reads its next file.
                    if (pause > 0)
                        Thread.Sleep(pause);
                    long start = Stopwatch.GetTimestamp();
                    store(data[image], image);
                    times[image] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
                }
            })),
        ];
        foreach (Thread worker in workers)
            worker.Start();
        foreach (Thread worker in workers)
            worker.Join();
        double seconds = watch.Elapsed.TotalSeconds;
        process.Refresh();
        return new(images / seconds, (process.TotalProcessorTime - before).TotalMilliseconds / images, 0, times.Order().ElementAt(images / 2), times.Order().ElementAt(images * 95 / 100));
    }

    private static byte[] DataSet(int image)
    {
        byte[] pixels = new byte[PixelBytes];
        new Random(image).NextBytes(pixels);
        var dataset = new DicomDataset(DicomTransferSyntax.ExplicitVRLittleEndian)
        {
            { DicomTag.SOPClassUID, DicomUID.CTImageStorage },
            { DicomTag.SOPInstanceUID, Uid(image) },
            { DicomTag.StudyInstanceUID, "2.25.1" },
            { DicomTag.SeriesInstanceUID, "2.25.1.1" },
            { DicomTag.BitsAllocated, (ushort)16 },
            new DicomOtherWord(DicomTag.PixelData, new MemoryByteBuffer(pixels)),
        };
        using var memory = new MemoryStream();
        new DicomFile(dataset).Save(memory);
        byte[] file = memory.ToArray();
        return file[(144 + BitConverter.ToInt32(file, 140))..];
    }

    private static string Uid(int image) => $"2.25.1.1.{image + 1}";

    private static void Fresh(string place)
    {
        if (Directory.Exists(place))
            Directory.Delete(place, recursive: true);
        Directory.CreateDirectory(place);
    }

    private sealed record Taken(double Rate, double Processor, double Closing, double Median, double NearlyAll);
}
