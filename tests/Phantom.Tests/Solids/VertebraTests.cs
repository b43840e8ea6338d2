using ContourFlow.Phantom.Solids;

namespace ContourFlow.Phantom.Tests.Solids;

public class VertebraTests
{
    [Fact]
    public void At_the_pedicles_a_vertebra_is_a_ring_around_the_canal()
    {
        var section = Vertebra.Lumbar.At(0, 0, 0).Section(3)!;

        section.Rings.Should().HaveCount(2);
        section.Rings.Count(ring => ring.SignedArea < 0).Should().Be(1, "the canal is a hole");
    }

    [Fact]
    public void Below_the_pedicles_body_and_arch_are_apart()
    {
        Vertebra.Lumbar.At(0, 0, 0).Section(-11)!.Rings.Count(ring => ring.SignedArea > 0).Should().BeGreaterThan(1);
    }

    [Fact]
    public void Every_vertex_of_a_section_lies_on_the_surface()
    {
        var vertebra = Vertebra.Thoracic.At(1, 2, 3);

        foreach (var point in vertebra.Section(4.5)!.Rings.SelectMany(ring => ring.Points))
            vertebra.Level(point.X, point.Y, 4.5).Should().BeApproximately(0, 1e-5);
    }

    [Fact]
    public void The_canal_is_kept_open_by_its_own_ellipse()
    {
        var shape = Vertebra.Lumbar;
        var hole = shape.At(0, 0, 0).Section(3)!.Rings.Single(ring => ring.SignedArea < 0);

        // The blend rounds where bone and canal meet only, so the wall is the ellipse.
        (-hole.SignedArea).Should().BeApproximately(Math.PI * shape.CanalHalfWidth * shape.CanalHalfDepth, 0.5);
    }
}
