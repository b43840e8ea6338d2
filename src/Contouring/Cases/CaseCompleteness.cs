using System.Collections.Immutable;
using ContourFlow.Contouring.Deriving;
using ContourFlow.Contouring.Protocols;
using ContourFlow.Contouring.Protocols.Completeness;
using ContourFlow.Contouring.RtObjects;

namespace ContourFlow.Contouring.Cases;

/// <summary>Holds what has come of a case against what its protocol expects, and says what is missing.</summary>
/// <param name="contents">What has come.</param>
/// <param name="protocol">What is expected.</param>
/// <param name="isCtKnownWhole">Whether an archive has said that the planning CT has no more images.</param>
internal sealed class CaseCompleteness(CaseContents contents, Protocol protocol, bool isCtKnownWhole)
{
    private readonly Dictionary<ExpectedInput, ImmutableArray<MissingInput>> _found = [];

    /// <summary>What is missing; nothing for a complete case.</summary>
    public ImmutableArray<MissingInput> Missing() =>
        [.. Missing(protocol.CompleteWhen).DistinctBy(missing => missing.Sentence, StringComparer.Ordinal)];

    private ImmutableArray<MissingInput> Missing(CompletenessCondition condition)
    {
        if (condition.IsMet(input => Find(input).IsEmpty)) return [];
        return condition switch
        {
            ExpectedInput input => Find(input),
            BothOf both => [.. Missing(both.Left), .. Missing(both.Right)],
            EitherOf either => [Either(Missing(either.Left), Missing(either.Right))],
            _ => [new($"what the protocol says by \"{condition}\": that is not so while what it speaks of is here", [])],
        };
    }

    private static MissingInput Either(ImmutableArray<MissingInput> left, ImmutableArray<MissingInput> right) => new(
        $"either {Joined(left)}, or {Joined(right)}",
        [.. left.Concat(right).SelectMany(missing => missing.Series).Distinct()]);

    private static string Joined(ImmutableArray<MissingInput> missing) => string.Join(" and ", missing.Select(one => one.Sentence));

    private ImmutableArray<MissingInput> Find(ExpectedInput input)
    {
        if (!_found.TryGetValue(input, out var missing))
        {
            missing = input.Kind switch
            {
                ExpectedInputKind.PlanningCt => PlanningCt(),
                ExpectedInputKind.StructureSet => StructureSet(contents.OnCt, input, $"a structure set on CT series {contents.CtSeriesInstanceUid}"),
                ExpectedInputKind.MrStructureSet => StructureSet(contents.OnMr, input, "a structure set on an MR series of the case"),
                ExpectedInputKind.Mr => Mr(input.Weighting),
                ExpectedInputKind.Registration => contents.Registrations.IsEmpty ? [new("a registration between images of the case", [])] : [],
                _ => ImagesOfStructureSets(),
            };
            _found.Add(input, missing);
        }

        return missing;
    }

    private ImmutableArray<MissingInput> PlanningCt()
    {
        ImmutableArray<MissingSeries> series = [new(contents.StudyInstanceUid, contents.CtSeriesInstanceUid)];
        if (contents.Ct is not { } ct)
            return [new($"the images of CT series {contents.CtSeriesInstanceUid}, of which none has come", series)];
        var missing = contents.OnCt.SelectMany(placement => MissingImages(placement, named => named == contents.CtSeriesInstanceUid)).ToList();
        if (missing.Count == 0 && CtGaps.Sentence(ct, contents.OnCt, isCtKnownWhole) is { } gap) missing.Add(new(gap, series));
        return [.. missing];
    }

    private ImmutableArray<MissingInput> ImagesOfStructureSets() =>
    [
        .. contents.OnCt.Concat(contents.OnMr).SelectMany(placement => MissingImages(placement, _ => true)),
        .. contents.OnAbsentMr.Select(absent => new MissingInput(
            $"the images of MR series {absent.Series.SeriesInstanceUid} that structure set {absent.StructureSet.SopInstanceUid} was drawn on",
            [new(StudyOf(absent.Series, absent.StructureSet), absent.Series.SeriesInstanceUid)])),
    ];

