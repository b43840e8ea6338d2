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
                case DicomElement element and not DicomStringElement { IsText: true } when element.Buffer is FileByteBuffer buffer:
                    Load(buffer, path);
                    break;
                case DicomFragmentSequence fragments:
                    foreach (FileByteBuffer fragment in fragments.Fragments.OfType<FileByteBuffer>())
                        Load(fragment, path);
                    break;
                case DicomSequence sequence:
                    foreach (DicomDataset child in sequence.Items)
                        Load(child, path);
                    break;
            }
        }
    }

    private static void Load(FileByteBuffer buffer, string path)
    {
        if (string.Equals(Path.GetFullPath(buffer.File.Name), path, StringComparison.Ordinal))
            buffer.Load();
    }
}
