using ContourFlow.Dicom.IO.Buffer;

namespace ContourFlow.Dicom;

/// <summary>What is told while a data set is walked through. Answering false ends the walk.</summary>
public interface IDicomDatasetWalker
{
    /// <summary>The walk begins.</summary>
    void OnBeginWalk();

    /// <summary>An element.</summary>
    bool OnElement(DicomElement element);

    /// <summary>An element.</summary>
    Task<bool> OnElementAsync(DicomElement element);

    /// <summary>A sequence begins.</summary>
    bool OnBeginSequence(DicomSequence sequence);

    /// <summary>An item begins.</summary>
    bool OnBeginSequenceItem(DicomDataset dataset);

    /// <summary>An item ends.</summary>
    bool OnEndSequenceItem();

    /// <summary>A sequence ends.</summary>
    bool OnEndSequence();

    /// <summary>Fragments begin.</summary>
    bool OnBeginFragment(DicomFragmentSequence fragment);

    /// <summary>A fragment.</summary>
    bool OnFragmentItem(IByteBuffer item);

    /// <summary>A fragment.</summary>
    Task<bool> OnFragmentItemAsync(IByteBuffer item);

    /// <summary>Fragments end.</summary>
    bool OnEndFragment();

    /// <summary>The walk ends.</summary>
    void OnEndWalk();
}

/// <summary>Walks through a data set and its sequences, in the order of a file.</summary>
public class DicomDatasetWalker
{
    private readonly DicomDataset _dataset;

    /// <summary>Makes a walk through a data set.</summary>
    public DicomDatasetWalker(DicomDataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        _dataset = dataset;
    }

    /// <summary>Walks.</summary>
    public void Walk(IDicomDatasetWalker walker)
    {
        ArgumentNullException.ThrowIfNull(walker);
        walker.OnBeginWalk();
        Items(_dataset, walker);
        walker.OnEndWalk();
    }

    /// <summary>Walks, with the elements and fragments told of asynchronously.</summary>
    public async Task WalkAsync(IDicomDatasetWalker walker)
    {
        ArgumentNullException.ThrowIfNull(walker);
        walker.OnBeginWalk();
        await ItemsAsync(_dataset, walker);
        walker.OnEndWalk();
    }

    private static bool Items(DicomDataset dataset, IDicomDatasetWalker walker)
    {
        foreach (DicomItem item in dataset)
        {
            bool more = item switch
            {
                DicomElement element => walker.OnElement(element),
                DicomSequence sequence => walker.OnBeginSequence(sequence)
                    && sequence.Items.All(i => walker.OnBeginSequenceItem(i) && Items(i, walker) && walker.OnEndSequenceItem())
                    && walker.OnEndSequence(),
                DicomFragmentSequence fragments => walker.OnBeginFragment(fragments) && fragments.Fragments.All(walker.OnFragmentItem) && walker.OnEndFragment(),
                _ => true,
            };
            if (!more)
                return false;
        }

        return true;
    }

    private static async Task<bool> ItemsAsync(DicomDataset dataset, IDicomDatasetWalker walker)
    {
        foreach (DicomItem item in dataset)
        {
            bool more = item switch
            {
                DicomElement element => await walker.OnElementAsync(element),
                DicomSequence sequence => await SequenceAsync(sequence, walker),
                DicomFragmentSequence fragments => await FragmentsAsync(fragments, walker),
                _ => true,
            };
            if (!more)
                return false;
        }

        return true;
    }

    private static async Task<bool> SequenceAsync(DicomSequence sequence, IDicomDatasetWalker walker)
    {
        if (!walker.OnBeginSequence(sequence))
            return false;
        foreach (DicomDataset item in sequence.Items)
        {
            if (!walker.OnBeginSequenceItem(item) || !await ItemsAsync(item, walker) || !walker.OnEndSequenceItem())
                return false;
        }

        return walker.OnEndSequence();
    }

    private static async Task<bool> FragmentsAsync(DicomFragmentSequence fragments, IDicomDatasetWalker walker)
    {
        if (!walker.OnBeginFragment(fragments))
            return false;
        foreach (IByteBuffer fragment in fragments.Fragments)
        {
            if (!await walker.OnFragmentItemAsync(fragment))
                return false;
        }

        return walker.OnEndFragment();
    }
}
