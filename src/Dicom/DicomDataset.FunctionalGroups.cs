namespace ContourFlow.Dicom;

/// <content>Functional groups of enhanced multi-frame images (PS3.3 C.7.6.16).</content>
public partial class DicomDataset
{
    /// <summary>
    /// The attributes of the functional groups that hold for a frame, in one flat data set: those shared by all frames
    /// (5200,9229), and over them those of the frame (5200,9230). Empty where the image has no functional groups.
    /// </summary>
    /// <param name="frame">The frame's index, from 0. A Referenced Frame Number counts from 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The index is negative.</exception>
    /// <exception cref="DicomDataException">There are functional groups by frame, and none of this frame.</exception>
    public DicomDataset FunctionalGroupValues(int frame)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(frame);
        var result = new DicomDataset(InternalTransferSyntax) { AutoValidate = false };
        if (TryGetSequence(DicomTag.SharedFunctionalGroupsSequence, out DicomSequence? shared) && shared!.Items.Count > 0)
            result.TakeGroups(shared.Items[0]);
        if (TryGetSequence(DicomTag.PerFrameFunctionalGroupsSequence, out DicomSequence? frames))
        {
            if (frame >= frames!.Items.Count)
                throw new DicomDataException($"{DicomTag.PerFrameFunctionalGroupsSequence} has {frames.Items.Count} items; there is no frame at index {frame}.");
            result.TakeGroups(frames.Items[frame]);
        }

        return result;
    }

    // A group is a sequence of one item, except where the frame has several of a kind: the first counts.
    private void TakeGroups(DicomDataset groups)
    {
        foreach (DicomItem group in groups)
        {
            if (group is DicomSequence { Items: [var values, ..] })
                AddOrUpdate(values);
        }
    }
}
