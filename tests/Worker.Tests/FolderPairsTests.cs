using ContourFlow.Worker.Processing;

namespace ContourFlow.Worker.Tests;

public sealed class FolderPairsTests
{
    [Theory]
    [InlineData("in", "out", "Apart")]
    [InlineData("in", "in", "Same")]
    [InlineData("in", "in/", "Same")]
    [InlineData("in", "out/../in", "Same")]
    [InlineData("in", "in/out", "OutputInsideInput")]
    [InlineData("in", "in/..out", "OutputInsideInput")]
    [InlineData("in/case", "in", "Apart")]
    [InlineData("in", "inside", "Apart")]
    public void Folders_are_compared_by_where_they_are(string input, string output, string expected) =>
        FolderPairs.Of(input, output).ToString().Should().Be(expected);
}
