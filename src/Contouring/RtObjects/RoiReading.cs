using System.Collections.Immutable;
using ContourFlow.Contouring.Cases;
using ContourFlow.Contouring.Faults;
using ContourFlow.Geometry.Planes;
using ContourFlow.Geometry.Structures;
using static ContourFlow.Contouring.RtObjects.AttributeReading;

namespace ContourFlow.Contouring.RtObjects;

/// <summary>Reads one ROI: its contours sorted onto the planes that it was drawn on, each plane read by even-odd.</summary>
internal sealed class RoiReading
{
    /// <summary>
    /// What the text of a coordinate may lose by rounding, mm: contours written at 0.01 mm lie on their plane. Also
    /// the limit of the check "contour z against image z" (specification 5).
    /// </summary>
    public const double TextRounding = 0.01;

    /// <summary>How far a contour may lie off its plane and still be moved onto it, as a part of the spacing (specification 4).</summary>
    public const double SnapFraction = 0.1;

    private readonly string _name;
    private readonly DrawnPlanes _drawn;
    private readonly PlaneGrid _grid;
    private readonly List<Finding> _findings = [];
    private readonly SortedDictionary<int, List<DrawnRing>> _planes = [];
    private readonly SortedDictionary<int, (int Count, double Worst)> _snapped = [];
    private readonly List<(string Code, string Sentence)> _faults = [];
    private int _otherKinds;
    private int _misnamedImages;

    private RoiReading(string name, DrawnPlanes drawn)
    {
        _name = name;
        _drawn = drawn;
        _grid = drawn.Grid;
    }

    /// <summary>Reads an ROI.</summary>
    /// <param name="item">Its item of Structure Set ROI Sequence.</param>
    /// <param name="contourItems">Its items of ROI Contour Sequence.</param>
    /// <param name="interpretedType">Its type, or empty.</param>
    /// <param name="drawn">What it was drawn on.</param>
    /// <param name="numberIsShared">Whether another ROI has the same ROI Number.</param>
    public static Roi Read(
        DicomDataset item,
        List<DicomDataset> contourItems,
        string interpretedType,
        DrawnPlanes drawn,
        bool numberIsShared = false)
    {
        var number = item.WholeNumber(DicomTag.ROINumber);
        var reading = new RoiReading(item.Text(DicomTag.ROIName), drawn);
        if (number is null)
            reading._faults.Add((ReasonCodes.BadAttribute, "has no ROI Number"));

        var frame = item.Text(DicomTag.ReferencedFrameOfReferenceUID);
        var contours = contourItems.SelectMany(i => i.Items(DicomTag.ContourSequence)).ToList();
        if (frame.Length > 0 && !string.Equals(frame, drawn.Grid.FrameOfReference.Value, StringComparison.Ordinal) && contours.Count > 0)
        {
            reading._faults.Add((
                ReasonCodes.FrameOfReferenceMismatch,
                $"is drawn in frame of reference {frame}, the {drawn.Modality}'s is {drawn.Grid.FrameOfReference.Value}"));
        }
        else
        {
            for (var i = 0; i < contours.Count; i++) reading.AddContour(contours[i], i + 1);
        }

        if (contourItems.Count > 1)
            reading.Warn("contours-split", $"ROI {reading._name}: its contours come in {contourItems.Count} items of ROI Contour Sequence and are carried over so; some readers take one item only.");
        if (numberIsShared)
            reading._faults.Add((ReasonCodes.BadAttribute, $"shares its ROI Number {number} with another ROI, so that nobody knows whose the contours are"));
        var geometry = reading.Assemble();
        return new(
            number ?? 0,
            reading._name,
            interpretedType,
            Colour(contourItems),
            geometry,
            reading.Fault(),
            [.. reading._findings]);
    }

