using ContourFlow.Dicom.Imaging.Codec;
using ContourFlow.Dicom.IO;
using ContourFlow.Dicom.IO.Writer;

namespace ContourFlow.Dicom.Network;

/// <summary>The data set of a message on its way out.</summary>
internal interface IMessageContent
{
    /// <summary>Writes its bytes, in the transfer syntax of its presentation context.</summary>
    void WriteTo(Stream stream);
}

/// <summary>A data set in memory.</summary>
internal sealed class DatasetContent(DicomDataset dataset, DicomTransferSyntax syntax) : IMessageContent
{
    public void WriteTo(Stream stream) => new DicomDatasetWriter(stream, syntax, DicomWriteOptions.Default).Write(dataset);
}

/// <summary>The data set of a file as it lies there, byte for byte: what was read of it need not be written the same way again.</summary>
internal sealed class FileContent(IFileReference reference, long offset) : IMessageContent
{
    private const int Block = 128 * 1024;

    public void WriteTo(Stream stream)
    {
        using var file = reference.OpenRead();
        file.Position = offset;
        file.CopyTo(stream, Block);
    }
}

/// <summary>Chooses what is sent of a message.</summary>
internal static class MessageContent
{
    /// <summary>The data set of a message in a transfer syntax; <c>null</c> where it has none.</summary>
    /// <exception cref="DicomDataException">The object cannot be changed into the transfer syntax.</exception>
    public static IMessageContent? Of(DicomMessage message, DicomTransferSyntax syntax)
    {
        if (message is DicomCStoreRequest { File: { } file } store)
        {
            var own = store.TransferSyntax;
            if (own == syntax)
                return store.IsAsOnDisk ? new FileContent(file.File!, file.DatasetPosition) : new DatasetContent(file.Dataset, syntax);
            return new DatasetContent(file.Clone(syntax).Dataset, syntax);
        }

        return message.Dataset is { } dataset ? new DatasetContent(dataset, syntax) : null;
    }
}
