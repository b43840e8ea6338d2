using System.Collections.Immutable;
using System.Globalization;
using ContourFlow.Contouring.Faults;
using ContourFlow.Contouring.RtObjects;
using ContourFlow.Geometry.Patient;
using ContourFlow.Geometry.Planes;

namespace ContourFlow.Contouring.Cases;

/// <summary>
/// Reads the MR series of a case as volumes, with the structure sets that were drawn on them. A series that is no volume,
/// or not the one that the protocol wants, is left out with its reason; it stops nothing.
/// </summary>
internal sealed class MrSeriesReader
{
    private readonly CaseChoice _choice;
    private readonly MrRules _rules;
    private readonly CaseReadOptions _options;
    private readonly List<UnusedObject> _notUsed;
    private readonly List<Finding> _findings;
    private readonly DateOnly? _ctDate;

    /// <summary>Makes a reader.</summary>
    /// <param name="choice">The planning CT, and the structure sets drawn on MR.</param>
    /// <param name="rules">What an MR must be like.</param>
    /// <param name="options">How many files at once, and who is told.</param>
    /// <param name="notUsed">Gets what is not used.</param>
    /// <param name="findings">Gets what a reviewer has to know.</param>
    public MrSeriesReader(CaseChoice choice, MrRules rules, CaseReadOptions options, List<UnusedObject> notUsed, List<Finding> findings)
    {
        _choice = choice;
        _rules = rules;
        _options = options;
        _notUsed = notUsed;
        _findings = findings;
        _ctDate = Earliest(choice.Ct.Images);
    }

    /// <summary>Reads the series, in the order of the candidates; pixels only of those whose headers have no fault.</summary>
    public ImmutableArray<MrSeries> Read(ImmutableArray<MrCandidate> candidates, CancellationToken cancellationToken)
    {
        var result = ImmutableArray.CreateBuilder<MrSeries>();
        foreach (var candidate in candidates)
        {
            var (volume, why) = ReadVolume(candidate, cancellationToken);
            var drawn = _choice.OnMr
                .Where(placement => placement.OtherSeriesUid == candidate.SeriesInstanceUid)
                .OrderBy(placement => placement.Object.SopInstanceUid, StringComparer.Ordinal);
            var structureSets = ImmutableArray.CreateBuilder<MrStructureSet>();
            foreach (var placement in drawn)
            {
                if (volume is null) Leave(placement, $"it was drawn on MR series {candidate.SeriesInstanceUid}, which is not used ({why.Code}): {why.Sentence}");
                else if (ReadStructureSet(placement, volume) is { } structureSet) structureSets.Add(structureSet);
            }

            if (volume is not null) result.Add(volume with { StructureSets = structureSets.ToImmutable() });
        }

        // A series whose objects are no images of a volume is no candidate.
        foreach (var placement in _choice.OnMr.Where(placement => candidates.All(candidate => candidate.SeriesInstanceUid != placement.OtherSeriesUid)))
            Leave(placement, $"it was drawn on MR series {placement.OtherSeriesUid}, which is not used");
        return result.ToImmutable();
    }

    private (MrSeries? Volume, (string Code, string Sentence) Why) ReadVolume(MrCandidate candidate, CancellationToken cancellationToken)
    {
        var series = candidate.SeriesInstanceUid;
        var faults = new List<(MrStack Stack, string Code, string Sentence)>();
        var age = AgeFault([.. candidate.Stacks.SelectMany(stack => stack.Stack.Images)]);
        MrSeries? volume = null;
        MrStack? chosen = null;
        foreach (var stack in candidate.Stacks)
        {
            if (volume is not null)
                faults.Add((stack, stack.FaultCode ?? MrReasons.OtherStack, stack.Fault ?? $"Of its stacks, {chosen!.Stack.Name} ({chosen.Stack.Images.Length} frames) is used."));
            else if ((stack.FaultCode ?? age?.Code) is { } code)
                faults.Add((stack, code, stack.Fault ?? age!.Value.Sentence));
            else
            {
                try
                {
                    volume = ReadStack(stack.Stack.Images, cancellationToken);
                    chosen = stack;
                }
                catch (CaseDataException fault)
                {
                    faults.Add((stack, fault.ReasonCode, fault.Message));
                }
            }
        }

        foreach (var same in faults.GroupBy(fault => (fault.Code, fault.Sentence)))
        {
            var what = candidate.Stacks.Length == 1 || same.Count() == candidate.Stacks.Length
                ? $"MR series {series} is not used"
                : $"MR series {series}: {string.Join(", ", same.Select(fault => $"{fault.Stack.Stack.Name} ({fault.Stack.Stack.Images.Length} frames)"))} is not used";
            _notUsed.Add(new(same.First().Stack.Stack.Images[0].SopInstanceUid, "MR", same.Key.Code, $"{what}. {same.Key.Sentence}"));
        }

        if (volume is null) return (null, (faults[0].Code, faults[0].Sentence));
        Remark(volume, chosen!.Stack.Images);
        return (volume, default);
    }

