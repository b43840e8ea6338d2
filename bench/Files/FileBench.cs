using System.Globalization;
using ContourFlow.Bench.Peers;

namespace ContourFlow.Bench.Files;

/// <summary>Opening CT slices, and a structure set to doubles and back, beside DCMTK and pydicom in the same run.</summary>
internal static class FileBench
{
    private const int Rounds = 3;
    private const int Times = 3;

    public static void Run()
    {
        var folder = Directory.CreateTempSubdirectory("contourflow-bench-").FullName;
        try
        {
            FileBenchData.WriteSlices(folder);
            var structures = Path.Combine(folder, "RS.dcm");
            var contours = FileBenchData.Contours();
            FileBenchData.StructureSet(contours).Save(structures);
            var peer = CompilePeer(folder);
            var script = Path.Combine(AppContext.BaseDirectory, "Files", "pydicom_peer.py");
            var python = File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3";
            var scratch = new byte[512 * 512 * 2];
            (string Name, string Mode, string Path, Func<double> Work)[] jobs =
            [
                ("300 slices, pixels into one array", "slices", folder, () => Slices(folder, scratch)),
                ("300 slices, pixels into arrays of their own", "slices", folder, () => Slices(folder, null)),
                ("structure set read to doubles", "read", structures, () => Read(structures)),
                ("structure set written from doubles", "write", structures, () => Write(contours, structures + ".ours")),
            ];
            Console.WriteLine("| job | ContourFlow ms | allocated MiB | DCMTK ms | ratio | pydicom ms | ratio |\n|---|---|---|---|---|---|---|");
            foreach (var (name, mode, path, work) in jobs)
            {
                List<double> ours = [], dcmtk = [], pydicom = [];
                double allocated = 0, sum = 0;
                for (var i = 0; i < 5; i++) work();
                for (var round = 0; round < Rounds; round++)
                {
                    for (var i = 0; i < Times; i++)
                    {
                        var before = GC.GetTotalAllocatedBytes(precise: true);
                        var processor = Environment.CpuUsage.TotalTime;
                        sum = work();
                        ours.Add((Environment.CpuUsage.TotalTime - processor).TotalMilliseconds);
                        allocated = (GC.GetTotalAllocatedBytes(precise: true) - before) / 1048576.0;
                    }

                    if (peer is not null) dcmtk.AddRange(Peer(sum, peer, mode, path, $"{Times}"));
                    if (TimedProcess.IsInstalled(python)) pydicom.AddRange(Peer(sum, python, script, mode, path, "1"));
                }

                Console.WriteLine($"| {name} | {Median(ours):0} | {allocated:0.0} | {Against(ours, dcmtk)} | {Against(ours, pydicom)} |");
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static double Slices(string folder, byte[]? scratch)
    {
        double sum = 0;
        for (var i = 0; i < FileBenchData.Slices; i++)
        {
            var option = scratch is null ? FileReadOption.ReadAll : FileReadOption.ReadLargeOnDemand;
            var buffer = DicomFile.Open(FileBenchData.SlicePath(folder, i), option).Dataset.GetDicomItem<DicomElement>(DicomTag.PixelData)!.Buffer;
            var pixels = scratch ?? buffer.Data;
            if (scratch is not null) buffer.GetByteRange(0, (int)buffer.Size, scratch);
            sum += BitConverter.ToUInt16(pixels) + BitConverter.ToUInt16(pixels, pixels.Length - 2);
        }

        return sum;
    }

    private static double Read(string path)
    {
        double sum = 0;
        foreach (var roi in DicomFile.Open(path).Dataset.GetSequence(DicomTag.ROIContourSequence))
        {
            foreach (var contour in roi.GetSequence(DicomTag.ContourSequence))
            {
                foreach (var value in contour.GetValues<double>(DicomTag.ContourData)) sum += value;
            }
        }

        return sum;
    }

    private static double Write(double[][] contours, string path)
    {
        FileBenchData.StructureSet(contours).Save(path);
        return 0;
    }

    // A peer that came to another sum did other work.
    private static IEnumerable<double> Peer(double sum, string program, params string[] arguments)
    {
        foreach (var line in TimedProcess.Output(program, arguments).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var words = line.Split(' ').Select(w => double.Parse(w, CultureInfo.InvariantCulture)).ToArray();
            if (Math.Abs(words[1] - sum) > 1e-3) throw new InvalidOperationException($"{program} {arguments[0]} read {words[1]} where {sum} was expected.");
            yield return words[0];
        }
    }

    private static string? CompilePeer(string folder)
    {
        if (!File.Exists("/usr/include/dcmtk/dcmdata/dctk.h"))
        {
            Console.Error.WriteLine("libdcmtk-dev is not installed: DCMTK's columns are left out.");
            return null;
        }

        var program = Path.Combine(folder, "dcmtk_peer");
        TimedProcess.Output("g++", "-O2", "-o", program, Path.Combine(AppContext.BaseDirectory, "Files", "dcmtk_peer.cpp"), "-ldcmdata", "-loflog", "-lofstd");
        return program;
    }

    private static string Against(List<double> ours, List<double> theirs) =>
        theirs.Count == 0 ? " | " : $"{Median(theirs):0} | {Median(ours) / Median(theirs):0.00}";

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
