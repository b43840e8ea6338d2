using ContourFlow.Dicom.IO.Reader;
using ContourFlow.Dicom.IO.Writer;

namespace ContourFlow.Dicom.Network;

/// <summary>Command sets as bytes: implicit VR little endian, with Command Group Length (0000,0000) in front (DICOM PS3.7 6.3.1).</summary>
internal static class CommandCoding
{
    /// <summary>The bytes of a command set.</summary>
    public static byte[] Write(DicomDataset command)
    {
        var whole = CommandSet.New();
        command.CopyTo(whole);
        using var stream = new MemoryStream();
        var writer = new DicomDatasetWriter(stream, DicomTransferSyntax.ImplicitVRLittleEndian, DicomWriteOptions.Default);
        whole.AddOrUpdate(DicomTag.CommandGroupLength, writer.LengthOfGroup(command, 0x0000, CharacterSets.Default));
        writer.Write(whole);
        return stream.ToArray();
    }

    /// <summary>The command set of bytes from the network.</summary>
    /// <exception cref="DicomNetworkException">They are not a data set in implicit VR little endian. Nothing else is thrown, whatever the bytes are.</exception>
    public static DicomDataset Read(ReadOnlyMemory<byte> bytes)
    {
        var command = CommandSet.New();
        try
        {
            new DicomDatasetReader(new MemoryReadSource(bytes), 0, stop: null).ReadToEnd(command, isExplicit: false, isBig: false, CharacterSets.Default);
        }
        catch (DicomException e)
        {
            throw new DicomNetworkException("A command set is not one of implicit VR little endian (PS3.7 6.3.1): " + e.Message, e);
        }

        return command;
    }
}