    private IEnumerable<MissingInput> MissingImages(StructureSetPlacement placement, Func<string, bool> isWanted)
    {
        var missing = contents.NamedImages(placement).Where(uid => !contents.Here.Contains(uid)).ToHashSet(StringComparer.Ordinal);
        foreach (var named in placement.References.Series)
        {
            var count = named.Images.Distinct(StringComparer.Ordinal).Count(missing.Remove);
            if (count == 0 || !isWanted(named.SeriesInstanceUid)) continue;
            yield return new(
                $"{count} images of {ImageClasses.Word(named.ImageClassUid)}series {named.SeriesInstanceUid} that structure set {placement.Object.SopInstanceUid} names",
                [new(StudyOf(named, placement.Object), named.SeriesInstanceUid)]);
        }

        // Contours may name images of which no list of a series speaks.
        if (missing.Count > 0 && isWanted(string.Empty))
            yield return new($"{missing.Count} images that contours of structure set {placement.Object.SopInstanceUid} name", [new(placement.Object.StudyInstanceUid, string.Empty)]);
    }

    private static string StudyOf(ReferencedSeries series, ScannedObject structureSet) =>
        series.StudyInstanceUid.Length > 0 ? series.StudyInstanceUid : structureSet.StudyInstanceUid;

    private ImmutableArray<MissingInput> StructureSet(ImmutableArray<StructureSetPlacement> placements, ExpectedInput input, string what)
    {
        var lacking = placements
            .Select(placement => (placement.Object.SopInstanceUid, Names: input.Names.Where(name => !Has(placement.References, name)).ToList()))
            .OrderBy(one => one.Names.Count).ThenBy(one => one.SopInstanceUid, StringComparer.Ordinal)
            .ToList();
        if (lacking.Count > 0 && lacking[0].Names.Count == 0) return [];
        var that = input.Names.IsEmpty ? string.Empty : $" that has {string.Join(" and ", input.Names)}";
        var nearest = lacking.Count == 0 ? string.Empty : $" ({lacking[0].SopInstanceUid} has no contours of {string.Join(" and ", lacking[0].Names)})";
        return [new(what + that + nearest, [])];
    }

    // A target that only its type names counts too: that it has another name than the protocol knows is for the derivation to say.
    private bool Has(RtStructReferences references, string name)
    {
        var input = protocol.Inputs.First(one => one.Name == name);
        return references.Rois.Any(roi => roi.Contours > 0 && (InputMatching.Accepts(input, roi.Name) || IsOfRole(roi.InterpretedType, input.Role)));
    }

    private static bool IsOfRole(string interpretedType, StructureRole role) => role switch
    {
        StructureRole.Ctv => interpretedType.Equals("CTV", StringComparison.OrdinalIgnoreCase),
        StructureRole.Gtv => interpretedType.Equals("GTV", StringComparison.OrdinalIgnoreCase),
        _ => false,
    };

    private ImmutableArray<MissingInput> Mr(MrSource weighting)
    {
        if (contents.Mrs.Any(IsFit)) return [];
        var which = weighting == MrSource.Any ? "an MR series" : $"an MR series weighted {weighting}";
        return [new($"{which} that can be fused onto CT series {contents.CtSeriesInstanceUid}", [])];

        bool IsFit(MrCandidate mr)
        {
            if (mr.Stacks.FirstOrDefault(stack => stack.FaultCode is null) is not { } volume) return false;
            var of = contents.Weightings.GetValueOrDefault(volume.Stack.Images[0].SopInstanceUid);
            var isOld = contents.Ct?.Images.Min(image => image.AcquisitionDate) is { } ct
                && volume.Stack.Images.Min(image => image.AcquisitionDate) is { } day
                && Math.Abs(day.DayNumber - ct.DayNumber) > protocol.Fusion!.MaximumAgeDays;
            return !isOld && (weighting == MrSource.Any || (weighting == MrSource.T1 ? of == MrWeighting.T1 : of == MrWeighting.T2));
        }
    }
}
