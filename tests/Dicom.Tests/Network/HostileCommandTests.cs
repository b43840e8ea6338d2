using FsCheck.Xunit;

namespace ContourFlow.Dicom.Tests.Network;

/// <summary>A command set that is wrong, by accident or by intent, is the peer's fault, and nothing else is thrown.</summary>
public class HostileCommandTests
{
    private static readonly DicomTag[] s_tags =
    [
        DicomTag.AffectedSOPClassUID, DicomTag.RequestedSOPClassUID, DicomTag.CommandField, DicomTag.MessageID, DicomTag.MessageIDBeingRespondedTo,
        DicomTag.MoveDestination, DicomTag.Priority, DicomTag.CommandDataSetType, DicomTag.Status, DicomTag.ErrorComment, DicomTag.AffectedSOPInstanceUID,
        DicomTag.RequestedSOPInstanceUID, DicomTag.EventTypeID, DicomTag.AttributeIdentifierList, DicomTag.ActionTypeID, DicomTag.NumberOfRemainingSuboperations,
        DicomTag.NumberOfCompletedSuboperations, DicomTag.NumberOfFailedSuboperations, DicomTag.NumberOfWarningSuboperations,
    ];

    // What a peer may leave out: PS3.7 9.3 and 10.3 mark it U, or nothing hangs on it.
    private static readonly Dictionary<string, DicomTag[]> s_optional = new(StringComparer.Ordinal)
    {
        ["request"] = [DicomTag.Priority],
        ["response"] =
        [
            DicomTag.AffectedSOPClassUID, DicomTag.AffectedSOPInstanceUID, DicomTag.ErrorComment, DicomTag.ActionTypeID, DicomTag.EventTypeID,
            DicomTag.NumberOfRemainingSuboperations, DicomTag.NumberOfCompletedSuboperations, DicomTag.NumberOfFailedSuboperations, DicomTag.NumberOfWarningSuboperations,
        ],
    };

    public static TheoryData<int> Numbers => CommandTests.Numbers;

    [Theory]
    [MemberData(nameof(Numbers))]
    public void Attribute_that_is_missing_or_malformed_is_named(int number)
    {
        DicomMessage message = Messages.All()[number];
        DicomTag[] optional = message is DicomNCreateRequest ? [DicomTag.AffectedSOPInstanceUID] : s_optional[DicomMessage.IsRequest(message.Type) ? "request" : "response"];
        foreach (DicomElement element in message.Command.OfType<DicomElement>().ToArray())
        {
            string name = $"*{element.Tag.DictionaryEntry.Name} {element.Tag}*";
            Action read = () => CommandReader.MessageOf(CommandCoding.Read(CommandCoding.Write(Without(message.Command, element.Tag))));
            if (optional.Contains(element.Tag))
                read.Should().NotThrow(name);
            else
                read.Should().Throw<DicomNetworkException>().WithMessage(name);

            // Three bytes, and sixty-six of what no UID, title or list of tags is.
            foreach (byte[] bytes in new[] { new byte[] { 1, 2, 3 }, [.. Enumerable.Repeat((byte)'\\', 66)] })
            {
                DicomDataset command = Without(message.Command, element.Tag);
                command.Add(DicomItemFactory.FromBytes(element.ValueRepresentation, element.Tag, CharacterSets.Default, new MemoryByteBuffer(bytes)));
                Action malformed = () => CommandReader.MessageOf(command);
                if (element.Tag == DicomTag.ErrorComment)
                    malformed.Should().NotThrow("it is for people");
                else
                    malformed.Should().Throw<DicomNetworkException>().WithMessage(name);
            }
        }
    }

    [Fact]
    public void Command_field_that_the_standard_does_not_have_is_refused()
    {
        // All around those that PS3.7 E.1 has.
        IEnumerable<ushort> unknown = Enumerable.Range(0, 0x0200).Concat(Enumerable.Range(0x0F00, 0x0200)).Concat(Enumerable.Range(0x8000, 0x0200)).Append(0xFFFF)
            .Select(field => (ushort)field).Where(field => !Enum.IsDefined((DicomCommandField)field));
        foreach (ushort field in unknown)
        {
            var command = CommandSet.New().Add(DicomTag.CommandField, field);
            FluentActions.Invoking(() => CommandReader.MessageOf(command)).Should().Throw<DicomNetworkException>().WithMessage($"*(0000,0100) is {field:x4}*");
        }
    }

