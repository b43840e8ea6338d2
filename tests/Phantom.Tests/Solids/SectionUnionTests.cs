using ContourFlow.Geometry.Patient;
using ContourFlow.Phantom.Solids;

namespace ContourFlow.Phantom.Tests.Solids;

/// <summary>The union of offset sections, which grows the vertebra, checked against solids with a closed form.</summary>
public class SectionUnionTests
{
    private static readonly PatientPoint Centre = new(-3.21, 6.54, 100.987);

    public static TheoryData<string, double> Heights()
    {
        TheoryData<string, double> data = [];
        foreach (var shape in TruthShapes.All(Centre).Where(s => s.Solid.Name != "vertebra"))
        {
            foreach (var part in new[] { -0.08, 0.27, 0.81 }) data.Add(shape.Solid.Name, part);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Heights))]
    public void The_union_of_offset_sections_is_the_closed_form_of_growth(string name, double part)
    {
        var shape = TruthShapes.All(Centre).Single(s => s.Solid.Name == name);
        var z = shape.Solid.Inferior + (part * (shape.Solid.Superior - shape.Solid.Inferior));
        var expected = shape.Solid.GrownSection(z, shape.Margins);

        var actual = new SectionUnion(shape.Solid, 0.1).Section(z, shape.Margins);

        (actual is null).Should().Be(expected is null);
        if (expected is null) return;

        // Ladder, parabola and polygonisation of a smooth solid: 2 µm, where sections vanish beyond a pole 12 µm. Edges
        // of a tilted box move by tan 60° between rungs 0.1 mm apart, which no parabola follows: 0.05 mm at its corners.
        var isSharp = name.StartsWith("lamina", StringComparison.Ordinal);
        Sections.Distance(expected, actual!).Should().BeLessThan(isSharp ? 0.05 : 0.012);
        Sections.Area(actual).Should().BeApproximately(
            Sections.Area(expected), (isSharp ? 0.003 : 0.001) * Sections.Area(expected));
    }
}
