using System.Text;
using ContourFlow.Contouring.RtObjects;

namespace ContourFlow.Contouring.Tests.RtObjects;

public class WrittenCoordinateTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(-0.004, "0")]
    [InlineData(-0.07, "-0.07")]
    [InlineData(12.5, "12.5")]
    [InlineData(1234.567, "1234.57")]
    [InlineData(-0.005, "-0.01")]
    public void Coordinate_is_written_in_steps_of_a_hundredth(double value, string text)
    {
        var bytes = new List<byte>();
        WrittenCoordinate.AppendSteps(bytes, WrittenCoordinate.Steps(value));

        Encoding.ASCII.GetString([.. bytes]).Should().Be(text);
    }

    [Theory]
    [InlineData(2.5, "2.5")]
    [InlineData(168.5593, "168.5593")]
    [InlineData(-1e-20, "0")]
    [InlineData(1.0 / 3, "0.33333333333333")]
    [InlineData(-12345678.123456789, "-12345678.123457")]
    [InlineData(99999999999999.0, "99999999999999")]
    public void Number_is_written_with_at_most_sixteen_characters_and_no_exponent(double value, string text)
    {
        WrittenCoordinate.Text(value).Should().Be(text);
        text.Length.Should().BeLessThanOrEqualTo(16);
    }

    [Theory]
    [InlineData("70.000", 70, "70.000")]
    [InlineData("-.5", -0.5, "-.5")]
    [InlineData("7E1", 70, "70")]
    [InlineData("70.1", 70, "70")]
    [InlineData("", 70, "70")]
    public void Z_of_a_plane_is_the_images_text_where_that_will_do(string imageText, double position, string text) =>
        WrittenCoordinate.OfPlane(imageText, position).Should().Be(text);
}
