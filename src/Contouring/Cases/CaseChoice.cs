using System.Collections.Immutable;
using ContourFlow.Contouring.Faults;

namespace ContourFlow.Contouring.Cases;

/// <summary>The CT and the structure set that were chosen, or why no structure set could be.</summary>
/// <param name="Ct">The planning CT.</param>
/// <param name="StructureSet">The structure set, or null.</param>
/// <param name="WhyNone">
/// Why there is none: thrown once the CT's planes are known to be good, because a CT that cannot be used is the
/// first thing to mend.
/// </param>
/// <param name="OnMr">Where MR is wanted: the structure sets that were drawn on an MR series of the folder.</param>
internal sealed record CaseChoice(
    CtCandidate Ct, StructureSetPlacement? StructureSet, CaseDataException? WhyNone, ImmutableArray<StructureSetPlacement> OnMr);

/// <summary>
/// Chooses the planning CT and the structure set on it. Rules, in this order: what the caller names; structure sets
/// that name the CT before those that only share its frame of reference; those with a CTV before those without; our
/// own earlier output last; the newest by Structure Set Date and Time. What stays open is an error, never a guess.
/// </summary>
internal sealed class CaseChooser
{
    private readonly ImmutableArray<CtCandidate> _candidates;
    private readonly ImmutableArray<StructureSetPlacement> _placements;
    private readonly CaseReadOptions _options;
    private readonly List<UnusedObject> _notUsed;
    private readonly List<Finding> _findings;
    private readonly Func<CtCandidate, CaseDataException?> _planeFault;

    /// <summary>Makes a chooser.</summary>
    /// <param name="scan">The folder.</param>
    /// <param name="candidates">The CT series that could be the planning CT, largest first.</param>
    /// <param name="mrs">The MR series, where MR is wanted.</param>
    /// <param name="options">What the caller says.</param>
    /// <param name="planeFault">Why a candidate's planes cannot be used, or null when they can.</param>
    /// <param name="notUsed">Gets what was not chosen.</param>
    /// <param name="findings">Gets what a reviewer has to know.</param>
    public CaseChooser(
        FolderScan scan,
        ImmutableArray<CtCandidate> candidates,
        ImmutableArray<MrCandidate> mrs,
        CaseReadOptions options,
        Func<CtCandidate, CaseDataException?> planeFault,
        List<UnusedObject> notUsed,
        List<Finding> findings)
    {
        _candidates = candidates;
        _options = options;
        _planeFault = planeFault;
        _notUsed = notUsed;
        _findings = findings;
        _placements = [.. scan.Objects.Where(o => o.StructureSet is not null).Select(o => StructureSetPlacement.Of(o, candidates, mrs, scan.Objects))];
    }

    /// <summary>Chooses.</summary>
    /// <exception cref="CaseDataException">No CT, or several and nothing to choose by.</exception>
    public CaseChoice Choose()
    {
        var named = NamedStructureSet();
        var ct = ChooseCt(named);
        foreach (var other in _candidates.Where(c => c != ct))
        {
            _notUsed.Add(new(
                other.Images[0].SopInstanceUid,
                "CT",
                "other-ct",
                $"CT series {other.SeriesInstanceUid} with {other.Images.Length} image(s) is not the planning CT {ct.SeriesInstanceUid}."));
        }

        var (chosen, why) = ChooseStructureSet(ct, named);
        return new(ct, chosen, why, [.. _placements.Where(IsForFusion)]);
    }

    private StructureSetPlacement? NamedStructureSet()
    {
        if (_options.StructureSetInstanceUid is not { } uid) return null;
        return _placements.FirstOrDefault(p => p.Object.SopInstanceUid == uid)
            ?? throw new CaseDataException(
                ReasonCodes.NoStructureSet,
                $"There is no structure set {uid} in the folder; it has {Uids(_placements.Select(p => p.Object.SopInstanceUid))}.");
    }

