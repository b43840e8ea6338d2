using System.Collections.Immutable;
using System.Globalization;
using ContourFlow.Contouring.Deriving;
using ContourFlow.Contouring.Protocols;
using ContourFlow.Contouring.RtObjects;

namespace ContourFlow.Contouring.Cases;

/// <summary>
/// Finds the MR series that belong to a case, and what belongs to these. An MR belongs when it is of the CT's study, in a frame of reference
/// that the CT has or that registrations lead to from there, named by a structure set of the case, or acquired within the protocol's time of the CT.
/// </summary>
internal sealed class MrBelonging
{
    private readonly CaseContents _case;
    private readonly ImmutableArray<ScannedObject> _all;
    private readonly ImmutableArray<StructureSetPlacement> _placements;
    private readonly ImmutableArray<MrCandidate> _mrs;
    private readonly Protocol _protocol;
    private readonly DateOnly? _ctDate;
    private readonly List<(ScannedObject Object, HashSet<string> Frames)> _registrations;

    /// <summary>Looks at a case without MR.</summary>
    public MrBelonging(
        CaseContents contents,
        ImmutableArray<ObjectFacts> facts,
        ImmutableArray<ScannedObject> all,
        ImmutableArray<StructureSetPlacement> placements,
        ImmutableArray<MrCandidate> mrs,
        Protocol protocol)
    {
        (_case, _all, _placements, _mrs, _protocol) = (contents, all, placements, mrs, protocol);
        _ctDate = contents.Ct?.Images.Min(image => image.AcquisitionDate);
        var frameOfImage = facts.Where(one => one.FrameOfReferenceUid.Length > 0).ToDictionary(one => one.SopInstanceUid, one => one.FrameOfReferenceUid, StringComparer.Ordinal);
        _registrations =
        [
            .. all.Zip(facts).Where(pair => pair.Second.Registration is not null).Select(pair => (
                pair.First,
                pair.Second.Registration!.FramesOfReference
                    .Concat(pair.Second.Registration.Images.Select(uid => frameOfImage.GetValueOrDefault(uid, string.Empty)))
                    .Where(uid => uid.Length > 0)
                    .ToHashSet(StringComparer.Ordinal))),
        ];
    }

    /// <summary>The case with its MR.</summary>
    public CaseContents Add()
    {
        var named = StructureSetsOfTheCase().SelectMany(one => one.StructureSet!.Series).Select(series => series.SeriesInstanceUid).ToHashSet(StringComparer.Ordinal);
        var reached = Frames();
        var mrs = new List<MrCandidate>();
        bool hasGrown;
        do
        {
            hasGrown = false;
            foreach (var (_, frames) in _registrations.Where(registration => registration.Frames.Overlaps(reached)))
                hasGrown |= Grow(reached, frames);
            foreach (var mr in _mrs.Where(mr => !mrs.Contains(mr) && Belongs(mr, named, reached)).ToList())
            {
                mrs.Add(mr);
                if (mr.FrameOfReferenceUid.Length > 0) reached.Add(mr.FrameOfReferenceUid);
                hasGrown = true;
            }
        }
        while (hasGrown);

        var series = mrs.Select(mr => mr.SeriesInstanceUid).ToHashSet(StringComparer.Ordinal);
        return _case with
        {
            Mrs = [.. mrs.OrderBy(mr => mr.SeriesInstanceUid, StringComparer.Ordinal)],
            OnMr = [.. _placements.Where(placement => placement.IsOnMr && series.Contains(placement.OtherSeriesUid))],
            OnAbsentMr = [.. OnAbsentMr(reached)],
            Registrations = Connecting(mrs),
        };
    }

    private static bool Grow(HashSet<string> reached, HashSet<string> frames)
    {
        var before = reached.Count;
        reached.UnionWith(frames);
        return reached.Count > before;
    }

    private HashSet<string> Frames() =>
        _case.Ct is { FrameOfReferenceUid: { Length: > 0 } frame } ? new([frame], StringComparer.Ordinal) : new(StringComparer.Ordinal);

