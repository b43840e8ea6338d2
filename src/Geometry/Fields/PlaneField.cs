using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using ContourFlow.Geometry.Structures;

namespace ContourFlow.Geometry.Fields;

/// <summary>
/// The signed distance to a region, mm, negative inside (even-odd over all rings), exact to its segments: at any
/// point, and fast on the tiles of a lattice that were asked for.
/// </summary>
/// <remarks>
/// For each tile only the segments that can be nearest to one of its points are looked at: those no further from
/// the tile's centre than the nearest one plus the tile's diameter. The minimum over them is the minimum over all,
/// to the bit.
/// </remarks>
internal sealed class PlaneField
{
    // Values a candidate segment takes in a pack: x, y, dx, dy, 1/length².
    private const int PackFields = 5;

    private readonly Lattice lattice;
    private readonly Segments segments;
    private readonly InsideBits inside;
    private readonly int[] slots;
    private int[] packStarts = [];
    private int[] packSizes = [];
    private double[] packs = [];
    private double[] values = [];

    /// <summary>Reads a region; computes the distance at every tile's centre when asked to.</summary>
    public PlaneField(PlanarRegion region, in Lattice lattice, bool withCentres = true)
    {
        this.lattice = lattice;
        segments = Segments.Of(region, lattice);
        inside = new InsideBits(segments, lattice);
        slots = new int[lattice.Tiles];
        Array.Fill(slots, -1);
        Centres = withCentres ? new double[lattice.Tiles] : [];
        for (var tile = 0; tile < Centres.Length; tile++) Centres[tile] = AtCentre(tile);
    }

    private PlaneField(PlaneField other)
    {
        lattice = other.lattice;
        segments = other.segments;
        inside = other.inside;
        slots = new int[lattice.Tiles];
        Array.Fill(slots, -1);
        Centres = other.Centres;
    }

    /// <summary>Signed distance at every tile's centre.</summary>
    public double[] Centres { get; }

    /// <summary>Prepares tiles: their candidate segments, and when asked to the distances at their points.</summary>
    /// <param name="wanted">Non-zero for each tile to prepare.</param>
    /// <param name="withValues">Whether <see cref="Values"/> will be read.</param>
    /// <param name="gaugeReach">Segments within this of a tile's points are kept as well, for <see cref="GaugeSquared"/>, mm.</param>
    public void Prepare(ReadOnlySpan<byte> wanted, bool withValues, double gaugeReach = 0)
    {
        var count = wanted.Length - wanted.Count((byte)0);
        packStarts = new int[count];
        packSizes = new int[count];
        if (withValues) values = ArrayPool<double>.Shared.Rent(Math.Max(1, count * Lattice.TilePoints));
        packs = ArrayPool<double>.Shared.Rent(Math.Max(64, count * PackFields * 16));
        var bounds = ArrayPool<double>.Shared.Rent(segments.Groups);
        int used = 0, slot = 0;
        for (var tile = 0; tile < wanted.Length; tile++)
        {
            if (wanted[tile] == 0) continue;
            if (used + (PackFields * segments.Padded) > packs.Length) Grow(used);
            var size = Pack(tile, bounds, packs.AsSpan(used), gaugeReach);
            packStarts[slot] = used;
            packSizes[slot] = size;
            if (withValues) Fill(tile, packs.AsSpan(used, size * PackFields), size, values.AsSpan(slot * Lattice.TilePoints, Lattice.TilePoints));
            used += size * PackFields;
            slots[tile] = slot++;
        }

        ArrayPool<double>.Shared.Return(bounds);
    }

    /// <summary>The same field with tiles of its own, prepared.</summary>
    public PlaneField Copy(ReadOnlySpan<byte> wanted)
    {
        var copy = new PlaneField(this);
        copy.Prepare(wanted, withValues: true);
        return copy;
    }

    /// <summary>Signed distances at a prepared tile's points, row by row.</summary>
    public ReadOnlySpan<double> Values(int tile) =>
        values.AsSpan(slots[tile] * Lattice.TilePoints, Lattice.TilePoints);

    /// <summary>Writes the signed distances at the points of any tile, row by row.</summary>
    public void Fill(int tile, Span<double> result)
    {
        if (slots[tile] >= 0 && values.Length > 0)
        {
            Values(tile).CopyTo(result);
            return;
        }

        var bounds = ArrayPool<double>.Shared.Rent(segments.Groups);
        var pack = ArrayPool<double>.Shared.Rent(segments.Padded * PackFields);
        var size = Pack(tile, bounds, pack, 0);
        Fill(tile, pack.AsSpan(0, size * PackFields), size, result);
        ArrayPool<double>.Shared.Return(pack);
        ArrayPool<double>.Shared.Return(bounds);
    }