    [Theory]
    [InlineData(DicomCommandField.CStoreRequest)]
    [InlineData(DicomCommandField.CFindRequest)]
    [InlineData(DicomCommandField.CMoveRequest)]
    [InlineData(DicomCommandField.CGetRequest)]
    [InlineData(DicomCommandField.NSetRequest)]
    public void Request_without_the_data_set_that_it_is_about_is_refused(DicomCommandField type)
    {
        DicomDataset command = Messages.All().Single(message => message.Type == type).Command;
        command.AddOrUpdate(DicomTag.CommandDataSetType, (ushort)0x0101);

        FluentActions.Invoking(() => CommandReader.MessageOf(command)).Should().Throw<DicomNetworkException>().WithMessage("*Data Set Type (0000,0800)*");
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("1.2.3\\4.5")]
    [InlineData("1..2")]
    [InlineData(".1")]
    [InlineData("1.")]
    [InlineData("1.2 .3")]
    [InlineData("1.2.a")]
    public void Instance_uid_of_other_than_digits_and_dots_is_refused(string uid)
    {
        // It becomes the name of a file.
        DicomDataset command = Messages.All().Single(message => message is DicomCStoreRequest).Command;
        command.AddOrUpdate(new DicomUniqueIdentifier(DicomTag.AffectedSOPInstanceUID, uid));

        FluentActions.Invoking(() => CommandReader.MessageOf(command)).Should().Throw<DicomNetworkException>().Which.Message.Should().NotContain(uid);
    }

    [Fact]
    public void Instance_uid_with_a_leading_zero_is_taken_and_answered()
    {
        // Breaks PS3.5 9.1 and is met nevertheless.
        DicomDataset command = Messages.All().Single(message => message is DicomCStoreRequest).Command;
        command.AddOrUpdate(new DicomUniqueIdentifier(DicomTag.AffectedSOPInstanceUID, "1.2.03"));

        var request = (DicomCStoreRequest)CommandReader.MessageOf(command);

        new DicomCStoreResponse(request, DicomStatus.Success).Command.GetString(DicomTag.AffectedSOPInstanceUID).Should().Be("1.2.03");
    }

    [Property(MaxTest = 2000)]
    public void Bytes_at_random_give_a_message_or_the_peers_fault(byte[] bytes) => Try(() => CommandCoding.Read(bytes));

    [Property(MaxTest = 2000)]
    public void Bytes_of_a_message_with_some_changed_give_a_message_or_the_peers_fault(int number, (int At, byte To)[] changes, int cut)
    {
        IReadOnlyList<DicomMessage> all = Messages.All();
        byte[] bytes = CommandCoding.Write(all[(int)((uint)number % all.Count)].Command);
        foreach ((int at, byte to) in changes)
            bytes[(int)((uint)at % bytes.Length)] = to;
        int length = cut % 3 == 0 ? (int)((uint)cut % bytes.Length) : bytes.Length;

        Try(() => CommandCoding.Read(bytes.AsMemory(0, length)));
    }

    [Property(MaxTest = 3000)]
    public void Items_at_random_give_a_message_or_the_peers_fault(int number, (int Tag, int Kind, byte[] Bytes)[] items)
    {
        IReadOnlyList<DicomMessage> all = Messages.All();
        DicomDataset command = all[(int)((uint)number % all.Count)].Command;
        foreach ((int tag, int kind, byte[] bytes) in items)
            command.AddOrUpdate(Item(s_tags[(int)((uint)tag % s_tags.Length)], kind, bytes));

        Try(() => command);
    }

    // Whatever comes out can be looked at and answered.
    private static void Try(Func<DicomDataset> command)
    {
        DicomMessage message;
        try
        {
            message = CommandReader.MessageOf(command());
        }
        catch (DicomNetworkException)
        {
            return;
        }

        foreach (var property in CommandTests.Read(message.GetType()))
            property.GetValue(message);
        message.ToString(printDatasets: true).Should().NotBeEmpty();
        DicomStatus done = DicomStatus.Success;
        _ = message switch
        {
            DicomCStoreRequest request => new DicomCStoreResponse(request, done),
            DicomCEchoRequest request => new DicomCEchoResponse(request, done),
            DicomCFindRequest request => new DicomCFindResponse(request, done),
            DicomCMoveRequest request => new DicomCMoveResponse(request, done),
            DicomCGetRequest request => new DicomCGetResponse(request, done),
            DicomNActionRequest request => new DicomNActionResponse(request, done),
            DicomNEventReportRequest request => new DicomNEventReportResponse(request, done),
            DicomNCreateRequest request => new DicomNCreateResponse(request, done),
            DicomNSetRequest request => new DicomNSetResponse(request, done),
            DicomNGetRequest request => new DicomNGetResponse(request, done),
            DicomNDeleteRequest request => new DicomNDeleteResponse(request, done),
            _ => (DicomResponse?)null,
        };
    }

    private static DicomItem Item(DicomTag tag, int kind, byte[] bytes) => ((uint)kind % 10) switch
    {
        0 => new DicomSequence(tag, new DicomDataset()),
        1 => new DicomOtherByteFragment(tag),
        2 => new DicomUnknown(tag, new MemoryByteBuffer(bytes)),
        3 => new DicomLongString(tag, CharacterSets.Default, new MemoryByteBuffer(bytes)),
        4 => new DicomFloatingPointDouble(tag, new MemoryByteBuffer(bytes)),
        _ => DicomItemFactory.FromBytes(tag.DictionaryEntry.ValueRepresentations[0], tag, CharacterSets.Default, new MemoryByteBuffer(bytes)),
    };

    private static DicomDataset Without(DicomDataset command, DicomTag tag)
    {
        var copy = CommandSet.New();
        command.CopyTo(copy);
        return copy.Remove(tag);
    }
}