    private CtCandidate ChooseCt(StructureSetPlacement? named)
    {
        if (_candidates.IsEmpty)
        {
            var reasons = _notUsed.Where(u => u.Kind == "CT").Select(u => u.ReasonCode).Distinct(StringComparer.Ordinal).ToList();
            var also = reasons.Count == 0 ? string.Empty : $" There are CT objects, but none that can be used ({string.Join(", ", reasons)}).";
            throw new CaseDataException(ReasonCodes.NoPlanningCt, $"There is no planning CT in the folder.{also} Export the planning CT series together with its structure set.");
        }

        if (_options.CtSeriesInstanceUid is { } series)
        {
            return _candidates.FirstOrDefault(c => c.SeriesInstanceUid == series)
                ?? throw new CaseDataException(
                    ReasonCodes.NoPlanningCt,
                    $"There is no CT series {series} in the folder; it has {Uids(_candidates.Select(c => c.SeriesInstanceUid))}.");
        }

        if (named?.Ct is { } itsCt) return itsCt;
        if (_candidates.Length == 1) return _candidates[0];

        var placed = _placements.Where(p => p.IsUsable).ToList();
        var preferred = placed.Where(p => !p.Object.IsOwn).ToList();
        if (preferred.Count == 0) preferred = placed;
        if (preferred.Any(p => p.HasCtv)) preferred = [.. preferred.Where(p => p.HasCtv)];
        var cts = preferred.Select(p => p.Ct!).Distinct().ToList();
        if (cts.Count == 1) return cts[0];

        // Nothing was drawn on any of them: those whose planes cannot be used are out.
        var faults = _candidates.ToDictionary(c => c, _planeFault);
        var sound = _candidates.Where(c => faults[c] is null).ToList();
        if (cts.Count == 0 && sound.Count == 1) return sound[0];
        if (cts.Count == 0 && sound.Count == 0) throw faults[_candidates[0]]!;
        throw new CaseDataException(
            ReasonCodes.SeveralPlanningCts,
            $"There are several CT series and nothing says which is the planning CT: {Uids(_candidates.Select(c => c.SeriesInstanceUid))}. Name one with --ct-series UID.");
    }

    private (StructureSetPlacement? Chosen, CaseDataException? WhyNone) ChooseStructureSet(CtCandidate ct, StructureSetPlacement? named)
    {
        if (named is not null)
        {
            Leave(_placements.Where(p => p != named), ct, "not-chosen", $"the structure set {named.Object.SopInstanceUid} was named instead");
            return named.IsUsable && named.Ct == ct ? (named, null) : (null, WhyNot(named, ct));
        }

        var here = _placements.Where(p => p.IsUsable && p.Ct == ct).ToList();
        Leave(_placements.Where(p => !here.Contains(p)), ct, string.Empty, string.Empty);
        if (here.Count == 0) return (null, WhyNone(ct));

        here = Prefer(here, ct, p => !p.Object.IsOwn, "own-output", "this program wrote it, and an original is there");
        here = Prefer(here, ct, p => p.HasCtv, "no-ctv", "it has no CTV, another one has");
        here = Prefer(here, ct, p => p.By == PlacedBy.Reference, "no-series-reference", "it does not name the CT series, another one does");
        if (here.Count > 1)
        {
            var newest = here.Max(p => p.Object.Dated) ?? string.Empty;
            if (here.Any(p => p.Object.Dated.Length == 0) || here.Count(p => p.Object.Dated == newest) > 1)
            {
                return (null, new(
                    ReasonCodes.SeveralStructureSets,
                    $"There are several structure sets on the CT and nothing says which one is meant: {Uids(here.Select(p => p.Object.SopInstanceUid))}. Name one with --structure-set UID."));
            }

            here = Prefer(here, ct, p => p.Object.Dated == newest, "older-structure-set", "a newer one on the same CT is there");
            _findings.Add(new(Severity.Warning, "older-structure-set", $"Several structure sets were drawn on the CT; the newest, {here[0].Object.SopInstanceUid}, was taken."));
        }

        var chosen = here[0];
        if (chosen.Object.IsOwn)
            _findings.Add(new(Severity.Warning, "own-output", $"The structure set {chosen.Object.SopInstanceUid} was written by this program, and its original is not in the folder."));
        if (chosen.By != PlacedBy.Reference)
        {
            var why = chosen.By == PlacedBy.ContourImages
                ? "its contours name images of it"
                : "its frame of reference is the CT's and its contours lie on the CT's planes";
            _findings.Add(new(
                Severity.Warning,
                "no-series-reference",
                $"The structure set {chosen.Object.SopInstanceUid} does not name the CT series; it was taken because {why}."));
        }

        return (chosen, null);
    }

