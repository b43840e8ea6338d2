using System.Reflection;

namespace ContourFlow.Dicom.Tests.Network;

/// <summary>Messages become command sets, and command sets messages.</summary>
public class CommandTests
{
    public static TheoryData<int> Numbers => [.. Enumerable.Range(0, Messages.All().Count)];

    [Fact]
    public void Echo_request_has_the_bytes_of_the_standard()
    {
        // By hand of PS3.7 table 9.3-12: each element tag, length of four bytes, value; the group length counts what follows it.
        byte[] expected =
        [
            0, 0, 0, 0, 4, 0, 0, 0, 56, 0, 0, 0,
            0, 0, 2, 0, 18, 0, 0, 0, .. "1.2.840.10008.1.1\0"u8,
            0, 0, 0, 1, 2, 0, 0, 0, 0x30, 0,
            0, 0, 0x10, 1, 2, 0, 0, 0, 7, 0,
            0, 0, 0, 8, 2, 0, 0, 0, 1, 1,
        ];

        CommandCoding.Write(new DicomCEchoRequest { MessageID = 7 }.Command).Should().Equal(expected);
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public void Message_is_the_same_after_the_wire(int number)
    {
        DicomMessage sent = Messages.All()[number];

        DicomMessage received = CommandReader.MessageOf(CommandCoding.Read(CommandCoding.Write(sent.Command)));

        received.Should().BeOfType(sent.GetType());
        received.ToString().Should().Be(sent.ToString());
        foreach (PropertyInfo property in Read(sent.GetType()))
            property.GetValue(received).Should().BeEquivalentTo(property.GetValue(sent), property.Name);
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public void Command_is_understood_by_DCMTK(int number)
    {
        DicomMessage sent = Messages.All()[number];
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, CommandCoding.Write(sent.Command));

            // A bare data set in implicit VR little endian.
            (int exit, string output) = RealFiles.Run("dcmdump", "--read-dataset", "--read-xfer-implicit", path);

            exit.Should().Be(0, output);
            output.Should().NotContain("E:").And.NotContain("W:").And.Contain("CommandField");
            output.Should().Contain($"(0000,0800) US {(sent.HasDataset ? CommandSet.WithDataset : CommandSet.NoDataset)} ");
            output.Should().Contain($"(0000,0100) US {(ushort)sent.Type} ");
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Every_kind_of_message_is_tried_here() =>
        Messages.All().Select(message => message.Type).Should().BeEquivalentTo(Enum.GetValues<DicomCommandField>());

    [Fact]
    public void Data_set_that_is_set_or_taken_away_is_told_in_the_command()
    {
        var request = new DicomNCreateRequest(DicomUID.ModalityPerformedProcedureStep, Messages.Instance);
        request.HasDataset.Should().BeFalse();

        request.Dataset = [];
        request.HasDataset.Should().BeTrue();

        request.Dataset = null;
        request.Command.GetSingleValue<ushort>(DicomTag.CommandDataSetType).Should().Be(0x0101, "PS3.7 E.1");
    }

    [Fact]
    public void Response_goes_to_the_handler_of_its_request()
    {
        var request = new DicomCEchoRequest();
        DicomCEchoResponse? got = null;
        request.OnResponseReceived += (asked, response) => got = ReferenceEquals(asked, request) ? response : null;
        var response = new DicomCEchoResponse(request, DicomStatus.Success);

        request.Answer(null!, response);

        got.Should().BeSameAs(response);
    }

    [Fact]
    public void Response_of_another_kind_is_the_peers_fault()
    {
        // With a handler and without one.
        var response = new DicomCStoreResponse(new DicomCStoreRequest(Messages.File()), DicomStatus.Success);

        FluentActions.Invoking(() => new DicomCEchoRequest().Answer(null!, response)).Should().Throw<DicomNetworkException>().WithMessage("*C-ECHO request*C-STORE response*");
    }

    [Fact]
    public void Error_comment_is_cut_to_what_the_attribute_holds()
    {
        // LO: 64 characters, no backslash (PS3.5 6.2); Error Comment is of the default repertoire.
        var response = new DicomCEchoResponse(new DicomCEchoRequest(), new DicomStatus(DicomStatus.ProcessingFailure, "ä\\" + new string('x', 100)));

        response.Status.ErrorComment.Should().Be("??" + new string('x', 62));
        CommandReader.MessageOf(CommandCoding.Read(CommandCoding.Write(response.Command))).As<DicomResponse>().Status.ErrorComment.Should().Be("??" + new string('x', 62));
        response.ToString().Should().NotContain("xxx");
    }

    [Fact]
    public void Time_without_a_response_counts_from_the_last_one()
    {
        var clock = new FixedClock(new DateTime(2024, 1, 1, 12, 0, 10, DateTimeKind.Utc));
        var request = new DicomCFindRequest(DicomQueryRetrieveLevel.Study) { Clock = clock };
        request.IsTimedOut(TimeSpan.Zero).Should().BeFalse("it has not been sent");

        request.PendingSince = clock.Now.AddSeconds(-10);
        request.IsTimedOut(TimeSpan.FromSeconds(10)).Should().BeTrue();
        request.IsTimedOut(TimeSpan.FromSeconds(11)).Should().BeFalse();

        request.LastPendingResponseReceived = clock.Now.AddSeconds(-3);
        request.IsTimedOut(TimeSpan.FromSeconds(10)).Should().BeFalse();
    }

    /// <summary>What a message tells of its command.</summary>
    internal static IEnumerable<PropertyInfo> Read(Type type) => type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(property => property.Name is not (nameof(DicomMessage.Dataset) or nameof(DicomMessage.Command) or "File" or "TransferSyntax" or "Level"));

    private sealed class FixedClock(DateTime now) : TimeProvider
    {
        public DateTime Now => now;

        public override DateTimeOffset GetUtcNow() => new(now);
    }
}