    // Those on the CT, and those that say of themselves that they have to do with it.
    private IEnumerable<ScannedObject> StructureSetsOfTheCase() => _case.OnCt.Select(placement => placement.Object)
        .Concat(_placements.Select(placement => placement.Object).Where(one => IsOfTheStudy(one) || Names(one.StructureSet!, Frames())));

    private bool Names(RtStructReferences references, HashSet<string> frames) =>
        references.Series.Any(series => series.SeriesInstanceUid == _case.CtSeriesInstanceUid) || references.FramesOfReference.Any(frames.Contains);

    private bool IsOfTheStudy(ScannedObject one) => _case.StudyInstanceUid.Length > 0 && one.StudyInstanceUid == _case.StudyInstanceUid;

    private bool Belongs(MrCandidate mr, HashSet<string> named, HashSet<string> reached)
    {
        var images = mr.Stacks.SelectMany(stack => stack.Stack.Images).ToList();
        return images.Exists(IsOfTheStudy)
            || named.Contains(mr.SeriesInstanceUid)
            || reached.Contains(mr.FrameOfReferenceUid)
            || IsOfTheTime(images.Min(image => image.AcquisitionDate));
    }

    private bool IsOfTheTime(DateOnly? day) =>
        day is { } other && _ctDate is { } ct && Math.Abs(other.DayNumber - ct.DayNumber) <= _protocol.Fusion!.MaximumAgeDays;

    // Which series an absent MR is, only its structure set says. One that only its date brings here has to hold something that is used.
    private IEnumerable<(ScannedObject StructureSet, ReferencedSeries Series)> OnAbsentMr(HashSet<string> reached)
    {
        foreach (var one in _placements.Where(placement => placement.By == PlacedBy.Nothing).Select(placement => placement.Object))
        {
            var references = one.StructureSet!;
            var isOfTheCase = IsOfTheStudy(one)
                || Names(references, reached)
                || references.Series.Any(series => series.StudyInstanceUid.Length > 0 && series.StudyInstanceUid == _case.StudyInstanceUid)
                || (IsOfTheTime(Day(one.Dated)) && references.Rois.Any(IsTakenFromMr));
            if (!isOfTheCase) continue;
            foreach (var series in references.Series.Where(series => series.SeriesInstanceUid.Length > 0 && ImageClasses.IsMr(series.ImageClassUid)))
                yield return (one, series);
        }
    }

    private bool IsTakenFromMr(RoiHeader roi) =>
        roi.Contours > 0 && _protocol.Inputs.Any(input => input.FromMr != MrSource.None && InputMatching.Accepts(input, roi.Name));

    private static DateOnly? Day(string dated) =>
        dated.Length >= 8 && DateOnly.TryParseExact(dated.AsSpan(0, 8), "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    // A registration counts when it lies on a way between images of the case; one to images that are not here changes nothing.
    private ImmutableArray<ScannedObject> Connecting(List<MrCandidate> mrs)
    {
        var images = Frames();
        images.UnionWith(mrs.Select(mr => mr.FrameOfReferenceUid).Where(uid => uid.Length > 0));
        var kept = _registrations.ToList();
        while (kept.RemoveAll(one => one.Frames.Count(frame => images.Contains(frame) || kept.Exists(other => other.Object != one.Object && other.Frames.Contains(frame))) < 2) > 0)
        {
            // What hung on one that went may go now.
        }

        var connected = Frames();
        bool hasGrown;
        do
        {
            hasGrown = false;
            foreach (var (_, frames) in kept.Where(one => one.Frames.Overlaps(connected) || one.Frames.Overlaps(images)))
                hasGrown |= Grow(connected, frames);
        }
        while (hasGrown);

        return [.. kept.Where(one => one.Frames.Overlaps(connected)).Select(one => one.Object).OrderBy(one => one.SopInstanceUid, StringComparer.Ordinal)];
    }
}
