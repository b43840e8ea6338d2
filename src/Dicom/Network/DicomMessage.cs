namespace ContourFlow.Dicom.Network;

/// <summary>A DIMSE message (DICOM PS3.7 6.3): a command set, and a data set with many of them.</summary>
public class DicomMessage
{
    private DicomDataset? _dataset;

    /// <summary>Makes an empty message.</summary>
    public DicomMessage()
    {
        Command = CommandSet.New();
        Dataset = null;
    }

    /// <summary>Makes a message of a command set that was received.</summary>
    /// <exception cref="DicomNetworkException">Command Field (0000,0100) or Command Data Set Type (0000,0800) is missing or malformed, or the SOP class is malformed.</exception>
    public DicomMessage(DicomDataset command)
    {
        ArgumentNullException.ThrowIfNull(command);
        Command = command;
        CommandSet.Number(command, DicomTag.CommandField);
        CommandSet.Number(command, DicomTag.CommandDataSetType);
        CommandSet.OptionalUid(command, SopClassTag);
    }

    /// <summary>Command Field (0000,0100).</summary>
    public DicomCommandField Type
    {
        get => (DicomCommandField)CommandSet.Number(Command, DicomTag.CommandField);
        protected set => Command.AddOrUpdate(DicomTag.CommandField, (ushort)value);
    }

    /// <summary>Requested (0000,0003) SOP Class UID of an N-GET, N-SET, N-ACTION or N-DELETE request, else Affected (0000,0002); <c>null</c> where the message has none.</summary>
    public DicomUID? SOPClassUID
    {
        get => CommandSet.OptionalUid(Command, SopClassTag);
        protected set => SetUid(SopClassTag, value);
    }

    /// <summary>Whether a data set belongs to the message: Command Data Set Type (0000,0800).</summary>
    public bool HasDataset => CommandSet.Number(Command, DicomTag.CommandDataSetType) != CommandSet.NoDataset;

    /// <summary>The presentation context that it came in or shall go in; <c>null</c>: one is chosen when it is sent.</summary>
    public DicomPresentationContext? PresentationContext { get; set; }

    /// <summary>What shall be negotiated for its SOP class (PS3.7 D.3.3.5).</summary>
    public DicomServiceApplicationInfo? ApplicationInfo { get; set; }

    /// <summary>The command set.</summary>
    public DicomDataset Command { get; protected set; }

    /// <summary>The data set; <c>null</c> where there is none, or it has not been received yet.</summary>
    public DicomDataset? Dataset
    {
        get => _dataset;
        set
        {
            _dataset = value;
            Command.AddOrUpdate(DicomTag.CommandDataSetType, value is null ? CommandSet.NoDataset : CommandSet.WithDataset);
        }
    }

    /// <summary>Whatever the caller wants to find again with the message.</summary>
    public object? UserState { get; set; }

    /// <summary>Since when it waits for a response (UTC); <c>null</c> where it does not.</summary>
    public DateTime? PendingSince { get; set; }

    /// <summary>When the last response of several came (UTC).</summary>
    public DateTime? LastPendingResponseReceived { get; set; }

    /// <summary>The clock of <see cref="IsTimedOut"/>.</summary>
    internal TimeProvider Clock { get; set; } = TimeProvider.System;

    private DicomTag SopClassTag => CommandSet.OptionalNumber(Command, DicomTag.CommandField) is { } type && NamesRequested((DicomCommandField)type)
        ? DicomTag.RequestedSOPClassUID
        : DicomTag.AffectedSOPClassUID;

    /// <summary>The message's name in PS3.7: C-STORE request.</summary>
    public static string ToString(DicomCommandField type) => type switch
    {
        DicomCommandField.CCancelRequest => "C-CANCEL request",
        _ when !Enum.IsDefined(type) => $"Command {(ushort)type:x4}",
        _ => Name((DicomCommandField)((ushort)type & 0x7FFF)) + (IsRequest(type) ? " request" : " response"),
    };

    /// <summary>Whether it is a request; else a response.</summary>
    public static bool IsRequest(DicomCommandField type) => ((ushort)type & 0x8000) == 0;

    /// <summary>Whether no response has come for this long.</summary>
    public bool IsTimedOut(TimeSpan timeout) =>
        (LastPendingResponseReceived ?? PendingSince) is { } since && Clock.GetUtcNow().UtcDateTime - since >= timeout;

    /// <summary>The message's name and ID.</summary>
    public override string ToString() =>
        $"{(CommandSet.OptionalNumber(Command, DicomTag.CommandField) is { } type ? ToString((DicomCommandField)type) : "Message")}{Id()}";

    /// <summary>The message's name and ID.</summary>
    /// <param name="printDatasets">Whether the number of items of the data set is told too. Its values never are.</param>
    public string ToString(bool printDatasets) => printDatasets && Dataset is not null ? $"{this} with a {Dataset}" : ToString();

    /// <summary>Checks that a received command set is of this message.</summary>
    /// <exception cref="DicomNetworkException">It is of another one.</exception>
    private protected void Expect(DicomCommandField type)
    {
        if (Type != type)
            throw new DicomNetworkException($"The command is a {ToString(Type)}; a {ToString(type)} was expected.");
    }

    /// <summary>Checks that a received command set says that a data set follows.</summary>
    /// <exception cref="DicomNetworkException">It says that none does.</exception>
    private protected void ExpectDataset()
    {
        if (!HasDataset)
            throw new DicomNetworkException($"{this} has no data set: Command Data Set Type {DicomTag.CommandDataSetType} is 0101.");
    }

    /// <summary>Sets a UID of the command set; takes it out where there is none.</summary>
    /// <exception cref="DicomNetworkException">It is not one that could be received.</exception>
    private protected void SetUid(DicomTag tag, DicomUID? uid)
    {
        if (uid is null)
            Command.Remove(tag);
        else
            Command.AddOrUpdate(new DicomUniqueIdentifier(tag, uid));
        CommandSet.OptionalUid(Command, tag);
    }

    private static bool NamesRequested(DicomCommandField type) =>
        type is DicomCommandField.NGetRequest or DicomCommandField.NSetRequest or DicomCommandField.NActionRequest or DicomCommandField.NDeleteRequest;

    private static string Name(DicomCommandField request) => request switch
    {
        DicomCommandField.CStoreRequest => "C-STORE",
        DicomCommandField.CGetRequest => "C-GET",
        DicomCommandField.CFindRequest => "C-FIND",
        DicomCommandField.CMoveRequest => "C-MOVE",
        DicomCommandField.CEchoRequest => "C-ECHO",
        DicomCommandField.NEventReportRequest => "N-EVENT-REPORT",
        DicomCommandField.NGetRequest => "N-GET",
        DicomCommandField.NSetRequest => "N-SET",
        DicomCommandField.NActionRequest => "N-ACTION",
        DicomCommandField.NCreateRequest => "N-CREATE",
        _ => "N-DELETE",
    };

    // To be told of even where the command is at fault, so that nothing is thrown here.
    private string Id()
    {
        DicomTag tag = Command.Contains(DicomTag.MessageIDBeingRespondedTo) ? DicomTag.MessageIDBeingRespondedTo : DicomTag.MessageID;
        return Command.Find(tag) is DicomUnsignedShort { Length: 2 } id ? $" [{id.Get<ushort>(0)}]" : "";
    }
}
