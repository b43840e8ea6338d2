using System.Security.Cryptography;
using ContourFlow.Contouring.Protocols;
using ContourFlow.Geometry.Margins;

namespace ContourFlow.Contouring.Tests.Protocols;

/// <summary>The protocol files that come with the program say what the geometry specification and the trial say.</summary>
public sealed class ProtocolFilesTests
{
    private static Protocol Trial { get; } = ProtocolCatalogue.OfProgram.Load("spine-sbrt-sib");

    [Fact]
    public void The_program_brings_its_protocols_and_each_file_is_named_like_its_protocol()
    {
        ProtocolCatalogue.OfProgram.Names.Should().Equal("spine-cord-prv", "spine-sbrt-sib");
        foreach (var name in ProtocolCatalogue.OfProgram.Names)
            ProtocolCatalogue.OfProgram.Load(name).Name.Should().Be(name);
    }

    [Fact]
    public void The_hash_is_that_of_the_files_bytes()
    {
        var file = ProtocolCatalogue.OfProgram.Find("spine-sbrt-sib");
        Trial.Hash.Should().Be(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file))));
    }

    [Fact]
    public void The_trials_PTV_is_CTV_with_2_mm_in_plane_and_5_mm_superior_and_inferior()
    {
        // Specification 1.1: six named margins (2,2,2,2,5,5).
        var expected = new WithMargin(new NamedStructure("CTV"), new PatientMargins(2, 2, 2, 2, 5, 5));
        Derived("PTV").Variants.Should().ContainSingle().Which.Expression.Should().Be(expected);
        Derived("PTV").Variants[0].Group.Should().BeNull();
    }

    [Fact]
    public void The_trials_PTV_Eval_leaves_out_what_the_level_calls_for()
    {
        NamedStructure ptv = new("PTV"), spinal = new("SpinalCanal"), sacral = new("SacralCanal"), foramina = new("SacralForamina");

        // Rules E1, E2 and E3.
        Derived("PTV_Eval").Variants.Select(variant => (variant.Group, variant.Expression)).Should().Equal(
            (LevelGroup.Spine, new DifferenceOf(ptv, spinal)),
            (LevelGroup.Sacrum, new DifferenceOf(ptv, new UnionOf(sacral, foramina))),
            (LevelGroup.SpineAndSacrum, new DifferenceOf(ptv, new UnionOf(new UnionOf(spinal, sacral), foramina))));
    }

    [Theory]
    [InlineData("spine-sbrt-sib")]
    [InlineData("spine-cord-prv")]
    public void The_cords_PRV_is_2_mm_all_round_under_a_name_of_sixteen_characters(string name)
    {
        var prv = ProtocolCatalogue.OfProgram.Load(name).Derived.Single(derived => derived.Role == StructureRole.SpinalCordPrv);
        prv.Variants.Should().ContainSingle().Which.Expression.Should().Be(new WithMargin(new NamedStructure("SpinalCord"), PatientMargins.Uniform(2)));
        prv.RoiName.Should().Be("SpinalCord_PRV02").And.HaveLength(16);
        prv.InterpretedType.Should().Be("AVOIDANCE");
    }

    [Fact]
    public void The_cord_protocol_asks_for_nothing_but_the_cord()
    {
        var protocol = ProtocolCatalogue.OfProgram.Load("spine-cord-prv");
        protocol.Levels.Should().BeNull();
        protocol.Derived.Should().ContainSingle();
        protocol.Inputs.Where(input => input.Required != InputRequirement.Optional).Select(input => input.Name).Should().Equal("SpinalCord");
    }

    [Fact]
    public void Organs_and_subtrahends_are_never_interpolated_and_targets_by_one_plane()
    {
        // Specification 4.
        Trial.Inputs.ToDictionary(input => input.Name, input => input.InterpolatePlanes, StringComparer.Ordinal).Should().Equal(
            new Dictionary<string, int>(StringComparer.Ordinal)
            {
                ["CTV"] = 1,
                ["GTV"] = 1,
                ["Body"] = 1,
                ["SpinalCord"] = 0,
                ["ThecalSac"] = 0,
                ["SpinalCanal"] = 0,
                ["SacralCanal"] = 0,
                ["SacralForamina"] = 0,
            });
        Trial.Inputs.Single(input => input.SeparateParts).Name.Should().Be("SacralForamina");
    }

    [Fact]
    public void Relations_and_codes_are_those_of_the_specification()
    {
        // Specification 6.
        Trial.Derived.Select(derived => (derived.Name, derived.Relation!.Relationship, derived.Relation.Name)).Should().Equal(
            ("PTV", "ENCLOSING", "CTV"),
            ("PTV_Eval", "ENCLOSED", "PTV"),
            ("SpinalCord_PRV02", "ENCLOSING", "SpinalCord"));
        Trial.Inputs.Where(input => input.Code is not null).Select(input => (input.Name, input.Code!.Value)).Should().Equal(
            ("SpinalCord", "2748008"), ("ThecalSac", "37554007"), ("SpinalCanal", "61853006"));
    }

    [Fact]
    public void The_trials_levels_and_CT_rules_are_those_of_the_specification()
    {
        Trial.Levels.Should().Be(new LevelRules(true, VertebralLevel.L2, 6, 0.03, null, null, null));
        Trial.PlanningCt.Should().Be(new PlanningCtRules(3, 0.1, true));
        (Trial.SliverArea, Trial.SliverOpening).Should().Be((4, 0.25));
        Trial.Holes.Should().Be(HoleEncoding.Keyhole);
    }

    [Fact]
    public void The_trial_states_every_limit_and_none_but_the_defaults()
    {
        // A reader of the file sees all of them, and a protocol without limits is held to the same.
        Trial.Limits.Should().Equal(CheckLimitNames.Defaults);
    }

    private static DerivedDefinition Derived(string name) => Trial.Derived.Single(derived => derived.Name == name);
}
