namespace ContourFlow.Geometry.Fields;

/// <summary>
/// For every lattice point, whether a region holds it: even-odd crossings along each lattice row, one bit a point.
/// </summary>
internal sealed class InsideBits
{
    private readonly ulong[] words;
    private readonly int wordsPerRow;

    /// <summary>Counts the crossings of all rows.</summary>
    public InsideBits(Segments segments, in Lattice lattice)
    {
        wordsPerRow = (lattice.Columns + 63) / 64;
        words = new ulong[wordsPerRow * lattice.Rows];
        var step = lattice.Step;
        for (var i = 0; i < segments.Count; i++)
        {
            var low = Math.Min(segments.Y[i], segments.EndY[i]);
            var high = Math.Max(segments.Y[i], segments.EndY[i]);
            // Rows with low <= y < high, by the same comparison as Segments.Surround.
            var row = Math.Max(0, (int)Math.Floor(low / step));
            while (row * step < low) row++;
            for (; row < lattice.Rows && row * step < high; row++)
            {
                var x = segments.CrossingX(i, row * step);
                // The first column right of the crossing, and with it all that follow, change sides.
                var column = Math.Max(0, (int)Math.Floor(x / step));
                while (column * step <= x) column++;
                if (column < lattice.Columns) words[(row * wordsPerRow) + (column >> 6)] ^= 1UL << (column & 63);
            }
        }

        for (var row = 0; row < lattice.Rows; row++) RunRow(words.AsSpan(row * wordsPerRow, wordsPerRow));
    }

    /// <summary>True when the region holds the lattice point.</summary>
    public bool this[int column, int row] =>
        ((words[(row * wordsPerRow) + (column >> 6)] >> (column & 63)) & 1) != 0;

    /// <summary>The eight points of a tile's row that starts at a column divisible by eight, lowest bit first.</summary>
    public int Eight(int column, int row) =>
        (int)(words[(row * wordsPerRow) + (column >> 6)] >> (column & 63)) & 0xFF;

    // Running exclusive or: after it, a bit says whether an odd number of crossings lie left of its point.
    private static void RunRow(Span<ulong> row)
    {
        var carry = 0UL;
        for (var i = 0; i < row.Length; i++)
        {
            var word = row[i];
            word ^= word << 1;
            word ^= word << 2;
            word ^= word << 4;
            word ^= word << 8;
            word ^= word << 16;
            word ^= word << 32;
            row[i] = word ^ carry;
            carry = (row[i] >> 63) == 0 ? 0 : ulong.MaxValue;
        }
    }
}
