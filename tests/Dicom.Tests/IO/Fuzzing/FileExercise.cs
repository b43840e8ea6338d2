using System.Diagnostics;

namespace ContourFlow.Dicom.Tests.IO.Fuzzing;

/// <summary>What became of a damaged file.</summary>
public enum ExerciseEnd
{
    /// <summary>It was refused.</summary>
    Refused,

    /// <summary>It was read; what it holds cannot be written.</summary>
    Read,

    /// <summary>It was read, written, and read again.</summary>
    Written,
}

/// <summary>Does with a file what callers do: reads it, asks for every value, writes it, and reads that.</summary>
public static class FileExercise
{
    /// <summary>Bytes that one file may make the toolkit allocate, all in all.</summary>
    public const long MaximumAllocation = 256L << 20;

    /// <summary>Time that one file may take.</summary>
    public static readonly TimeSpan MaximumTime = TimeSpan.FromSeconds(1);

    /// <summary>Runs it.</summary>
    /// <exception cref="InvalidOperationException">A bound was broken, or another exception than the toolkit's came out.</exception>
    public static ExerciseEnd Run(byte[] bytes)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        TimeSpan time = TimeOf(() => Guarded(bytes), out ExerciseEnd end);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        if (allocated > MaximumAllocation)
            throw new InvalidOperationException($"{allocated >> 20} MiB were allocated for {bytes.Length} bytes.");

        // Other tests of this process may have been at work at the same time: once more.
        if (time > MaximumTime)
            time = TimeOf(() => Guarded(bytes), out end);
        if (time > MaximumTime)
            throw new InvalidOperationException($"{time.TotalMilliseconds:0} ms were taken for {bytes.Length} bytes.");
        return end;
    }

    // Of wall and processor time the shorter one: on a busy machine a file waits without being slow.
    private static TimeSpan TimeOf(Func<ExerciseEnd> work, out ExerciseEnd end)
    {
        TimeSpan processor = Environment.CpuUsage.TotalTime;
        var watch = Stopwatch.StartNew();
        end = work();
        TimeSpan wall = watch.Elapsed;
        processor = Environment.CpuUsage.TotalTime - processor;
        return wall < processor ? wall : processor;
    }

    private static ExerciseEnd Guarded(byte[] bytes)
    {
        try
        {
            return Exercise(bytes);
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"{e.GetType().Name} came out.", e);
        }
    }

    private static ExerciseEnd Exercise(byte[] bytes)
    {
        DicomFile file;
        try
        {
            file = DicomFile.Open(new MemoryStream(bytes));
        }
        catch (DicomFileException)
        {
            return ExerciseEnd.Refused;
        }

        Touch(file.Dataset);
        Pixels(file.Dataset);
        using var memory = new MemoryStream();
        try
        {
            file.Save(memory);
        }
        catch (DicomDataException)
        {
            return ExerciseEnd.Read;
        }

        memory.Position = 0;
        DicomDataset again;
        try
        {
            again = DicomFile.Open(memory).Dataset;
        }
        catch (DicomException e)
        {
            throw new InvalidOperationException("What was written cannot be read.", e);
        }

        if (Count(again) != Count(file.Dataset))
            throw new InvalidOperationException("What was written has another number of elements.");
        return ExerciseEnd.Written;
    }

    private static int Count(DicomDataset dataset) =>
        dataset.Where(i => i.Tag.Element != 0).Sum(i => 1 + (i is DicomSequence sequence ? sequence.Items.Sum(Count) : 0));

    private static void Touch(DicomDataset dataset)
    {
        foreach (DicomItem item in dataset)
        {
            if (item is DicomSequence sequence)
            {
                foreach (DicomDataset child in sequence.Items)
                    Touch(child);
                continue;
            }

            _ = item.ToString();
            dataset.TryGetString(item.Tag, out _);
            dataset.TryGetValues(item.Tag, out double[]? _);
            dataset.TryGetSingleValue(item.Tag, out int _);
            dataset.TryGetSingleValue(item.Tag, out DateTime _);
            dataset.TryGetSingleValue(item.Tag, out DicomUID? _);
            try
            {
                item.Validate();
            }
            catch (DicomValidationException)
            {
                // A rule is broken, and said so.
            }
        }
    }

    private static void Pixels(DicomDataset dataset)
    {
        try
        {
            _ = DicomPixelData.Create(dataset).GetFrame(0).Data;
        }
        catch (DicomDataException)
        {
            // No pixels, damaged ones, or rows that are said to be a UID.
        }
    }
}
