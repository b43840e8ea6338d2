using ContourFlow.Contouring.Deriving;
using ContourFlow.Contouring.Protocols;
using ContourFlow.Geometry.Booleans;
using ContourFlow.Geometry.Measures;
using ContourFlow.Geometry.Patient;
using ContourFlow.Geometry.Structures;

namespace ContourFlow.Contouring.Checks;

/// <summary>Small islands, and jumps from plane to plane that a hand may have slipped to make.</summary>
internal sealed class PieceCheck : ICaseCheck
{
    public IEnumerable<CheckResult> Run(CheckContext context)
    {
        foreach (var derived in context.Derivation.Derived)
            yield return Islands(context, derived.RoiName, context.AsWritten(derived));
        foreach (var input in context.Derivation.Inputs)
        {
            if (input.Definition.Role is StructureRole.SpinalCord or StructureRole.ThecalSac or StructureRole.SpinalCanal
                or StructureRole.SacralCanal or StructureRole.Ctv)
            {
                yield return Neighbours(context, input);
            }
        }
    }

    private static CheckResult Islands(CheckContext context, string roiName, Structure structure)
    {
        var limit = context.Limit(CheckLimitNames.IslandCc);
        var islands = Components.Of(structure).Where(component => Verdicts.Cc(component.Volume) < limit).ToList();
        return new CheckResult(
            $"islands-{roiName}",
            $"{roiName} has no islands",
            islands.Count > 0 ? Severity.Warning : Severity.Information,
            islands.Count == 0 ? "none" : $"{islands.Count}, the smallest {Verdicts.Number(Verdicts.Cc(islands.Min(island => island.Volume)), 4)} cc",
            $"pieces of {Verdicts.Number(limit, 3)} cc and more",
            islands.Count > 0 ? "See whether the small pieces are meant." : "Every piece is of a size that can be treated.",
            Verdicts.Specification,
            roiName,
            islands.Count > 0 ? islands.MinBy(island => island.Volume)!.Place.Z : null)
        {
            Place = islands.MinBy(island => island.Volume)?.Place,
        };
    }

    private static CheckResult Neighbours(CheckContext context, UsedInput input)
    {
        var (ratioLimit, jumpLimit) = (context.Limit(CheckLimitNames.NeighbourAreaRatio), context.Limit(CheckLimitNames.CentroidJumpMillimetres));
        var (worstRatio, worstJump, places) = (1.0, 0.0, new List<double>());
        var regions = input.Geometry.Regions;
        for (var i = 1; i < regions.Length; i++)
        {
            var (below, above) = (RegionMeasures.Area(regions[i - 1]), RegionMeasures.Area(regions[i]));
            var ratio = Math.Max(below, above) / Math.Min(below, above);
            var (from, to) = (RegionMeasures.Centroid(regions[i - 1]), RegionMeasures.Centroid(regions[i]));
            var jump = double.Hypot(to.X - from.X, to.Y - from.Y);
            worstRatio = Math.Max(worstRatio, ratio);
            worstJump = Math.Max(worstJump, jump);
            if (ratio > ratioLimit || jump > jumpLimit) places.Add(regions[i].Z);
        }

        return new CheckResult(
            $"neighbours-{input.Definition.Name}",
            $"'{input.RoiName}' changes smoothly from plane to plane",
            places.Count > 0 ? Severity.Warning : Severity.Information,
            $"area ratio at most {Verdicts.Number(worstRatio)}, centre moves at most {Verdicts.Number(worstJump)} mm",
            $"ratio <= {Verdicts.Number(ratioLimit)}, move <= {Verdicts.Number(jumpLimit)} mm",
            places.Count > 0
                ? $"Look at {string.Join(", ", places.Take(5).Select(z => $"z = {z:0.00} mm"))}{(places.Count > 5 ? $" and {places.Count - 5} more" : string.Empty)}."
                : "No plane stands out from its neighbours.",
            Verdicts.Specification,
            input.RoiName,
            places.Count > 0 ? places[0] : null);
    }
}

/// <summary>The parts of a structure that hang together, through planes that overlap.</summary>
internal static class Components
{
    /// <summary>A part: its volume in mm³ and a point in it on its lowest plane.</summary>
    internal sealed record Component(double Volume, PatientPoint Place);

    public static List<Component> Of(Structure structure)
    {
        var pieces = new List<(PlanarRegion Region, int Component)>();
        var components = new List<Component>();
        var parents = new List<int>();
        var before = new List<int>();
        var beforeIndex = int.MinValue;
        foreach (var region in structure.Regions)
        {
            var index = structure.Grid.IndexOf(region.Z);
            var here = new List<int>();
            foreach (var piece in RegionMeasures.Pieces(region))
            {
                var volume = RegionMeasures.Area(piece) * structure.Grid.Thickness(index);
                var id = parents.Count;
                parents.Add(id);
                components.Add(new Component(volume, CheckPlaces.In(piece)));
                pieces.Add((piece, id));
                here.Add(pieces.Count - 1);
                if (beforeIndex != index - 1) continue;
                foreach (var other in before.Where(other => Touches(piece, pieces[other].Region)))
                    Join(id, pieces[other].Component);
            }

            (before, beforeIndex) = (here, index);
        }

        return
        [
            .. Enumerable.Range(0, parents.Count)
                .GroupBy(Root)
                .Select(group => new Component(group.Sum(id => components[id].Volume), group.Select(id => components[id].Place).MinBy(place => place.Z)))
        ];

        int Root(int id)
        {
            while (parents[id] != id) id = parents[id];
            return id;
        }

        void Join(int one, int other) => parents[Root(one)] = Root(other);
    }

    // Seen along the patient: the neighbour's section is moved onto the piece's plane.
    private static bool Touches(PlanarRegion piece, PlanarRegion other) =>
        RegionBooleans.Intersection(piece, new PlanarRegion(piece.Z, other.Rings)) is not null;
}