    private void AddContour(DicomDataset contour, int ordinal)
    {
        var type = contour.Text(DicomTag.ContourGeometricType);
        if (!ContourTypes.IsClosed(type))
        {
            _otherKinds++;
            return;
        }

        var numbers = contour.Numbers(DicomTag.ContourData);
        if (numbers is null || numbers.Length % 3 != 0)
        {
            _faults.Add((ReasonCodes.BadAttribute, $"has a contour (the {ordinal}. one) whose Contour Data is no list of points"));
            return;
        }

        if (contour.WholeNumber(DicomTag.NumberOfContourPoints) is { } count && count != numbers.Length / 3)
        {
            _faults.Add((
                ReasonCodes.BadAttribute,
                $"has a contour (the {ordinal}. one) whose Number of Contour Points is {count} while its Contour Data has {numbers.Length / 3}"));
            return;
        }

        if (numbers.Length == 0)
        {
            Warn("ring-dropped", $"ROI {_name}: its {ordinal}. contour has no points and was left out.");
            return;
        }

        var points = _drawn.PointsOf(numbers, out var low, out var high);
        var plane = _drawn.NearestTo((low + high) / 2);
        var position = _grid.Positions[plane];
        var reach = _drawn.ReachOf(plane);
        if (high - low > reach)
        {
            _faults.Add((
                ReasonCodes.RoiNotPlanar,
                $"has a contour (the {ordinal}. one) that runs from {_drawn.Say(low)} to {_drawn.Say(high)} and lies in no plane of the {_drawn.Modality}"));
            return;
        }

        var off = Math.Max(Math.Abs(low - position), Math.Abs(high - position));
        if (off > reach)
        {
            _faults.Add((
                ReasonCodes.RoiOffPlane,
                $"has a contour at {_drawn.Say((low + high) / 2)}, {Say(off)} mm from the nearest {_drawn.Modality} plane at {Say(position)} mm"));
            return;
        }

        if (off > _drawn.Rounding)
        {
            var before = _snapped.GetValueOrDefault(plane);
            _snapped[plane] = (before.Count + 1, Math.Max(before.Worst, off));
        }

        CompareImage(contour, position);
        if (!_planes.TryGetValue(plane, out var rings)) _planes.Add(plane, rings = []);
        rings.Add(new(points, type == ContourTypes.ClosedPlanarXor ? RingKind.ClosedPlanarXor : RingKind.ClosedPlanar));
    }

    private Structure? Assemble()
    {
        foreach (var (plane, (count, worst)) in _snapped)
        {
            var z = _grid.Positions[plane];
            Warn("contour-snapped", $"ROI {_name}: {count} contour(s) up to {Say(worst)} mm off the {_drawn.Modality} plane at {_drawn.Say(z)} were moved onto it.", z);
        }

        if (_misnamedImages > 0)
            Warn("contour-image", $"ROI {_name}: {_misnamedImages} contour(s) name {(_drawn.Modality == "MR" ? "an" : "a")} {_drawn.Modality} image of another plane; their own {(_drawn.IsAxial ? "z" : "position")} was taken.");
        if (_otherKinds > 0)
        {
            Note("contour-kind", _planes.Count == 0
                ? $"ROI {_name} has points or open contours only; it is carried over, nothing is derived from it."
                : $"ROI {_name}: {_otherKinds} point or open contour(s) are carried over, nothing is derived from them.");
        }

        var regions = ImmutableArray.CreateBuilder<PlanarRegion>(_planes.Count);
        foreach (var (plane, rings) in _planes)
        {
            var z = _grid.Positions[plane];
            var reading = RegionReading.Read(z, rings);
            foreach (var fault in reading.Faults)
                Warn("ring", $"ROI {_name}, {_drawn.Say(z)}: {fault.Sentence} The ROI itself is carried over as drawn.", z);
            if (reading.Faults.Any(fault => fault.Kind == RingFaultKind.CancelsItself))
                _faults.Add((ReasonCodes.BadAttribute, $"has a contour at {_drawn.Say(z)} that runs round its area twice, so that it encloses nothing"));
            if (reading.Region is { } region) regions.Add(region);
        }

        return _faults.Count > 0 || regions.Count == 0 ? null : new Structure(_grid, regions.ToImmutable());
    }

    private CaseDataException? Fault()
    {
        if (_faults.Count == 0) return null;
        var (code, sentence) = _faults[0];
        var more = _faults.Count > 1 ? $" ({_faults.Count - 1} more fault(s) like it)" : string.Empty;
        return new(code, $"ROI {_name} {sentence}{more}. Correct it in the planning system and export the structure set again.");
    }

    private void CompareImage(DicomDataset contour, double position)
    {
        foreach (var image in contour.Items(DicomTag.ContourImageSequence))
        {
            // A single image may be named with its only frame's number.
            var named = ImageKey.Named(image).Prepend(image.Text(DicomTag.ReferencedSOPInstanceUID));
            var places = named.Where(_drawn.Images.ContainsKey).Select(key => _drawn.Images[key]).ToList();
            if (places.Count > 0 && !places.Contains(position))
            {
                _misnamedImages++;
                return;
            }
        }
    }

    /// <summary>The colour that an ROI's items of ROI Contour Sequence state, or null.</summary>
    public static RgbColour? Colour(List<DicomDataset> contourItems)
    {
        foreach (var item in contourItems)
        {
            if (item.Numbers(DicomTag.ROIDisplayColor) is [>= 0 and <= 255 and var red, >= 0 and <= 255 and var green, >= 0 and <= 255 and var blue])
                return new((byte)red, (byte)green, (byte)blue);
        }

        return null;
    }

    private void Warn(string code, string sentence, double? position = null) =>
        _findings.Add(new(Severity.Warning, code, sentence, _name, _drawn.IsAxial ? position : null));

    private void Note(string code, string sentence) =>
        _findings.Add(new(Severity.Information, code, sentence, _name));
}