    private (string Code, string Sentence)? AgeFault(ImmutableArray<ScannedObject> images)
    {
        if (_ctDate is not { } ct || Earliest(images) is not { } mr || Math.Abs(mr.DayNumber - ct.DayNumber) <= _rules.MaximumAgeDays) return null;
        var days = mr.DayNumber - ct.DayNumber;
        return (
            MrReasons.Age,
            string.Create(CultureInfo.InvariantCulture, $"It was acquired {Math.Abs(days)} days {(days < 0 ? "before" : "after")} the CT; the protocol allows {_rules.MaximumAgeDays:0.##}."));
    }

    private MrSeries ReadStack(ImmutableArray<ScannedObject> stack, CancellationToken cancellationToken)
    {
        var axes = PlaneAxes.Of(stack.MinBy(image => image.ImageName, StringComparer.Ordinal)!.Image!.Plane!);
        var images = stack.OrderBy(Position).ToImmutableArray();
        var grid = new PlaneGrid(new FrameOfReferenceUid(images[0].FrameOfReferenceUid), axes, [.. images.Select(Position)]);
        var reading = new MrValueReading(_rules.AllowLossyCompression);
        var files = new ImageFiles();
        var slices = SliceReading.ReadAll(
            images,
            image => files.Read(image, dataset => new MrSlice(
                image.SopInstanceUid, image.SopClassUid, image.Image!.Plane!, reading.Read(dataset, image), image.Frame?.Frame)),
            "Reading an MR",
            _options,
            cancellationToken);
        if (reading.LossyImages > 0)
        {
            _findings.Add(new(
                Severity.Warning,
                ReasonCodes.PixelsLossy,
                $"MR series {images[0].SeriesInstanceUid}: {reading.LossyImages} image(s) went through lossy compression, which the protocol allows: their values are not those of the scanner."));
        }

        return new(
            images[0].StudyInstanceUid,
            images[0].SeriesInstanceUid,
            files.Read(images[0], dataset => MrWeightings.Of(dataset, images[0].Frame?.Frame)),
            Earliest(images),
            grid,
            slices,
            [],
            ImageFiles.Header(images[0]));

        double Position(ScannedObject image) => axes.FromPatient(image.Image!.Plane!.Position).Z;
    }

    private void Remark(MrSeries volume, ImmutableArray<ScannedObject> images)
    {
        var unknown = volume.AcquisitionDate is null ? "the MR" : _ctDate is null ? "the CT" : null;
        if (unknown is not null)
        {
            _findings.Add(new(
                Severity.Warning,
                MrReasons.DateUnknown,
                $"MR series {volume.SeriesInstanceUid} is used, but {unknown} does not state a date, so that nobody knows how many days lie between them."));
        }

        if (images[0].Patient.Contradicts(_choice.Ct.Images[0].Patient))
        {
            _findings.Add(new(
                Severity.Warning,
                "patient-differs",
                $"The CT and MR series {volume.SeriesInstanceUid} have the same Patient ID, but not the same name or birth date."));
        }
    }

    private MrStructureSet? ReadStructureSet(StructureSetPlacement placement, MrSeries volume)
    {
        var source = placement.Object.Dataset!;
        var rois = RtStructReader.ReadRois(
            source,
            volume.Grid,
            "MR",
            [.. volume.Slices.Select(slice => ImageKey.Of(slice.SopInstanceUid, slice.Frame))],
            _options.MaximumDegreeOfParallelism);
        if (placement.By == PlacedBy.MrFrameOfReference && rois.FirstOrDefault(roi => roi.Fault is not null) is { Fault: { } fault })
        {
            Leave(placement, $"it names no series; its frame of reference is that of MR series {volume.SeriesInstanceUid}, but its contours do not lie on that MR's planes: {fault.Message}");
            return null;
        }

        return new(placement.Object.SopInstanceUid, rois, source);
    }

    private void Leave(StructureSetPlacement placement, string why)
    {
        var uid = placement.Object.SopInstanceUid;
        _notUsed.Add(new(uid, "RTSTRUCT", "drawn-on-other-modality", $"Structure set {uid}: {why.TrimEnd('.')}."));
    }

    private static DateOnly? Earliest(ImmutableArray<ScannedObject> images) => images.Min(image => image.AcquisitionDate);
}