    /// <summary>True when no point of the region's boundary lies further outside another region than a distance.</summary>
    public bool StaysWithin(PlaneField other, double far)
    {
        var hint = 0;
        for (var i = 0; i < segments.Count; i++)
        {
            var length = Math.Sqrt((segments.DX[i] * segments.DX[i]) + (segments.DY[i] * segments.DY[i]));
            double x = segments.X[i] + (segments.DX[i] / 2), y = segments.Y[i] + (segments.DY[i] / 2);
            var allowed = far - (length / 2);
            if (allowed > 0 && other.segments.AnyNear(x, y, allowed * allowed, ref hint)) continue;
            if (!other.segments.Surround(x, y) || other.At(x, y) > -length / 2) return false;
        }

        return true;
    }

    /// <summary>Signed distance at a local point.</summary>
    public double At(double x, double y) => At(lattice.TileAt(x, y), x, y);

    /// <summary>Signed distance at a local point of a known tile (-1 outside the lattice).</summary>
    public double At(int tile, double x, double y)
    {
        var slot = tile < 0 ? -1 : slots[tile];
        var square = slot < 0
            ? segments.NearestSquared(x, y)
            : NearestSquared(packs.AsSpan(packStarts[slot], packSizes[slot] * PackFields), packSizes[slot], x, y);
        var distance = Math.Sqrt(square);
        return Surrounded(x, y, square) ? -distance : distance;
    }

    /// <summary>
    /// Squared gauge from the region's boundary to a local point of a prepared tile; right where it is at most one
    /// and the tile was prepared with the gauge's reach.
    /// </summary>
    public double GaugeSquared(int tile, double x, double y, in Gauge gauge)
    {
        var slot = slots[tile];
        return gauge.NearestSquared(packs.AsSpan(packStarts[slot], packSizes[slot] * PackFields), packSizes[slot], x, y);
    }

    /// <summary>Gives prepared tiles back; the field itself goes on working.</summary>
    public void Release()
    {
        if (values.Length > 0) ArrayPool<double>.Shared.Return(values);
        if (packs.Length > 0) ArrayPool<double>.Shared.Return(packs);
        values = [];
        packs = [];
        Array.Fill(slots, -1);
    }

    private double AtCentre(int tile)
    {
        var distance = Math.Sqrt(segments.NearestSquared(lattice.CentreX(tile), lattice.CentreY(tile)));
        var column = (tile % lattice.TilesX * Lattice.TileSide) + (Lattice.TileSide / 2);
        var row = (tile / lattice.TilesX * Lattice.TileSide) + (Lattice.TileSide / 2);
        return inside[column, row] ? -distance : distance;
    }

    // Between a point and the nearest lattice point no boundary passes unless it is nearer than that lattice point:
    // the sign is the lattice point's. Otherwise count anew.
    private bool Surrounded(double x, double y, double square)
    {
        var column = (int)Math.Round(x / lattice.Step);
        var row = (int)Math.Round(y / lattice.Step);
        if (column >= 0 && row >= 0 && column < lattice.Columns && row < lattice.Rows)
        {
            var ex = x - (column * lattice.Step);
            var ey = y - (row * lattice.Step);
            if (square > ((ex * ex) + (ey * ey)) * 1.0001) return inside[column, row];
        }

        return segments.Surround(x, y);
    }

    private int Pack(int tile, double[] bounds, Span<double> pack, double gaugeReach)
    {
        double x = lattice.CentreX(tile), y = lattice.CentreY(tile);
        var nearest = Math.Sqrt(segments.NearestSquared(x, y, bounds));
        var limit = Math.Max(nearest + (2 * lattice.TileRadius), gaugeReach + lattice.TileRadius) * 1.0001;
        var limits = Vector256.Create(limit * limit);
        var count = 0;
        // Padding repeats the last segment, and does no harm in a pack.
        for (var i = 0; i < segments.Padded; i += 4)
        {
            if (bounds[i / Segments.GroupSize] <= limit)
                count += BitOperations.PopCount(Vector256.LessThanOrEqual(segments.FourSquared(x, y, i), limits).ExtractMostSignificantBits());
        }

        var size = (count + 3) & ~3;
        int at = 0, last = 0;
        for (var i = 0; i < segments.Padded; i += 4)
        {
            if (bounds[i / Segments.GroupSize] > limit) continue;
            var near = Vector256.LessThanOrEqual(segments.FourSquared(x, y, i), limits).ExtractMostSignificantBits();
            for (; near != 0; near &= near - 1)
            {
                last = i + BitOperations.TrailingZeroCount(near);
                Put(pack, size, at++, last);
            }
        }

        for (; at < size; at++) Put(pack, size, at, last);
        return size;
    }

