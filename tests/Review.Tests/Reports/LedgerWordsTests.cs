using ContourFlow.Review.Reports;

namespace ContourFlow.Review.Tests.Reports;

public sealed class LedgerWordsTests
{
    [Theory]
    [InlineData("""{"ProtocolName":"spine-sbrt-sib","Inputs":[{"a":1},{"a":2}]}""", "protocol name: spine-sbrt-sib; inputs: 2")]
    [InlineData("""{"hash":"4df6eb80410a42dc5faea825a2321da7f9629ffe3c64ecb972b178da6f644000"}""", "hash: 4df6eb80410a…")]
    [InlineData("""{"evidence":{"planesSeen":3,"planesDrawn":93},"reason":null,"isAgain":true}""", "evidence: planes seen 3, planes drawn 93; is again: yes")]
    [InlineData("{}", "")]
    [InlineData("not of ours", "not of ours")]
    [InlineData("[1,2]", "2")]
    public void Details_are_words_with_lists_counted_and_hashes_cut(string details, string words) => LedgerWords.Of(details).Should().Be(words);
}
