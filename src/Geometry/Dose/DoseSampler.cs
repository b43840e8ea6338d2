using ContourFlow.Geometry.Fields;

namespace ContourFlow.Geometry.Dose;

/// <summary>How far apart the samples of a structure are.</summary>
/// <param name="SubPlanes">Samples across a slice at the surface.</param>
/// <param name="Interior">Distance of samples in the interior, mm.</param>
/// <param name="Hot">Largest distance of samples in tiles that may hold the hottest volume, mm.</param>
/// <param name="Uncertainty">How far the surface is moved inwards and outwards, mm.</param>
internal readonly record struct DoseSampling(double SubPlanes, double Interior, double Hot, double Uncertainty);

/// <summary>
/// Samples a slab of the solid tile by tile. Near the surface one column of samples a lattice point, each with the part of
/// its square that lies inside; in the interior as few as are asked for. Every sample lies somewhere in the cell that it stands
/// for, as if by chance: on a regular lattice whole layers would have one dose, and the distribution would be a staircase.
/// </summary>
internal sealed class DoseSampler
{
    // The blend's surface leans by no more than this many slices a slice; what leans more is an end, and has a cap.
    private const double SteepestSquared = 4;

    private readonly Lattice lattice;
    private readonly DoseSlab slab;
    private readonly int number;
    private readonly DoseLookup dose;
    private readonly DoseSampling sampling;
    private readonly DoseSamples samples;
    private readonly List<DoseCap> caps = [];
    private readonly double widest;
    private double[] below = [];
    private double[] above = [];
    private double[][] ends = [];

    private DoseSampler(Lattice lattice, DoseSlab slab, int number, DoseLookup dose, DoseSampling sampling, DoseSamples samples)
    {
        this.lattice = lattice;
        this.slab = slab;
        this.number = number;
        this.dose = dose;
        this.sampling = sampling;
        this.samples = samples;
        widest = sampling.Uncertainty * Math.Sqrt(1 + SteepestSquared);
    }

    /// <summary>Samples a slab.</summary>
    /// <param name="lattice">The lattice of its fields.</param>
    /// <param name="slab">The slab.</param>
    /// <param name="number">Its number, by which its samples' places differ from the others'.</param>
    /// <param name="dose">The dose at the lattice's local coordinates.</param>
    /// <param name="sampling">How finely.</param>
    /// <param name="hot">Tiles that may hold a dose above this are sampled more finely; infinite for none.</param>
    public static DoseSamples Sample(Lattice lattice, DoseSlab slab, int number, DoseLookup dose, DoseSampling sampling, double hot)
    {
        DoseSampler sampler = new(lattice, slab, number, dose, sampling, new());
        for (var tile = 0; tile < lattice.Tiles; tile++) sampler.Tile(tile, hot);
        return sampler.samples;
    }

    /// <summary>Whether any tile of a slab that the solid reaches may hold a dose above a limit.</summary>
    public static bool AnyHot(Lattice lattice, DoseSlab slab, DoseLookup dose, DoseSampling sampling, double hot)
    {
        DoseSampler sampler = new(lattice, slab, 0, dose, sampling, new());
        for (var tile = 0; tile < lattice.Tiles; tile++)
        {
            if (sampler.Reached(tile) && sampler.IsHot(tile, hot)) return true;
        }

        return false;
    }

    private bool Reached(int tile)
    {
        var bound = lattice.TileBound + widest;
        if (slab.Below is { } low && Math.Min(low.Centres[tile], slab.Above!.Centres[tile]) <= bound) return true;
        foreach (var cap in slab.Caps)
        {
            if (cap.Field.Centres[tile] <= bound) return true;
        }

        return false;
    }

    private bool IsHot(int tile, double hot)
    {
        if (double.IsPositiveInfinity(hot)) return false;
        var (x, y, width) = Square(tile);
        return dose.Highest(x, y, slab.Low, x + width, y + width, slab.High) >= hot;
    }

    private (double X, double Y, double Width) Square(int tile) => (
        ((tile % lattice.TilesX * Lattice.TileSide) - 0.5) * lattice.Step,
        ((tile / lattice.TilesX * Lattice.TileSide) - 0.5) * lattice.Step,
        Lattice.TileSide * lattice.Step);

    private void Tile(int tile, double hot)
    {
        if (!Reached(tile)) return;
        var bound = lattice.TileBound + widest;
        var isHot = IsHot(tile, hot);
        var between = isHot ? Math.Min(sampling.Interior, sampling.Hot) : sampling.Interior;
        if (slab.Below is { } low && Math.Max(low.Centres[tile], slab.Above!.Centres[tile]) < -bound)
        {
            Inside(tile, between, Count(slab.High - slab.Low, between));
            return;
        }

        caps.Clear();
        foreach (var cap in slab.Caps)
        {
            if (cap.Field.Centres[tile] <= bound) caps.Add(cap);
        }

        if (slab.Below is null && caps.Count == 1 && caps[0].Field.Centres[tile] < -bound)
        {
            Inside(tile, between, Math.Max(Count(slab.High - slab.Low, between), Layers()));
            return;
        }

        var parts = isHot ? Count(lattice.Step, sampling.Hot / 2) : 1;
        Surface(tile, parts, Math.Max(Layers(), isHot ? Count(slab.High - slab.Low, sampling.Hot) : 1), between);
    }

