namespace ContourFlow.Dicom.IO.Buffer;

/// <summary>Values that a data set left on disk.</summary>
internal static class LargeValues
{
    /// <summary>Reads those into memory that lie in the file of this full path.</summary>
    public static void Load(DicomDataset dataset, string path)
    {
        foreach (DicomItem item in dataset)
        {
            switch (item)
            {
                case DicomElement element and not DicomStringElement { IsText: true } when OnDisk(element.Buffer) is { } buffer:
                    Load(buffer, path);
                    break;
                case DicomFragmentSequence fragments:
                    foreach (FileByteBuffer fragment in fragments.Fragments.Select(OnDisk).OfType<FileByteBuffer>())
                        Load(fragment, path);
                    break;
                case DicomSequence sequence:
                    foreach (DicomDataset child in sequence.Items)
                        Load(child, path);
                    break;
            }
        }
    }

    private static FileByteBuffer? OnDisk(IByteBuffer buffer) => buffer switch
    {
        FileByteBuffer file => file,
        SwappedByteBuffer swapped => OnDisk(swapped.Inner),
        _ => null,
    };

    private static void Load(FileByteBuffer buffer, string path)
    {
        if (string.Equals(Path.GetFullPath(buffer.File.Name), path, StringComparison.Ordinal))
            buffer.Load();
    }
}
