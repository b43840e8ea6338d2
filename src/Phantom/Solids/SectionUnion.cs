using System.Collections.Concurrent;
using System.Collections.Immutable;
using ContourFlow.Geometry.Margins;
using ContourFlow.Geometry.Structures;

namespace ContourFlow.Phantom.Solids;

/// <summary>
/// The Minkowski sum of any solid with the element of margins, by definition: its section at z is the union over u
/// of the solid's section at z + u offset by r(u) = a·sqrt(1 − (u/c)²) (geometry specification 3). Sections are
/// taken on a fine ladder of heights and at both flat ends; between rungs the least level is found by a parabola.
/// </summary>
public sealed class SectionUnion
{
    private readonly Solid solid;
    private readonly ImmutableArray<double> rungs;
    private readonly ConcurrentDictionary<int, SectionDistance> sections = new();
    private readonly LevelContourOptions contouring;
    private readonly double ladder;

    /// <summary>Makes the sum's ladder.</summary>
    /// <param name="solid">The solid.</param>
    /// <param name="ladder">Distance between rungs, mm.</param>
    /// <param name="contouring">How finely grown sections are polygonised.</param>
    public SectionUnion(Solid solid, double ladder, LevelContourOptions? contouring = null)
    {
        ArgumentNullException.ThrowIfNull(solid);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(ladder);
        this.solid = solid;
        this.ladder = ladder;
        this.contouring = contouring ?? (LevelContourOptions.Exact with { Steepness = 1 });
        const double AtEnd = 1e-6;
        var inner = (int)Math.Floor((solid.Superior - solid.Inferior - (2 * AtEnd)) / ladder);
        rungs =
        [
            .. Enumerable.Range(0, inner + 1).Select(i => solid.Inferior + AtEnd + (i * ladder)),
            solid.Superior - AtEnd,
        ];
    }

    /// <summary>The section of the sum at a height, or null where it is not.</summary>
    /// <exception cref="ArgumentException">The four in-plane margins differ.</exception>
    public PlanarRegion? Section(double z, PatientMargins margins)
    {
        SectionBounds? around = null;
        var (first, last) = Within(z, margins);
        for (var rung = first; rung <= last; rung++)
        {
            if (Rung(rung).Bounds is not { } box) continue;
            around = around is { } sofar
                ? new(Math.Min(sofar.MinX, box.MinX), Math.Min(sofar.MinY, box.MinY), Math.Max(sofar.MaxX, box.MaxX), Math.Max(sofar.MaxY, box.MaxY))
                : box;
        }

        return around is { } bounds
            ? LevelContour.Of(z, (x, y) => Level(x, y, z, margins), bounds.Grown(margins.Left), contouring)
            : null;
    }

    /// <summary>Distance-like level of the sum, mm: negative inside, rising by no more than 1 per mm; capped.</summary>
    /// <exception cref="ArgumentException">The four in-plane margins differ.</exception>
    public double Level(double x, double y, double z, PatientMargins margins)
    {
        if (!margins.IsCircularInPlane)
            throw new ArgumentException("Sections are offset by equal in-plane margins only.", nameof(margins));

        var (first, last) = Within(z, margins);
        double least = SectionDistance.Cap, before = double.NaN, now = double.NaN;
        for (var rung = first; rung <= last; rung++)
        {
            var u = rungs[rung] - z;
            var reach = u > 0 ? margins.Inferior : margins.Superior;
            var part = reach > 0 ? u / reach : 0;
            var distance = Rung(rung).SignedDistance(x, y);
            var level = distance >= SectionDistance.Cap
                ? double.NaN
                : distance - (margins.Left * Math.Sqrt(Math.Max(0, 1 - (part * part))));
            if (level < least) least = level;

            // Three rungs at equal steps around a least one: the parabola's own least value.
            if (rung >= 2 && rung < rungs.Length - 1 && now <= before && now <= level)
            {
                var bend = before + level - (2 * now);
                if (bend > 1e-12) least = Math.Min(least, now - ((level - before) * (level - before) / (8 * bend)));
            }

            before = now;
            now = level;
        }

        return least;
    }

    /// <summary>Volume in mm³ of the solid itself: areas of the rungs by the trapezoid rule.</summary>
    public double SolidVolume()
    {
        var sum = 0.0;
        for (var rung = 0; rung + 1 < rungs.Length; rung++)
            sum += (Rung(rung).Area + Rung(rung + 1).Area) / 2 * (rungs[rung + 1] - rungs[rung]);
        return sum;
    }

    private (int First, int Last) Within(double z, PatientMargins margins)
    {
        var first = Math.Max(0, (int)Math.Ceiling((z - margins.Superior - rungs[0]) / ladder));
        var last = z + margins.Inferior >= rungs[^1]
            ? rungs.Length - 1
            : Math.Min(rungs.Length - 2, (int)Math.Floor((z + margins.Inferior - rungs[0]) / ladder));
        // The uppermost rung is not on the ladder.
        if (first > rungs.Length - 2 && rungs[^1] >= z - margins.Superior) first = rungs.Length - 1;
        return (first, last);
    }

    private SectionDistance Rung(int index) =>
        sections.GetOrAdd(index, static (i, self) => new SectionDistance(self.solid.Section(self.rungs[i])), this);
}
