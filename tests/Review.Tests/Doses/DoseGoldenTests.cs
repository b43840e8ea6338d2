using System.Text.Json;
using ContourFlow.Geometry.Dose;
using ContourFlow.Geometry.Patient;
using ContourFlow.Review.Tests.Client;

namespace ContourFlow.Review.Tests.Doses;

/// <summary>The file that holds the page's dose at a point to the server's, held to the server's: the client's tests read the same numbers.</summary>
public sealed class DoseGoldenTests
{
    [Fact]
    public void Every_dose_of_the_file_is_what_the_grid_gives_to_the_last_bit()
    {
        using JsonDocument file = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(NodeProject.Review, "client", "test", "dose-golden.json")));
        JsonElement geometry = file.RootElement.GetProperty("geometry");
        double[] origin = Numbers(geometry.GetProperty("origin")), column = Numbers(geometry.GetProperty("columnDirection")), row = Numbers(geometry.GetProperty("rowDirection"));
        double[] size = Numbers(geometry.GetProperty("size"));
        var grid = new DoseGrid(
            new FrameOfReferenceUid("2.25.1"),
            new PatientPoint(origin[0], origin[1], origin[2]),
            new PatientVector(column[0], column[1], column[2]),
            new PatientVector(row[0], row[1], row[2]),
            geometry.GetProperty("columnSpacing").GetDouble(),
            geometry.GetProperty("rowSpacing").GetDouble(),
            [.. Numbers(geometry.GetProperty("planeOffsets"))],
            (int)size[0],
            (int)size[1],
            [.. Numbers(file.RootElement.GetProperty("values")).Select(value => (float)value)]);
        JsonElement[] points = [.. file.RootElement.GetProperty("points").EnumerateArray()], doses = [.. file.RootElement.GetProperty("doses").EnumerateArray()];
        points.Should().HaveSameCount(doses).And.HaveCountGreaterThan(70);
        for (int i = 0; i < points.Length; i++)
        {
            double[] point = Numbers(points[i]);
            double expected = doses[i].ValueKind == JsonValueKind.Null ? double.NaN : doses[i].GetDouble();
            grid.At(new PatientPoint(point[0], point[1], point[2])).Should().Be(expected, $"point {i}");
        }
    }

    private static double[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(value => value.GetDouble())];
}
