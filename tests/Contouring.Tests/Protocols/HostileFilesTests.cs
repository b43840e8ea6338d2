using System.Text;
using ContourFlow.Contouring.Faults;
using ContourFlow.Contouring.Protocols;
using FsCheck.Xunit;

namespace ContourFlow.Contouring.Tests.Protocols;

/// <summary>Files that nobody means well with are refused with a sentence: no hang, no overflow, no other exception.</summary>
public sealed class HostileFilesTests
{
    [Fact]
    public void A_file_beyond_one_megabyte_is_refused_unread()
    {
        var (protocol, faults) = ProtocolLoader.Check(new byte[ProtocolLoader.MaximumSize + 1]);
        protocol.Should().BeNull();
        faults.Should().ContainSingle().Which.Sentence.Should().Contain("larger than 1048576 bytes");
    }

    [Fact]
    public void A_bomb_of_aliases_is_refused_at_its_first_anchor()
    {
        var bomb = new StringBuilder("a: &a [x,x,x,x,x,x,x,x,x]\n");
        for (var letter = 'b'; letter <= 'i'; letter++)
            bomb.Append(letter).Append(": &").Append(letter).Append(" [").AppendJoin(',', Enumerable.Repeat("*" + (char)(letter - 1), 9)).Append("]\n");
        ProtocolLoader.Check(bomb.ToString()).Faults.Should().ContainSingle().Which.Should().Match<ProtocolFault>(
            fault => fault.Line == 1 && fault.Column == 4 && fault.Sentence.StartsWith("Anchors", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{a: ")]
    [InlineData("- ")]
    public void Endless_nesting_is_refused_at_the_depth_no_protocol_has(string opening)
    {
        var (_, faults) = ProtocolLoader.Check(string.Concat(Enumerable.Repeat(opening, 100_000)));
        faults.Should().ContainSingle().Which.Sentence.Should().Contain("deeper than 12 levels");
    }

    [Fact]
    public void Endless_parentheses_in_an_expression_are_refused()
    {
        var text = ProtocolCase.Read("good-minimal").Text.Replace("PTV - Cord", new string('(', 1500), StringComparison.Ordinal);
        ProtocolLoader.Check(text).Faults.Should().ContainSingle().Which.Sentence.Should().Contain("nested deeper than 32");
    }

    [Fact]
    public void A_thousand_faults_are_cut_off_and_not_endless()
    {
        var text = ProtocolCase.Read("good-minimal").Text + string.Concat(Enumerable.Range(0, 1000).Select(i => $"key{i}: 1\n"));
        ProtocolLoader.Check(text).Faults.Should().HaveCount(200);
    }

    [Fact]
    public void Bytes_that_are_no_UTF8_are_refused_with_their_place()
    {
        byte[] bytes = [.. "name: minimal\ntitle: "u8, 0xE9, 0x0A];
        ProtocolLoader.Check(bytes).Faults.Should().ContainSingle().Which.Should().Match<ProtocolFault>(
            fault => fault.Line == 2 && fault.Column == 8 && fault.Sentence.Contains("UTF-8", StringComparison.Ordinal));
    }

    [Fact]
    public void A_byte_order_mark_and_Windows_line_ends_are_taken()
    {
        var text = "\uFEFF" + ProtocolCase.Read("good-folded-expression").Text.Replace("\n", "\r\n", StringComparison.Ordinal);
        ProtocolLoader.Check(text).Faults.Should().BeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("# only a comment\n")]
    [InlineData("null")]
    [InlineData("\0")]
    public void A_file_with_nothing_in_it_has_one_fault(string text) =>
        ProtocolLoader.Check(text).Faults.Should().ContainSingle();

    [Fact]
    public void A_list_that_is_never_closed_is_a_fault_and_no_crash()
    {
        // The YAML scanner met a plain scalar over several lines in an unclosed list with InvalidOperationException,
        // which is not of its own family. Found by the property below.
        var text = ProtocolCase.Read("good-every-key").Text.Replace("margin-minimum: 0.96", "margin-minimum: [0.96", StringComparison.Ordinal);
        ProtocolLoader.Check(text).Faults.Should().ContainSingle().Which.Sentence.Should().StartWith("YAML");
    }

    [Fact]
    public void A_file_that_is_not_there_throws_with_the_reason_code_and_the_files_name()
    {
        var load = () => ProtocolLoader.Load(Path.Combine(AppContext.BaseDirectory, "nowhere", "mine.yaml"));
        load.Should().Throw<ProtocolException>().Where(exception =>
            exception.ReasonCode == ReasonCodes.ProtocolInvalid && exception.Message == "mine.yaml: There is no such file.");
    }

    [Fact]
    public void A_file_with_faults_throws_with_all_of_them_one_a_line()
    {
        var load = () => ProtocolLoader.Load(Path.Combine(ProtocolCase.Folder, "several-faults-at-once.yaml"));
        load.Should().Throw<ProtocolException>().Which.Message.Split('\n').Should().HaveCount(5)
            .And.AllSatisfy(line => line.Should().StartWith("several-faults-at-once.yaml:"));
    }

    [Fact]
    public void An_unknown_name_tells_the_names_that_there_are()
    {
        var load = () => ProtocolCatalogue.OfProgram.Load("spine-sbrt");
        load.Should().Throw<ProtocolException>().WithMessage("*spine-cord-prv, spine-sbrt-sib*");
    }

    /// <summary>Any damage gives a protocol or faults with places inside the text, never an exception.</summary>
    [Property(MaxTest = 500)]
    public void A_damaged_file_gives_a_protocol_or_faults(int at, int length, char put)
    {
        var text = ProtocolCase.Read("good-every-key").Text;
        var start = (int)((uint)at % text.Length);
        var cut = (int)((uint)length % 8);
        var damaged = string.Concat(text.AsSpan(0, start), new string(put, 1), text.AsSpan(Math.Min(text.Length, start + cut)));
        if (damaged.Any(char.IsSurrogate)) return;

        var (protocol, faults) = ProtocolLoader.Check(damaged);
        (protocol is null).Should().Be(!faults.IsEmpty);
        faults.Should().AllSatisfy(fault => fault.Line.Should().BeInRange(0, damaged.Count(character => character == '\n') + 2));
    }
}
