using ContourFlow.Contouring.Protocols;
using ContourFlow.Contouring.Protocols.Completeness;

namespace ContourFlow.Contouring.Tests.Protocols;

/// <summary>When a case is complete, as protocols say it; what is wrong with a condition is in the folder "cases".</summary>
public sealed class CompletenessTests
{
    private static readonly ExpectedInput Ct = new(ExpectedInputKind.PlanningCt), Images = new(ExpectedInputKind.ImagesOfStructureSets);

    [Theory]
    [InlineData("spine-sbrt-sib", "planning-ct and structure-set(CTV) and images-of-structure-sets")]
    [InlineData("spine-cord-prv", "planning-ct and structure-set(SpinalCord) and images-of-structure-sets")]
    public void The_shipped_protocols_state_what_they_would_mean_without_saying_it(string name, string condition)
    {
        var protocol = ProtocolCatalogue.OfProgram.Load(name);

        protocol.CompleteWhen.ToString().Should().Be(condition);
        (protocol with { CompleteWhen = null }).CompleteWhen.Should().Be(protocol.CompleteWhen);
    }

    [Fact]
    public void Input_that_is_always_required_and_may_be_drawn_on_an_mr_may_be_in_a_structure_set_on_either()
    {
        var protocol = ProtocolCatalogue.OfProgram.Load("spine-sbrt-sib");
        var always = protocol with
        {
            CompleteWhen = null,
            Inputs = [.. protocol.Inputs.Select(input => input.Name == "SpinalCord" ? input with { Required = InputRequirement.Always } : input)],
        };

        always.CompleteWhen!.ToString().Should().Be(
            "planning-ct and structure-set(CTV) and (structure-set(SpinalCord) or mr-structure-set(SpinalCord)) and images-of-structure-sets");
    }

    [Fact]
    public void Role_stands_for_the_input_that_has_it_and_parentheses_decide()
    {
        var protocol = ProtocolCase.Read("good-complete-when");
        var condition = ProtocolLoader.Check(protocol.Text).Protocol!.CompleteWhen;
        ExpectedInput set = new(ExpectedInputKind.StructureSet, ["CTV"], MrSource.None), onMr = new(ExpectedInputKind.MrStructureSet, ["CTV"], MrSource.None);
        ExpectedInput t2 = new(ExpectedInputKind.Mr, [], MrSource.T2), registration = new(ExpectedInputKind.Registration);

        condition.Inputs.Should().Equal(Ct, set, t2, onMr, registration, Images);
        Met(Ct, set, Images).Should().BeTrue("there is no registration");
        Met(Ct, set, Images, registration).Should().BeFalse();
        Met(Ct, set, Images, registration, t2).Should().BeTrue();
        Met(Ct, set, Images, registration, onMr).Should().BeTrue();
        Met(Ct, set, t2).Should().BeFalse("images are missing");
        Met(set, Images, t2).Should().BeFalse("the CT is missing");

        bool Met(params ExpectedInput[] here) => condition.IsMet(here.Contains);
    }
}
