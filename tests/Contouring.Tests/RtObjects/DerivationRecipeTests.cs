using ContourFlow.Contouring.RtObjects;

namespace ContourFlow.Contouring.Tests.RtObjects;

public class DerivationRecipeTests
{
    [Fact]
    public void Recipe_reads_back_from_its_text()
    {
        var recipe = new DerivationRecipe("1", "spine-sbrt-sib", "1.0", new string('c', 64), [new("CTV", 3, new string('d', 64)), new("SpinalCanal", 7, new string('e', 64))], "PTV_Eval = PTV - SpinalCanal");

        var read = DerivationRecipe.Parse(recipe.ToText())!;

        read.Should().BeEquivalentTo(recipe);
        read.Operands[0].IsOf(new string('d', 64)).Should().BeTrue();
        read.Operands[0].IsOf(new string('e', 64)).Should().BeFalse();
    }

    [Fact]
    public void Recipe_with_many_operands_fits_and_still_tells_them_apart()
    {
        var recipe = new DerivationRecipe("1", "spine-sbrt-sib", "1.0", new string('c', 64), [.. Enumerable.Range(0, 15).Select(i => new RecipeOperand($"Structure{i}", i, new string('d', 64)))], "union of all");

        var text = recipe.ToText();

        text.Length.Should().BeLessThanOrEqualTo(1024);
        DerivationRecipe.Parse(text)!.Operands.Should().HaveCount(15).And.AllSatisfy(o => o.IsOf(new string('d', 64)).Should().BeTrue());
    }

    [Theory]
    [InlineData("")]
    [InlineData("drawn by hand")]
    [InlineData(null)]
    public void Other_descriptions_are_no_recipe(string? text) => DerivationRecipe.Parse(text).Should().BeNull();
}
