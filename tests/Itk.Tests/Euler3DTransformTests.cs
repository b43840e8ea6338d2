using ContourFlow.Geometry.Patient;

namespace ContourFlow.Itk.Tests;

public sealed class Euler3DTransformTests
{
    private static readonly FrameOfReferenceUid Ct = new("1.2.3"), Mr = new("1.2.4");

    // By hand: a quarter turn about one axis, right-handed. X: Y to Z; Y: Z to X; Z: X to Y.
    [Theory]
    [InlineData(90, 0, 0, 0, 0, 1)]
    [InlineData(0, 90, 0, 0, 1, 0)]
    [InlineData(0, 0, 90, -1, 0, 0)]
    public void Quarter_turn_moves_the_y_axis_as_the_right_hand_says(double x, double y, double z, double toX, double toY, double toZ)
    {
        var t = new Euler3DTransform(Rad(x), Rad(y), Rad(z), default, default).ToRigid(Ct, Mr);
        Near(t.Apply(new PatientPoint(0, 1, 0)), new(toX, toY, toZ));
    }

    // By hand, Y first, then X, then Z, a quarter turn each: the X axis goes to -Z (Y), to Y (X), to -X (Z);
    // the order X, Y, Z would put it at Z first and leave it elsewhere.
    [Fact]
    public void Turns_about_several_axes_are_made_in_the_order_y_x_z()
    {
        var t = new Euler3DTransform(Rad(90), Rad(90), Rad(90), default, default).ToRigid(Ct, Mr);
        Near(t.Apply(new PatientPoint(1, 0, 0)), new(-1, 0, 0));
        Near(t.Apply(new PatientPoint(0, 1, 0)), new(0, 0, 1)); // stays, to Z, stays
        Near(t.Apply(new PatientPoint(0, 0, 1)), new(0, 1, 0)); // to X, stays, to Y
    }

    [Fact]
    public void Rotation_about_a_center_leaves_it_but_for_the_translation()
    {
        PatientPoint center = new(10, -20, 30);
        PatientVector translation = new(1, 2, 3);
        var t = new Euler3DTransform(0.1, -0.2, 0.3, center, translation).ToRigid(Ct, Mr);
        Near(t.Apply(center), center + translation);
        (t.From, t.To).Should().Be((Ct, Mr));
    }

    [Theory]
    [InlineData(0.1, -0.2, 0.3)]
    [InlineData(-1.2, 2.9, -3.0)]
    [InlineData(0, 0, 0)]
    [InlineData(Math.PI / 2, 0.4, 0.2)] // y and z turn about one line
    [InlineData(-Math.PI / 2, 0.4, 0.2)]
    public void Angles_of_a_matrix_give_that_matrix(double x, double y, double z)
    {
        PatientPoint center = new(100, 50, -300), other = new(-20, 30, 5);
        var t = new Euler3DTransform(x, y, z, center, new(4, -5, 6)).ToRigid(Ct, Mr);
        var back = Euler3DTransform.From(t, other);
        var again = back.ToRigid(Ct, Mr);
        foreach (var p in new PatientPoint[] { center, other, new(1, 2, 3), new(-200, 100, 400) })
            Near(again.Apply(p), t.Apply(p));
        back.Center.Should().Be(other);
    }

    [Fact]
    public void Angles_within_the_range_come_back()
    {
        var back = Euler3DTransform.From(new Euler3DTransform(0.1, -0.2, 0.3, default, new(7, 8, 9)).ToRigid(Ct, Mr), default);
        back.AngleX.Should().BeApproximately(0.1, 1e-12);
        back.AngleY.Should().BeApproximately(-0.2, 1e-12);
        back.AngleZ.Should().BeApproximately(0.3, 1e-12);
        back.Translation.Should().Be(new PatientVector(7, 8, 9));
    }

    private static double Rad(double degrees) => degrees * Math.PI / 180;

    private static void Near(PatientPoint actual, PatientPoint expected) => (actual - expected).Length.Should().BeLessThan(1e-9, $"{actual} is {expected}");
}
