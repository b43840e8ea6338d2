using System.Collections.Immutable;
using ContourFlow.Contouring.RtObjects;

namespace ContourFlow.Contouring.Linting;

/// <summary>A structure set as the rules look at it: its items put together by ROI Number, its numbers read once.</summary>
internal sealed class LintedSet
{
    private readonly Lazy<ImmutableArray<LintedPlane>> _planes;
    private readonly Dictionary<int, string> _frames = [];

    public LintedSet(LintInput input)
    {
        Input = input;
        var set = input.Dataset;
        var names = new Dictionary<int, string>();
        var rois = ImmutableArray.CreateBuilder<LintedRoi>();
        foreach (var item in set.Items(DicomTag.StructureSetROISequence))
        {
            var roi = new LintedRoi(item, item.WholeNumber(DicomTag.ROINumber), item.Text(DicomTag.ROIName));
            rois.Add(roi);
            if (roi.Number is not { } number) continue;
            names.TryAdd(number, roi.Name);
            _frames.TryAdd(number, item.Text(DicomTag.ReferencedFrameOfReferenceUID));
        }

        Rois = rois.ToImmutable();
        ContourItems = [.. set.Items(DicomTag.ROIContourSequence).Select(item => new LintedContourItem(item, names))];
        Observations =
        [
            .. set.Items(DicomTag.RTROIObservationsSequence).Select(item =>
            {
                var number = item.WholeNumber(DicomTag.ReferencedROINumber);
                return new LintedRoi(item, number, number is { } n ? names.GetValueOrDefault(n, string.Empty) : string.Empty);
            }),
        ];
        Contours = [.. ContourItems.SelectMany(item => item.Contours)];
        _planes = new(() => LintedPlane.Of(this));
    }

    public LintInput Input { get; }

    /// <summary>
    /// Whether positions of an ROI may be held against the CT's: not where it says that it lies in another frame of
    /// reference, which is a finding of its own.
    /// </summary>
    public bool IsInFrameOfCt(LintedRoi roi) =>
        Ct is { } ct
        && (ct.FrameOfReferenceUid.Length == 0
            || roi.Number is not { } number
            || !_frames.TryGetValue(number, out var frame)
            || frame.Length == 0
            || frame == ct.FrameOfReferenceUid);

    public DicomDataset Dataset => Input.Dataset;

    public LintCt? Ct => Input.Ct;

    /// <summary>Items of Structure Set ROI Sequence.</summary>
    public ImmutableArray<LintedRoi> Rois { get; }

    /// <summary>Items of ROI Contour Sequence.</summary>
    public ImmutableArray<LintedContourItem> ContourItems { get; }

    /// <summary>Items of RT ROI Observations Sequence, with the ROI that each is about.</summary>
    public ImmutableArray<LintedRoi> Observations { get; }

    /// <summary>Every contour, in the order of the file.</summary>
    public ImmutableArray<LintedContour> Contours { get; }

    /// <summary>Closed contours of one ROI that lie in one plane across a patient axis.</summary>
    public ImmutableArray<LintedPlane> Planes => _planes.Value;
}

/// <summary>An item that stands for an ROI.</summary>
/// <param name="Item">The item.</param>
/// <param name="Number">The ROI's number; null when the item has none.</param>
/// <param name="Name">The ROI's name as it is, or empty.</param>
internal sealed record LintedRoi(DicomDataset Item, int? Number, string Name)
{
    public LintPlace Place => new(Number, Name.Length == 0 ? null : ShownText.Of(Name), null, null, null);
}

/// <summary>An item of ROI Contour Sequence.</summary>
internal sealed class LintedContourItem
{
    public LintedContourItem(DicomDataset item, Dictionary<int, string> names)
    {
        Item = item;
        var number = item.WholeNumber(DicomTag.ReferencedROINumber);
        Roi = new(item, number, number is { } n ? names.GetValueOrDefault(n, string.Empty) : string.Empty);
        IsKnown = number is { } known && names.ContainsKey(known);
        Contours = [.. item.Items(DicomTag.ContourSequence).Select((contour, i) => new LintedContour(Roi, contour, i + 1))];
    }

    public DicomDataset Item { get; }

    public LintedRoi Roi { get; }

    /// <summary>Whether Structure Set ROI Sequence has the ROI.</summary>
    public bool IsKnown { get; }

    public ImmutableArray<LintedContour> Contours { get; }
}
