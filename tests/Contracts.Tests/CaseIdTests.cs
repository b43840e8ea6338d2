using System.Text.Json;
using FsCheck.Xunit;

namespace ContourFlow.Contracts.Tests;

public sealed class CaseIdTests
{
    [Fact]
    public void Case_is_named_by_the_hash_of_its_planning_ct()
    {
        // printf 1.2.840.113619.2.55 | sha256sum | head -c 32
        CaseId.OfPlanningCt("1.2.840.113619.2.55").ToString().Should().Be("124a918026830558811f66479f7375cb");
    }

    [Fact]
    public void Case_of_no_series_is_refused()
    {
        Action name = () => CaseId.OfPlanningCt(" ");

        name.Should().Throw<ArgumentException>();
    }

    [Property]
    public void Every_case_is_read_back_from_its_text_and_its_json(Guid value)
    {
        CaseId id = CaseId.Of(value);

        CaseId.Parse(id.ToString()).Should().Be(id);
        JsonSerializer.Deserialize<CaseId>(JsonSerializer.Serialize(id)).Should().Be(id);
        id.ToGuid().Should().Be(value);
        id.ToString().Should().MatchRegex("^[0-9a-f]{32}$");
    }

    [Theory]
    [InlineData("")]
    [InlineData("34b62c84")]
    [InlineData("34b62c84-02e1-4f4e-acf0-ee1c23c9b7e3")]
    [InlineData("34b62c8402e14f4eacf0ee1c23c9b7eg")]
    [InlineData("../../../../../../../../etc/pass")]
    public void What_is_no_name_of_a_case_is_not_read(string text)
    {
        CaseId.TryParse(text, null, out CaseId id).Should().BeFalse();
        id.Should().Be(default(CaseId));
        Action read = () => JsonSerializer.Deserialize<CaseId>(JsonSerializer.Serialize(text));
        read.Should().Throw<JsonException>();
    }
}
