using System.Runtime.InteropServices;

namespace ContourFlow.Contouring.Viewing;

/// <summary>Makes planes of a volume on several threads and writes them in their order, a few at a time.</summary>
/// <param name="grid">The volume.</param>
/// <param name="threads">How many at once.</param>
internal sealed class VolumeWriting(ViewGrid grid, int threads)
{
    /// <summary>Fills a plane.</summary>
    /// <param name="plane">Its number.</param>
    /// <param name="into">Its voxels.</param>
    public delegate void Fill(int plane, Span<short> into);

    /// <summary>Writes the volume: while some planes are written, the next are made.</summary>
    /// <param name="begin">Gives what fills planes, called from any thread.</param>
    /// <param name="output">Gets the values, little endian.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public void Write(Func<Fill> begin, Stream output, CancellationToken cancellationToken)
    {
        var fill = begin();
        var ahead = Math.Max(1, threads) + 1;
        var planes = new Queue<Task<short[]>>();
        var free = new Stack<short[]>();
        var next = 0;
        try
        {
            while (next < grid.Planes.Length || planes.Count > 0)
            {
                while (next < grid.Planes.Length && planes.Count < ahead)
                {
                    var (plane, into) = (next++, free.TryPop(out var used) ? used : new short[grid.PlaneSize]);
                    planes.Enqueue(Task.Run(
                        () =>
                        {
                            fill(plane, into);
                            return into;
                        },
                        cancellationToken));
                }

                var done = planes.Dequeue().GetAwaiter().GetResult();
                output.Write(LittleEndian(done));
                free.Push(done);
            }
        }
        finally
        {
            // Nobody writes into what was handed out once this has returned.
            foreach (var left in planes) left.ContinueWith(static _ => { }, TaskScheduler.Default).Wait(CancellationToken.None);
        }
    }

    private static ReadOnlySpan<byte> LittleEndian(short[] values)
    {
        if (!BitConverter.IsLittleEndian) System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(values, values);
        return MemoryMarshal.AsBytes<short>(values);
    }
}
