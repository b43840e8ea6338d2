using ContourFlow.Contouring.Protocols;
using ContourFlow.Geometry.Margins;

namespace ContourFlow.Contouring.Tests.Protocols;

/// <summary>What the language means, where a reader could doubt it.</summary>
public sealed class MeaningTests
{
    private static readonly NamedStructure Ptv = new("PTV"), Cord = new("Cord"), Ctv = new("CTV");

    public static TheoryData<string, StructureExpression> Expressions => new()
    {
        { "PTV", Ptv },
        { "PTV-Cord", new DifferenceOf(Ptv, Cord) },
        { "PTV - Cord - CTV", new DifferenceOf(new DifferenceOf(Ptv, Cord), Ctv) },
        { "PTV + Cord + CTV", new UnionOf(new UnionOf(Ptv, Cord), Ctv) },
        { "PTV & (Cord + CTV)", new IntersectionOf(Ptv, new UnionOf(Cord, Ctv)) },
        { "((PTV))", Ptv },
        { "grow(PTV - Cord, all 3 mm)", new WithMargin(new DifferenceOf(Ptv, Cord), PatientMargins.Uniform(3)) },
        { "grow(grow(PTV, all 1 mm), all 2.5mm) - Cord", new DifferenceOf(new WithMargin(new WithMargin(Ptv, PatientMargins.Uniform(1)), PatientMargins.Uniform(2.5)), Cord) },
        { "grow(PTV, inferior 6 mm, superior 5 mm, posterior 4 mm, anterior 3 mm, right 2 mm, left 1 mm)", new WithMargin(Ptv, new PatientMargins(1, 2, 3, 4, 5, 6)) },
        { "grow(PTV, lateral 1 mm, anteroposterior 2 mm, superior 3 mm, inferior 0 mm)", new WithMargin(Ptv, new PatientMargins(1, 1, 2, 2, 3, 0)) },
    };

    [Theory]
    [MemberData(nameof(Expressions))]
    public void An_expression_means_what_the_language_says(string text, StructureExpression expected)
    {
        var rest = Read(("PTV - Cord", text)).Derived.Single(derived => derived.Name == "Rest");
        rest.Variants.Should().ContainSingle().Which.Should().Be(new DerivedVariant(null, expected, text));
    }

    [Fact]
    public void Operands_come_before_their_users_and_else_the_files_order_stays()
    {
        var (protocol, _) = ProtocolLoader.Check(ProtocolCase.Read("good-order-does-not-matter").Text);
        protocol!.Derived.Select(derived => derived.Name).Should().Equal("PTV", "Rest", "ZFirst");
    }

    [Fact]
    public void Where_the_file_is_silent_a_target_is_interpolated_by_one_plane_and_a_subtrahend_never()
    {
        var silent = Read();
        silent.Inputs.Select(input => (input.Name, input.InterpolatePlanes)).Should().Equal(("CTV", 1), ("Cord", 0));

        // The CTV is now subtracted, by way of the PTV: a gap in it would leave something behind.
        var subtracted = Read(("PTV - Cord", "Cord - PTV"));
        subtracted.Inputs.Select(input => (input.Name, input.InterpolatePlanes)).Should().Equal(("CTV", 0), ("Cord", 0));
    }

    [Fact]
    public void Only_what_the_file_states_is_a_limit_of_the_protocol()
    {
        Read().Limits.Should().BeEmpty();
        var (protocol, _) = ProtocolLoader.Check(ProtocolCase.Read("good-every-key").Text);
        protocol!.Limits.Should().Equal(new Dictionary<string, double>(StringComparer.Ordinal) { ["margin-minimum"] = 0.96, ["method-dice"] = 0.975 });
    }

    [Fact]
    public void The_hash_changes_with_every_byte_even_of_a_comment()
    {
        var text = ProtocolCase.Read("good-minimal").Text;
        ProtocolLoader.Check(text + "# word").Protocol!.Hash.Should().NotBe(ProtocolLoader.Check(text).Protocol!.Hash);
    }

    private static Protocol Read(params (string Old, string New)[] changes)
    {
        var text = changes.Aggregate(
            ProtocolCase.Read("good-minimal").Text,
            (before, change) => before.Replace(change.Old, change.New, StringComparison.Ordinal));
        var (protocol, faults) = ProtocolLoader.Check(text);
        faults.Should().BeEmpty();
        return protocol!;
    }
}
