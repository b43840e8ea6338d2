using ContourFlow.Geometry.Booleans;
using ContourFlow.Geometry.Measures;
using ContourFlow.Geometry.Structures;
using static ContourFlow.Geometry.Tests.Booleans.Shapes;

namespace ContourFlow.Geometry.Tests.Booleans;

public class StructureBooleansTests
{
    [Fact]
    public void Difference_works_plane_by_plane_and_leaves_planes_out_that_become_empty()
    {
        var grid = Grid(6);
        var ptv = new Structure(grid, Stack(grid, Disc(0, 0, 20)).Regions[1..5]);
        var canal = new Structure(grid,
        [
            new PlanarRegion(grid.Positions[0], [Disc(0, 0, 6)]),
            new PlanarRegion(grid.Positions[2], [Disc(0, 0, 6)]),
            new PlanarRegion(grid.Positions[3], [Disc(0, 0, 30)]),
        ]);

        var result = StructureBooleans.Difference(ptv, canal);

        result.Regions.Select(r => r.Z).Should().Equal(1.25, 2.5, 5);
        RegionMeasures.Topology(result.Regions[1]).Should().Be((1, 1));
        StructureBooleans.Union(ptv, canal).Regions.Select(r => r.Z).Should().Equal(0, 1.25, 2.5, 3.75, 5);
        StructureBooleans.Intersection(ptv, canal).Regions.Select(r => r.Z).Should().Equal(2.5, 3.75);
    }

    [Fact]
    public void Degree_of_parallelism_does_not_change_a_bit()
    {
        var grid = Grid(30);
        Structure a = new(grid, [.. grid.Positions.Select((z, i) => new PlanarRegion(z, Organ(i).Rings))]);
        Structure b = new(grid, [.. grid.Positions.Select((z, i) => new PlanarRegion(z, Organ(i + 500).Rings))]);

        StructureBooleans.Difference(a, b, 8).Regions.Select(Bits).Should().Equal(StructureBooleans.Difference(a, b, 1).Regions.Select(Bits));
    }

    [Fact]
    public void Nothing_is_an_operand_like_any_other()
    {
        var grid = Grid(3);
        Structure disc = Stack(grid, Disc(0, 0, 5)), nothing = new(grid, []);

        StructureBooleans.Difference(nothing, disc).IsEmpty.Should().BeTrue();
        StructureBooleans.Difference(disc, nothing).Regions.Should().HaveCount(3);
        StructureBooleans.Intersection(disc, nothing).IsEmpty.Should().BeTrue();
    }
}
