using System.Diagnostics;
using System.Globalization;
using ContourFlow.Bench.Peers;

namespace ContourFlow.Bench.Network;

/// <summary>
/// storescu sends CT slices over loopback to `contourflow receive`, DCMTK's storescp, Orthanc, and a bare copier, taking turns in one run;
/// on memory's file system and on the disk.
/// </summary>
internal static class ReceiveBench
{
    private const int WarmUp = 150;

    public static void Run(string disk, int images, int rounds)
    {
        Console.WriteLine($"{images} CT slices of 525 KB by storescu with TCP_NODELAY; medians of {rounds} rounds, all taking turns\n");
        Console.WriteLine("| into | associations | receiver | images/s | of storescp | processor, ms/image | peak, MiB |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        foreach (string place in new[] { disk, "/dev/shm" }.Where(place => place.Length > 0))
        {
            foreach (int associations in new[] { 1, 4 })
                Compare(place, associations, images, rounds);
        }

        Nagle(images);
        Large();
    }

    private static void Compare(string place, int associations, int images, int rounds)
    {
        using var slices = new SlicesToSend();
        string root = Path.Combine(place, $"contourflow-bench-receive-{Environment.ProcessId}");
        Directory.CreateDirectory(root);
        var peers = new List<ReceiverPeer>();
        try
        {
            peers.AddRange(Receivers(root));
            var taken = peers.ToDictionary(peer => peer, _ => new List<(double Rate, double Processor)>());
            foreach (ReceiverPeer peer in peers)
                Send(peer, slices, WarmUp, associations, nagle: false);
            for (int round = 0; round < rounds; round++)
            {
                foreach (ReceiverPeer peer in peers)
                {
                    double before = peer.ProcessorTime;
                    double seconds = Send(peer, slices, images, associations, nagle: false);
                    taken[peer].Add((images / seconds, (peer.ProcessorTime - before) / images));
                }
            }

            double storescp = Median(taken[peers[1]].Select(run => run.Rate));
            foreach (ReceiverPeer peer in peers)
            {
                double rate = Median(taken[peer].Select(run => run.Rate));
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"| {(place == "/dev/shm" ? "memory" : "disk")} | {associations} | {peer.Title} | {rate:0} | {rate / storescp:0.00} | {Median(taken[peer].Select(run => run.Processor)):0.00} | {peer.PeakMiB:0} |"));
            }
        }
        finally
        {
            foreach (ReceiverPeer peer in peers)
                peer.Dispose();
            Directory.Delete(root, recursive: true);
        }
    }

    private static IEnumerable<ReceiverPeer> Receivers(string root)
    {
        int ours = ReceiverPeer.FreePort();
        yield return ReceiverPeer.Start("contourflow receive", ours, "dotnet", Program(), "receive", Path.Combine(root, "ours"), "--aet", "ANY", "--port", Text(ours), "--address", "127.0.0.1");
        int storescp = ReceiverPeer.FreePort();
        Directory.CreateDirectory(Path.Combine(root, "storescp"));
        yield return ReceiverPeer.Start("storescp", storescp, "storescp", "+B", "--fork", "--max-pdu", "131072", "-od", Path.Combine(root, "storescp"), Text(storescp));
        int copier = ReceiverPeer.FreePort();
        Directory.CreateDirectory(Path.Combine(root, "copier"));
        yield return ReceiverPeer.Start("bare copier", copier, Environment.ProcessPath!, [.. Itself(), "copier", Text(copier), Path.Combine(root, "copier")]);
        if (!root.StartsWith("/dev/shm", StringComparison.Ordinal))
        {
            int flusher = ReceiverPeer.FreePort();
            yield return ReceiverPeer.Start("contourflow receive, flushing each", flusher, Environment.ProcessPath!, [.. Itself(), "flusher", Text(flusher), Path.Combine(root, "flusher")]);
        }

        string orthanc = TimedProcess.IsInstalled("Orthanc") ? "Orthanc" : "/usr/sbin/Orthanc";
        if (!TimedProcess.IsInstalled(orthanc))
            yield break;
        int dicom = ReceiverPeer.FreePort();
        string folder = Directory.CreateDirectory(Path.Combine(root, "orthanc")).FullName;
        string configuration = Path.Combine(folder, "orthanc.json");
        File.WriteAllText(configuration, $$"""
            { "StorageDirectory": "{{folder}}", "IndexDirectory": "{{folder}}", "DicomPort": {{dicom}}, "HttpServerEnabled": false, "DicomAet": "ANY", "DicomCheckCalledAet": false, "Plugins": [] }
            """);
        yield return ReceiverPeer.Start("Orthanc", dicom, orthanc, configuration);
    }

    // An unchanged storescu waits 40 ms an object for receivers that acknowledge late.
    private static void Nagle(int images)
    {
        using var slices = new SlicesToSend();
        string root = Path.Combine("/dev/shm", $"contourflow-bench-nagle-{Environment.ProcessId}");
        int port = ReceiverPeer.FreePort();
        using (ReceiverPeer ours = ReceiverPeer.Start("contourflow receive", port, "dotnet", Program(), "receive", root, "--aet", "ANY", "--port", Text(port), "--address", "127.0.0.1"))
        {
            Send(ours, slices, WarmUp, 1, nagle: false);
            double[] ratios = [.. Enumerable.Range(0, 3).Select(_ => Send(ours, slices, images, 1, nagle: true) / Send(ours, slices, images, 1, nagle: false))];
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\nAn unchanged storescu (Nagle's algorithm on) takes {Median(ratios):0.00} times as long as with TCP_NODELAY."));
        }

        Directory.Delete(root, recursive: true);
    }

    private static void Large()
    {
        const int Megabytes = 500;
        using var slices = new SlicesToSend();
        string[] set = slices.Set(1, 1);
        string file = Directory.GetFiles(set[0]).Single();
        using (var append = new FileStream(file, FileMode.Append))
        {
            // A private element of 500 MB behind the pixels.
            Span<byte> header = [0xE1, 0x7F, 0x01, 0x10, (byte)'O', (byte)'B', 0, 0, 0, 0, 0, 0];
            BitConverter.TryWriteBytes(header[8..], Megabytes * 1_000_000);
            append.Write(header);
            byte[] block = new byte[1_000_000];
            for (int i = 0; i < Megabytes; i++)
                append.Write(block);
        }

        string root = Path.Combine("/dev/shm", $"contourflow-bench-large-{Environment.ProcessId}");
        int port = ReceiverPeer.FreePort();
        using (ReceiverPeer ours = ReceiverPeer.Start("contourflow receive", port, "dotnet", Program(), "receive", root, "--aet", "ANY", "--port", Text(port), "--address", "127.0.0.1"))
        {
            var watch = Stopwatch.StartNew();
            TimedProcess.Run("storescu", "-aec", "ANY", "127.0.0.1", Text(port), file);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\nOne object of {Megabytes} MB: {watch.Elapsed.TotalSeconds:0.0} s, peak {ours.PeakMiB:0} MiB."));
        }

        Directory.Delete(root, recursive: true);
    }

    // Seconds from the first byte to the last answer; the set is made before and removed after.
    private static double Send(ReceiverPeer peer, SlicesToSend slices, int images, int associations, bool nagle)
    {
        string[] folders = slices.Set(images, associations);
        var watch = Stopwatch.StartNew();
        Parallel.ForEach(folders, new ParallelOptions { MaxDegreeOfParallelism = associations }, folder =>
        {
            if (peer.Title == "bare copier")
                SocketCopier.Send(peer.Port, folder);
            else
                TimedProcess.Run("env", nagle ? "TCP_NODELAY=0" : "TCP_NODELAY=1", "storescu", "-aec", "ANY", "127.0.0.1", Text(peer.Port), "+sd", folder);
        });
        double seconds = watch.Elapsed.TotalSeconds;
        SlicesToSend.Remove(folders);
        return seconds;
    }

    private static string Program()
    {
        string path = Path.Combine(AppContext.BaseDirectory, "contourflow.dll");
        return File.Exists(path) ? path : throw new InvalidOperationException("Build src/Worker -c Release first.");
    }

    // Started by `dotnet bench.dll` the process is dotnet; started by its own name it is itself.
    private static string[] Itself() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath!) == "dotnet" ? [typeof(ReceiveBench).Assembly.Location] : [];

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