    private int Layers() => Math.Max(1, (int)Math.Ceiling((slab.Slices * sampling.SubPlanes) - 1e-9));

    private static int Count(double length, double step) => Math.Max(1, (int)Math.Round(length / step));

    // A tile that lies inside wholly, but for the flat face of an end.
    private void Inside(int tile, double step, int layers)
    {
        var (left, front, width) = Square(tile);
        var rise = (slab.High - slab.Low) / layers;
        // As many as cubes of the step would be, where a slab is flatter than they are.
        var side = Count(width, Math.Sqrt(step * step * step / rise));
        var cell = width / side;
        var volume = cell * cell * rise;
        for (var i = 0; i < side * side; i++)
        {
            for (var layer = 0; layer < layers; layer++)
            {
                Chance chance = new(number, tile, i, layer);
                var z = slab.Low + ((layer + chance.Third) * rise);
                var shell = slab.Below is null ? ShellOf(caps[0], z) : DoseShell.Core;
                if (shell is null) continue;
                samples.Add(dose.At(left + (((i % side) + chance.First) * cell), front + (((i / side) + chance.Second) * cell), z), volume, shell.Value);
            }
        }
    }

    private DoseShell? ShellOf(in DoseCap cap, double z) =>
        cap.Reaches(z, -sampling.Uncertainty) ? DoseShell.Core
        : cap.Reaches(z, 0) ? DoseShell.Inner
        : cap.Reaches(z, sampling.Uncertainty) ? DoseShell.Outer
        : null;

    private void Surface(int tile, int parts, int layers, double between)
    {
        var side = Lattice.TileSide * parts;
        var step = lattice.Step / parts;
        var (left, front, _) = Square(tile);
        Read(tile, parts, side);
        var rise = (slab.High - slab.Low) / layers;
        // Columns that lie inside from end to end are taken four at a time, with no more layers than the interior has.
        var fewer = Math.Min(layers, Count(slab.High - slab.Low, Math.Min(between, 2.5 * step)));
        for (var block = 0; block < side * side / 4; block++)
        {
            var first = (block / (side / 2) * 2 * side) + (block % (side / 2) * 2);
            if (Through(first, step) && Through(first + 1, step) && Through(first + side, step) && Through(first + side + 1, step))
            {
                Column(tile, first, left + (((first % side) + 1) * step), front + (((first / side) + 1) * step), 2 * step, fewer);
                continue;
            }

            foreach (var point in (ReadOnlySpan<int>)[first, first + 1, first + side, first + side + 1])
            {
                if (Passes(point, step)) continue;
                var x = left + (((point % side) + 0.5) * step);
                var y = front + (((point / side) + 0.5) * step);
                if (Through(point, step)) Column(tile, point, x, y, step, fewer);
                else
                {
                    for (var layer = 0; layer < layers; layer++)
                        Cell(new(number, tile, point, layer), point, side, x, y, step, slab.Low, rise, layer);
                }
            }
        }
    }

    // Whether a column lies inside from the slab's one end to the other, whichever way the surface is moved.
    private bool Through(int point, double step) =>
        slab.Below is not null && Math.Max(below[point], above[point]) <= -((step / 2) + Moved(point));

    // Whether it lies outside.
    private bool Passes(int point, double step)
    {
        if (slab.Below is not null && Math.Min(below[point], above[point]) < (step / 2) + Moved(point)) return false;
        for (var i = 0; i < caps.Count; i++)
        {
            if (ends[i][point] < (step / 2) + sampling.Uncertainty) return false;
        }

        return true;
    }

    // How much the blend's level must change for its surface to move by the uncertainty: it changes by the square root of
    // 1 + slope² a millimetre.
    private double Moved(int point)
    {
        var slope = (above[point] - below[point]) / (slab.High - slab.Low);
        return sampling.Uncertainty * Math.Sqrt(1 + Math.Min(slope * slope, SteepestSquared));
    }

    private void Column(int tile, int point, double x, double y, double step, int layers)
    {
        var rise = (slab.High - slab.Low) / layers;
        for (var layer = 0; layer < layers; layer++)
        {
            Chance chance = new(number, tile, point, layer);
            var there = dose.At(x + ((chance.First - 0.5) * step), y + ((chance.Second - 0.5) * step), slab.Low + ((layer + chance.Third) * rise));
            samples.Add(there, step * step * rise, DoseShell.Core);
        }
    }

