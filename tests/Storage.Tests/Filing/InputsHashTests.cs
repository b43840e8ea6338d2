using ContourFlow.Storage.Filing;

namespace ContourFlow.Storage.Tests.Filing;

public sealed class InputsHashTests
{
    [Fact]
    public void Inputs_have_one_hash_in_any_order_and_others_or_another_protocol_another()
    {
        // From sha256sum: printf 'p\n1\na\n2\nb\n' | sha256sum
        const string Known = "3e954fd645f16717101f63633fbec596137e0e5b5ab9a67a7470f80693aa0537";
        InputsHash.Of("p", [("1", "a"), ("2", "b")]).Should().Be(Known);
        InputsHash.Of("p", [("2", "b"), ("1", "a")]).Should().Be(Known);
        InputsHash.Of("q", [("1", "a"), ("2", "b")]).Should().NotBe(Known);
        InputsHash.Of("p", [("1", "a"), ("2", "c")]).Should().NotBe(Known);
        InputsHash.Of("p", [("1", "a")]).Should().NotBe(Known);
    }
}
