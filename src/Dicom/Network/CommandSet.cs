using System.Text;
using ContourFlow.Dicom.IO.Buffer;

namespace ContourFlow.Dicom.Network;

/// <summary>
/// Gets the attributes of a command set out (DICOM PS3.7 6.3.1, E.1). A command set comes from the network: whatever is
/// missing in it or of another form than the standard's is a <see cref="DicomNetworkException"/> that names the attribute.
/// </summary>
internal static class CommandSet
{
    /// <summary>Command Data Set Type (0000,0800) of a message without a data set; every other value says that there is one.</summary>
    public const ushort NoDataset = 0x0101;

    /// <summary>The value that is written where there is a data set.</summary>
    public const ushort WithDataset = 0x0001;

    /// <summary>An empty command set: always implicit VR little endian (PS3.7 6.3.1). What is put in is held against the rules of this class, which are those of what is received.</summary>
    public static DicomDataset New() => new(DicomTransferSyntax.ImplicitVRLittleEndian) { AutoValidate = false };

    /// <summary>A number of two bytes (US).</summary>
    public static ushort Number(DicomDataset command, DicomTag tag) => OptionalNumber(command, tag) ?? throw Missing(tag);

    /// <summary>A number of two bytes (US); <c>null</c> where it is missing or empty.</summary>
    public static ushort? OptionalNumber(DicomDataset command, DicomTag tag) => command.Find(tag) switch
    {
        null => null,
        DicomUnsignedShort { Length: 0 } => null,
        DicomUnsignedShort { Length: 2 } number => number.Get<ushort>(0),
        _ => throw Malformed(tag, "not one number of two bytes (US)"),
    };

    /// <summary>A UID (UI).</summary>
    public static DicomUID Uid(DicomDataset command, DicomTag tag) => OptionalUid(command, tag) ?? throw Missing(tag);

    /// <summary>A UID (UI); <c>null</c> where it is missing or empty.</summary>
    public static DicomUID? OptionalUid(DicomDataset command, DicomTag tag) => command.Find(tag) switch
    {
        null => null,
        DicomUniqueIdentifier { Length: 0 } => null,
        DicomUniqueIdentifier { Length: <= 64 } item when Text(item) is { Length: > 0 } text && IsUid(text) => DicomUID.Parse(text),
        _ => throw Malformed(tag, "not one UID of at most 64 digits and dots (UI)"),
    };

    /// <summary>An AE title (AE) of 1 to 16 characters, without the spaces around it, which mean nothing (PS3.5 6.2).</summary>
    public static string Title(DicomDataset command, DicomTag tag) => command.Find(tag) switch
    {
        null => throw Missing(tag),
        DicomApplicationEntity { Length: <= 16 } item when Text(item).Trim(' ') is { Length: > 0 } text && text.All(c => c is >= ' ' and <= '~' and not '\\') => text,
        _ => throw Malformed(tag, "not one AE title of 1 to 16 characters (AE)"),
    };

    /// <summary>Tags (AT); none where it is missing or empty.</summary>
    public static DicomTag[] Tags(DicomDataset command, DicomTag tag) => command.Find(tag) switch
    {
        null => [],
        DicomAttributeTag item when item.Length % 4 == 0 => [.. item.Values],
        _ => throw Malformed(tag, "not a list of tags of four bytes each (AT)"),
    };

    /// <summary>A text (LO) for people; <c>null</c> where it is missing, empty or of another kind. Of the default characters: others become question marks.</summary>
    public static string? Comment(DicomDataset command, DicomTag tag) =>
        command.Find(tag) is DicomLongString { Length: > 0 } item && Text(item).Trim(' ') is { Length: > 0 } text ? text : null;

    private static string Text(DicomElement item) => Encoding.ASCII.GetString(item.Buffer.AsSpan()).TrimEnd('\0', ' ');

    // Components with leading zeros break PS3.5 9.1 and are met nevertheless; they name their object as well as others.
    private static bool IsUid(string text) => text.All(c => char.IsAsciiDigit(c) || c == '.') && text[0] != '.' && text[^1] != '.' && !text.Contains("..", StringComparison.Ordinal);

    private static DicomNetworkException Missing(DicomTag tag) => new($"The command has no {Named(tag)}.");

    private static DicomNetworkException Malformed(DicomTag tag, string what) => new($"{Named(tag)} of the command is {what}.");

    private static string Named(DicomTag tag) => $"{tag.DictionaryEntry.Name} {tag}";
}
