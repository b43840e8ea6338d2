using ContourFlow.Geometry.Measures;
using ContourFlow.Geometry.Structures;
using static ContourFlow.Geometry.Tests.Booleans.Shapes;

namespace ContourFlow.Geometry.Tests.Structures;

/// <summary>Limits of rule E9: pieces under 4 mm² that an opening by 0.25 mm empties.</summary>
public class SliversTests
{
    [Fact]
    public void Small_and_thin_piece_goes_and_is_reported()
    {
        var structure = Stack(Grid(3), Rectangle(0, 0, 20, 20), Rectangle(25, 0, 7, 0.4));

        var result = Slivers.Remove(structure, 4, 0.25);

        result.Pieces.Should().Be(3);
        result.RemovedVolume.Should().BeApproximately(3 * 7 * 0.4 * 1.25, 1e-9);
        StructureMeasures.Volume(result.Structure).Should().BeApproximately(3 * 400 * 1.25, 1e-9);
    }

    [Theory]
    [InlineData(1.5, 1.5, "small but solid")]
    [InlineData(20, 0.4, "thin but large")]
    [InlineData(3, 0.6, "a disc of 0.25 mm fits in")]
    public void Other_pieces_stay(double width, double height, string why)
    {
        var structure = Stack(Grid(2), Rectangle(0, 0, width, height), Rectangle(40, 40, 9, 9));

        var result = Slivers.Remove(structure, 4, 0.25);

        result.Pieces.Should().Be(0, why);
        result.Structure.Regions[0].Rings.Should().HaveCount(2);
    }

    [Fact]
    public void Holes_and_islands_in_them_stay()
    {
        var structure = Stack(Grid(2), Rectangle(0, 0, 20, 20), Rectangle(2, 2, 5, 0.1), Rectangle(8, 8, 6, 6), Rectangle(10, 10, 2, 2));

        Slivers.Remove(structure, 4, 0.25).Structure.Regions[0].Rings.Should().HaveCount(4);
    }

    [Fact]
    public void Plane_of_slivers_only_is_left_without_a_region()
    {
        var result = Slivers.Remove(Stack(Grid(2), Rectangle(0, 0, 5, 0.1)), 4, 0.25);

        result.Structure.IsEmpty.Should().BeTrue();
        result.Pieces.Should().Be(2);
    }
}