    private List<StructureSetPlacement> Prefer(
        List<StructureSetPlacement> from, CtCandidate ct, Func<StructureSetPlacement, bool> better, string code, string why)
    {
        if (from.Count < 2 || !from.Any(better)) return from;
        Leave(from.Where(p => !better(p)), ct, code, why);
        return [.. from.Where(better)];
    }

    private void Leave(IEnumerable<StructureSetPlacement> placements, CtCandidate ct, string code, string why)
    {
        foreach (var placement in placements.Where(p => !IsForFusion(p)))
        {
            var (itsCode, itsWhy) = code.Length > 0 ? (code, why) : Unplaced(placement, ct);
            _notUsed.Add(new(placement.Object.SopInstanceUid, "RTSTRUCT", itsCode, $"Structure set {placement.Object.SopInstanceUid}: {itsWhy}."));
        }
    }

    private bool IsForFusion(StructureSetPlacement placement) => _options.Mr is not null && placement.IsOnMr;

    private CaseDataException WhyNone(CtCandidate ct)
    {
        if (_placements.IsEmpty)
            return new(ReasonCodes.NoStructureSet, "There is no structure set in the folder. Export the structure set together with its planning CT.");
        var worst = _placements.FirstOrDefault(p => p.By == PlacedBy.ContradictedReference)
            ?? _placements.FirstOrDefault(p => p.By == PlacedBy.Nothing)
            ?? _placements.FirstOrDefault(p => p.Ct is not null)
            ?? _placements[0];
        return WhyNot(worst, ct);
    }

    private static CaseDataException WhyNot(StructureSetPlacement placement, CtCandidate ct)
    {
        var (code, why) = Unplaced(placement, ct);
        var reason = code switch
        {
            ReasonCodes.FrameOfReferenceMismatch => ReasonCodes.FrameOfReferenceMismatch,
            "drawn-on-other-modality" => ReasonCodes.NoStructureSet,
            _ => ReasonCodes.StructureSetOfOtherCt,
        };
        return new(reason, $"There is no structure set on the CT series {ct.SeriesInstanceUid}. Structure set {placement.Object.SopInstanceUid}: {why}. Export the one that was drawn on this CT.");
    }

    private static (string Code, string Why) Unplaced(StructureSetPlacement placement, CtCandidate ct)
    {
        switch (placement.By)
        {
            case PlacedBy.OtherSeries or PlacedBy.MrFrameOfReference:
                return ("drawn-on-other-modality", $"it was drawn on a series of modality {placement.Modality}");
            case PlacedBy.ContradictedReference:
                return (ReasonCodes.FrameOfReferenceMismatch,
                    $"it names the CT series {placement.Ct!.SeriesInstanceUid}, but the frame of reference {Uids(placement.References.FramesOfReference)} instead of the CT's {placement.Ct.FrameOfReferenceUid}");
            case PlacedBy.Nothing when !placement.References.FramesOfReference.Contains(ct.FrameOfReferenceUid, StringComparer.Ordinal):
                return placement.References.Series.IsEmpty
                    ? (ReasonCodes.FrameOfReferenceMismatch, $"its frame of reference {Uids(placement.References.FramesOfReference)} is not the CT's {ct.FrameOfReferenceUid}")
                    : (ReasonCodes.StructureSetOfOtherCt, $"it was drawn on series {Uids(placement.References.Series.Select(s => s.SeriesInstanceUid))}, which is not in the folder");
            default:
                return (ReasonCodes.StructureSetOfOtherCt, placement.Ct is { } other
                    ? $"it was drawn on another CT series, {other.SeriesInstanceUid}"
                    : "it names no series, and several CT series share its frame of reference");
        }
    }

    private static string Uids(IEnumerable<string> uids)
    {
        var list = uids.ToList();
        return list.Count == 0 ? "none" : string.Join(", ", list);
    }
}
