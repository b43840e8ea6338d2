using ContourFlow.Contouring.Deriving;
using ContourFlow.Contouring.Protocols;

namespace ContourFlow.Contouring.Tests.Deriving;

// Expected levels are read off the names by eye, as a dosimetrist would.
public class LevelRangeTests
{
    [Theory]
    [InlineData("CTV_T7", "T7")]
    [InlineData("T7 SBRT", "T7")]
    [InlineData("ctv th11", "T11")]
    [InlineData("CTV_L5-S1", "L5-S1")]
    [InlineData("CTV L5/S1", "L5-S1")]
    [InlineData("T7-T9", "T7-T9")]
    [InlineData("T7-9", "T7-T9")]
    [InlineData("T9 T7", "T7-T9")]
    [InlineData("CTV_C2", "C2")]
    [InlineData("S3", "S3")]
    [InlineData("CTV_T07", "T7")]
    public void Name_with_a_level_is_read(string name, string expected) =>
        LevelRange.Read(name)!.Value.ToString().Should().Be(expected);

    [Theory]
    [InlineData("CTV")]
    [InlineData("CTV2")]
    [InlineData("PTV3000")]
    [InlineData("T13")]
    [InlineData("L6")]
    [InlineData("C0")]
    [InlineData("GTV1A")]
    [InlineData("S12")]
    [InlineData("")]
    public void Name_without_a_level_gives_none(string name) => LevelRange.Read(name).Should().BeNull();

    [Theory]
    [InlineData("CTV_T7-2", "T7")]
    [InlineData("T7-24", "T7")]
    [InlineData("T7_2026", "T7")]
    public void Version_or_date_after_a_level_is_no_range(string name, string expected) =>
        LevelRange.Read(name)!.Value.ToString().Should().Be(expected);

    [Theory]
    [InlineData("C1", LevelGroup.Spine)]
    [InlineData("L5", LevelGroup.Spine)]
    [InlineData("S1", LevelGroup.Sacrum)]
    [InlineData("S5", LevelGroup.Sacrum)]
    [InlineData("L4-S2", LevelGroup.SpineAndSacrum)]
    public void Level_calls_for_the_canal_of_its_region(string name, LevelGroup expected) =>
        LevelRange.Read(name)!.Value.Group.Should().Be(expected);
}
