using System.Buffers;

namespace ContourFlow.Geometry.Dose;

/// <summary>
/// How deep in the solid a sample lies: within the surface moved inwards by the uncertainty, between there and the surface, between
/// the surface and the one moved outwards.
/// </summary>
internal enum DoseShell
{
    Core,
    Inner,
    Outer,
}

/// <summary>
/// Samples of dose, each with the volume that it stands for and its shell, eight bytes a sample: the dose as an integer that
/// ascends with it, then the volume's bits, the last two of which hold the shell (a quarter of a millionth of the volume).
/// </summary>
internal sealed class DoseSamples
{
    private const int ShellBits = 3;
    private const int Digits = 1 << 11;

    // Below what counts as a large object.
    private const int ChunkSize = 8192;

    private readonly double[] outside = new double[3];
    private readonly List<ulong[]> chunks = [];

    /// <summary>Number of samples.</summary>
    public int Count { get; private set; }

    /// <summary>Volume of each shell where there is no dose, mm³.</summary>
    public ReadOnlySpan<double> Outside => outside;

    /// <summary>Adds a sample, or what has no dose (NaN) to the volume outside.</summary>
    public void Add(double dose, double volume, DoseShell shell)
    {
        if (double.IsNaN(dose))
        {
            outside[(int)shell] += volume;
            return;
        }

        var at = Count % ChunkSize;
        if (at == 0) chunks.Add(ArrayPool<ulong>.Shared.Rent(ChunkSize));
        var bits = BitConverter.SingleToUInt32Bits((float)dose);
        bits = (bits & 0x80000000) != 0 ? ~bits : bits | 0x80000000;
        chunks[^1][at] = ((ulong)bits << 32) | (BitConverter.SingleToUInt32Bits((float)volume) & ~(uint)ShellBits) | (uint)shell;
        Count++;
    }

    /// <summary>Gives the samples' memory back; there are none afterwards.</summary>
    public void Release()
    {
        foreach (var chunk in chunks) ArrayPool<ulong>.Shared.Return(chunk);
        chunks.Clear();
        Count = 0;
    }

    /// <summary>The dose of a sample.</summary>
    public static float Dose(ulong sample)
    {
        var bits = (uint)(sample >> 32);
        return BitConverter.UInt32BitsToSingle((bits & 0x80000000) != 0 ? bits & 0x7FFFFFFF : ~bits);
    }

    /// <summary>The volume of a sample, mm³.</summary>
    public static float Volume(ulong sample) => BitConverter.UInt32BitsToSingle((uint)sample & ~(uint)ShellBits);

    /// <summary>The shell of a sample.</summary>
    public static DoseShell Shell(ulong sample) => (DoseShell)(sample & ShellBits);

    /// <summary>
    /// A dose that no less than a volume gets, and not much more: the lower end of its class when doses are sorted by the upper half of
    /// their bits (a hundredth apart). Negative infinity where the volume is not there.
    /// </summary>
    public static double AtLeast(IReadOnlyList<DoseSamples> lists, double volume)
    {
        var classes = new double[1 << 16];
        foreach (var list in lists)
        {
            for (var i = 0; i < list.chunks.Count; i++)
            {
                foreach (var sample in list.Chunk(i)) classes[sample >> 48] += Volume(sample);
            }
        }

        var sum = 0.0;
        for (var i = classes.Length - 1; i >= 0; i--)
        {
            sum += classes[i];
            if (sum >= volume) return Dose((ulong)i << 48);
        }

        return double.NegativeInfinity;
    }

    /// <summary>All samples of several lists, hottest first; of equal ones the first first.</summary>
    /// <remarks>Radix sort by the upper 32 bits, 11 at a time: linear, stable and the same on any machine.</remarks>
    public static ulong[] Sorted(IReadOnlyList<DoseSamples> lists)
    {
        var count = lists.Sum(list => list.Count);
        var result = new ulong[count];
        var between = ArrayPool<ulong>.Shared.Rent(Math.Max(1, count));
        var starts = new int[3, Digits];
        foreach (var list in lists)
        {
            for (var i = 0; i < list.chunks.Count; i++)
            {
                foreach (var sample in list.Chunk(i))
                {
                    starts[0, (sample >> 32) & (Digits - 1)]++;
                    starts[1, (sample >> 43) & (Digits - 1)]++;
                    starts[2, (sample >> 54) & (Digits - 1)]++;
                }
            }
        }

        for (var pass = 0; pass < 3; pass++)
        {
            var start = 0;
            for (var i = Digits - 1; i >= 0; i--) (starts[pass, i], start) = (start, start + starts[pass, i]);
        }

        foreach (var list in lists)
        {
            for (var i = 0; i < list.chunks.Count; i++) Scatter(list.Chunk(i), result, starts, 0);
        }

        Scatter(result, between, starts, 1);
        Scatter(between.AsSpan(0, count), result, starts, 2);
        ArrayPool<ulong>.Shared.Return(between);
        return result;
    }

    private static void Scatter(ReadOnlySpan<ulong> from, Span<ulong> to, int[,] starts, int pass)
    {
        var shift = 32 + (11 * pass);
        foreach (var sample in from) to[starts[pass, (sample >> shift) & (Digits - 1)]++] = sample;
    }

    private ReadOnlySpan<ulong> Chunk(int chunk) => chunks[chunk].AsSpan(0, Math.Min(ChunkSize, Count - (chunk * ChunkSize)));
}
