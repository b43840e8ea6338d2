using ContourFlow.Contouring.Deriving;

namespace ContourFlow.Contouring.Tests.Deriving;

public class RoiNamesTests
{
    [Theory]
    [InlineData("spinal cord", "Spinal_Cord")]
    [InlineData("SPINAL-CORD", "Spinal_Cord")]
    [InlineData(" Spinal__Cord ", "Spinal_Cord")]
    [InlineData("CTV_T7", "CTV_*")]
    [InlineData("CTV_T7 old", "CTV*old")]
    [InlineData("xCTV", "*CTV")]
    [InlineData("CTV", "CTV*")]
    public void Names_that_people_take_for_the_same_fit(string name, string pattern) =>
        RoiNames.Fits(name, pattern).Should().BeTrue();

    [Theory]
    [InlineData("SpinalCord", "Spinal_Cord")]
    [InlineData("SpinalCord_PRV02", "SpinalCord")]
    [InlineData("PCTV_T7", "CTV_*")]
    [InlineData("CTV", "CTV_*")]
    [InlineData("", "CTV")]
    public void Other_names_do_not_fit(string name, string pattern) => RoiNames.Fits(name, pattern).Should().BeFalse();
}