    // One cell of a column: at a height somewhere in it, the parts of its square that lie inside the surface, moved and not, and
    // for each part a sample somewhere in it.
    private void Cell(Chance chance, int point, int side, double x, double y, double step, double low, double rise, int layer)
    {
        var z = low + ((layer + chance.Third) * rise);
        double core = double.PositiveInfinity, nominal = core, outer = core;
        var leader = -1;
        var part = 0.0;
        if (slab.Below is not null)
        {
            part = (z - slab.Low) / (slab.High - slab.Low);
            nominal = below[point] + ((above[point] - below[point]) * part);
            var moved = Moved(point);
            core = nominal + moved;
            outer = nominal - moved;
        }

        for (var i = 0; i < caps.Count; i++)
        {
            var distance = ends[i][point];
            if (caps[i].Reaches(z, -sampling.Uncertainty)) core = Math.Min(core, distance + sampling.Uncertainty);
            if (caps[i].Reaches(z, 0) && distance < nominal)
            {
                nominal = distance;
                leader = i;
            }

            if (!caps[i].Reaches(z, sampling.Uncertainty)) continue;
            outer = Math.Min(outer, distance - sampling.Uncertainty);
            if (slab.Below is null) leader = i;
        }

        var largest = Covered(outer, step);
        if (largest <= 0) return;
        var middle = Math.Min(largest, Covered(nominal, step));
        var smallest = Math.Min(middle, Covered(core, step));
        if (smallest >= 1)
        {
            samples.Add(dose.At(x + ((chance.First - 0.5) * step), y + ((chance.Second - 0.5) * step), z), step * step * rise, DoseShell.Core);
            return;
        }

        var (normalX, normalY) = Outwards(point, side, step, leader, part);
        Part(0, smallest, DoseShell.Core);
        Part(smallest, middle, DoseShell.Inner);
        Part(middle, largest, DoseShell.Outer);

        void Part(double from, double to, DoseShell shell)
        {
            if (to - from < 1e-4) return;
            var along = (from + (chance.First * (to - from)) - 0.5) * step;
            var across = (chance.Second - 0.5) * step;
            var there = dose.At(x + (normalX * along) - (normalY * across), y + (normalY * along) + (normalX * across), z);
            samples.Add(there, (to - from) * step * step * rise, shell);
        }
    }

    private static double Covered(double distance, double step) => Math.Clamp(0.5 - (distance / step), 0, 1);

    // The direction in which the surface is left, from the field that leads; along X where the field has none.
    private (double X, double Y) Outwards(int point, int side, double step, int leader, double part)
    {
        double x, y;
        if (leader >= 0) (x, y) = Gradient(ends[leader], point, side, step);
        else
        {
            var (lowX, lowY) = Gradient(below, point, side, step);
            var (highX, highY) = Gradient(above, point, side, step);
            (x, y) = (lowX + ((highX - lowX) * part), lowY + ((highY - lowY) * part));
        }

        var length = Math.Sqrt((x * x) + (y * y));
        return length > 1e-9 ? (x / length, y / length) : (1, 0);
    }

    private static (double X, double Y) Gradient(double[] values, int point, int side, double step)
    {
        int column = point % side, row = point / side;
        int left = column > 0 ? 1 : 0, right = column < side - 1 ? 1 : 0, front = row > 0 ? 1 : 0, back = row < side - 1 ? 1 : 0;
        return (
            (values[point + right] - values[point - left]) / ((left + right) * step),
            (values[point + (back * side)] - values[point - (front * side)]) / ((front + back) * step));
    }

    private void Read(int tile, int parts, int side)
    {
        if (below.Length != side * side)
        {
            below = new double[side * side];
            above = new double[side * side];
            ends = [];
        }

        while (ends.Length < caps.Count) ends = [.. ends, new double[side * side]];
        if (slab.Below is not null)
        {
            Read(slab.Below, tile, parts, side, below);
            Read(slab.Above!, tile, parts, side, above);
        }

        for (var i = 0; i < caps.Count; i++) Read(caps[i].Field, tile, parts, side, ends[i]);
    }

    private void Read(PlaneField field, int tile, int parts, int side, double[] result)
    {
        if (parts == 1)
        {
            field.Fill(tile, result);
            return;
        }

        var (left, front, _) = Square(tile);
        var step = lattice.Step / parts;
        for (var i = 0; i < result.Length; i++)
            result[i] = field.At(left + (((i % side) + 0.5) * step), front + (((i / side) + 0.5) * step));
    }

    /// <summary>Three numbers from 0 to 1 that look like chance, and depend on nothing but where they are used.</summary>
    private readonly struct Chance
    {
        public Chance(int slab, int tile, int point, int layer)
        {
            // SplitMix64's mixing (Steele, Lea and Flood 2014).
            var bits = ((ulong)(uint)slab << 44) ^ ((ulong)(uint)tile << 22) ^ ((ulong)(uint)point << 7) ^ (uint)layer;
            bits = (bits + 0x9E3779B97F4A7C15) * 0xBF58476D1CE4E5B9;
            bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9;
            bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
            bits ^= bits >> 31;
            First = Fraction(bits);
            Second = Fraction(bits >> 21);
            Third = Fraction(bits >> 42);
        }

        public double First { get; }

        public double Second { get; }

        public double Third { get; }

        private static double Fraction(ulong bits) => ((bits & 0x1FFFFF) + 0.5) / 0x200000;
    }
}
