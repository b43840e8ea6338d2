using System.Collections.Immutable;
using ContourFlow.Contouring.Protocols;
using ContourFlow.Contouring.RtObjects;

namespace ContourFlow.Contouring.Cases;

/// <summary>What has come of a case, each thing in its place.</summary>
internal sealed record CaseContents
{
    /// <summary>Series Instance UID of the planning CT.</summary>
    public required string CtSeriesInstanceUid { get; init; }

    /// <summary>Study of the planning CT: by its images, else by a structure set's word; empty while nothing says it.</summary>
    public required string StudyInstanceUid { get; init; }

    /// <summary>The planning CT; null while no image of it has come.</summary>
    public required CtCandidate? Ct { get; init; }

    /// <summary>SOP Instance UIDs of everything of the patient that has come, but for what this program wrote.</summary>
    public required ImmutableHashSet<string> Here { get; init; }

    /// <summary>Structure sets on the planning CT: also those that contradict it, which somebody has to see, and those whose CT has not come.</summary>
    public required ImmutableArray<StructureSetPlacement> OnCt { get; init; }

    /// <summary>MR series of the case.</summary>
    public required ImmutableArray<MrCandidate> Mrs { get; init; }

    /// <summary>Structure sets on MR series of the case.</summary>
    public required ImmutableArray<StructureSetPlacement> OnMr { get; init; }

    /// <summary>Structure sets of the case that were drawn on an MR of which no image has come, with that series.</summary>
    public required ImmutableArray<(ScannedObject StructureSet, ReferencedSeries Series)> OnAbsentMr { get; init; }

    /// <summary>Registrations of the case.</summary>
    public required ImmutableArray<ScannedObject> Registrations { get; init; }

    /// <summary>Weighting of MR images by SOP Instance UID.</summary>
    public required ImmutableDictionary<string, MrWeighting> Weightings { get; init; }

    /// <summary>Sorts what has come of the patient of a planning CT.</summary>
    public static CaseContents Of(string ctSeries, IEnumerable<ObjectFacts> objects, Protocol protocol)
    {
        var facts = OfThePatient(ctSeries, objects, one => !one.IsOwn);
        ImmutableArray<ScannedObject> all = [.. facts.Select(FactsReading.Scanned)];
        var candidates = CtCandidates.Find(all, []);
        var ct = candidates.FirstOrDefault(candidate => candidate.SeriesInstanceUid == ctSeries);
        var rules = protocol.Fusion is { } fusion ? new MrRules(fusion.MaximumPlaneSpacing, fusion.MaximumAgeDays) : null;
        var mrs = rules is null ? [] : MrCandidates.Find(all, rules, []).Where(mr => !mr.IsLocalizer).ToImmutableArray();
        ImmutableArray<StructureSetPlacement> placements = [.. all.Where(one => one.StructureSet is not null).Select(one => StructureSetPlacement.Of(one, candidates, mrs, all))];
        ImmutableArray<StructureSetPlacement> onCt = [.. placements.Where(placement => IsOnCt(placement, ctSeries))];
        var study = ct?.Images[0].StudyInstanceUid
            ?? onCt.SelectMany(placement => placement.References.Series).Where(series => series.SeriesInstanceUid == ctSeries)
                .Select(series => series.StudyInstanceUid).Where(uid => uid.Length > 0).Order(StringComparer.Ordinal).FirstOrDefault(string.Empty);
        var contents = new CaseContents
        {
            CtSeriesInstanceUid = ctSeries,
            StudyInstanceUid = study,
            Ct = ct,
            Here = all.Select(one => one.SopInstanceUid).ToImmutableHashSet(StringComparer.Ordinal),
            OnCt = onCt,
            Mrs = [],
            OnMr = [],
            OnAbsentMr = [],
            Registrations = [],
            Weightings = facts.Where(one => one.Modality == "MR").ToImmutableDictionary(one => one.SopInstanceUid, one => one.Weighting, StringComparer.Ordinal),
        };
        return rules is null ? contents : new MrBelonging(contents, facts, all, placements, mrs, protocol).Add();
    }

    /// <summary>SOP Instance UIDs of what would be read, in ordinal order.</summary>
    public ImmutableArray<string> Inputs()
    {
        var structureSets = OnCt.Concat(OnMr).ToList();
        return
        [
            .. (Ct?.Images ?? []).Select(image => image.SopInstanceUid)
                .Concat(Mrs.SelectMany(mr => mr.Stacks).SelectMany(stack => stack.Stack.Images).Select(image => image.SopInstanceUid))
                .Concat(structureSets.Select(placement => placement.Object.SopInstanceUid))
                .Concat(Registrations.Select(registration => registration.SopInstanceUid))

                // What a structure set names has to be there, also where it is no image of a volume.
                .Concat(structureSets.SelectMany(NamedImages).Where(Here.Contains))
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>The images that a structure set has to have beside it: those of the series that it was drawn on, and those of its contours.</summary>
    public IEnumerable<string> NamedImages(StructureSetPlacement placement)
    {
        var series = placement.IsOnMr ? placement.OtherSeriesUid : CtSeriesInstanceUid;
        return placement.References.Series.Where(named => named.SeriesInstanceUid == series).SelectMany(named => named.Images).Concat(placement.References.ContourImages);
    }

    /// <summary>The objects of the patient of a planning CT, in the order of their UIDs.</summary>
    /// <param name="ctSeries">The planning CT: its word of whose it is counts, else that of a structure set that names it; never that of what this program wrote.</param>
    /// <param name="objects">Objects of any patient.</param>
    /// <param name="counts">Which of them count.</param>
    public static ImmutableArray<ObjectFacts> OfThePatient(string ctSeries, IEnumerable<ObjectFacts> objects, Func<ObjectFacts, bool> counts)
    {
        var all = objects.DistinctBy(one => one.SopInstanceUid, StringComparer.Ordinal).OrderBy(one => one.SopInstanceUid, StringComparer.Ordinal).ToList();
        var ct = all.Where(one => !one.IsOwn && one.SeriesInstanceUid == ctSeries && one.Modality == "CT").ToList();
        var naming = all.Where(one => !one.IsOwn && one.StructureSet?.Series.Any(series => series.SeriesInstanceUid == ctSeries) == true);
        var deciding = ct.Count > 0 ? ct : [.. naming];
        var patient = deciding.GroupBy(one => one.PatientKey, StringComparer.Ordinal)
            .OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => group.Key).FirstOrDefault();
        var issuer = deciding.Where(one => one.PatientKey == patient).Select(one => one.IssuerKey).FirstOrDefault(key => key.Length > 0, string.Empty);
        return [.. all.Where(counts).Where(one => one.PatientKey == patient && (issuer.Length == 0 || one.IssuerKey.Length == 0 || one.IssuerKey == issuer))];
    }

    private static bool IsOnCt(StructureSetPlacement placement, string ctSeries) => placement.By switch
    {
        PlacedBy.Reference or PlacedBy.ContourImages or PlacedBy.FrameOfReference or PlacedBy.ContradictedReference => placement.Ct!.SeriesInstanceUid == ctSeries,
        PlacedBy.Nothing => placement.References.Series.Any(series => series.SeriesInstanceUid == ctSeries),
        _ => false,
    };
}
