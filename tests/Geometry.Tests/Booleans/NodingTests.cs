using ContourFlow.Geometry.Booleans;
using ContourFlow.Geometry.Structures;
using FsCheck.Xunit;
using static ContourFlow.Geometry.Tests.Booleans.Shapes;

namespace ContourFlow.Geometry.Tests.Booleans;

public class NodingTests
{
    [Property(MaxTest = 50)]
    public void Snap_rounding_makes_a_planar_graph_of_anything_on_every_grid(int seed)
    {
        for (var grid = 0; grid < Noding.Grids; grid++)
            Noding.SnapRound(Rings(Ugly(seed)), Rings(Organ(seed)), grid, countsTurns: false).AnyEdgesMeet(0).Should().BeFalse();
    }

    [Property(MaxTest = 50)]
    public void Splitting_leaves_nothing_within_a_nanometre_of_anything(int seed)
    {
        var graph = new PlaneGraph(100);
        foreach (var ring in Rings(Ugly(seed))) graph.AddRing(ring, 1);
        foreach (var ring in Rings(Organ(seed))) graph.AddRing(ring, 2);

        Noding.TrySplit(graph).Should().BeTrue();

        graph.AnyEdgesMeet(Noding.Tolerance).Should().BeFalse();
    }

    private static List<PlanePoint[]> Rings(PlanarRegion region) => RingOrder.Prepare(region.Rings);
}