    private void Put(Span<double> pack, int size, int at, int segment)
    {
        pack[at] = segments.X[segment];
        pack[at + size] = segments.Y[segment];
        pack[at + (2 * size)] = segments.DX[segment];
        pack[at + (3 * size)] = segments.DY[segment];
        pack[at + (4 * size)] = segments.InverseSquare[segment];
    }

    private void Fill(int tile, ReadOnlySpan<double> pack, int size, Span<double> result)
    {
        var firstColumn = tile % lattice.TilesX * Lattice.TileSide;
        var firstRow = tile / lattice.TilesX * Lattice.TileSide;
        var step = lattice.Step;
        var leftX = Vector256.Create((double)firstColumn, firstColumn + 1, firstColumn + 2, firstColumn + 3) * step;
        var rightX = Vector256.Create((double)(firstColumn + 4), firstColumn + 5, firstColumn + 6, firstColumn + 7) * step;
        for (var row = 0; row < Lattice.TileSide; row += 2)
        {
            var lowY = Vector256.Create((firstRow + row) * step);
            var highY = Vector256.Create((firstRow + row + 1) * step);
            var a = Vector256.Create(double.PositiveInfinity);
            var b = a;
            var c = a;
            var d = a;
            for (var i = 0; i < size; i++)
            {
                var x = Vector256.Create(pack[i]);
                var y = Vector256.Create(pack[i + size]);
                var dx = Vector256.Create(pack[i + (2 * size)]);
                var dy = Vector256.Create(pack[i + (3 * size)]);
                var inverse = Vector256.Create(pack[i + (4 * size)]);
                a = Vector256.MinNative(a, Segments.DistanceSquared(leftX, lowY, x, y, dx, dy, inverse));
                b = Vector256.MinNative(b, Segments.DistanceSquared(rightX, lowY, x, y, dx, dy, inverse));
                c = Vector256.MinNative(c, Segments.DistanceSquared(leftX, highY, x, y, dx, dy, inverse));
                d = Vector256.MinNative(d, Segments.DistanceSquared(rightX, highY, x, y, dx, dy, inverse));
            }

            var line = result.Slice(row * Lattice.TileSide, 2 * Lattice.TileSide);
            Vector256.Sqrt(a).CopyTo(line);
            Vector256.Sqrt(b).CopyTo(line[4..]);
            Vector256.Sqrt(c).CopyTo(line[8..]);
            Vector256.Sqrt(d).CopyTo(line[12..]);
            Sign(line[..8], inside.Eight(firstColumn, firstRow + row));
            Sign(line[8..], inside.Eight(firstColumn, firstRow + row + 1));
        }
    }

    private static void Sign(Span<double> eight, int insideBits)
    {
        for (var i = 0; insideBits != 0; i++, insideBits >>= 1)
        {
            if ((insideBits & 1) != 0) eight[i] = -eight[i];
        }
    }

    private static double NearestSquared(ReadOnlySpan<double> pack, int size, double x, double y)
    {
        var smallest = Vector256.Create(double.PositiveInfinity);
        var px = Vector256.Create(x);
        var py = Vector256.Create(y);
        ref var start = ref MemoryMarshal.GetReference(pack);
        for (var i = 0; i < size; i += 4)
        {
            smallest = Vector256.MinNative(smallest, Segments.DistanceSquared(
                px,
                py,
                Vector256.LoadUnsafe(ref start, (nuint)i),
                Vector256.LoadUnsafe(ref start, (nuint)(i + size)),
                Vector256.LoadUnsafe(ref start, (nuint)(i + (2 * size))),
                Vector256.LoadUnsafe(ref start, (nuint)(i + (3 * size))),
                Vector256.LoadUnsafe(ref start, (nuint)(i + (4 * size)))));
        }

        return Segments.Smallest(smallest);
    }

    private void Grow(int used)
    {
        var larger = ArrayPool<double>.Shared.Rent((2 * packs.Length) + (PackFields * segments.Padded));
        packs.AsSpan(0, used).CopyTo(larger);
        ArrayPool<double>.Shared.Return(packs);
        packs = larger;
    }
}
